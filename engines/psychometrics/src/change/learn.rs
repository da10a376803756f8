//! The prior of changes, learned from everyone who was tested twice.

use super::evidence::Evidence;
use crate::{error::Error, estimate::Normal};

/// What is believed of changes before anyone came twice, and how many people that belief is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Start {
    pub prior: Normal,
    pub people: f64,
}

impl Default for Start {
    /// No change on average, sd .3, worth 5 people: forgotten after some dozens.
    fn default() -> Self {
        Self { prior: Normal { mean: 0.0, sd: 0.3 }, people: 5.0 }
    }
}

/// The distribution of changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Learned {
    /// Mean and sd of people's changes.
    pub changes: Normal,
    /// Standard error of that mean.
    pub mean_se: f64,
    pub people: usize,
    pub iterations: usize,
}

impl Learned {
    /// The prior for one person: the mean's own uncertainty is added to the spread, so that few repeaters don't make verdicts bold.
    #[must_use]
    pub fn prior(&self) -> Normal {
        Normal { mean: self.changes.mean, sd: self.changes.sd.hypot(self.mean_se) }
    }
}

const MOST: usize = 500;
const SETTLED: f64 = 1e-6;
/// Narrower priors of changes are numerically a point.
const NARROWEST: f64 = 0.01;

/// Mean and sd of the changes by EM (Dempster, Laird & Rubin 1977), squared extrapolation between steps (Varadhan & Roland 2008).
///
/// # Errors
/// A start that is none; no settling in 500 steps.
pub fn learn(evidence: &[Evidence], start: Start) -> Result<Learned, Error> {
    start.prior.check()?;
    if !(start.people.is_finite() && start.people > 0.0) {
        return Err(Error::BadPrior);
    }
    let mut now = Vector::of(start.prior);
    let mut used = 0;
    while used < MOST {
        let (one, _) = step(evidence, now.prior(), start)?;
        let (two, mean_se) = step(evidence, one, start)?;
        used += 2;
        let (one, two) = (Vector::of(one), Vector::of(two));
        let change = one.minus(now);
        let bend = two.minus(one).minus(change);
        if two.minus(one).size() < SETTLED {
            return Ok(Learned { changes: two.prior(), mean_se, people: evidence.len(), iterations: used });
        }
        let far = if bend.size() > 0.0 { (change.size() / bend.size()).clamp(1.0, 64.0) } else { 1.0 };
        now = now.plus(change, 2.0 * far).plus(bend, far * far);
        if !now.sound(start.prior.sd) {
            now = two;
        }
    }
    Err(Error::NotSettled { what: "the distribution of changes", iterations: MOST })
}

/// One step of EM, and the standard error of the mean.
fn step(evidence: &[Evidence], prior: Normal, start: Start) -> Result<(Normal, f64), Error> {
    let variance = prior.sd * prior.sd;
    let (mut sum, mut squares, mut information) = (0.0, 0.0, start.people / (start.prior.sd * start.prior.sd));
    for one in evidence {
        let posterior = one.posterior(prior)?;
        let spread = posterior.sd() * posterior.sd();
        sum += posterior.mean();
        squares += spread + (posterior.mean() - prior.mean).powi(2);
        information += ((variance - spread) / (variance * variance)).max(0.0);
    }
    let people = evidence.len() as f64 + start.people;
    let mean = (sum + start.people * start.prior.mean) / people;
    let own = start.people * (start.prior.sd * start.prior.sd + (start.prior.mean - mean).powi(2));
    // Around the new mean: Σ(δ − m')² = Σ(δ − m)² − 2(m' − m)Σ(δ − m) + n(m' − m)².
    let moved = mean - prior.mean;
    let n = evidence.len() as f64;
    let around = squares - 2.0 * moved * (sum - n * prior.mean) + n * moved * moved;
    let sd = ((around + own) / people).max(0.0).sqrt().max(NARROWEST);
    Ok((Normal { mean, sd }, 1.0 / information.sqrt()))
}

/// Mean and logarithm of the sd.
#[derive(Clone, Copy)]
struct Vector(f64, f64);

impl Vector {
    fn of(normal: Normal) -> Self {
        Self(normal.mean, normal.sd.ln())
    }

    fn prior(self) -> Normal {
        Normal { mean: self.0, sd: self.1.exp() }
    }

    fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0, self.1 - other.1)
    }

    fn plus(self, other: Self, times: f64) -> Self {
        Self(self.0 + times * other.0, self.1 + times * other.1)
    }

    fn size(self) -> f64 {
        self.0.hypot(self.1)
    }

    /// Extrapolation may overshoot; nobody changes by more than some sds.
    fn sound(self, unit: f64) -> bool {
        self.0.is_finite() && self.0.abs() < 20.0 * unit && self.1.is_finite() && self.1 >= NARROWEST.ln() && self.1 < (20.0 * unit).ln()
    }
}
