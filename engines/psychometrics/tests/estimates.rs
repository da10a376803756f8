//! Person estimates against mirt, eRm and catR, and what must hold for any items.

#![allow(clippy::unwrap_used)]

mod known;

use known::{case, near, numbers};
use proptest::prelude::*;
use psychometrics::{
    Family, Item,
    estimate::{Answer, Estimate, Flag, Grid, Normal, Prior, Range, by_raw_score, eap, map, ml, posterior, wle},
    form,
};

fn answers<'a>(items: &'a [Item], scores: &[usize]) -> Vec<Answer<'a>> {
    items.iter().zip(scores).map(|(item, score)| Answer::new(item, *score)).collect()
}

#[test]
fn lsat6_scores_are_those_of_mirt() {
    let Some(case) = case("irt_lsat6") else { return };
    for model in ["rasch_mml_mirt", "twopl_mml_mirt"] {
        let at = |path: &str| format!("/reference/{model}/{path}");
        let items: Vec<Item> = case.numbers(&at("a")).iter().zip(case.numbers(&at("d"))).map(|(a, d)| Item::two_parameter(*a, d)).collect();
        let prior = Normal { mean: 0.0, sd: case.number(&at("group/var")).sqrt() };
        for (row, pattern) in case.at(&at("scores/patterns")).as_array().unwrap().iter().enumerate() {
            let scores: Vec<usize> = pattern.as_str().unwrap().chars().map(|cell| cell.to_digit(10).unwrap() as usize).collect();
            let answers = answers(&items, &scores);
            let check = |kind: &str, estimate: Estimate| {
                near(estimate.theta, case.numbers(&at(&format!("scores/{kind}/theta")))[row], 2e-5, &format!("{model} {kind} {pattern}"));
                near(estimate.se, case.numbers(&at(&format!("scores/{kind}/se")))[row], 2e-4, &format!("{model} {kind} SE {pattern}"));
            };
            check("EAP", eap(&answers, &prior.into()).unwrap());
            check("MAP", map(&answers, prior).unwrap());
            check("WLE", wle(&answers, Range::default()).unwrap());
        }
        let people: Vec<Estimate> = case.data().scores(5).iter().map(|row| eap(&answers(&items, &row.iter().map(|cell| cell.unwrap()).collect::<Vec<_>>()), &prior.into()).unwrap()).collect();
        near(form::empirical_reliability(&people).unwrap(), case.number(&at("empirical_reliability_EAP")), 1e-4, "empirical reliability");
    }
}

#[test]
fn verbal_aggression_ml_by_raw_score_is_that_of_erm() {
    let Some(case) = case("cml_verbagg") else { return };
    let items: Vec<Item> = case.at("/reference/erm/b").as_object().unwrap().values().map(|b| Item::two_parameter(1.0, -b.as_f64().unwrap())).collect();
    let table = by_raw_score(&items).unwrap();
    let wanted = case.numbers("/reference/erm/mle_theta_by_raw_score/theta");
    assert_eq!(table.len(), wanted.len());
    for (row, theta) in table.iter().zip(&wanted) {
        near(row.theta, *theta, 1e-3, &format!("raw score {}", row.raw));
        assert_eq!(row.flag.is_some(), row.raw == 0 || row.raw == 24);
        let scores: Vec<usize> = (0..24).map(|at| usize::from(at < row.raw)).collect();
        if row.flag.is_none() {
            near(ml(&answers(&items, &scores), Range::default()).unwrap().theta, *theta, 1e-3, &format!("answers with raw score {}", row.raw));
        }
    }
}

#[test]
fn tcals_information_and_estimates_are_those_of_catr() {
    let Some(case) = case("cat_tcals") else { return };
    let bank: Vec<Item> = case.data().rows.iter().map(|row| tcals(row)).collect();
    for (at, theta) in case.numbers("/reference/theta").into_iter().enumerate() {
        for (item, wanted) in numbers(&case.at("/reference/item_information_first10")[at]).into_iter().enumerate() {
            near(bank[item].information(theta), wanted, 1e-6, "item information");
        }
        near(form::information(&bank, theta), case.numbers("/reference/test_information")[at], 1e-5, "test information");
    }
    // The trapezoid rule: half a mass at either end.
    let mass = |at: i32| (-0.5 * (-4.0 + 0.1 * f64::from(at)).powi(2)).exp() * if at % 80 == 0 { 0.5 } else { 1.0 };
    let prior = Prior::Grid(Grid { from: -4.0, step: 0.1, masses: (0..=80).map(mass).collect() });
    for run in case.at("/reference/runs").as_array().unwrap() {
        let steps = run["steps"].as_array().unwrap();
        let given: Vec<Answer<'_>> = steps.iter().map(|step| Answer::new(&bank[step["item"].as_u64().unwrap() as usize - 1], step["resp"].as_u64().unwrap() as usize)).collect();
        for (at, step) in steps.iter().enumerate() {
            let estimate = eap(&given[..=at], &prior).unwrap();
            near(estimate.theta, step["eap"].as_f64().unwrap(), 1e-5, "EAP");
            near(estimate.se, step["se"].as_f64().unwrap(), 1e-5, "EAP's SE");
        }
        let last = |name: &str| run["final"][name].as_f64().unwrap();
        let range = Range { low: -4.0, high: 4.0 };
        let found = [("ML", ml(&given, range).unwrap()), ("WL", wle(&given, range).unwrap()), ("BM", map(&given, Normal::STANDARD).unwrap())];
        for (name, estimate) in found {
            near(estimate.theta, last(name), 1e-3, name);
            near(estimate.information_se, last(&format!("se_{name}")), 1e-3, &format!("SE of {name}"));
        }
    }
}

fn tcals(row: &[String]) -> Item {
    let number = |at: usize| row[at].parse::<f64>().unwrap();
    Item { family: Family::Guessing { floor: number(2) }, slope: number(0), intercepts: vec![-number(0) * number(1)] }
}

#[test]
fn all_right_and_all_wrong_are_finite_and_flagged() {
    let items = vec![Item::two_parameter(1.2, 0.4), Item { family: Family::PartialCredit, slope: 0.9, intercepts: vec![0.3, -0.4] }, Item { family: Family::Graded, slope: 1.1, intercepts: vec![1.0, -1.0] }];
    for (scores, flag) in [([0, 0, 0], Flag::AllLowest), ([1, 2, 2], Flag::AllHighest)] {
        let given = answers(&items, &scores);
        let found = [eap(&given, &Normal::STANDARD.into()).unwrap(), map(&given, Normal::STANDARD).unwrap(), wle(&given, Range::default()).unwrap(), ml(&given, Range { low: -6.0, high: 6.0 }).unwrap()];
        for estimate in found {
            assert!(estimate.theta.is_finite() && estimate.se.is_finite() && estimate.se > 0.0 && estimate.information_se.is_finite());
            assert_eq!(estimate.flag, Some(flag));
        }
        assert_eq!(found[3].theta.abs(), 6.0);
    }
}

#[test]
fn what_cannot_be_estimated_says_why() {
    let item = Item::two_parameter(1.0, 0.0);
    assert!(ml(&[], Range::default()).is_err() && wle(&[], Range::default()).is_err());
    assert!(eap(&[Answer::new(&item, 2)], &Normal::STANDARD.into()).is_err());
    assert!(eap(&[], &Normal { mean: 0.0, sd: 0.0 }.into()).is_err());
    assert!(ml(&[Answer::new(&Item::two_parameter(f64::NAN, 0.0), 1)], Range::default()).is_err());
    assert!(ml(&[Answer::new(&item, 1)], Range { low: 1.0, high: 1.0 }).is_err());
    assert!(ml(&[Answer::new(&Item::two_parameter(200.0, 0.0), 1)], Range::default()).is_err(), "no information where the estimate lies");
    let before = eap(&[], &Normal { mean: 0.3, sd: 0.8 }.into()).unwrap();
    assert!((before.theta - 0.3).abs() < 1e-9 && (before.se - 0.8).abs() < 1e-6);
}

#[test]
fn a_long_steep_test_is_scored_as_well_as_a_short_one() {
    let items: Vec<Item> = (0..200).map(|at| Item::two_parameter(3.0, -3.0 * (f64::from(at) / 50.0 - 2.0))).collect();
    let given: Vec<Answer<'_>> = items.iter().enumerate().map(|(at, item)| Answer::new(item, usize::from(at < 120))).collect();
    let fine = Prior::Grid(Grid { from: -3.0, step: 0.0005, masses: (0..=12_000).map(|at| (-0.5 * (-3.0 + 0.0005 * f64::from(at)).powi(2)).exp()).collect() });
    let (ours, exact) = (eap(&given, &Normal::STANDARD.into()).unwrap(), eap(&given, &fine).unwrap());
    assert!((ours.theta - exact.theta).abs() < 1e-7 && (ours.se - exact.se).abs() < 1e-7, "{ours:?} {exact:?}");
    let chances = (posterior(&given, &Normal::STANDARD.into()).unwrap().below(0.37), posterior(&given, &fine).unwrap().below(0.37));
    assert!((chances.0 - chances.1).abs() < 2e-4, "{chances:?}");
}

#[test]
fn percent_and_ability_are_inverse() {
    let items = vec![Item::two_parameter(1.2, 0.4), Item { family: Family::PartialCredit, slope: 0.9, intercepts: vec![0.3, -0.4] }, Item { family: Family::Guessing { floor: 0.25 }, slope: 1.0, intercepts: vec![0.0] }];
    for theta in [-2.0, -0.3, 0.0, 1.7] {
        let share = form::share_at(&items, theta).unwrap();
        assert!((form::ability_at(&items, share).unwrap() - theta).abs() < 1e-8);
    }
    for share in [0.0, 0.05, 1.0, f64::NAN] {
        assert!(form::ability_at(&items, share).is_err(), "{share}");
    }
    assert!(form::ability_at(&[], 0.5).is_err());
}

fn any_item() -> impl Strategy<Value = Item> {
    let steps = prop::collection::vec(-1.5..1.5_f64, 1..4);
    (0..2_u8, 0.3..2.5_f64, steps).prop_map(|(family, slope, mut intercepts)| {
        if family == 0 {
            return Item { family: Family::PartialCredit, slope, intercepts };
        }
        intercepts.sort_by(|one, other| other.total_cmp(one));
        intercepts.iter_mut().enumerate().for_each(|(at, d)| *d -= 0.1 * at as f64);
        Item { family: Family::Graded, slope, intercepts }
    })
}

fn answered() -> impl Strategy<Value = Vec<(Item, usize)>> {
    prop::collection::vec((any_item(), 0..4_usize), 1..12).prop_map(|all| all.into_iter().map(|(item, score)| (item.clone(), score.min(item.max_score()))).collect())
}

fn given(pairs: &[(Item, usize)]) -> Vec<Answer<'_>> {
    pairs.iter().map(|(item, score)| Answer::new(item, *score)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_of_items_does_not_matter(pairs in answered()) {
        let mut turned = pairs.clone();
        turned.reverse();
        let prior = Normal::STANDARD;
        for (one, other) in [
            (eap(&given(&pairs), &prior.into()).unwrap(), eap(&given(&turned), &prior.into()).unwrap()),
            (map(&given(&pairs), prior).unwrap(), map(&given(&turned), prior).unwrap()),
            (wle(&given(&pairs), Range::default()).unwrap(), wle(&given(&turned), Range::default()).unwrap()),
        ] {
            prop_assert!((one.theta - other.theta).abs() < 1e-6 && (one.se - other.se).abs() < 1e-6);
        }
    }

    #[test]
    fn eap_lies_between_the_prior_and_the_answers_and_is_surer_than_the_prior(pairs in answered()) {
        let estimate = eap(&given(&pairs), &Normal::STANDARD.into()).unwrap();
        let alone = eap(&given(&pairs), &Normal { mean: 0.0, sd: 3.0 }.into()).unwrap();
        prop_assert!(estimate.se < 1.0);
        prop_assert!(estimate.theta.abs() <= alone.theta.abs() + 0.15, "{} {}", estimate.theta, alone.theta);
    }

    #[test]
    fn information_is_never_negative_and_grows_with_every_item(items in prop::collection::vec(any_item(), 1..10), theta in -6.0..6.0_f64) {
        let mut before = 0.0;
        for upto in 1..=items.len() {
            let now = form::information(&items[..upto], theta);
            prop_assert!(now.is_finite() && now >= before);
            before = now;
        }
        let shares = [-1.0, 0.0, 1.0].map(|step| form::share_at(&items, theta + step).unwrap());
        prop_assert!(shares[0] < shares[1] && shares[1] < shares[2]);
    }

    #[test]
    fn a_rescaled_item_measures_the_same(pair in any_item(), a in 0.5..2.0_f64, b in -1.0..1.0_f64, theta in -3.0..3.0_f64) {
        let moved = pair.rescaled(a, b);
        for score in 0..=pair.max_score() {
            prop_assert!((moved.point(a * theta + b, score).ln - pair.point(theta, score).ln).abs() < 1e-9);
        }
        for (new, old) in moved.difficulties().iter().zip(pair.difficulties()) {
            prop_assert!((new - (a * old + b)).abs() < 1e-9);
        }
    }
}
