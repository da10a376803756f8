//! Classical statistics against R's psych, lavaan and plain arithmetic.

#![allow(clippy::unwrap_used)]

mod known;

use known::{case, near};
use psychometrics::{
    Responses,
    classical::{Limits, Warning, distractors, items, reliability, rest_shares, seen_largest},
};

fn responses(rows: &[Vec<Option<usize>>]) -> Responses {
    let rows: Vec<Vec<Option<u8>>> = rows.iter().map(|row| row.iter().map(|score| score.map(|score| u8::try_from(score).unwrap())).collect()).collect();
    Responses::from_rows(&rows).unwrap()
}

#[test]
fn lsat6_is_as_published() {
    let Some(case) = case("irt_lsat6") else { return };
    let responses = responses(&case.data().scores(5));
    let all = items(&responses, &seen_largest(&responses), Limits::default()).unwrap();
    for (at, item) in all.iter().enumerate() {
        for (found, name) in [(item.mean, "item_mean"), (item.sd, "item_sd"), (item.total_r, "item_total_r"), (item.rest_r, "item_rest_r")] {
            near(found.unwrap(), case.numbers(&format!("/ctt/{name}"))[at], 1e-5, name);
        }
    }
    let whole = reliability(&responses).unwrap();
    for (found, name) in [(whole.alpha, "alpha"), (whole.mean, "mean_total"), (whole.sd, "sd_total"), (whole.sem.unwrap(), "sem")] {
        near(found, case.number(&format!("/ctt/{name}")), 1e-5, name);
    }
    for (at, dropped) in whole.alpha_if_dropped.iter().enumerate() {
        near(dropped.unwrap(), case.numbers("/ctt/alpha_if_dropped")[at], 1e-5, "alpha if dropped");
    }
    assert_eq!(all[0].warnings, [Warning::WeakDiscrimination], ".924 right, r .11");
}

#[test]
fn bfi_agreeableness_reliability_is_that_of_psych_and_lavaan() {
    let Some(case) = case("ctt_bfi_agreeableness") else { return };
    let responses = responses(&case.data().scores(5));
    let whole = reliability(&responses).unwrap();
    let factor = whole.factor.clone().unwrap();
    for (found, name) in [(whole.alpha, "alpha_raw"), (whole.standardised_alpha.unwrap(), "alpha_std"), (whole.lambda6.unwrap(), "G6_smc"), (factor.omega, "omega_total_cfa")] {
        near(found, case.number(&format!("/reference/{name}")), 1e-5, name);
    }
    let all = items(&responses, &seen_largest(&responses), Limits::default()).unwrap();
    for (at, item) in all.iter().enumerate() {
        let wanted = |name: &str| case.numbers(&format!("/reference/{name}"))[at];
        near(whole.alpha_if_dropped[at].unwrap(), wanted("alpha_drop"), 1e-5, "alpha if dropped");
        near(item.rest_r.unwrap(), wanted("r_drop"), 1e-5, "item-rest");
        near(factor.loadings[at], wanted("cfa_loadings"), 1e-4, "loading");
        near(factor.residuals[at], wanted("cfa_resid"), 1e-4, "residual");
    }
    assert!(factor.improper.is_empty());
}

#[test]
fn gaps_constant_items_and_unanswered_items_leave_numbers_out_instead_of_nan() {
    let rows = vec![vec![Some(1), Some(1), Some(1), None], vec![Some(0), Some(1), Some(0), None], vec![Some(1), Some(1), None, None], vec![Some(0), Some(1), Some(0), None], vec![Some(1), Some(1), Some(1), None]];
    let responses = responses(&rows);
    let all = items(&responses, &[1, 1, 1, 1], Limits::default()).unwrap();
    assert_eq!(all[1].warnings, [Warning::NoVariation, Warning::TooEasy]);
    assert_eq!((all[1].rest_r, all[3].mean, all[3].warnings.as_slice()), (None, None, &[Warning::NobodyAnswered][..]));
    assert!(all[0].rest_r.unwrap() > 0.5);
    assert!(reliability(&responses).is_err(), "nobody without a gap");
    assert!(items(&responses, &[1, 1], Limits::default()).is_err());
}

#[test]
fn weights_stand_for_people() {
    let rows = [[1, 1, 0], [0, 1, 0], [1, 1, 1], [0, 0, 0], [1, 0, 1]];
    let weights = [3, 1, 4, 2, 2];
    let single = |rows: &mut dyn Iterator<Item = [usize; 3]>| responses(&rows.map(|row| row.iter().map(|score| Some(*score)).collect()).collect::<Vec<_>>());
    let long = single(&mut rows.iter().zip(weights).flat_map(|(row, n)| std::iter::repeat_n(*row, n)));
    let short = single(&mut rows.iter().copied()).weighted(weights.iter().map(|n| *n as f64).collect()).unwrap();
    let (one, other) = (reliability(&long).unwrap(), reliability(&short).unwrap());
    near(one.alpha, other.alpha, 1e-12, "alpha");
    near(one.sd, other.sd, 1e-12, "sd");
    let (one, other) = (items(&long, &[1; 3], Limits::default()).unwrap(), items(&short, &[1; 3], Limits::default()).unwrap());
    near(one[2].rest_r.unwrap(), other[2].rest_r.unwrap(), 1e-12, "item-rest");
}

#[test]
fn options_are_read_against_the_rest_of_the_form() {
    let rows: Vec<Vec<Option<usize>>> = (0..40).map(|at| vec![Some(usize::from(at % 4 == 0)), Some(usize::from(at > 15)), Some(usize::from(at > 25)), Some(usize::from(at > 5))]).collect();
    let responses = responses(&rows);
    let rest = rest_shares(&responses, &[1; 4], 0);
    let choices: Vec<Option<usize>> = (0..40)
        .map(|at| {
            Some(if at % 4 == 0 {
                2
            } else if at > 20 {
                0
            } else {
                1
            })
        })
        .collect();
    let table = distractors(&choices, &rest, 3, 2).unwrap();
    assert!(table[0].suspicious && table[0].rest_r.unwrap() > 0.3, "a distractor that the able choose");
    assert!(!table[1].suspicious && table[2].key);
    near(table.iter().map(|row| row.share).sum(), 1.0, 1e-12, "shares");
}
