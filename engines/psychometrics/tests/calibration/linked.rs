//! Forms, groups, anchors and priors: what is known of simulated items must come back.

use super::{
    known::close,
    simulated::{Chance, answers, items},
};
use psychometrics::{
    Item,
    calibrate::{Model, Plan, Priors, calibrate},
};

fn abilities(persons: usize, mean: f64, sd: f64, chance: &mut Chance) -> Vec<f64> {
    (0..persons).map(|_| mean + sd * chance.normal()).collect()
}

/// Each estimate within four of its own standard errors of the truth, and about as many within two as should be.
fn near_truth(found: &[psychometrics::calibrate::CalibratedItem], truth: &[Item]) {
    let mut within = 0;
    for (found, truth) in found.iter().zip(truth).filter(|(found, _)| !found.anchored) {
        let pairs = [(found.item.slope, truth.slope, found.slope_error), (found.item.intercepts[0], truth.intercepts[0], found.intercept_errors[0])];
        for (estimate, value, error) in pairs {
            let z = (estimate - value).abs() / error.unwrap();
            assert!(z < 4.0, "{estimate} for {value} ± {error:?}");
            within += usize::from(z < 2.0);
        }
    }
    let all = 2 * found.iter().filter(|found| !found.anchored).count();
    assert!(within * 10 >= all * 8, "{within} of {all} within two standard errors");
}

#[test]
fn anchored_items_carry_new_ones_and_an_abler_group_onto_their_scale() {
    let mut chance = Chance(11);
    let truth = items(20, &mut chance);
    let thetas = abilities(3000, 0.8, 1.3, &mut chance);
    let responses = answers(&truth, &thetas, &mut chance, |_, _| true);
    let anchors: Vec<_> = truth.iter().enumerate().map(|(number, item)| (number % 2 == 0).then(|| item.clone())).collect();
    let found = calibrate(&responses, &Plan { anchors: Some(&anchors), ..Plan::new(Model::TwoParameter) }).unwrap();
    assert!(found.converged);
    assert_eq!((&found.items[0].item, found.items[0].slope_error, found.items[0].anchored), (&truth[0], None, true));
    near_truth(&found.items, &truth);
    let group = &found.groups[0];
    close("mean", group.mean, 0.8, 4.0 * group.mean_error.unwrap());
    close("variance", group.variance, 1.69, 4.0 * group.variance_error.unwrap());
}

#[test]
fn two_forms_with_common_items_and_two_groups_stand_on_one_scale() {
    let mut chance = Chance(23);
    let truth = items(24, &mut chance);
    let mut thetas = abilities(2000, 0.0, 1.0, &mut chance);
    thetas.extend(abilities(2000, -0.6, 0.8, &mut chance));
    let groups: Vec<usize> = (0..4000).map(|person| person / 2000).collect();
    // The first group has items 0 … 15, the second 8 … 23.
    let responses = answers(&truth, &thetas, &mut chance, |person, item| if person < 2000 { item < 16 } else { item >= 8 });
    let found = calibrate(&responses, &Plan { groups: Some(&groups), ..Plan::new(Model::TwoParameter) }).unwrap();
    near_truth(&found.items, &truth);
    close("mean", found.groups[1].mean, -0.6, 4.0 * found.groups[1].mean_error.unwrap());
    close("variance", found.groups[1].variance, 0.64, 4.0 * found.groups[1].variance_error.unwrap());
}

#[test]
fn a_bank_where_everybody_has_items_of_his_own_is_calibrated() {
    let mut chance = Chance(31);
    let truth = items(60, &mut chance);
    let thetas = abilities(2500, 0.0, 1.0, &mut chance);
    let asked: Vec<bool> = (0..2500 * 60).map(|_| chance.uniform() < 0.3).collect();
    let responses = answers(&truth, &thetas, &mut chance, |person, item| asked[person * 60 + item]);
    let found = calibrate(&responses, &Plan::new(Model::TwoParameter)).unwrap();
    assert!(found.converged);
    near_truth(&found.items, &truth);
}

#[test]
fn steps_of_partial_credit_and_graded_items_come_back() {
    let mut chance = Chance(41);
    let thetas = abilities(4000, 0.0, 1.0, &mut chance);
    for (model, family) in [(Model::GeneralizedPartialCredit, psychometrics::Family::PartialCredit), (Model::Graded, psychometrics::Family::Graded)] {
        let truth: Vec<Item> = (0..8).map(|item| Item { family, slope: 0.6 + 0.15 * f64::from(item), intercepts: vec![1.2 - 0.1 * f64::from(item), 0.3, -1.0] }).collect();
        let responses = answers(&truth, &thetas, &mut chance, |_, _| true);
        let found = calibrate(&responses, &Plan::new(model)).unwrap();
        for (found, truth) in found.items.iter().zip(&truth) {
            close("a", found.item.slope, truth.slope, 4.0 * found.slope_error.unwrap());
            for step in 0..3 {
                close("d", found.item.intercepts[step], truth.intercepts[step], 4.0 * found.intercept_errors[step].unwrap());
            }
        }
    }
}

#[test]
fn weak_priors_hold_few_answers_back_and_hardly_touch_many() {
    let mut chance = Chance(53);
    let truth = items(10, &mut chance);
    let spread = |persons: usize, chance: &mut Chance| {
        let thetas = abilities(persons, 0.0, 1.0, chance);
        let responses = answers(&truth, &thetas, chance, |_, _| true);
        let free = calibrate(&responses, &Plan::new(Model::TwoParameter)).unwrap();
        let held = calibrate(&responses, &Plan { priors: Some(Priors::weak()), ..Plan::new(Model::TwoParameter) }).unwrap();
        let worst = |found: &psychometrics::calibrate::Calibration| found.items.iter().zip(&truth).map(|(found, truth)| (found.item.slope / truth.slope).ln().abs()).fold(0.0, f64::max);
        let apart = free.items.iter().zip(&held.items).map(|(free, held)| (free.item.slope - held.item.slope).abs()).fold(0.0, f64::max);
        assert!(free.loglik >= held.loglik);
        (worst(&free), worst(&held), apart)
    };
    let (free, held, _) = spread(40, &mut chance);
    assert!(held < free, "{held} against {free}");
    let (_, _, apart) = spread(20_000, &mut chance);
    assert!(apart < 0.02, "{apart}");
}

#[test]
fn very_many_persons_give_what_all_of_them_say_though_few_were_asked_first() {
    let mut chance = Chance(67);
    let truth = items(12, &mut chance);
    let thetas = abilities(70_000, 0.0, 1.0, &mut chance);
    let responses = answers(&truth, &thetas, &mut chance, |_, _| true);
    let found = calibrate(&responses, &Plan::new(Model::TwoParameter)).unwrap();
    near_truth(&found.items, &truth);
    // The same from a weight of 2 on each of half as many rows cannot be had; but the height must be that of the top.
    let again = calibrate(&responses.clone().weighted(vec![1.0; 70_000]).unwrap(), &Plan::new(Model::TwoParameter)).unwrap();
    close("log-likelihood", found.loglik, again.loglik, 1e-4);
}
