//! Before and after of a class: what may be said, and how often the intervals are right.
#![allow(clippy::unwrap_used)]

mod draw;

use coupling::share::{Count, Ladder, Options, Pair, Population, Retested, Warning, before_after, dispersion, interval};
use draw::Draw;
use proptest::prelude::*;

fn count(below: i64, of: i64) -> Count {
    Count::new(below, of).unwrap()
}

fn pair(before: (i64, i64), after: (i64, i64)) -> Pair {
    Pair { before: count(before.0, before.1), after: count(after.0, after.1) }
}

#[test]
fn one_class_is_rarely_proof() {
    let found = before_after(pair((9, 24), (6, 25)), &Options::default()).unwrap();
    assert_eq!((found.ladder, found.ladder.words()), (Ladder::WithinError, "в пределах погрешности"));
    let change = found.adjusted.unwrap();
    assert!((change.points + 13.5).abs() < 0.01 && change.low < -25.0 && change.high > 0.0, "{change:?}");
    assert!(matches!(found.warnings[..], [Warning::OnePupil { .. }]));
}

#[test]
fn a_large_fall_is_likely_better_and_a_large_rise_likely_worse() {
    assert_eq!(before_after(pair((20, 25), (4, 26)), &Options::default()).unwrap().ladder, Ladder::LikelyBetter);
    assert_eq!(before_after(pair((4, 26), (20, 25)), &Options::default()).unwrap().ladder, Ladder::LikelyWorse);
}

#[test]
fn nobody_measured_is_no_data() {
    let found = before_after(pair((0, 0), (4, 20)), &Options::default()).unwrap();
    assert_eq!((found.ladder, found.raw, found.adjusted), (Ladder::NoData, None, None));
    assert!(found.warnings.contains(&Warning::Few { pupils: 0 }));
}

#[test]
fn the_return_to_the_mean_is_taken_off_a_class_chosen_for_a_low_value() {
    let population = Population::new(0.25, 20.0).unwrap();
    let options = Options { chosen_for_low: true, population: Some(population), ..Options::default() };
    let found = before_after(pair((15, 25), (10, 25)), &options).unwrap();
    let (raw, adjusted, expected) = (found.raw.unwrap(), found.adjusted.unwrap(), found.expected.unwrap());
    assert!(expected < -15.0 && (raw.points - expected - adjusted.points).abs() < 1e-9, "{found:?}");
    assert_eq!(found.ladder, Ladder::WithinError);
    assert!(found.warnings.iter().any(|one| matches!(one, Warning::Regression { .. })));
}

#[test]
fn without_a_population_a_class_chosen_for_a_low_value_is_never_called_better() {
    let options = Options { chosen_for_low: true, ..Options::default() };
    let found = before_after(pair((22, 25), (2, 26)), &options).unwrap();
    assert_eq!(found.ladder, Ladder::WithinError);
    assert!(found.warnings.contains(&Warning::RegressionUnknown));
    assert_eq!(before_after(pair((2, 25), (22, 26)), &options).unwrap().ladder, Ladder::LikelyWorse);
}

#[test]
fn a_comparison_class_takes_off_what_happened_to_everybody() {
    let options = Options { comparison: Some(pair((70, 100), (30, 100))), ..Options::default() };
    let found = before_after(pair((70, 100), (30, 100)), &options).unwrap();
    assert!(found.compared && found.adjusted.unwrap().points.abs() < 1e-9);
    assert_eq!(found.ladder, Ladder::WithinError);
    let alone = before_after(pair((70, 100), (30, 100)), &Options::default()).unwrap();
    assert_eq!(alone.ladder, Ladder::LikelyBetter);
}

#[test]
fn the_same_pupils_say_more_than_two_cohorts() {
    let width = |options: &Options| {
        let change = before_after(pair((12, 25), (7, 25)), options).unwrap().adjusted.unwrap();
        change.high - change.low
    };
    let same = Options { retested: Some(Retested { pupils: 25, below_both: 7 }), ..Options::default() };
    assert!(width(&same) < 0.75 * width(&Options::default()));
}

#[test]
fn impossible_numbers_are_refused() {
    assert!(Count::new(5, 4).is_err() && Count::new(-1, 4).is_err() && Count::new(0, -4).is_err() && Count::new(1, i64::MAX).is_err());
    let with = |options: Options| before_after(pair((9, 24), (6, 25)), &options).is_err();
    assert!(with(Options { retested: Some(Retested { pupils: 25, below_both: 3 }), ..Options::default() }));
    assert!(with(Options { retested: Some(Retested { pupils: 20, below_both: 7 }), ..Options::default() }));
    assert!(with(Options { dispersion: 1.0, ..Options::default() }) && with(Options { dispersion: f64::NAN, ..Options::default() }));
    assert!(Population::new(0.0, 5.0).is_err() && Population::new(0.3, f64::NAN).is_err());
}

proptest! {
    #[test]
    fn numbers_are_finite_and_ordered_whatever_is_counted(n in 1_i64..400, m in 1_i64..400, k in 0.0..=1.0, l in 0.0..=1.0, rho in 0.0..0.3, chosen: bool, known: bool) {
        let part = |n: i64, of: f64| (n as f64 * of).round() as i64;
        let pair = pair((part(n, k), n), (part(m, l), m));
        let options = Options { chosen_for_low: chosen, population: known.then(|| Population::new(0.3, 15.0).unwrap()), dispersion: rho, comparison: Some(pair), ..Options::default() };
        let found = before_after(pair, &options).unwrap();
        for change in [found.raw.unwrap(), found.adjusted.unwrap()] {
            prop_assert!(change.low <= change.points && change.points <= change.high && change.low.is_finite() && change.high.is_finite());
        }
        let one = interval(pair.before);
        let share = pair.before.share().unwrap();
        prop_assert!(one.low <= share && share <= one.high && one.low >= 0.0 && one.high <= 1.0);
    }
}

#[test]
fn intervals_of_a_share_cover_nine_times_of_ten() {
    let mut draw = Draw::seed(11);
    let (mut right, runs) = (0, 20_000);
    for _ in 0..runs {
        let (share, n) = (0.03 + 0.6 * draw.even(), 10 + (draw.even() * 50.0) as i64);
        let found = interval(count(draw.binomial(n, share), n));
        right += usize::from(found.low <= share && share <= found.high);
    }
    let covered = right as f64 / f64::from(runs);
    println!("a share: {covered}");
    assert!((0.88..0.925).contains(&covered), "{covered}");
}

struct Tally {
    covered: f64,
    better: f64,
    raw: f64,
}

/// Classes of a population (lasting share Beta with mean .3, weight 12; cohorts' likeness .02) change by `effect`; `low` keeps those that a case would be opened for.
fn classes(seed: u64, effect: f64, low: bool, compared: bool) -> Tally {
    let mut draw = Draw::seed(seed);
    let rho = 0.02;
    let population = {
        let known: Vec<Count> = (0..600).map(|_| (draw.beta(3.6, 8.4), 15 + (draw.even() * 15.0) as i64)).collect::<Vec<_>>().into_iter().map(|(share, n)| count(draw.cohort(n, share, rho), n)).collect();
        Population::of(&known, rho).unwrap()
    };
    assert!((population.share() - 0.3).abs() < 0.03 && (6.0..25.0).contains(&population.weight()), "{population:?}");
    let (mut right, mut better, mut raw, mut runs) = (0, 0, 0, 0);
    while runs < 6_000 {
        let (share, n) = (draw.beta(3.6, 8.4), 15 + (draw.even() * 15.0) as i64);
        let before = count(draw.cohort(n, share, rho), n);
        if low && before.share().unwrap() < 0.45 {
            continue;
        }
        let (moved, drift) = ((share + effect).max(0.0), if compared { -0.08 } else { 0.0 });
        let after = count(draw.cohort(n, (moved + drift).max(0.0), rho), n);
        let other = (draw.beta(20.0, 40.0), 25);
        let comparison = compared.then(|| Pair { before: count(draw.cohort(25, other.0, rho), 25), after: count(draw.cohort(25, (other.0 + drift).max(0.0), rho), 25) });
        let options = Options { chosen_for_low: low, population: Some(population), comparison, dispersion: rho, ..Options::default() };
        let found = before_after(Pair { before, after }, &options).unwrap();
        let (change, plain, truth) = (found.adjusted.unwrap(), found.raw.unwrap(), 100.0 * (moved - share));
        right += usize::from(change.low <= truth && truth <= change.high);
        better += usize::from(found.ladder == Ladder::LikelyBetter);
        raw += usize::from(plain.high < 0.0);
        runs += 1;
    }
    let part = |n: usize| n as f64 / f64::from(runs);
    let tally = Tally { covered: part(right), better: part(better), raw: part(raw) };
    println!("effect {effect} low {low} compared {compared}: covered {} better {} raw {}", tally.covered, tally.better, tally.raw);
    tally
}

#[test]
fn intervals_of_a_change_cover_nine_times_of_ten() {
    for (seed, effect, compared) in [(21, 0.0, false), (22, -0.15, false), (23, 0.0, true), (24, -0.15, true)] {
        let found = classes(seed, effect, false, compared);
        assert!((0.87..0.95).contains(&found.covered), "{effect} {compared}: {}", found.covered);
    }
}

#[test]
fn a_class_chosen_for_a_low_value_is_not_called_better_for_returning_to_the_mean() {
    let nothing = classes(31, 0.0, true, false);
    assert!((0.87..0.95).contains(&nothing.covered), "{}", nothing.covered);
    assert!(nothing.better < 0.08 && nothing.raw > 2.0 * nothing.better, "{} {}", nothing.better, nothing.raw);
    let some = classes(32, -0.25, true, false);
    assert!((0.86..0.95).contains(&some.covered) && some.better > 0.3, "{} {}", some.covered, some.better);
}

/// The same pupils twice: each has an own chance, so luck is carried on.
#[test]
fn intervals_cover_when_the_same_pupils_are_retested() {
    for chosen in [false, true] {
        let mut draw = Draw::seed(41);
        let population = Population::new(0.3, 15.0).unwrap();
        let (mut right, mut runs) = (0, 0);
        while runs < 5_000 {
            let (share, n) = (draw.beta(4.5, 10.5), 25);
            let pupils: Vec<f64> = (0..n).map(|_| draw.beta(1.5 * share, 1.5 * (1.0 - share))).collect();
            let mut table = [[0_i64; 2]; 2];
            for own in pupils {
                table[usize::from(draw.even() < own)][usize::from(draw.even() < own)] += 1;
            }
            let pair = pair((table[1][0] + table[1][1], n), (table[0][1] + table[1][1], n));
            if chosen && pair.before.share().unwrap() < 0.44 {
                continue;
            }
            let retested = Some(Retested { pupils: n as u32, below_both: table[1][1] as u32 });
            let options = Options { chosen_for_low: chosen, population: Some(population), retested, ..Options::default() };
            let change = before_after(pair, &options).unwrap().adjusted.unwrap();
            right += usize::from(change.low <= 0.0 && 0.0 <= change.high);
            runs += 1;
        }
        let covered = right as f64 / f64::from(runs);
        println!("retested, chosen {chosen}: {covered}");
        assert!((0.86..0.97).contains(&covered), "{chosen}: {covered}");
    }
}

#[test]
fn the_likeness_of_a_cohort_is_found_from_pairs_of_waves() {
    let mut draw = Draw::seed(51);
    for rho in [0.0, 0.02, 0.08] {
        let mut one = |share: f64| count(draw.cohort(24, share, rho), 24);
        let pairs: Vec<(Count, Count)> = (0..3_000).map(|at| 0.15 + 0.3 * (f64::from(at) / 3_000.0)).map(|share| (one(share), one(share - 0.05))).collect();
        let found = dispersion(&pairs).unwrap();
        assert!((found - rho).abs() < 0.012, "{rho}: {found}");
    }
    assert_eq!(dispersion(&[]), None);
}
