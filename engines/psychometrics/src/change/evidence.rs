//! What the answers to two forms say of the change, and of both abilities.

use super::smooth::Smooth;
use crate::{
    error::Error,
    estimate::{Answer, Normal, Posterior, check, ln_likelihood_on},
};

/// The likelihood of every change, whatever the first ability was: `ℓ(δ) = ∫ φ(θ₁)·L₁(θ₁)·L₂(θ₁ + δ) dθ₁`.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    likelihood: Smooth,
    /// No more information on `δ` than this.
    bound: f64,
}

/// In sds of the population: how far θ₁ and δ are followed.
const REACH: f64 = 7.0;
const FARTHEST_CHANGE: f64 = 6.0;

/// Gathers the evidence of one person; `prior` is the population of θ₁ (or what the person's other competencies say of it).
///
/// # Errors
/// A form without answers, an item or a score that can't be, a prior that is none.
pub fn evidence(prior: Normal, first: &[Answer<'_>], second: &[Answer<'_>]) -> Result<Evidence, Error> {
    let forms = Forms::new(prior, first, second)?;
    let lags = (FARTHEST_CHANGE * prior.sd / forms.step).ceil() as usize;
    let before = forms.first_with_prior();
    let after: Vec<f64> = forms.likelihood(second, forms.nodes + 2 * lags, forms.from - lags as f64 * forms.step);
    let scale = |ln: &[f64]| {
        let largest = ln.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        ln.iter().map(|value| (value - largest).exp()).collect::<Vec<f64>>()
    };
    let (before, after) = (scale(&before), scale(&after));
    let ln = (0..=2 * lags).map(|lag| before.iter().zip(&after[lag..]).map(|(one, other)| one * other).sum::<f64>().ln()).collect();
    let sharp = forms.bounds.0 + 1.0 / (prior.sd * prior.sd);
    Ok(Evidence { likelihood: Smooth::new(-(lags as f64) * forms.step, forms.step, ln), bound: 1.0 / (1.0 / sharp + 1.0 / forms.bounds.1) })
}

impl Evidence {
    /// Posterior of `δ` under a normal prior of changes.
    ///
    /// # Errors
    /// A prior that is none, evidence that rules out everything the prior allows.
    pub fn posterior(&self, prior: Normal) -> Result<Posterior, Error> {
        prior.check()?;
        let narrowest = 1.0 / (1.0 / (prior.sd * prior.sd) + self.bound).sqrt();
        let step = (0.25 * prior.sd).min(narrowest / 3.0);
        let half = (6.0 * prior.sd / step).ceil();
        let from = prior.mean - half * step;
        let ln = (0..=2 * half as usize).map(|at| {
            let change = from + at as f64 * step;
            self.likelihood.ln_at(change) - 0.5 * ((change - prior.mean) / prior.sd).powi(2)
        });
        Posterior::from_ln(from, step, ln.collect())
    }
}

/// Both abilities, each given the answers to both forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Both {
    pub first: Posterior,
    pub second: Posterior,
}

/// Posteriors of `θ₁` and `θ₂` given both forms: where the person stood and stands now. `changes` is the prior of changes.
///
/// # Errors
/// As [`evidence`]; a prior of changes that is none.
pub fn both(prior: Normal, changes: Normal, first: &[Answer<'_>], second: &[Answer<'_>]) -> Result<Both, Error> {
    changes.check()?;
    let forms = Forms::new(prior, first, second)?;
    let (from, step) = (forms.from, forms.step);
    let extra = (FARTHEST_CHANGE * prior.sd / step).ceil() as usize;
    let before = forms.first_with_prior();
    let (wide, wide_from) = (forms.nodes + 2 * extra, from - extra as f64 * step);
    let after = forms.likelihood(second, wide, wide_from);
    let (early, late) = (Smooth::new(from, step, before.clone()), Smooth::new(wide_from, step, after.clone()));
    let first = before.iter().enumerate().map(|(at, ln)| ln + late.blurred(from + at as f64 * step, changes.mean, changes.sd)).collect();
    let second = after.iter().enumerate().map(|(at, ln)| ln + early.blurred(wide_from + at as f64 * step, -changes.mean, changes.sd)).collect();
    Ok(Both { first: Posterior::from_ln(from, step, first)?, second: Posterior::from_ln(wide_from, step, second)? })
}

/// Nodes close enough for both forms.
struct Forms<'a> {
    prior: Normal,
    first: &'a [Answer<'a>],
    from: f64,
    step: f64,
    nodes: usize,
    bounds: (f64, f64),
}

impl<'a> Forms<'a> {
    fn new(prior: Normal, first: &'a [Answer<'a>], second: &[Answer<'_>]) -> Result<Self, Error> {
        prior.check()?;
        if first.is_empty() || second.is_empty() {
            return Err(Error::NoAnswers);
        }
        check(first)?;
        check(second)?;
        let bound = |answers: &[Answer<'_>]| answers.iter().map(|answer| answer.item.information_bound()).sum::<f64>();
        let bounds = (bound(first), bound(second));
        let narrowest = 1.0 / (1.0 / (prior.sd * prior.sd) + bounds.0 + bounds.1).sqrt();
        let step = (0.1 * prior.sd).min(narrowest / 3.0).max(2.0 * REACH * prior.sd / 2_000.0);
        let half = (REACH * prior.sd / step).ceil();
        Ok(Self { prior, first, from: prior.mean - half * step, step, nodes: 2 * half as usize + 1, bounds })
    }

    fn likelihood(&self, answers: &[Answer<'_>], nodes: usize, from: f64) -> Vec<f64> {
        ln_likelihood_on(answers, from, self.step, nodes)
    }

    /// `ln(φ·L₁)` on the nodes.
    fn first_with_prior(&self) -> Vec<f64> {
        let mut ln = self.likelihood(self.first, self.nodes, self.from);
        for (at, value) in ln.iter_mut().enumerate() {
            *value -= 0.5 * ((self.from + at as f64 * self.step - self.prior.mean) / self.prior.sd).powi(2);
        }
        ln
    }
}
