//! Conditional maximum likelihood against two reference programs, by hand, and where there is nothing to estimate.

use super::{
    known::{Case, close, numbers},
    simulated::{Chance, answers},
};
use psychometrics::{
    Item, Responses,
    conditional::{ConditionalError, andersen, conditional, split_at_mean},
};

#[test]
fn verbal_aggression_as_two_programs_have_it() {
    let Some(case) = Case::read("cml_verbagg") else { return };
    let responses = case.responses(&["group"]);
    let found = conditional(&responses).unwrap();
    let reference = &case.json["reference"]["erm"];
    println!("{} passes", found.iterations);
    assert!(found.converged);
    close("conditional log-likelihood", found.loglik, reference["cond_logLik"].as_f64().unwrap(), 1e-4);
    let errors = numbers(&reference["se"]);
    for (number, name) in case.names.iter().filter(|name| *name != "group").enumerate() {
        close(name, found.difficulties[number], reference["b"][name].as_f64().unwrap(), 1e-3);
        close(name, found.difficulties[number], case.json["reference"]["psychotools"]["b"][name].as_f64().unwrap(), 1e-3);
        close(&format!("SE of {name}"), found.errors[number], errors[number].unwrap(), 1e-3);
    }
    let by_gender = andersen(&responses, &case.groups("group")).unwrap();
    let known = &reference["andersen_LR"];
    close("LR by gender", by_gender.statistic, known["LR"].as_f64().unwrap(), 1e-3);
    close("its p", by_gender.p, known["p"].as_f64().unwrap(), 1e-8);
    assert_eq!(by_gender.degrees, 23);
    let by_score = andersen(&responses, &split_at_mean(&responses)).unwrap();
    close("LR by score", by_score.statistic, reference["andersen_LR_mean_split"]["LR"].as_f64().unwrap(), 1e-3);
    close("its p", by_score.p, reference["andersen_LR_mean_split"]["p"].as_f64().unwrap(), 1e-5);
}

/// With two items `b_2 − b_1 = ln(n_10 / n_01)` and its variance is `1/n_10 + 1/n_01`.
#[test]
fn two_items_by_hand() {
    let rows: Vec<[Option<u8>; 2]> = std::iter::repeat_n([Some(1), Some(0)], 30).chain(std::iter::repeat_n([Some(0), Some(1)], 10)).chain([[Some(1), Some(1)], [Some(0), Some(0)]]).collect();
    let found = conditional(&Responses::from_rows(&rows).unwrap()).unwrap();
    close("b", found.difficulties[1] - found.difficulties[0], 3.0_f64.ln(), 1e-9);
    close("SE", 2.0 * found.errors[0], (1.0 / 30.0 + 0.1_f64).sqrt(), 1e-9);
    close("log-likelihood", found.loglik, 30.0 * 0.75_f64.ln() + 10.0 * 0.25_f64.ln(), 1e-9);
    assert_eq!(found.persons, 40.0);
}

#[test]
fn forms_with_items_in_common_and_long_tests_come_back() {
    let mut chance = Chance(71);
    let truth: Vec<Item> = (0..90).map(|item| Item::two_parameter(1.0, 3.0 - 6.0 * f64::from(item) / 89.0)).collect();
    let thetas: Vec<f64> = (0..1500).map(|_| 1.5 * chance.normal()).collect();
    let responses = answers(&truth, &thetas, &mut chance, |person, item| if person % 2 == 0 { item < 60 } else { item >= 30 });
    let found = conditional(&responses).unwrap();
    assert!(found.converged);
    let mean = truth.iter().map(|item| -item.intercepts[0]).sum::<f64>() / 90.0;
    for ((b, error), item) in found.difficulties.iter().zip(&found.errors).zip(&truth) {
        close("b", *b, -item.intercepts[0] - mean, 4.0 * error);
    }
    let weighted = conditional(&responses.clone().weighted(vec![2.0; 1500]).unwrap()).unwrap();
    close("SE of twice as many", weighted.errors[7], found.errors[7] / 2.0_f64.sqrt(), 1e-6);
}

#[test]
fn where_no_difficulty_fits_it_is_said() {
    let refused = |rows: &[[u8; 3]]| conditional(&Responses::from_rows(&rows.iter().map(|row| row.map(Some)).collect::<Vec<_>>()).unwrap()).unwrap_err();
    assert_eq!(refused(&[[1, 1, 1], [0, 0, 0]]), ConditionalError::NoInformation);
    // Whoever has the third right has all right.
    assert_eq!(refused(&[[1, 0, 0], [0, 1, 0], [1, 1, 1]]), ConditionalError::Divided { item: 2 });
    assert_eq!(refused(&[[1, 0, 0], [0, 1, 2], [1, 1, 1]]), ConditionalError::NotDichotomous { item: 2, score: 2 });
    let alone = Responses::from_rows(&[[Some(1)], [Some(0)]]).unwrap();
    assert_eq!(conditional(&alone).unwrap_err(), ConditionalError::TooFewItems { found: 1 });
    let rows = Responses::from_rows(&[[Some(1), Some(0)], [Some(0), Some(1)], [Some(1), Some(0)]]).unwrap();
    assert_eq!(andersen(&rows, &[0, 0, 0]).unwrap_err(), ConditionalError::OneGroup);
    assert_eq!(andersen(&rows, &[0]).unwrap_err(), ConditionalError::Groups { expected: 3, found: 1 });
    assert!(matches!(andersen(&rows, &[0, 0, 1]).unwrap_err(), ConditionalError::InGroup { group: 1, .. }));
}
