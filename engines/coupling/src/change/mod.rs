//! Question C: where did the share change?
//!
//! Schools of a region (or municipalities of schools) in two waves. Small schools swing by chance, so each is drawn towards the whole, by as
//! much as its own number of pupils **and of teachers** asks for: a school of one teacher has that teacher's luck whole. A single
//! between-school variance, the textbook's shrinkage, is too sure of small schools (coverage .69 instead of .9, reference §4.3).
//!
//! Those picked because they came out worst are still a little better than they look (coverage .84): print no table of the worst.

mod components;
mod sums;

use crate::{
    error::Error,
    normal::half,
    share::{Change, Count, LEVEL, Ladder, Retested},
};
use components::{Components, Moments, components};
use nalgebra::{Matrix2, Vector2};
use std::collections::BTreeMap;
use sums::{Sum, sums};

/// A teacher (in question C of municipalities: a school) in both waves; who is in one only has nobody in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// The school (or municipality): any number.
    pub group: usize,
    pub before: Count,
    pub after: Count,
    pub retested: Option<Retested>,
}

/// A school between two waves.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupChange {
    pub group: usize,
    pub units: usize,
    pub before: Count,
    pub after: Count,
    /// As counted, percentage points; `None` when nobody was measured in one wave.
    pub raw: Option<f64>,
    /// Drawn towards the whole, with a 90 % interval.
    pub change: Option<Change>,
    /// «Better» and «worse» only where the interval leaves 0 out.
    pub ladder: Ladder,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// In the order of their numbers.
    pub groups: Vec<GroupChange>,
    /// Of the whole: the mean of groups' true changes.
    pub whole: Change,
    /// sds of groups' and of units' lasting shares, before and after, percentage points.
    pub between_groups: (f64, f64),
    pub between_units: (f64, f64),
}

/// Fewer groups in both waves say nothing of how groups differ.
const GROUPS: usize = 5;

/// Two-level bivariate empirical Bayes: a group's `(P₁, P₂)` has the prior covariance `S_group + S_unit ∘ H`, `H` the sums of products of its
/// units' shares of its pupils; sampling is binomial, with the covariance of the retested. `S_unit` by moments within groups, `S_group` and the
/// mean by REML (EM). What all of these are themselves unsure of is counted in by leaving out a twentieth of the groups after another
/// (Jiang, Lahiri & Wan 2002).
///
/// # Errors
/// Fewer than 5 groups with pupils in both waves; more retested than there are pupils.
pub fn change(units: &[Unit]) -> Result<Changes, Error> {
    for unit in units {
        let possible = |one: Retested| one.below_both <= one.pupils && [unit.before, unit.after].iter().all(|count| one.pupils <= count.of() && one.below_both <= count.below());
        if !unit.retested.is_none_or(possible) {
            return Err(Error::OutOfRange { what: "the retested pupils" });
        }
    }
    let mut groups: BTreeMap<usize, Vec<Unit>> = BTreeMap::new();
    units.iter().for_each(|unit| groups.entry(unit.group).or_default().push(*unit));
    let is_twice = |units: &&Vec<Unit>| units.iter().any(|unit| unit.before.of() > 0) && units.iter().any(|unit| unit.after.of() > 0);
    let moments: Vec<Moments> = groups.values().filter(is_twice).map(|units| components::moments(units)).collect();
    let within = components::within(moments.iter());
    let both = sums(&groups, within);
    if both.len() < GROUPS {
        return Err(Error::TooFew { what: "groups measured twice", found: both.len(), needed: GROUPS });
    }
    let all: Vec<&Sum> = both.iter().map(|(_, sum)| sum).collect();
    let found = components(&all, within, Matrix2::identity() * 0.002);
    let unsure = without_some(&all, &moments, &found);
    let known: BTreeMap<usize, Change> = both.iter().zip(unsure).map(|((group, sum), unsure)| (*group, posterior(&found, sum, unsure))).collect();
    let sd = |matrix: &Matrix2<f64>| (100.0 * matrix[(0, 0)].max(0.0).sqrt(), 100.0 * matrix[(1, 1)].max(0.0).sqrt());
    let whole = told_change(gap(found.mean), spread(found.mean_covariance));
    Ok(Changes { groups: groups.iter().map(|(group, units)| told(*group, units, known.get(group).copied())).collect(), whole, between_groups: sd(&found.groups), between_units: sd(&found.units) })
}

/// Parts left out one after another.
const PARTS: usize = 20;

/// For each group: how its prediction varies with the components, and by how much its own variance is told too small.
fn without_some(all: &[&Sum], moments: &[Moments], found: &Components) -> Vec<(f64, f64)> {
    let parts = PARTS.min(all.len());
    let mut unsure = vec![(0.0, 0.0); all.len()];
    let whole: Vec<(f64, f64)> = all.iter().map(|sum| predicted(found, sum)).collect();
    let factor = (parts as f64 - 1.0) / parts as f64;
    for part in 0..parts {
        let kept: Vec<&Sum> = all.iter().enumerate().filter(|(at, _)| at % parts != part).map(|(_, sum)| *sum).collect();
        let within = components::within(moments.iter().enumerate().filter(|(at, _)| at % parts != part).map(|(_, one)| one));
        let other = components(&kept, within, found.groups + Matrix2::identity() * 1e-6);
        for ((unsure, sum), (mean, variance)) in unsure.iter_mut().zip(all).zip(&whole) {
            let (moved, changed) = predicted(&other, sum);
            *unsure = (unsure.0 + factor * (moved - mean).powi(2), unsure.1 + factor * (variance - changed));
        }
    }
    unsure
}

fn told(group: usize, units: &[Unit], change: Option<Change>) -> GroupChange {
    let pooled = |pick: fn(&Unit) -> Count| units.iter().fold(Count::default(), |sum, unit| sum.and(pick(unit)));
    let (before, after) = (pooled(|unit| unit.before), pooled(|unit| unit.after));
    let raw = before.share().zip(after.share()).map(|(first, second)| 100.0 * (second - first));
    let ladder = match change {
        None => Ladder::NoData,
        Some(change) if change.high < 0.0 => Ladder::LikelyBetter,
        Some(change) if change.low > 0.0 => Ladder::LikelyWorse,
        Some(_) => Ladder::WithinError,
    };
    GroupChange { group, units: units.len(), before, after, raw, change, ladder }
}

/// The best linear prediction of a group's change with its variance, the components taken as known: `μ + ΣW(y − μ)`, `Σ − ΣWΣ`.
fn predicted(found: &Components, sum: &Sum) -> (f64, f64) {
    let prior = found.groups + found.units.component_mul(&sum.concentration);
    let pull = prior * inverse(prior + sum.chance);
    (gap(found.mean + pull * (sum.shares - found.mean)), spread(prior - pull * prior))
}

fn posterior(found: &Components, sum: &Sum, (moved, short): (f64, f64)) -> Change {
    let (mean, variance) = predicted(found, sum);
    told_change(mean, (variance + short).max(0.5 * variance) + moved)
}

fn gap(shares: Vector2<f64>) -> f64 {
    shares[1] - shares[0]
}

/// Variance of second less first.
fn spread(covariance: Matrix2<f64>) -> f64 {
    (covariance[(0, 0)] + covariance[(1, 1)] - covariance[(0, 1)] - covariance[(1, 0)]).max(0.0)
}

fn told_change(mean: f64, variance: f64) -> Change {
    let (points, half) = (100.0 * mean, 100.0 * half(LEVEL) * variance.sqrt());
    Change { points, low: points - half, high: points + half }
}

/// Of a covariance; a little is added where it has none in some direction.
fn inverse(matrix: Matrix2<f64>) -> Matrix2<f64> {
    let lift = 1e-12 + 1e-9 * matrix.trace().abs();
    matrix.try_inverse().filter(|found| found.iter().all(|value| value.is_finite())).unwrap_or_else(|| (matrix + Matrix2::identity() * lift).try_inverse().unwrap_or_else(Matrix2::identity))
}
