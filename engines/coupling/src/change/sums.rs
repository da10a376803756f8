//! What a group's units come to.

use super::Unit;
use crate::share::Count;
use nalgebra::{Matrix2, Vector2};
use std::collections::BTreeMap;

/// A group with pupils in both waves.
pub(super) struct Sum {
    pub shares: Vector2<f64>,
    /// `Σ w·wᵀ` over units, `w` a unit's shares of the group's pupils in the two waves: 1 for a single unit.
    pub concentration: Matrix2<f64>,
    /// Covariance of the shares by chance alone.
    pub chance: Matrix2<f64>,
}

pub(super) fn sums(groups: &BTreeMap<usize, Vec<Unit>>, within: Matrix2<f64>) -> Vec<(usize, Sum)> {
    let all = |pick: fn(&Unit) -> Count| groups.values().flatten().fold(Count::default(), |sum, unit| sum.and(pick(unit)));
    let whole = [all(|unit| unit.before), all(|unit| unit.after)].map(|count| count.share().unwrap_or(0.5).clamp(0.005, 0.995));
    groups.iter().filter_map(|(group, units)| Some((*group, sum(units, whole, within)?))).collect()
}

/// Pupils that a group's own share is worth beside the whole's, only to say how far chance can move it.
const PRIOR: f64 = 20.0;

fn sum(units: &[Unit], whole: [f64; 2], within: Matrix2<f64>) -> Option<Sum> {
    let pooled = [|unit: &Unit| unit.before, |unit: &Unit| unit.after].map(|pick| units.iter().fold(Count::default(), |sum, unit| sum.and(pick(unit))));
    let shares = [pooled[0].share()?, pooled[1].share()?];
    let n = pooled.map(|count| f64::from(count.of()));
    let mut concentration = Matrix2::zeros();
    let mut together = 0.0;
    for unit in units {
        let weights = Vector2::new(f64::from(unit.before.of()) / n[0], f64::from(unit.after.of()) / n[1]);
        concentration += weights * weights.transpose();
        together += retested(unit);
    }
    // E Σ w²·p(1 − p)/n: a group's p(1 − p) less what its units differ among themselves.
    let chance = |at: usize| {
        let smooth = (f64::from(pooled[at].below()) + PRIOR * whole[at]) / (n[at] + PRIOR);
        let whole = smooth * (1.0 - smooth);
        (whole - within[(at, at)] * (1.0 - concentration[(at, at)])).max(0.5 * whole) / n[at]
    };
    let (first, second) = (chance(0), chance(1));
    let most = 0.95 * (first * second).sqrt();
    let both = (together / (n[0] * n[1])).clamp(-most, most);
    Some(Sum { shares: Vector2::from(shares), concentration, chance: Matrix2::new(first, both, both, second) })
}

/// `Σ` over pupils who wrote both times of the covariance of being below, unbiased where all of the unit did.
pub(super) fn retested(unit: &Unit) -> f64 {
    let known = unit.retested.filter(|one| one.pupils > 1).zip(unit.before.share()).zip(unit.after.share());
    known.map_or(0.0, |((retested, first), second)| {
        let pupils = f64::from(retested.pupils);
        (f64::from(retested.below_both) - pupils * first * second) * pupils / (pupils - 1.0)
    })
}
