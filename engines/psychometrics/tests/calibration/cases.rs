//! Reference estimates of other programs, each case within the tolerance its folder names: parameters 1e-3, standard errors 2e-3, log-likelihood 5e-3.

use super::known::{Case, close, numbers};
use psychometrics::{
    Item,
    calibrate::{Calibration, Model, Plan, Quadrature, calibrate, marginal_loglik},
};
use serde_json::Value;

fn check_all(id: &str, models: &[(Model, &str)]) {
    let Some(case) = Case::read(id) else { return };
    for (model, reference) in models {
        let calibration = calibrate(&case.responses(&[]), &Plan::new(*model)).unwrap();
        println!("{id} {reference}: {} passes, {} nodes", calibration.iterations, calibration.nodes);
        check(id, &calibration, &case.json["reference"][*reference]);
        let items: Vec<_> = calibration.items.iter().map(|item| item.item.clone()).collect();
        let dense = Quadrature::Even { nodes: 641, reach: 8.0 };
        let exact = marginal_loglik(&case.responses(&[]), &items, None, &[(0.0, calibration.groups[0].variance)], dense).unwrap();
        close("log-likelihood on 641 nodes", calibration.loglik, exact, 1e-4);
    }
}

fn check(id: &str, calibration: &Calibration, reference: &Value) {
    assert!(calibration.converged, "{id}");
    close(&format!("{id}: log-likelihood"), calibration.loglik, reference["logLik"].as_f64().unwrap(), 5e-3);
    let (slopes, slope_errors) = (numbers(&reference["a"]), reference.get("se_a").map(numbers));
    for (number, found) in calibration.items.iter().enumerate() {
        close(&format!("{id}: a of {number}"), found.item.slope, slopes[number].unwrap(), 1e-3);
        if let Some(error) = slope_errors.as_ref().and_then(|errors| errors[number]) {
            close(&format!("{id}: SE of a of {number}"), found.slope_error.unwrap(), error, 2e-3);
        }
        for (step, d) in intercepts(reference, number).into_iter().enumerate() {
            close(&format!("{id}: d{} of {number}", step + 1), found.item.intercepts[step], d, 1e-3);
        }
        if let Some(error) = reference.get("se_d").and_then(|errors| errors[number].as_f64()) {
            close(&format!("{id}: SE of d of {number}"), found.intercept_errors[0].unwrap(), error, 2e-3);
        }
    }
    let variance = reference["group"]["var"].as_f64().or(reference["group_var"].as_f64()).unwrap();
    close(&format!("{id}: variance"), calibration.groups[0].variance, variance, if variance > 10.0 { 1e-2 } else { 1e-3 });
    if let Some(error) = reference["group"]["se_var"].as_f64() {
        close(&format!("{id}: SE of the variance"), calibration.groups[0].variance_error.unwrap(), error, 2e-3);
    }
}

fn intercepts(reference: &Value, item: usize) -> Vec<f64> {
    let list = |name: &str| reference.get(name).map(|all| numbers(&all[item]).into_iter().flatten().collect::<Vec<_>>());
    match (list("intercepts_d"), list("category_intercepts_d0_dK"), reference.get("d")) {
        (Some(d), _, _) => d,
        (_, Some(d), _) => d[1..].to_vec(),
        (_, _, Some(d)) => vec![d[item].as_f64().unwrap()],
        _ => panic!("no intercepts"),
    }
}

const DICHOTOMOUS: [(Model, &str); 2] = [(Model::Rasch, "rasch_mml_mirt"), (Model::TwoParameter, "twopl_mml_mirt")];
const STEPS: [(Model, &str); 3] = [(Model::Graded, "grm_mml_mirt"), (Model::GeneralizedPartialCredit, "gpcm_mml_mirt"), (Model::PartialCredit, "pcm_mml_mirt")];

#[test]
fn lsat6() {
    check_all("irt_lsat6", &DICHOTOMOUS);
}

#[test]
fn abortion_with_slopes_so_steep_that_few_nodes_are_wrong() {
    check_all("irt_abortion", &[(Model::TwoParameter, "twopl_mml_mirt_dense")]);
}

/// The reference cut the integral at θ = ±15, which is 3.5 standard deviations here: cut there, ours gives its figure too; uncut, the likelihood is higher.
#[test]
fn abortion_under_rasch_where_ability_is_so_wide_that_a_fixed_range_cuts_it() {
    let Some(case) = Case::read("irt_abortion") else { return };
    let reference = &case.json["reference"]["rasch_mml_mirt"];
    let items: Vec<_> = numbers(&reference["d"]).into_iter().map(|d| Item::two_parameter(1.0, d.unwrap())).collect();
    let variance = reference["group"]["var"].as_f64().unwrap();
    let cut = Quadrature::Even { nodes: 301, reach: 15.0 / variance.sqrt() };
    let loglik = |quadrature| marginal_loglik(&case.responses(&[]), &items, None, &[(0.0, variance)], quadrature).unwrap();
    close("log-likelihood, cut", loglik(cut), reference["logLik"].as_f64().unwrap(), 5e-3);
    let calibration = calibrate(&case.responses(&[]), &Plan::new(Model::Rasch)).unwrap();
    println!("uncut: {} at their parameters, {} at ours; variance {}", loglik(Quadrature::Automatic), calibration.loglik, calibration.groups[0].variance);
    assert!(calibration.loglik >= loglik(Quadrature::Automatic) && calibration.loglik > reference["logLik"].as_f64().unwrap());
}

#[test]
fn fims() {
    check_all("irt_fims", &DICHOTOMOUS);
}

#[test]
fn mathexam() {
    check_all("irt_mathexam", &DICHOTOMOUS);
}

#[test]
fn mathexam_with_credits() {
    check_all("irt_mathexam_credits", &STEPS);
}

#[test]
fn science() {
    check_all("irt_science4", &STEPS);
}

#[test]
fn two_groups_of_fims_at_once() {
    let Some(case) = Case::read("mg_fims") else { return };
    let (responses, groups) = (case.responses(&["group"]), case.groups("group"));
    let calibration = calibrate(&responses, &Plan { groups: Some(&groups), ..Plan::new(Model::TwoParameter) }).unwrap();
    let reference = &case.json["reference"];
    println!("mg_fims: {} passes, {} nodes", calibration.iterations, calibration.nodes);
    assert!(calibration.converged);
    close("log-likelihood", calibration.loglik, reference["logLik"].as_f64().unwrap(), 5e-3);
    for (number, found) in calibration.items.iter().enumerate() {
        close("a", found.item.slope, reference["a"][number].as_f64().unwrap(), 1e-3);
        close("d", found.item.intercepts[0], reference["d"][number].as_f64().unwrap(), 1e-3);
    }
    let (first, second) = (&calibration.groups[0], &calibration.groups[1]);
    assert_eq!((first.mean, first.variance, first.mean_error, first.variance_error), (0.0, 1.0, None, None));
    close("mean", second.mean, reference["group2_mean"].as_f64().unwrap(), 1e-3);
    close("variance", second.variance, reference["group2_var"].as_f64().unwrap(), 1e-3);
    close("SE of the mean", second.mean_error.unwrap(), reference["group2_se"][0].as_f64().unwrap(), 2e-3);
    close("SE of the variance", second.variance_error.unwrap(), reference["group2_se"][1].as_f64().unwrap(), 2e-3);
}
