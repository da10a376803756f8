//! Differential functioning against difR.

#![allow(clippy::unwrap_used)]

mod known;
mod people;

use known::{case, near};
use people::Draw;
use psychometrics::{
    Family, Item, Responses,
    dif::{Correction, EtsClass, Group, Groups, logistic, mantel_haenszel, purified, standardised},
};

fn groups(rows: &[Vec<Option<usize>>], focal: &[bool]) -> Groups {
    let rows: Vec<Vec<Option<u8>>> = rows.iter().map(|row| row.iter().map(|score| score.map(|score| u8::try_from(score).unwrap())).collect()).collect();
    let groups: Vec<Option<Group>> = focal.iter().map(|focal| Some(if *focal { Group::Focal } else { Group::Reference })).collect();
    Groups::new(&Responses::from_rows(&rows).unwrap(), &groups).unwrap()
}

#[test]
fn verbal_aggression_by_gender_is_that_of_difr() {
    let Some(case) = case("dif_verbal") else { return };
    let table = case.data();
    let focal: Vec<bool> = table.column("group").iter().map(|cell| cell == "1").collect();
    let groups = groups(&table.scores(24), &focal);
    let wanted = |name: &str, item: usize| case.numbers(&format!("/reference/{name}"))[item];
    let flagged = |name: &str| case.numbers(&format!("/reference/{name}")).iter().map(|at| *at as usize - 1).collect::<Vec<_>>();
    let (corrected, plain) = (mantel_haenszel(&groups, Correction::Continuity), mantel_haenszel(&groups, Correction::None));
    let pure = purified(&groups, Correction::Continuity, 0.05, 10).unwrap();
    let (regression, standard) = (logistic(&groups), standardised(&groups));
    for item in 0..24 {
        let own = corrected[item];
        for (found, name) in [(own.chi2, "mh_chisq_cc"), (own.alpha, "mh_alpha"), (own.delta, "mh_delta"), (own.ln_alpha_variance, "mh_var_lambda"), (plain[item].chi2, "mh_chisq_nocc"), (standard[item], "std_pdif")] {
            near(found.unwrap(), wanted(name, item), 1e-5, &format!("{name} of item {item}"));
        }
        near(pure.items[item].chi2.unwrap(), wanted("mh_purified_chisq", item), 1e-4, &format!("purified, item {item}"));
        let fit = regression[item].unwrap();
        for (found, name) in [(fit.both, "logistic_both_LRT"), (fit.uniform, "logistic_uniform_LRT"), (fit.r2_gain, "logistic_deltaR2_both")] {
            near(found, wanted(name, item), 1e-4, &format!("{name} of item {item}"));
        }
        near(fit.non_uniform, fit.both - fit.uniform, 1e-9, "non-uniform is what is left");
    }
    assert_eq!((0..24).filter(|at| corrected[*at].significant(0.05)).collect::<Vec<_>>(), flagged("mh_flagged"));
    assert_eq!(pure.flagged, flagged("mh_purified_flagged"));
    assert_eq!(pure.iterations as f64, case.number("/reference/mh_purification_iterations"));
    assert!(pure.settled);
    assert_eq!((corrected[5].class, corrected[6].class), (Some(EtsClass::Large), Some(EtsClass::Negligible)));
}

/// 20 items of slope 1, so that sums match people fairly; the first harder by `shift` for the focal group and of another slope.
fn made(seed: u64, shift: f64, slope: f64) -> Groups {
    let mut draw = Draw::seed(seed);
    let items: Vec<Item> = (0..20).map(|_| Item::two_parameter(1.0, draw.normal())).collect();
    let other = Item::two_parameter(items[0].slope * slope, items[0].intercepts[0] - shift);
    let focal: Vec<bool> = (0..2_000).map(|at| at % 2 == 0).collect();
    let rows: Vec<Vec<Option<usize>>> = focal
        .iter()
        .map(|focal| {
            let theta = draw.normal() - if *focal { 0.5 } else { 0.0 };
            items.iter().enumerate().map(|(at, item)| Some(draw.score(if at == 0 && *focal { &other } else { item }, theta))).collect()
        })
        .collect();
    groups(&rows, &focal)
}

#[test]
fn a_harder_item_is_found_and_the_rest_is_left_alone_though_the_groups_differ() {
    let found = purified(&made(31, 1.0, 1.0), Correction::Continuity, 0.01, 10).unwrap();
    assert!(found.flagged.contains(&0) && found.flagged.len() <= 2, "{:?}", found.flagged);
    assert!(found.items[0].delta.unwrap() < -1.5);
    let none = purified(&made(32, 0.0, 1.0), Correction::Continuity, 0.01, 10).unwrap();
    assert!(none.flagged.len() <= 1, "{:?}", none.flagged);
}

#[test]
fn another_slope_is_non_uniform() {
    let found = logistic(&made(33, 0.0, 0.2));
    assert!(found[0].unwrap().non_uniform_p < 1e-3, "{:?}", found[0]);
}

#[test]
fn perfect_separation_and_items_that_do_not_vary_leave_numbers_out() {
    let rows: Vec<Vec<Option<usize>>> = (0..40).map(|at| vec![Some(usize::from(at % 2 == 0)), Some(1), Some(usize::from(at % 3 == 0))]).collect();
    let focal: Vec<bool> = (0..40).map(|at| at % 2 == 0).collect();
    let groups = groups(&rows, &focal);
    for fit in logistic(&groups).into_iter().flatten() {
        assert!(fit.both.is_finite() && fit.r2_gain.is_finite());
    }
    assert!(logistic(&groups)[1].is_none() && logistic(&groups)[0].is_none());
    for item in mantel_haenszel(&groups, Correction::Continuity) {
        assert!(item.chi2.is_none_or(f64::is_finite) && item.alpha.is_none_or(f64::is_finite) && item.ln_alpha_variance.is_none_or(f64::is_finite));
    }
    let one_group = Responses::from_rows(&[[Some(1_u8)], [Some(0)]]).unwrap();
    assert!(Groups::new(&one_group, &[Some(Group::Focal), None]).is_err());
}

#[test]
fn gaps_and_items_with_steps_are_matched_by_share() {
    let mut draw = Draw::seed(34);
    let items: Vec<Item> = (0..30).map(|at| if at % 3 == 0 { Item { family: Family::PartialCredit, slope: 1.0, intercepts: vec![0.4, -0.2] } } else { Item::two_parameter(1.0, draw.normal()) }).collect();
    let focal: Vec<Option<Group>> = (0..3_000).map(|at| Some(if at % 2 == 0 { Group::Focal } else { Group::Reference })).collect();
    let rows: Vec<Vec<Option<u8>>> = (0..3_000)
        .map(|person| {
            let theta = draw.normal() - if person % 2 == 0 { 0.5 } else { 0.0 };
            let harder = |at: usize| if person % 2 == 0 && at < 2 { -1.0 } else { 0.0 };
            // Everyone is given two thirds of the items.
            let shown = |at: usize| !(at + person).is_multiple_of(3) || at < 2;
            items.iter().enumerate().map(|(at, item)| shown(at).then(|| u8::try_from(draw.score(item, theta + harder(at))).unwrap())).collect()
        })
        .collect();
    let responses = Responses::from_rows(&rows).unwrap();
    assert!(Groups::new(&responses, &focal).is_err(), "nobody answered everything");
    assert!(Groups::with_gaps(&responses, &focal, 1).is_err());
    let groups = Groups::with_gaps(&responses, &focal, 10).unwrap();
    let found = purified(&groups, Correction::Continuity, 0.01, 10).unwrap();
    assert!(found.flagged.contains(&0) && found.flagged.contains(&1) && found.flagged.len() <= 4, "{:?}", found.flagged);
    assert!(found.items[0].alpha.is_none() && found.items[0].class == Some(EtsClass::Large), "{:?}", found.items[0]);
    assert!(found.items[1].delta.unwrap() < -1.0, "{:?}", found.items[1]);
    assert!(logistic(&groups)[0].is_none() && logistic(&groups)[1].unwrap().uniform_p < 1e-6);
    let shares = standardised(&groups);
    assert!(shares[0].unwrap() < -0.08 && shares[1].unwrap() < -0.08 && shares[7].unwrap().abs() < 0.08, "{shares:?}");
}
