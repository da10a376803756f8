//! Links of forms against equateIRT.

#![allow(clippy::unwrap_used)]

mod known;
mod people;

use known::{Case, case, near};
use people::Draw;
use psychometrics::{
    Family, Item,
    link::{Covariances, Drift, Limits, Method, Nodes, link, screen},
};

/// The items that two forms share, in the order of the first.
fn anchors(case: &Case, first: usize, second: usize) -> (Vec<Item>, Vec<Item>) {
    let form = |number: usize| case.table(&format!("link_est2pl_form{number}.csv")).rows;
    let item = |row: &[String]| Item::two_parameter(row[2].parse().unwrap(), row[1].parse().unwrap());
    let other = form(second);
    form(first).iter().filter_map(|row| Some((item(row), item(other.iter().find(|there| there[0] == row[0])?)))).unzip()
}

#[test]
fn est2pl_forms_are_linked_as_by_equateirt() {
    let Some(case) = case("link_est2pl") else { return };
    let (normal, even) = (Nodes::gauss_hermite(30), Nodes::even(-4.0, 4.0, 40));
    for (one, other) in [(1, 2), (2, 3)] {
        let (first, second) = anchors(&case, one, other);
        for (method, nodes, name, tolerance) in [
            (Method::MeanMean, &normal, "mean-mean", 1e-5),
            (Method::MeanSigma, &normal, "mean-sigma", 1e-5),
            (Method::MeanGmean, &normal, "mean-gmean", 1e-5),
            (Method::Haebara, &normal, "Haebara", 1e-5),
            (Method::Haebara, &even, "Haebara_grid40", 1e-5),
            (Method::StockingLord, &normal, "Stocking-Lord", 1e-5),
            (Method::StockingLord, &even, "Stocking-Lord_grid40", 1e-5),
        ] {
            let found = link(&first, &second, method, nodes, None).unwrap();
            let wanted = |what: &str| case.number(&format!("/reference/form{one}_to_form{other}_{name}/{what}"));
            near(found.a, wanted("A"), tolerance, &format!("A by {name}"));
            near(found.b, wanted("B"), tolerance, &format!("B by {name}"));
            assert_eq!(found.anchors as f64, wanted("n_common"));
        }
    }
}

/// Anchors of several kinds on a scale and on another, `θ₂ = 1.2·θ₁ − .3`.
fn moved() -> (Vec<Item>, Vec<Item>) {
    let mut items = Draw::seed(41).items(10);
    items.push(Item { family: Family::PartialCredit, slope: 0.9, intercepts: vec![0.6, -0.2] });
    items.push(Item { family: Family::Graded, slope: 1.3, intercepts: vec![1.0, -0.8] });
    let there = items.iter().map(|item| item.rescaled(1.2, -0.3)).collect();
    (items, there)
}

const ALL: [Method; 5] = [Method::MeanMean, Method::MeanSigma, Method::MeanGmean, Method::Haebara, Method::StockingLord];

#[test]
fn every_method_finds_an_exact_link_of_items_with_steps() {
    let (first, second) = moved();
    for method in ALL {
        let found = link(&first, &second, method, &Nodes::default(), None).unwrap();
        near(found.a, 1.2, 1e-6, &format!("{method:?}"));
        near(found.b, -0.3, 1e-6, &format!("{method:?}"));
    }
}

#[test]
fn standard_errors_are_the_spread_of_repeated_calibrations() {
    let (mut first, mut second) = moved();
    first.truncate(10);
    second.truncate(10);
    let (se, n) = (0.05, 20);
    let covariance: Vec<f64> = (0..n * n).map(|at| if at / n == at % n { se * se } else { 0.0 }).collect();
    let mut draw = Draw::seed(42);
    let mut shaken = |items: &[Item]| items.iter().map(|item| Item::two_parameter(item.slope + se * draw.normal(), item.intercepts[0] + se * draw.normal())).collect::<Vec<_>>();
    for method in [Method::MeanMean, Method::StockingLord] {
        let found = link(&first, &second, method, &Nodes::default(), Some(Covariances { first: &covariance, second: &covariance })).unwrap().se.unwrap();
        let links: Vec<(f64, f64)> = (0..400).map(|_| link(&shaken(&first), &shaken(&second), method, &Nodes::default(), None).unwrap()).map(|link| (link.a, link.b)).collect();
        let spread = |f: &dyn Fn(&(f64, f64)) -> f64| {
            let mean = links.iter().map(f).sum::<f64>() / links.len() as f64;
            (links.iter().map(|link| (f(link) - mean).powi(2)).sum::<f64>() / (links.len() - 1) as f64).sqrt()
        };
        near(spread(&|link| link.0) / found.0, 1.0, 0.12, &format!("SE of A, {method:?}"));
        near(spread(&|link| link.1) / found.1, 1.0, 0.12, &format!("SE of B, {method:?}"));
    }
}

#[test]
fn a_drifted_anchor_is_dropped_and_the_link_is_that_of_the_others() {
    let (first, mut second) = moved();
    second[3].intercepts[0] -= 0.8;
    let found = screen(&first, &second, Method::StockingLord, &Nodes::default(), Limits::default()).unwrap();
    let dropped: Vec<usize> = found.anchors.iter().enumerate().filter(|(_, anchor)| anchor.drift == Drift::Dropped).map(|(at, _)| at).collect();
    assert_eq!(dropped, [3]);
    near(found.link.a, 1.2, 1e-6, "A without it");
    near(found.anchors[3].difference, -0.8, 1e-6, "its drift");
    second.iter_mut().enumerate().for_each(|(at, item)| item.intercepts.iter_mut().for_each(|d| *d += if at % 2 == 0 { 2.0 } else { -2.0 }));
    assert!(screen(&first, &second, Method::StockingLord, &Nodes::default(), Limits { fewest: 11, ..Limits::default() }).is_err());
}

#[test]
fn anchors_that_are_none_are_refused() {
    let (first, second) = moved();
    assert!(link(&[], &[], Method::MeanMean, &Nodes::default(), None).is_err());
    assert!(link(&first, &second[..3], Method::MeanMean, &Nodes::default(), None).is_err());
    assert!(link(&first[..1], &second[..1], Method::MeanSigma, &Nodes::default(), None).is_err());
    assert!(link(&first[..1], &second[10..11], Method::MeanMean, &Nodes::default(), None).is_err());
    let same = vec![Item::two_parameter(1.0, 0.0); 3];
    assert!(link(&same, &same, Method::MeanSigma, &Nodes::default(), None).is_err());
    assert!(link(&first, &second, Method::MeanMean, &Nodes::default(), Some(Covariances { first: &[1.0], second: &[1.0] })).is_err());
}
