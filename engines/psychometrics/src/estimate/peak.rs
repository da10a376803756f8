//! Estimates that are the highest point of something: ML, MAP, WLE.

use super::{Answer, Estimate, Flag, Normal, check, ln_likelihood, pattern};
use crate::{curve::Moments, error::Error, item::Family, root::crossing};

/// Where θ is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    pub low: f64,
    pub high: f64,
}

impl Default for Range {
    /// −10 to 10: wide enough for Warm's estimate of an all-wrong pattern of five items.
    fn default() -> Self {
        Self { low: -10.0, high: 10.0 }
    }
}

impl Range {
    fn check(self) -> Result<(), Error> {
        if self.low.is_finite() && self.high.is_finite() && self.low < self.high { Ok(()) } else { Err(Error::BadRange) }
    }
}

/// What is made largest, beyond the likelihood.
#[derive(Clone, Copy)]
enum Aim {
    Likelihood,
    /// `l'(θ) + J(θ) / (2·I(θ)) = 0`.
    Weighted,
    Posterior(Normal),
}

/// The likelihood's highest point. All-right and all-wrong patterns have none: they get the range's end, with a flag.
///
/// # Errors
/// No answers, no information, an item or score that can't be, a bad range.
pub fn ml(answers: &[Answer<'_>], range: Range) -> Result<Estimate, Error> {
    if answers.is_empty() {
        return Err(Error::NoAnswers);
    }
    estimate(answers, range, Aim::Likelihood)
}

/// Warm's weighted likelihood estimate: finite for every pattern when no item can be guessed.
///
/// # Errors
/// As [`ml`].
pub fn wle(answers: &[Answer<'_>], range: Range) -> Result<Estimate, Error> {
    if answers.is_empty() {
        return Err(Error::NoAnswers);
    }
    estimate(answers, range, Aim::Weighted)
}

/// The posterior's highest point under a normal prior; it is looked for within 10 sd of the prior's mean.
///
/// # Errors
/// An item or score that can't be, a prior that is none.
pub fn map(answers: &[Answer<'_>], prior: Normal) -> Result<Estimate, Error> {
    prior.check()?;
    estimate(answers, Range { low: prior.mean - 10.0 * prior.sd, high: prior.mean + 10.0 * prior.sd }, Aim::Posterior(prior))
}

fn estimate(answers: &[Answer<'_>], range: Range, aim: Aim) -> Result<Estimate, Error> {
    range.check()?;
    check(answers)?;
    let found = top(answers, range, aim);
    let theta = found.unwrap_or_else(|| if slope(answers, range.high, aim) > 0.0 { range.high } else { range.low });
    let mut information = moments(answers, theta).information;
    if let Aim::Posterior(prior) = aim {
        information += 1.0 / (prior.sd * prior.sd);
    }
    let information_se = 1.0 / information.sqrt();
    if !information_se.is_finite() {
        return Err(Error::NoInformation);
    }
    let flag = pattern(answers).or(if found.is_none() { Some(Flag::OutOfRange) } else { None });
    let curvature = if found.is_some() { -(slope(answers, theta + NUDGE, aim) - slope(answers, theta - NUDGE, aim)) / (2.0 * NUDGE) } else { information };
    let se = if curvature > 0.0 && curvature.is_finite() { 1.0 / curvature.sqrt() } else { information_se };
    Ok(Estimate { theta, se, information_se, flag })
}

/// For the numerical derivative of a function that is exact to some 1e-15.
const NUDGE: f64 = 1e-5;

fn moments(answers: &[Answer<'_>], theta: f64) -> Moments {
    answers.iter().map(|answer| answer.item.moments(theta)).fold(Moments::default(), |sum, one| Moments { information: sum.information + one.information, skew: sum.skew + one.skew })
}

/// Derivative of what is made largest.
fn slope(answers: &[Answer<'_>], theta: f64, aim: Aim) -> f64 {
    let likelihood: f64 = answers.iter().map(|answer| answer.item.point(theta, answer.score).first).sum();
    match aim {
        Aim::Likelihood => likelihood,
        Aim::Posterior(prior) => likelihood - (theta - prior.mean) / (prior.sd * prior.sd),
        Aim::Weighted => {
            let Moments { information, skew } = moments(answers, theta);
            if information > 0.0 { likelihood + skew / (2.0 * information) } else { likelihood }
        }
    }
}

/// What is made largest; for Warm's with `½ ln I`, exact where `J = I'` and good enough to choose between several tops.
fn height(answers: &[Answer<'_>], theta: f64, aim: Aim) -> f64 {
    ln_likelihood(answers, theta)
        + match aim {
            Aim::Likelihood => 0.0,
            Aim::Posterior(prior) => -0.5 * ((theta - prior.mean) / prior.sd).powi(2),
            Aim::Weighted => 0.5 * moments(answers, theta).information.ln(),
        }
}

/// The highest of all points in the range where the slope turns from rising to falling.
fn top(answers: &[Answer<'_>], range: Range, aim: Aim) -> Option<f64> {
    let guessing = answers.iter().any(|answer| matches!(answer.item.family, Family::Guessing { .. }));
    let one_top = !guessing && !matches!(aim, Aim::Weighted);
    let cell = if one_top {
        range.high - range.low
    } else if guessing {
        0.1
    } else {
        0.5
    };
    let cells = ((range.high - range.low) / cell).ceil().max(1.0);
    let node = |at: usize| range.low + (range.high - range.low) * at as f64 / cells;
    let mut best: Option<(f64, f64)> = None;
    let mut before = slope(answers, range.low, aim);
    for at in 1..=cells as usize {
        let after = slope(answers, node(at), aim);
        if before > 0.0 && after <= 0.0 {
            let theta = crossing(|theta| slope(answers, theta, aim), (node(at - 1), before), (node(at), after));
            let height = if one_top { 0.0 } else { height(answers, theta, aim) };
            if best.is_none_or(|(_, highest)| height > highest) {
                best = Some((theta, height));
            }
        }
        before = after;
    }
    best.map(|(theta, _)| theta)
}
