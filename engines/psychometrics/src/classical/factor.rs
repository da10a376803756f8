//! One common factor by maximum likelihood.

use crate::error::Error;
use nalgebra::DMatrix;

/// `x_i = λ_i·f + e_i`, in the units of the items.
#[derive(Debug, Clone, PartialEq)]
pub struct OneFactor {
    pub loadings: Vec<f64>,
    /// Variances of what is left.
    pub residuals: Vec<f64>,
    /// McDonald's ω: `(Σλ)² / ((Σλ)² + Σψ)`.
    pub omega: f64,
    /// Items whose residual variance ran into 0: the model doesn't hold for them, ω is an upper bound.
    pub improper: Vec<usize>,
    pub iterations: usize,
}

const MOST: usize = 50_000;
const SETTLED: f64 = 1e-9;
/// Smallest residual, as a share of the item's variance.
const LEAST: f64 = 1e-4;

/// Fits one factor to a covariance matrix by EM (Rubin & Thayer 1982). For the estimates of maximum likelihood the covariances are those over n.
///
/// # Errors
/// Fewer than three items, an item that doesn't vary, no settling.
pub fn one_factor(covariance: &DMatrix<f64>) -> Result<OneFactor, Error> {
    let n = covariance.nrows();
    if n < 3 {
        return Err(Error::TooFew { what: "items for a factor", found: n, needed: 3 });
    }
    if (0..n).any(|at| covariance[(at, at)] <= 0.0) {
        return Err(Error::NoVariation { what: "an item" });
    }
    let mut loadings = start(covariance);
    let mut residuals: Vec<f64> = (0..n).map(|at| (covariance[(at, at)] - loadings[at] * loadings[at]).max(0.1 * covariance[(at, at)])).collect();
    for iteration in 1..=MOST {
        let moved = step(covariance, &mut loadings, &mut residuals);
        if moved < SETTLED {
            return Ok(finish(covariance, loadings, residuals, iteration));
        }
    }
    Err(Error::NotSettled { what: "the factor model", iterations: MOST })
}

/// The centroid: what each item shares with the others.
fn start(covariance: &DMatrix<f64>) -> Vec<f64> {
    let n = covariance.nrows();
    let shared: Vec<f64> = (0..n).map(|row| (0..n).filter(|column| *column != row).map(|column| covariance[(row, column)]).sum()).collect();
    let total: f64 = shared.iter().sum();
    let loading = |at: usize| {
        let most = covariance[(at, at)].sqrt();
        if total > 0.0 { (shared[at] / total.sqrt()).clamp(-0.9 * most, 0.9 * most) } else { 0.5 * most }
    };
    (0..n).map(loading).collect()
}

/// `β = λ'Σ⁻¹`, then the regression of the items on the expected factor. Returns the largest move, in sds of the items.
fn step(covariance: &DMatrix<f64>, loadings: &mut [f64], residuals: &mut [f64]) -> f64 {
    let n = loadings.len();
    let precision: f64 = loadings.iter().zip(residuals.iter()).map(|(loading, residual)| loading * loading / residual).sum();
    let weights: Vec<f64> = loadings.iter().zip(residuals.iter()).map(|(loading, residual)| loading / residual / (1.0 + precision)).collect();
    let with_factor: Vec<f64> = (0..n).map(|row| (0..n).map(|column| covariance[(row, column)] * weights[column]).sum()).collect();
    let seen: f64 = weights.iter().zip(&with_factor).map(|(weight, shared)| weight * shared).sum();
    let factor = 1.0 / (1.0 + precision) + seen;
    let mut moved = 0.0_f64;
    for at in 0..n {
        let variance = covariance[(at, at)];
        let loading = with_factor[at] / factor;
        moved = moved.max((loading - loadings[at]).abs() / variance.sqrt());
        loadings[at] = loading;
        residuals[at] = (variance - loading * with_factor[at]).max(LEAST * variance);
    }
    moved
}

fn finish(covariance: &DMatrix<f64>, mut loadings: Vec<f64>, residuals: Vec<f64>, iterations: usize) -> OneFactor {
    let mut sum: f64 = loadings.iter().sum();
    if sum < 0.0 {
        loadings.iter_mut().for_each(|loading| *loading = -*loading);
        sum = -sum;
    }
    let improper = (0..loadings.len()).filter(|at| residuals[*at] <= 2.0 * LEAST * covariance[(*at, *at)]).collect();
    let omega = sum * sum / (sum * sum + residuals.iter().sum::<f64>());
    OneFactor { loadings, residuals, omega, improper, iterations }
}
