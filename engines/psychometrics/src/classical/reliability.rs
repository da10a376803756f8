//! How far a sum score can be trusted.

use super::factor::{OneFactor, one_factor};
use crate::{
    error::Error,
    responses::{MISSING, Responses},
};
use nalgebra::{Cholesky, DMatrix};

/// Reliability of the sum score, from those who answered everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Reliability {
    /// People without a gap (sum of their weights).
    pub people: f64,
    pub mean: f64,
    pub sd: f64,
    /// Cronbach's `α = k/(k−1)·(1 − Σσ_i²/σ²)`.
    pub alpha: f64,
    /// α of items brought to one variance; `None` where an item doesn't vary.
    pub standardised_alpha: Option<f64>,
    /// α of the form without each item; `None` where two items don't make a form.
    pub alpha_if_dropped: Vec<Option<f64>>,
    /// Guttman's λ₆, from the correlations.
    pub lambda6: Option<f64>,
    /// The factor model with McDonald's ω; `None` where it can't be fitted.
    pub factor: Option<OneFactor>,
    /// `sd·√(1 − α)`; `None` when α is below 0.
    pub sem: Option<f64>,
}

/// # Errors
/// Fewer than two items, fewer than three people without a gap, a sum score that doesn't vary.
pub fn reliability(responses: &Responses) -> Result<Reliability, Error> {
    let k = responses.items();
    if k < 2 {
        return Err(Error::TooFew { what: "items", found: k, needed: 2 });
    }
    let whole: Vec<(usize, &[u8])> = responses.rows().enumerate().filter(|(_, row)| !row.contains(&MISSING)).collect();
    let people: f64 = whole.iter().map(|(person, _)| responses.weight(*person)).sum();
    if people < 3.0 {
        return Err(Error::TooFew { what: "people without a gap", found: people as usize, needed: 3 });
    }
    let (means, covariance) = covariances(responses, &whole, people);
    let total = covariance.sum();
    if total <= 1e-12 {
        return Err(Error::NoVariation { what: "the sum score" });
    }
    let alpha = alpha(&covariance, total, k);
    let sd = total.sqrt();
    let over_n = &covariance * ((people - 1.0) / people);
    Ok(Reliability {
        people,
        mean: means.iter().sum(),
        sd,
        alpha,
        standardised_alpha: correlations(&covariance).map(|r| standardised(&r)),
        alpha_if_dropped: (0..k).map(|at| without(&covariance, at)).collect(),
        lambda6: correlations(&covariance).and_then(lambda6),
        factor: one_factor(&over_n).ok(),
        sem: (0.0..=1.0).contains(&alpha).then(|| sd * (1.0 - alpha).sqrt()),
    })
}

fn covariances(responses: &Responses, whole: &[(usize, &[u8])], people: f64) -> (Vec<f64>, DMatrix<f64>) {
    let k = responses.items();
    let mut means = vec![0.0; k];
    for (person, row) in whole {
        let weight = responses.weight(*person);
        means.iter_mut().zip(row.iter()).for_each(|(mean, score)| *mean += weight * f64::from(*score) / people);
    }
    let mut sums = DMatrix::zeros(k, k);
    let mut away = vec![0.0; k];
    for (person, row) in whole {
        let weight = responses.weight(*person);
        away.iter_mut().zip(row.iter().zip(&means)).for_each(|(away, (score, mean))| *away = f64::from(*score) - mean);
        for column in 0..k {
            let own = weight * away[column];
            for line in column..k {
                sums[(line, column)] += own * away[line];
            }
        }
    }
    sums.fill_upper_triangle_with_lower_triangle();
    (means, sums / (people - 1.0))
}

fn alpha(covariance: &DMatrix<f64>, total: f64, k: usize) -> f64 {
    let k = k as f64;
    k / (k - 1.0) * (1.0 - covariance.trace() / total)
}

fn without(covariance: &DMatrix<f64>, item: usize) -> Option<f64> {
    let k = covariance.nrows();
    let left = covariance.clone().remove_row(item).remove_column(item);
    let total = left.sum();
    (k > 2 && total > 1e-12).then(|| alpha(&left, total, k - 1))
}

fn correlations(covariance: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let k = covariance.nrows();
    if (0..k).any(|at| covariance[(at, at)] <= 1e-12) {
        return None;
    }
    Some(DMatrix::from_fn(k, k, |row, column| covariance[(row, column)] / (covariance[(row, row)] * covariance[(column, column)]).sqrt()))
}

fn standardised(correlations: &DMatrix<f64>) -> f64 {
    let k = correlations.nrows() as f64;
    let mean = (correlations.sum() - k) / (k * (k - 1.0));
    k * mean / (1.0 + (k - 1.0) * mean)
}

/// `1 − Σ(1 − R_i²) / Σr`, `1 − R_i² = 1 / (R⁻¹)_ii`.
fn lambda6(correlations: DMatrix<f64>) -> Option<f64> {
    let total = correlations.sum();
    let inverse = Cholesky::new(correlations)?.inverse();
    Some(1.0 - inverse.diagonal().iter().map(|own| 1.0 / own).sum::<f64>() / total)
}
