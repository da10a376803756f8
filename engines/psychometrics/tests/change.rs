//! Change on simulated people, where the truth is known.

#![allow(clippy::unwrap_used)]

mod people;

use people::Draw;
use psychometrics::{
    Item,
    change::{Change, Evidence, Start, Sureness, Verdict, both, change, evidence, learn, reliable_change_index},
    estimate::{Answer, Normal, ln_likelihood},
};

struct Twice {
    before: f64,
    grew: f64,
    evidence: Evidence,
}

fn twice(draw: &mut Draw, n: usize, items: usize, mut growth: impl FnMut(&mut Draw) -> f64) -> Vec<Twice> {
    let (first, second) = (draw.items(items), draw.items(items));
    (0..n)
        .map(|_| {
            let before = draw.normal();
            let grew = growth(draw);
            let answers = (draw.answers(&first, before), draw.answers(&second, before + grew));
            Twice { before, grew, evidence: evidence(Normal::STANDARD, &answers.0, &answers.1).unwrap() }
        })
        .collect()
}

fn changes(people: &[Twice]) -> (Normal, Vec<Change>) {
    let gathered: Vec<Evidence> = people.iter().map(|one| one.evidence.clone()).collect();
    let learned = learn(&gathered, Start::default()).unwrap();
    (learned.changes, gathered.iter().map(|one| change(one, learned.prior(), Sureness::default(), 0.9).unwrap()).collect())
}

#[test]
fn the_posterior_of_change_is_that_of_brute_force() {
    let items: Vec<Item> = (0..8).map(|at| Item::two_parameter(0.7 + 0.15 * f64::from(at), 0.4 * f64::from(at) - 1.2)).collect();
    let give = |right: usize| items.iter().enumerate().map(|(at, item)| Answer::new(item, usize::from(at < right))).collect::<Vec<_>>();
    let (first, second, prior) = (give(2), give(6), Normal { mean: 0.2, sd: 0.4 });
    let found = change(&evidence(Normal::STANDARD, &first, &second).unwrap(), prior, Sureness::default(), 0.9).unwrap();
    let abilities = both(Normal::STANDARD, prior, &first, &second).unwrap();
    let (mut total, mut mean, mut square, mut now, mut low) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for one in -600..=600 {
        let theta = f64::from(one) * 0.01;
        for step in -220..=220 {
            let delta = f64::from(step) * 0.01;
            let mass = (ln_likelihood(&first, theta) + ln_likelihood(&second, theta + delta) - 0.5 * theta * theta - 0.5 * ((delta - prior.mean) / prior.sd).powi(2)).exp();
            total += mass;
            mean += mass * delta;
            square += mass * delta * delta;
            now += mass * (theta + delta);
            low += mass * theta;
        }
    }
    let (mean, square) = (mean / total, square / total);
    assert!((found.mean - mean).abs() < 1e-4 && (found.sd - (square - mean * mean).sqrt()).abs() < 1e-4, "{found:?} {mean}");
    assert!((abilities.second.mean() - now / total).abs() < 1e-4 && (abilities.first.mean() - low / total).abs() < 1e-4);
}

#[test]
fn the_distribution_of_changes_is_found_again() {
    let people = twice(&mut Draw::seed(11), 1_500, 20, |draw| 0.25 + 0.35 * draw.normal());
    let (learned, verdicts) = changes(&people);
    assert!((learned.mean - 0.25).abs() < 0.05 && (learned.sd - 0.35).abs() < 0.08, "{learned:?}");
    let covered = people.iter().zip(&verdicts).filter(|(one, found)| found.interval.0 <= one.grew && one.grew <= found.interval.1).count();
    assert!(covered as f64 / people.len() as f64 >= 0.88, "{covered}");
}

#[test]
fn those_who_did_not_change_are_not_told_that_they_did_however_low_they_began() {
    let people = twice(&mut Draw::seed(12), 1_500, 12, |_| 0.0);
    let (_, verdicts) = changes(&people);
    let proved = verdicts.iter().filter(|found| matches!(found.verdict, Verdict::Grew | Verdict::Fell)).count();
    assert!(proved as f64 <= 0.01 * people.len() as f64, "{proved}");
    let low: Vec<f64> = people.iter().zip(&verdicts).filter(|(one, _)| one.before < -0.8).map(|(_, found)| found.mean).collect();
    let mean = low.iter().sum::<f64>() / low.len() as f64;
    assert!(mean.abs() < 0.05, "{mean}");
}

#[test]
fn few_repeaters_stay_careful_and_none_is_the_start() {
    let none = learn(&[], Start::default()).unwrap();
    assert!((none.changes.sd - 0.25).abs() < 1e-3 && none.changes.mean.abs() < 1e-6);
    let people = twice(&mut Draw::seed(13), 3, 12, |_| 0.5);
    let gathered: Vec<Evidence> = people.iter().map(|one| one.evidence.clone()).collect();
    let few = learn(&gathered, Start::default()).unwrap();
    assert!(few.mean_se > 0.05 && few.prior().sd > few.changes.sd);
}

#[test]
fn all_wrong_then_all_right_is_finite() {
    let items = Draw::seed(14).items(30);
    let give = |score: usize| items.iter().map(|item| Answer::new(item, score)).collect::<Vec<_>>();
    let evidence = evidence(Normal::STANDARD, &give(0), &give(1)).unwrap();
    let found = change(&evidence, Normal { mean: 0.0, sd: 0.5 }, Sureness::default(), 0.9).unwrap();
    assert_eq!(found.verdict, Verdict::Grew);
    assert!(found.mean.is_finite() && found.interval.0 < found.mean && found.mean < found.interval.1);
    let back = change(&psychometrics::change::evidence(Normal::STANDARD, &give(1), &give(0)).unwrap(), Normal { mean: 0.0, sd: 0.5 }, Sureness::default(), 0.9).unwrap();
    assert_eq!(back.verdict, Verdict::Fell);
}

#[test]
fn a_form_without_answers_and_numbers_that_are_none_are_refused() {
    let items = Draw::seed(15).items(3);
    let some: Vec<Answer<'_>> = items.iter().map(|item| Answer::new(item, 1)).collect();
    assert!(evidence(Normal::STANDARD, &some, &[]).is_err() && evidence(Normal::STANDARD, &[], &some).is_err());
    let good = evidence(Normal::STANDARD, &some, &some).unwrap();
    assert!(change(&good, Normal { mean: 0.0, sd: 0.0 }, Sureness::default(), 0.9).is_err());
    assert!(change(&good, Normal::STANDARD, Sureness { proved: 1.0, likely: 0.8 }, 0.9).is_err());
    assert!(change(&good, Normal::STANDARD, Sureness::default(), 1.0).is_err());
    assert!((reliable_change_index((-0.5, 0.3), (0.5, 0.4)).unwrap() - 2.0).abs() < 1e-12);
    assert!(reliable_change_index((0.0, 0.0), (1.0, 0.0)).is_err());
}
