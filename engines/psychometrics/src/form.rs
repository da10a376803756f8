//! What a form (a set of items taken together) measures: its characteristic curve, information, reliability, distribution of scores.

use crate::{
    error::Error,
    estimate::{Estimate, Normal},
    item::Item,
    root::crossing,
};

/// How far θ is looked for.
const FAR: f64 = 200.0;

/// The largest sum score.
#[must_use]
pub fn largest_score(items: &[Item]) -> usize {
    items.iter().map(Item::max_score).sum()
}

/// The test characteristic curve: expected sum score at `theta`.
#[must_use]
pub fn expected_score(items: &[Item], theta: f64) -> f64 {
    items.iter().map(|item| item.expected_score(theta)).sum()
}

/// The test characteristic curve as a share of the largest score, 0 to 1. A percent scale is this times 100.
///
/// # Errors
/// No items, an item that is none.
pub fn share_at(items: &[Item], theta: f64) -> Result<f64, Error> {
    check(items)?;
    Ok(expected_score(items, theta) / largest_score(items) as f64)
}

/// The inverse of the test characteristic curve: the θ at which the expected share of the largest score is `share`.
/// So a cut in percent on a reference form becomes a cut on θ, and means the same on forms of other difficulty.
///
/// # Errors
/// No items, an item that is none or has a falling curve, a share at or beyond the curve's ends (0 and 1, higher at the bottom when items can be guessed).
pub fn ability_at(items: &[Item], share: f64) -> Result<f64, Error> {
    check(items)?;
    let gap = |theta: f64| share - expected_score(items, theta) / largest_score(items) as f64;
    let (low, high) = (gap(-FAR), gap(FAR));
    if !(share > 0.0 && share < 1.0 && low > 0.0 && high < 0.0) || items.iter().any(|item| item.slope < 0.0) {
        return Err(Error::ShareOutOfReach { share });
    }
    Ok(crossing(gap, (-FAR, low), (FAR, high)))
}

/// Test information at `theta`: the sum of the items'.
#[must_use]
pub fn information(items: &[Item], theta: f64) -> f64 {
    items.iter().map(|item| item.information(theta)).sum()
}

/// Reliability of the estimates in a population: `∫ I / (I + 1/sd²) φ dθ`, 0 to 1 (Green et al. 1984; mirt's `marginal_rxx` at sd 1).
///
/// # Errors
/// No items, an item that is none, a population that is none.
pub fn marginal_reliability(items: &[Item], population: Normal) -> Result<f64, Error> {
    check(items)?;
    population.check()?;
    let own = 1.0 / (population.sd * population.sd);
    Ok(average(population, |theta| {
        let information = information(items, theta);
        information / (information + own)
    }))
}

/// Reliability seen in estimates: `var(EAP) / (var(EAP) + mean(sd²))`, variances over n − 1.
///
/// # Errors
/// Fewer than two estimates, estimates that are all one and have no error.
pub fn empirical_reliability(estimates: &[Estimate]) -> Result<f64, Error> {
    let n = estimates.len() as f64;
    if estimates.len() < 2 {
        return Err(Error::TooFew { what: "estimates", found: estimates.len(), needed: 2 });
    }
    let mean = estimates.iter().map(|one| one.theta).sum::<f64>() / n;
    let between = estimates.iter().map(|one| (one.theta - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let within = estimates.iter().map(|one| one.se * one.se).sum::<f64>() / n;
    if between + within > 0.0 { Ok(between / (between + within)) } else { Err(Error::NoVariation { what: "an estimate" }) }
}

/// `P(sum score = s | θ)` for `s = 0 … largest`, by the recursion of Lord & Wingersky (1984); it sums to 1.
#[must_use]
pub fn score_distribution(items: &[Item], theta: f64) -> Vec<f64> {
    let mut chances = vec![1.0];
    let mut own = Vec::new();
    for item in items {
        own.resize(item.max_score() + 1, 0.0);
        item.probabilities(theta, &mut own);
        let mut next = vec![0.0; chances.len() + item.max_score()];
        for (before, chance) in chances.iter().enumerate() {
            for (score, p) in own.iter().enumerate() {
                next[before + score] += chance * p;
            }
        }
        chances = next;
        own.clear();
    }
    chances
}

/// Mean of a function over a normal population: the trapezoid rule on 241 nodes within 6 sd.
pub(crate) fn average(population: Normal, f: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for node in -120..=120 {
        let z = f64::from(node) * 0.05;
        let weight = (-0.5 * z * z).exp();
        sum += weight * f(population.mean + population.sd * z);
        weights += weight;
    }
    sum / weights
}

pub(crate) fn check(items: &[Item]) -> Result<(), Error> {
    if items.is_empty() {
        return Err(Error::TooFew { what: "items", found: 0, needed: 1 });
    }
    items.iter().try_for_each(Item::check)
}
