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
    /// No change on average, sd .25, worth 2 people: forgotten after some dozens.
    fn default() -> Self {
        Self { prior: Normal { mean: 0.0, sd: 0.25 }, people: 2.0 }
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
const SETTLED: f64 = 1e-5;
/// Narrower priors of changes are numerically a point.
const NARROWEST: f64 = 0.01;

/// Mean and sd of the changes of largest likelihood, the start counting as people of its own.
///
/// EM (Dempster, Laird & Rubin 1977), which crawls where people hardly differ; so a step of Newton's kind from each person's own slope
/// (Berndt, Hall, Hall & Hausman 1974) is tried first, and kept if it climbs.
///
/// # Errors
/// A start that is none; no settling in 500 steps.
pub fn learn(evidence: &[Evidence], start: Start) -> Result<Learned, Error> {
    start.prior.check()?;
    if !(start.people.is_finite() && start.people > 0.0) {
        return Err(Error::BadPrior);
    }
    let mut here = look(evidence, start.prior, start)?;
    for iterations in 1..=MOST {
        let tried = look(evidence, here.newton(), start)?;
        let next = if tried.height >= here.height { tried } else { look(evidence, here.em, start)? };
        let moved = (next.at.mean - here.at.mean).abs().max((next.at.sd - here.at.sd).abs());
        here = next;
        if moved < SETTLED {
            return Ok(Learned { changes: here.at, mean_se: 1.0 / here.information.sqrt(), people: evidence.len(), iterations });
        }
    }
    Err(Error::NotSettled { what: "the distribution of changes", iterations: MOST })
}

/// What a distribution of changes looks like to everyone's answers.
struct Look {
    at: Normal,
    /// Logarithm of the posterior density of the distribution.
    height: f64,
    /// Where EM would go.
    em: Normal,
    /// Slope by mean and by ln sd, and the sums of squares and products of people's slopes.
    slope: (f64, f64),
    squares: (f64, f64, f64),
    /// On the mean.
    information: f64,
}

fn look(evidence: &[Evidence], at: Normal, start: Start) -> Result<Look, Error> {
    let variance = at.sd * at.sd;
    let own = start.prior.sd * start.prior.sd + (start.prior.mean - at.mean).powi(2);
    let w = start.people;
    let mut height = -w * (at.sd.ln() + own / (2.0 * variance));
    let mut slope = (w * (start.prior.mean - at.mean) / variance, w * (own / variance - 1.0));
    let mut squares = (w / variance, 0.0, 2.0 * w * own / variance);
    let (mut sum, mut around, mut information) = (0.0, 0.0, w / (start.prior.sd * start.prior.sd));
    for one in evidence {
        let posterior = one.posterior(at)?;
        let (away, spread) = (posterior.mean() - at.mean, posterior.sd() * posterior.sd());
        let square = spread + away * away;
        height += posterior.ln_total() - at.sd.ln();
        sum += away;
        around += square;
        information += ((variance - spread) / (variance * variance)).max(0.0);
        let own = (away / variance, square / variance - 1.0);
        slope = (slope.0 + own.0, slope.1 + own.1);
        squares = (squares.0 + own.0 * own.0, squares.1 + own.0 * own.1, squares.2 + own.1 * own.1);
    }
    let (n, people) = (evidence.len() as f64, evidence.len() as f64 + w);
    let moved = (sum + w * (start.prior.mean - at.mean)) / people;
    // Around the new mean: Σ(δ − m')² = Σ(δ − m)² − 2(m' − m)·Σ(δ − m) + n(m' − m)².
    let around = around - 2.0 * moved * sum + n * moved * moved;
    let own = start.prior.sd * start.prior.sd + (start.prior.mean - at.mean - moved).powi(2);
    let sd = ((around + w * own) / people).max(0.0).sqrt().max(NARROWEST);
    Ok(Look { at, height, em: Normal { mean: at.mean + moved, sd }, slope, squares, information })
}

impl Look {
    /// No farther than one sd in the mean and a factor of e in the sd.
    fn newton(&self) -> Normal {
        let (aa, ab, bb) = self.squares;
        let determinant = aa * bb - ab * ab;
        let (by_mean, by_ln_sd) = ((bb * self.slope.0 - ab * self.slope.1) / determinant, (aa * self.slope.1 - ab * self.slope.0) / determinant);
        if !(by_mean.is_finite() && by_ln_sd.is_finite()) {
            return self.em;
        }
        let most = self.at.sd.max(0.1);
        Normal { mean: self.at.mean + by_mean.clamp(-most, most), sd: (self.at.sd * by_ln_sd.clamp(-1.0, 1.0).exp()).max(NARROWEST) }
    }
}
