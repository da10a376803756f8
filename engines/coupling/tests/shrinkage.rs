//! Question C and what worked: drawn towards the whole, and right nine times of ten also where few stand behind a figure.
#![allow(clippy::unwrap_used)]

mod draw;

use coupling::{
    Error,
    change::{Changes, Unit, change},
    share::{Count, Ladder, Retested},
    worked::{FEW, Walked, worked},
};
use draw::Draw;
use proptest::prelude::*;

/// A region of schools, a third of them with one to three teachers; true changes beside.
fn region(draw: &mut Draw, schools: usize, retest: bool) -> (Vec<Unit>, Vec<f64>) {
    let (mut units, mut truth) = (Vec::new(), Vec::new());
    for group in 0..schools {
        let teachers = if group % 3 == 0 { 1 + draw.below(3) } else { 5 + draw.below(12) };
        let (level, moved) = (0.27 + 0.05 * draw.normal(), -0.01 + 0.03 * draw.normal());
        let (mut sums, mut pupils) = ([0.0; 2], [0.0; 2]);
        for _ in 0..teachers {
            let own = 0.07 * draw.normal();
            let shares = [level + own, level + moved + own + 0.05 * draw.normal()].map(|share| share.clamp(0.02, 0.95));
            let n = 12 + draw.below(20) as i64;
            let m = if retest { n } else { 12 + draw.below(20) as i64 };
            let unit = if retest { retested(draw, group, n, shares) } else { Unit { group, before: count(draw.binomial(n, shares[0]), n), after: count(draw.binomial(m, shares[1]), m), retested: None } };
            for (at, size) in [n, m].into_iter().enumerate() {
                sums[at] += shares[at] * size as f64;
                pupils[at] += size as f64;
            }
            units.push(unit);
        }
        truth.push(100.0 * (sums[1] / pupils[1] - sums[0] / pupils[0]));
    }
    (units, truth)
}

/// The same pupils twice: who was below is more likely to be below again.
fn retested(draw: &mut Draw, group: usize, n: i64, shares: [f64; 2]) -> Unit {
    let mut table = [0_u32; 3];
    for _ in 0..n {
        // A common part in half of the cases.
        let (one, other) = (draw.even(), draw.even());
        let second = if draw.even() < 0.5 { one } else { other };
        let (first, second) = (one < shares[0], second < shares[1]);
        table[0] += u32::from(first);
        table[1] += u32::from(second);
        table[2] += u32::from(first && second);
    }
    Unit { group, before: count(i64::from(table[0]), n), after: count(i64::from(table[1]), n), retested: Some(Retested { pupils: n as u32, below_both: table[2] }) }
}

fn count(below: i64, of: i64) -> Count {
    Count::new(below, of).unwrap()
}

#[derive(Default)]
struct Tally {
    small: (usize, usize),
    large: (usize, usize),
    shrunken: f64,
    raw: f64,
    wrong: usize,
    claims: usize,
    width: f64,
}

impl Tally {
    fn add(&mut self, found: &Changes, truth: &[f64]) {
        for (group, truth) in found.groups.iter().zip(truth) {
            let told = group.change.unwrap();
            let place = if group.units <= 3 { &mut self.small } else { &mut self.large };
            *place = (place.0 + usize::from(told.low <= *truth && *truth <= told.high), place.1 + 1);
            self.shrunken += (told.points - truth).powi(2);
            self.raw += (group.raw.unwrap() - truth).powi(2);
            self.width += told.high - told.low;
            if group.ladder == Ladder::LikelyBetter {
                self.claims += 1;
                self.wrong += usize::from(*truth > 0.0);
            }
        }
    }
}

fn covered((right, all): (usize, usize)) -> f64 {
    right as f64 / all as f64
}

#[test]
fn changes_of_schools_are_covered_whether_small_or_large() {
    for (seed, retest) in [(301, false), (302, true)] {
        let mut draw = Draw::seed(seed);
        let mut tally = Tally::default();
        for _ in 0..40 {
            let (units, truth) = region(&mut draw, 90, retest);
            tally.add(&change(&units).unwrap(), &truth);
        }
        let (small, large) = (covered(tally.small), covered(tally.large));
        let gain = (tally.shrunken / tally.raw).sqrt();
        println!("C retested {retest}: small {small:.3}, large {large:.3}, error to raw {gain:.2}, better {} wrong {}", tally.claims, tally.wrong);
        assert!((0.85..0.94).contains(&small) && (0.86..0.94).contains(&large), "{retest}: {small} {large}");
        assert!(gain < 0.85 && tally.wrong * 20 < tally.claims.max(20), "{gain} {} {}", tally.wrong, tally.claims);
    }
}

#[test]
fn without_any_change_schools_stay_within_error() {
    let mut draw = Draw::seed(303);
    let (mut told, mut all) = (0, 0);
    for _ in 0..20 {
        let units: Vec<Unit> = (0..60)
            .flat_map(|group| {
                let level = 0.3 + 0.05 * draw.normal();
                (0..6)
                    .map(|_| {
                        let share = (level + 0.06 * draw.normal()).clamp(0.02, 0.9);
                        Unit { group, before: count(draw.binomial(22, share), 22), after: count(draw.binomial(22, share), 22), retested: None }
                    })
                    .collect::<Vec<_>>()
            })
            .collect();
        let found = change(&units).unwrap();
        told += found.groups.iter().filter(|one| one.ladder != Ladder::WithinError).count();
        all += found.groups.len();
        assert!(found.whole.points.abs() < 4.0 && found.between_units.0 < 12.0);
    }
    println!("C nothing: {told} of {all} told");
    assert!((told as f64) < 0.1 * all as f64);
}

#[test]
fn a_school_measured_once_has_no_change_and_few_schools_are_refused() {
    let mut draw = Draw::seed(304);
    let (mut units, _) = region(&mut draw, 12, false);
    units.push(Unit { group: 99, before: count(4, 20), after: count(0, 0), retested: None });
    let found = change(&units).unwrap();
    let last = found.groups.last().unwrap();
    assert_eq!((last.group, last.raw, last.change, last.ladder), (99, None, None, Ladder::NoData));
    assert_eq!(change(&units.iter().filter(|unit| unit.group < 4).copied().collect::<Vec<_>>()), Err(Error::TooFew { what: "groups measured twice", found: 4, needed: 5 }));
    units[0].retested = Some(Retested { pupils: 1_000, below_both: 0 });
    assert!(change(&units).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changes_are_finite_whatever_is_counted(rows in proptest::collection::vec((0_usize..9, 0_i64..4, 0_i64..5, 0_i64..40, 0_i64..40), 5..60)) {
        let units: Vec<Unit> = rows.iter().map(|(group, k, l, n, m)| Unit { group: *group, before: count(*k.min(n), *n), after: count(*l.min(m), *m), retested: None }).collect();
        if let Ok(found) = change(&units) {
            for one in &found.groups {
                if let Some(change) = one.change {
                    prop_assert!(change.low <= change.points && change.points <= change.high && change.low.is_finite() && change.high.is_finite());
                }
            }
            prop_assert!(found.whole.low.is_finite() && found.whole.high.is_finite());
        }
    }

    #[test]
    fn what_worked_is_finite_whatever_is_walked(rows in proptest::collection::vec((0_usize..3, 0_usize..3, 0_usize..2, -2.0..2.0, 0.0..1.0), 10..60), same: bool) {
        let lines: Vec<Walked> = rows.iter().map(|(deficit, resource, context, change, error)| Walked { deficit: *deficit, resource: *resource, context: *context, change: if same { 0.5 } else { *change }, error: if same { 0.0 } else { *error } }).collect();
        let found = worked(&lines, 1).unwrap();
        for one in found.found.iter().filter_map(|one| one.estimate).chain(found.deficits.iter().map(|one| one.2)).chain([found.whole]) {
            prop_assert!(one.low <= one.change && one.change <= one.high && one.low.is_finite() && one.high.is_finite() && (0.0..=1.0).contains(&one.above), "{one:?}");
        }
        prop_assert_eq!(found.found.iter().filter(|one| one.context.is_none()).map(|one| one.walked).sum::<usize>(), lines.len());
    }
}

type Truth = std::collections::BTreeMap<(usize, usize, Option<usize>), f64>;

/// Twelve deficits, eight resources each, three contexts; from 2 to 40 people. Returns lines and the truth by `(deficit, resource)` and context.
fn walked(draw: &mut Draw) -> (Vec<Walked>, Truth) {
    let (mut lines, mut truth) = (Vec::new(), Truth::new());
    for deficit in 0..12 {
        let of_deficit = 0.3 + 0.1 * draw.normal();
        for resource in 0..8 {
            let of_resource = of_deficit + 0.15 * draw.normal();
            truth.insert((deficit, resource, None), of_resource);
            for context in 0..3 {
                let own = of_resource + 0.08 * draw.normal();
                truth.insert((deficit, resource, Some(context)), own);
                let many = if draw.even() < 0.4 { 2 + draw.below(6) } else { 10 + draw.below(30) };
                lines.extend((0..many).map(|_| {
                    let error = 0.2 + 0.2 * draw.even();
                    Walked { deficit, resource, context, change: own + 0.3 * draw.normal() + error * draw.normal(), error }
                }));
            }
        }
    }
    (lines, truth)
}

#[test]
fn what_worked_is_covered_and_few_are_hidden() {
    let mut draw = Draw::seed(311);
    let (mut right, mut all, mut shrunken, mut sure, mut sure_right) = (0, 0, 0.0, 0, 0);
    for _ in 0..30 {
        let (lines, truth) = walked(&mut draw);
        let found = worked(&lines, FEW).unwrap();
        for one in &found.found {
            assert_eq!(one.estimate.is_some(), one.walked >= FEW);
            let (Some(told), Some(truth)) = (one.estimate, truth.get(&(one.deficit, one.resource, one.context))) else { continue };
            right += usize::from(told.low <= *truth && *truth <= told.high);
            all += 1;
            shrunken += (told.change - truth).powi(2);
            if told.above > 0.9 {
                let mean = found.deficits.iter().find(|deficit| deficit.0 == one.deficit).unwrap().2.change;
                sure += 1;
                sure_right += usize::from(*truth > mean);
            }
        }
        assert!((found.spread[1] - 0.15).abs() < 0.08 && (found.spread[3] - 0.3).abs() < 0.05, "{:?}", found.spread);
    }
    println!("worked: covered {:.3}, rmse {:.3}, sure of {sure}, right {:.3}", right as f64 / all as f64, (shrunken / all as f64).sqrt(), sure_right as f64 / sure as f64);
    let covered = right as f64 / all as f64;
    assert!((0.87..0.93).contains(&covered), "{covered}");
    assert!(sure > 100 && sure_right as f64 / sure as f64 > 0.9);
}

#[test]
fn two_lucky_people_prove_nothing() {
    let mut lines: Vec<Walked> = (0..60).map(|at| Walked { deficit: 0, resource: at % 3, context: 0, change: 0.2 + 0.1 * ((at * 7) % 11) as f64 - 0.5, error: 0.3 }).collect();
    lines.extend([0, 1].map(|_| Walked { deficit: 0, resource: 9, context: 0, change: 3.0, error: 0.3 }));
    let found = worked(&lines, 1).unwrap();
    let lucky = found.found.iter().find(|one| one.resource == 9 && one.context.is_none()).unwrap();
    assert!(lucky.estimate.unwrap().change < 2.5, "{lucky:?}");
    assert!(worked(&lines, FEW).unwrap().found.iter().find(|one| one.resource == 9).unwrap().estimate.is_none());
    assert!(worked(&lines[..5], FEW).is_err());
    lines[0].error = -1.0;
    assert!(worked(&lines, FEW).is_err());
}
