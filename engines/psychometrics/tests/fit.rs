//! Fit of items and people against eRm and mirt.

#![allow(clippy::unwrap_used)]

mod known;
mod people;

use known::{case, near};
use people::Draw;
use psychometrics::{
    Item, Responses,
    estimate::{Answer, Normal, Range, eap, ml},
    fit::{item_fit, person_fit, residual_correlations, s_x2},
};

fn responses(rows: &[Vec<Option<usize>>]) -> Responses {
    let rows: Vec<Vec<Option<u8>>> = rows.iter().map(|row| row.iter().map(|score| score.map(|score| u8::try_from(score).unwrap())).collect()).collect();
    Responses::from_rows(&rows).unwrap()
}

fn answers<'a>(items: &'a [Item], row: &[Option<usize>]) -> Vec<Answer<'a>> {
    items.iter().zip(row).filter_map(|(item, score)| Some(Answer::new(item, (*score)?))).collect()
}

#[test]
fn verbal_aggression_mean_squares_are_those_of_erm() {
    let Some(case) = case("cml_verbagg") else { return };
    let table = case.data();
    let items: Vec<Item> = table.header[..24].iter().map(|name| Item::two_parameter(1.0, -case.number(&format!("/reference/erm/b/{name}")))).collect();
    let rows = table.scores(24);
    let theta = |row: &Vec<Option<usize>>| {
        let estimate = ml(&answers(&items, row), Range::default()).unwrap();
        if estimate.flag.is_none() { Some(estimate.theta) } else { None }
    };
    let thetas: Vec<Option<f64>> = rows.iter().map(theta).collect();
    let found = item_fit(&items, &responses(&rows), &thetas).unwrap();
    for (at, fit) in found.iter().enumerate() {
        let fit = fit.unwrap();
        near(fit.infit, case.numbers("/reference/erm/infit_msq")[at], 1e-3, "infit");
        near(fit.outfit, case.numbers("/reference/erm/outfit_msq")[at], 1e-3, "outfit");
    }
}

#[test]
fn lsat6_fit_is_that_of_mirt() {
    let Some(case) = case("irt_lsat6") else { return };
    let rows = case.data().scores(5);
    let responses = responses(&rows);
    for model in ["rasch_mml_mirt", "twopl_mml_mirt"] {
        let at = |path: &str| format!("/reference/{model}/{path}");
        let items: Vec<Item> = case.numbers(&at("a")).iter().zip(case.numbers(&at("d"))).map(|(a, d)| Item::two_parameter(*a, d)).collect();
        let population = Normal { mean: 0.0, sd: case.number(&at("group/var")).sqrt() };
        let thetas: Vec<f64> = rows.iter().map(|row| eap(&answers(&items, row), &population.into()).unwrap().theta).collect();
        let squares = item_fit(&items, &responses, &thetas.iter().copied().map(Some).collect::<Vec<_>>()).unwrap();
        let sums = s_x2(&items, &responses, population, 2).unwrap();
        for item in 0..5 {
            let wanted = |name: &str| case.numbers(&at(&format!("itemfit/{name}")))[item];
            let square = squares[item].unwrap();
            for (found, name) in [(square.infit, "infit"), (square.outfit, "outfit")] {
                near(found, wanted(name), 1e-3, &format!("{model} {name}"));
            }
            near(sums[item].statistic, wanted("S_X2"), 1e-3, &format!("{model} S-X2 of item {item}"));
            near(sums[item].df as f64, wanted("df.S_X2"), 0.0, "df");
            near(sums[item].p.unwrap(), wanted("p.S_X2"), 1e-3, "p");
        }
        for (person, row) in rows.iter().enumerate().take(20) {
            let found = person_fit(&answers(&items, row), thetas[person]).unwrap();
            let wanted = |name: &str| case.numbers(&at(&format!("personfit/{name}")))[person];
            near(found.lz.unwrap(), wanted("Zh"), 1e-3, "Zh");
            near(found.squares.unwrap().infit, wanted("infit"), 1e-3, "person's infit");
            near(found.squares.unwrap().outfit, wanted("outfit"), 1e-3, "person's outfit");
        }
    }
}

#[test]
fn what_fits_passes_and_what_does_not_is_seen() {
    let mut draw = Draw::seed(21);
    let mut items = draw.items(12);
    let thetas: Vec<f64> = (0..1_500).map(|_| draw.normal()).collect();
    let mut rows: Vec<Vec<Option<usize>>> = thetas.iter().map(|theta| items.iter().map(|item| Some(draw.score(item, *theta))).collect()).collect();
    // The last item asks the same as the first, the one before it is answered by chance.
    rows.iter_mut().for_each(|row| {
        row[11] = row[0];
        row[10] = Some(usize::from(draw.even() < 0.5));
    });
    items[11] = items[0].clone();
    let responses = responses(&rows);
    let known: Vec<Option<f64>> = thetas.iter().copied().map(Some).collect();
    let squares = item_fit(&items, &responses, &known).unwrap();
    assert!((squares[3].unwrap().infit - 1.0).abs() < 0.1 && squares[10].unwrap().outfit > 1.2, "{squares:?}");
    assert!(squares[10].unwrap().outfit_z.unwrap() > 3.0);
    let pairs = residual_correlations(&items, &responses, &known).unwrap();
    assert!(pairs[0][11].unwrap() > 0.9 && pairs[1][2].unwrap().abs() < 0.15);
    let sums = s_x2(&items, &responses, Normal::STANDARD, 2).unwrap();
    assert!(sums[10].p.unwrap() < 1e-6, "{:?}", sums[10]);
}

#[test]
fn a_turned_pattern_misfits_and_partial_credit_has_its_fit_too() {
    let items: Vec<Item> = (0..12).map(|at| Item::two_parameter(1.5, 0.4 * f64::from(at) - 2.2)).collect();
    let turned: Vec<Answer<'_>> = items.iter().enumerate().map(|(at, item)| Answer::new(item, usize::from(at < 6))).collect();
    let usual: Vec<Answer<'_>> = items.iter().enumerate().map(|(at, item)| Answer::new(item, usize::from(at >= 6))).collect();
    let lz = |given: &[Answer<'_>]| person_fit(given, eap(given, &Normal::STANDARD.into()).unwrap().theta).unwrap().lz.unwrap();
    assert!(lz(&turned) < -2.0 && lz(&usual) > 0.0, "{} {}", lz(&turned), lz(&usual));
    assert!(person_fit(&[], 0.0).is_err() && person_fit(&usual, f64::NAN).is_err());

    let mut draw = Draw::seed(22);
    let steps: Vec<Item> = (0..6).map(|at| Item { family: psychometrics::Family::PartialCredit, slope: 0.8 + 0.1 * f64::from(at), intercepts: vec![0.5, 0.2 * f64::from(at) - 0.3] }).collect();
    let rows: Vec<Vec<Option<usize>>> = (0..1_000)
        .map(|_| {
            let theta = draw.normal();
            steps.iter().map(|item| Some(draw.score(item, theta))).collect()
        })
        .collect();
    for fit in s_x2(&steps, &responses(&rows), Normal::STANDARD, 3).unwrap() {
        assert!(fit.p.unwrap() > 1e-4 && fit.df > 5, "{fit:?}");
    }
}
