//! Did a person grow between two linked forms?
//!
//! A raw difference fakes growth: those picked for a low score score higher the next time without having changed. Here `θ₁` has the population's prior, `θ₂ = θ₁ + δ`, and `δ`
//! a normal prior learned from everyone who was tested twice ([`learn`]); the verdict is read from the posterior of `δ` given the answers to **both** forms.
//! Forms must be on one scale; nothing here can tell whether they are.

mod evidence;
mod learn;
mod smooth;

pub use evidence::{Both, Evidence, both, evidence};
pub use learn::{Learned, Start, learn};

use crate::{
    error::Error,
    estimate::{Normal, Posterior},
};

/// How sure a verdict must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sureness {
    /// Chance of growth (or of a fall) from which it counts as proved.
    pub proved: f64,
    /// Chance of growth from which it counts as likely.
    pub likely: f64,
}

impl Default for Sureness {
    /// .975 and .8. At .95 two in a hundred of those who did not change would be told that they grew when every second one grew by half an sd
    /// (docs/measurement-simulations.md); «proved» must mean more.
    fn default() -> Self {
        Self { proved: 0.975, likely: 0.8 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Grew,
    LikelyGrew,
    /// Can't be told from nothing.
    WithinError,
    Fell,
}

/// A person's change on one competency, in units of θ.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub mean: f64,
    pub sd: f64,
    pub interval: (f64, f64),
    /// `P(δ > 0 | both forms)`.
    pub rose: f64,
    pub verdict: Verdict,
    pub posterior: Posterior,
}

/// Reads a person's change from the evidence under the prior of changes; `level` is the interval's, as .9.
///
/// # Errors
/// A prior, a sureness or a level that is none.
pub fn change(evidence: &Evidence, prior: Normal, sureness: Sureness, level: f64) -> Result<Change, Error> {
    for value in [sureness.proved, sureness.likely] {
        if !(value > 0.5 && value < 1.0) {
            return Err(Error::NotAProbability { value });
        }
    }
    let posterior = evidence.posterior(prior)?;
    let fell = posterior.below(0.0);
    let rose = 1.0 - fell;
    let verdict = if rose >= sureness.proved {
        Verdict::Grew
    } else if fell >= sureness.proved {
        Verdict::Fell
    } else if rose >= sureness.likely {
        Verdict::LikelyGrew
    } else {
        Verdict::WithinError
    };
    Ok(Change { mean: posterior.mean(), sd: posterior.sd(), interval: posterior.interval(level)?, rose, verdict, posterior })
}

/// The reliable change index `(x₂ − x₁) / √(se₁² + se₂²)` (Jacobson & Truax 1991): a cross-check by hand, above 1.645 «changed» with 5 % false alarms if nobody was picked for a score.
/// It doesn't know that those picked for a low score regress to the mean; never decide by it.
///
/// # Errors
/// A number that isn't finite, errors that are both 0.
pub fn reliable_change_index(first: (f64, f64), second: (f64, f64)) -> Result<f64, Error> {
    let index = (second.0 - first.0) / first.1.hypot(second.1);
    if index.is_finite() { Ok(index) } else { Err(Error::NotFinite { what: "the reliable change index" }) }
}
