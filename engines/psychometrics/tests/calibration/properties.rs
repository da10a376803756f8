//! What no order and no writing of the answers may change.

use super::{
    known::close,
    simulated::{Chance, answers, items},
};
use psychometrics::{
    Item, Responses,
    calibrate::{Calibration, Model, Plan, calibrate},
};

fn answered(seed: u64, graded: Option<psychometrics::Family>, gaps: f64) -> Responses {
    let mut chance = Chance(seed);
    let truth = match graded {
        Some(family) => (0..7).map(|item| Item { family, slope: 0.7 + 0.1 * f64::from(item), intercepts: vec![0.9, -0.2 - 0.1 * f64::from(item)] }).collect(),
        None => items(7, &mut chance),
    };
    let thetas: Vec<f64> = (0..350).map(|_| chance.normal()).collect();
    let missing: Vec<bool> = (0..350 * 7).map(|_| chance.uniform() < gaps).collect();
    answers(&truth, &thetas, &mut chance, |person, item| !missing[person * 7 + item])
}

fn models() -> Vec<(Model, Responses)> {
    let partial = Some(psychometrics::Family::PartialCredit);
    vec![
        (Model::Rasch, answered(1, None, 0.0)),
        (Model::TwoParameter, answered(2, None, 0.0)),
        (Model::TwoParameter, answered(3, None, 0.2)),
        (Model::PartialCredit, answered(4, partial, 0.0)),
        (Model::GeneralizedPartialCredit, answered(5, partial, 0.1)),
        (Model::Graded, answered(6, Some(psychometrics::Family::Graded), 0.0)),
    ]
}

#[track_caller]
fn same(left: &Calibration, right: &Calibration, order: &[usize]) {
    close("log-likelihood", left.loglik, right.loglik, 1e-6);
    close("variance", left.groups[0].variance, right.groups[0].variance, 1e-4);
    for (place, item) in order.iter().enumerate() {
        let (left, right) = (&left.items[place], &right.items[*item]);
        close("a", left.item.slope, right.item.slope, 2e-4);
        left.item.intercepts.iter().zip(&right.item.intercepts).for_each(|(left, right)| close("d", *left, *right, 2e-4));
        left.intercept_errors.iter().zip(&right.intercept_errors).for_each(|(left, right)| close("SE", left.unwrap(), right.unwrap(), 2e-4));
    }
}

fn rows(responses: &Responses) -> Vec<Vec<Option<u8>>> {
    (0..responses.persons()).map(|person| (0..responses.items()).map(|item| responses.score(person, item)).collect()).collect()
}

#[test]
fn the_order_of_items_does_not_matter() {
    let order = [3, 6, 0, 5, 1, 4, 2];
    for (model, responses) in models() {
        let moved: Vec<Vec<Option<u8>>> = rows(&responses).into_iter().map(|row| order.iter().map(|item| row[*item]).collect()).collect();
        let plan = Plan::new(model);
        same(&calibrate(&Responses::from_rows(&moved).unwrap(), &plan).unwrap(), &calibrate(&responses, &plan).unwrap(), &order);
    }
}

#[test]
fn the_order_of_persons_does_not_matter() {
    for (model, responses) in models() {
        let moved = responses.of_persons((0..responses.persons()).map(|person| person * 101 % responses.persons())).unwrap();
        let plan = Plan::new(model);
        same(&calibrate(&moved, &plan).unwrap(), &calibrate(&responses, &plan).unwrap(), &[0, 1, 2, 3, 4, 5, 6]);
    }
}

#[test]
fn a_row_written_twice_is_a_row_of_weight_two() {
    for (model, responses) in models() {
        let twice = responses.of_persons((0..responses.persons()).chain((0..responses.persons()).step_by(2))).unwrap();
        let weights = (0..responses.persons()).map(|person| if person % 2 == 0 { 2.0 } else { 1.0 }).collect();
        let weighted = responses.clone().weighted(weights).unwrap();
        let plan = Plan::new(model);
        same(&calibrate(&twice, &plan).unwrap(), &calibrate(&weighted, &plan).unwrap(), &[0, 1, 2, 3, 4, 5, 6]);
    }
}

#[test]
fn somebody_who_answered_nothing_changes_nothing() {
    for (model, responses) in models() {
        let mut more = rows(&responses);
        more.insert(5, vec![None; 7]);
        let plan = Plan::new(model);
        let (with, without) = (calibrate(&Responses::from_rows(&more).unwrap(), &plan).unwrap(), calibrate(&responses, &plan).unwrap());
        same(&with, &without, &[0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(with.persons, without.persons);
    }
}

#[test]
fn the_same_answers_give_the_same_bits() {
    for (model, responses) in models() {
        let plan = Plan::new(model);
        assert_eq!(calibrate(&responses, &plan), calibrate(&responses, &plan));
    }
}
