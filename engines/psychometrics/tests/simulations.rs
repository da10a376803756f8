//! Small runs of the simulations that docs/measurement-simulations.md has in full, and a trace against catR.

#![allow(clippy::unwrap_used)]

#[path = "../examples/simulate/change.rs"]
mod change;
#[path = "../examples/simulate/deficits.rs"]
mod deficits;
mod known;
mod people;
#[path = "../examples/simulate/sequential.rs"]
mod sequential;

use known::case;
use psychometrics::{
    Family, Item,
    adaptive::{BankItem, Line, Rules, State, Step, next},
    estimate::{Answer, Grid, Prior, eap},
};

#[test]
fn the_stated_chance_of_a_deficit_is_true_and_the_plan_foresees_the_test() {
    let run = deficits::run(1, 1_200, 12).unwrap();
    for decile in run.deciles.iter().filter(|decile| decile.cells >= 150) {
        let error = (decile.observed() * (1.0 - decile.observed()) / decile.cells as f64).sqrt();
        assert!((decile.stated() - decile.observed()).abs() <= 0.02 + 2.5 * error, "{}", decile.cell());
    }
    assert!((run.undetermined - run.planned.undetermined).abs() < 0.03, "{}", run.line());
    assert!((run.falsely_told - run.planned.falsely_told).abs() < 0.03 && (run.missed - run.planned.missed).abs() < 0.02, "{}", run.line());
    assert!(run.clean_told < 0.04, "{}", run.line());
}

#[test]
fn sequential_testing_leaves_fewer_undetermined_with_fewer_items() {
    let [fixed, sequential] = [1, 5].map(|mode| sequential::run(2, 500, sequential::MODES[mode]).unwrap());
    assert!(sequential.items < 16.0 && sequential.undetermined < fixed.undetermined, "{} {}", sequential.line("sequential"), fixed.line("30"));
    assert!(sequential.largest_exposure < 0.32, "{}", sequential.line("sequential"));
}

#[test]
fn change_is_proved_of_those_who_changed_and_intervals_hold() {
    let nobody = change::run(3, 800, 20, change::Truth::Nobody).unwrap();
    assert!(nobody.proved_of_unchanged.unwrap() <= 0.01, "{}", nobody.line(change::Truth::Nobody, 20));
    assert!(nobody.gain_posterior.abs() < 0.05 && nobody.gain_wle > 0.2, "{}", nobody.line(change::Truth::Nobody, 20));
    let spread = change::run(4, 800, 20, change::Truth::Spread).unwrap();
    assert!(spread.covered >= 0.88 && spread.falsely_grew <= 0.1, "{}", spread.line(change::Truth::Spread, 20));
}

#[test]
fn tcals_items_are_chosen_as_by_catr() {
    let Some(case) = case("cat_tcals") else { return };
    let number = |row: &[String], at: usize| row[at].parse::<f64>().unwrap();
    let item = |row: &Vec<String>| Item { family: Family::Guessing { floor: number(row, 2) }, slope: number(row, 0), intercepts: vec![-number(row, 0) * number(row, 1)] };
    let items: Vec<Item> = case.data().rows.iter().map(item).collect();
    let bank: Vec<BankItem<'_>> = items.iter().map(|item| BankItem { item, line: 0, exposure: 0.0 }).collect();
    let prior = Prior::Grid(Grid { from: -4.0, step: 0.1, masses: (0..=80).map(|at| (-0.5 * (-4.0 + 0.1 * f64::from(at)).powi(2)).exp()).collect() });
    let rules = Rules { top: 1, at_most: 15, ..Rules::default() };
    for run in case.at("/reference/runs").as_array().unwrap() {
        let (mut asked, mut answers, mut aim) = (Vec::new(), Vec::new(), 0.0);
        for step in run["steps"].as_array().unwrap() {
            let chosen = next(&bank, &asked, &[Line { competency: 0, at_least: 0, at_most: 85 }], &[State { aim, below: None }], &rules, 0.0).unwrap();
            let wanted = step["item"].as_u64().unwrap() as usize - 1;
            assert_eq!(chosen, Step::Ask(wanted));
            asked.push(wanted);
            answers.push(Answer::new(&items[wanted], step["resp"].as_u64().unwrap() as usize));
            aim = eap(&answers, &prior).unwrap().theta;
        }
    }
}
