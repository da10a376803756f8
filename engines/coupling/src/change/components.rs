//! How far units of a group differ, and how far groups.

use super::{
    Unit, inverse,
    sums::{Sum, retested},
};
use crate::share::Count;
use nalgebra::{Matrix2, Vector2};

/// The mean and the two levels of the prior.
#[derive(Debug, Clone, Copy)]
pub(super) struct Components {
    pub mean: Vector2<f64>,
    pub mean_covariance: Matrix2<f64>,
    pub groups: Matrix2<f64>,
    pub units: Matrix2<f64>,
}

/// Likeness assumed for the weights of units only; what is estimated doesn't depend on it but for its precision.
const LIKENESS: f64 = 0.05;

/// What one group says of how its units differ: `Σ w(y − ȳ)(y − ȳ)ᵀ` less what chance makes of it, and its weight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments {
    excess: Matrix2<f64>,
    room: f64,
}

pub(super) fn moments(units: &[Unit]) -> Moments {
    let known: Vec<(f64, Vector2<f64>, Matrix2<f64>)> = units.iter().filter_map(moment).collect();
    let mut found = Moments { excess: Matrix2::zeros(), room: 0.0 };
    if known.len() < 2 {
        return found;
    }
    let total: f64 = known.iter().map(|(weight, ..)| weight).sum();
    let mean = known.iter().map(|(weight, shares, _)| shares * *weight).sum::<Vector2<f64>>() / total;
    for (weight, shares, chance) in &known {
        let off = shares - mean;
        let own = weight * (1.0 - weight / total);
        found.excess += off * off.transpose() * *weight - chance * own;
        found.room += own;
    }
    found
}

/// `S_unit` by moments over units of both waves.
pub(super) fn within<'a>(groups: impl Iterator<Item = &'a Moments>) -> Matrix2<f64> {
    let (excess, room) = groups.fold((Matrix2::zeros(), 0.0), |(excess, room), one| (excess + one.excess, room + one.room));
    if room > 0.0 { positive(excess / room) } else { Matrix2::zeros() }
}

/// Weight, shares and their covariance by chance of a unit with two pupils or more in both waves; `y(1 − y)/(n − 1)` is unbiased.
fn moment(unit: &Unit) -> Option<(f64, Vector2<f64>, Matrix2<f64>)> {
    let (first, second) = (unit.before.share()?, unit.after.share()?);
    if unit.before.of() < 2 || unit.after.of() < 2 {
        return None;
    }
    let chance = |share: f64, count: Count| share * (1.0 - share) / (f64::from(count.of()) - 1.0);
    let (n, m) = (f64::from(unit.before.of()), f64::from(unit.after.of()));
    let both = retested(unit) / (n * m);
    let least = n.min(m);
    let weight = least / (1.0 + (least - 1.0) * LIKENESS);
    Some((weight, Vector2::new(first, second), Matrix2::new(chance(first, unit.before), both, both, chance(second, unit.after))))
}

/// The nearest matrix that is a covariance.
fn positive(matrix: Matrix2<f64>) -> Matrix2<f64> {
    let symmetric = (matrix + matrix.transpose()) * 0.5;
    let parts = symmetric.symmetric_eigen();
    parts.eigenvectors * Matrix2::from_diagonal(&parts.eigenvalues.map(|value| value.max(0.0))) * parts.eigenvectors.transpose()
}

const ROUNDS: usize = 2_000;

/// `S_group` and the mean by REML through EM, which never leaves the covariances.
pub(super) fn components(groups: &[&Sum], units: Matrix2<f64>, start: Matrix2<f64>) -> Components {
    let rest: Vec<Matrix2<f64>> = groups.iter().map(|sum| units.component_mul(&sum.concentration) + sum.chance).collect();
    let mut between = start;
    let (mut mean, mut mean_covariance) = (Vector2::zeros(), Matrix2::zeros());
    for _ in 0..ROUNDS {
        let weights: Vec<Matrix2<f64>> = rest.iter().map(|rest| inverse(between + rest)).collect();
        mean_covariance = inverse(weights.iter().sum());
        mean = mean_covariance * groups.iter().zip(&weights).map(|(sum, weight)| weight * sum.shares).sum::<Vector2<f64>>();
        let mut next = Matrix2::zeros();
        for (sum, weight) in groups.iter().zip(&weights) {
            let own = between * weight * (sum.shares - mean);
            let told = weight - weight * mean_covariance * weight;
            next += own * own.transpose() + between - between * told * between;
        }
        next /= groups.len() as f64;
        let next = (next + next.transpose()) * 0.5;
        let moved = (next - between).abs().max();
        between = next;
        if moved < 1e-9 {
            break;
        }
    }
    Components { mean, mean_covariance, groups: between, units }
}
