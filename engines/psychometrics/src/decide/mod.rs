//! Is a competency below its cut? Chances instead of labels, and how many answers would settle it.
//!
//! A percent rule calls many a deficit that is none (a third of those without any gets one at 12 items a competency); here a competency is one of three:
//! a deficit, none, or undetermined, by the chance that θ lies below the cut given **all** answers, also those on the other competencies.

mod further;
mod joint;
mod plan;

pub use further::{further_answers, typical_information};
pub use joint::{Joint, JointPrior, joint};
pub use plan::{Planned, Promise, Prospect, detectable_change, group_change_se, plan};

use crate::{error::Error, estimate::Posterior};

/// From which chance of lying below the cut a competency is called a deficit, and up to which it is called clear.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    pub deficit: f64,
    pub clear: f64,
}

impl Default for Thresholds {
    /// .8 and .2.
    fn default() -> Self {
        Self { deficit: 0.8, clear: 0.2 }
    }
}

impl Thresholds {
    /// Stopping a sequential test: .9 and .1.
    pub const STOP: Self = Self { deficit: 0.9, clear: 0.1 };

    /// # Errors
    /// Not `0 < clear < deficit < 1`.
    pub fn check(&self) -> Result<(), Error> {
        for value in [self.clear, self.deficit] {
            if !(value > 0.0 && value < 1.0) {
                return Err(Error::NotAProbability { value });
            }
        }
        if self.clear < self.deficit { Ok(()) } else { Err(Error::BadRange) }
    }

    /// The zone of a chance of lying below the cut.
    #[must_use]
    pub fn zone(&self, below: f64) -> Zone {
        if below >= self.deficit {
            Zone::Deficit
        } else if below <= self.clear {
            Zone::Clear
        } else {
            Zone::Undetermined
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// Below the cut, as far as can be told.
    Deficit,
    /// At or above the cut, as far as can be told.
    Clear,
    /// Too few answers to tell.
    Undetermined,
}

/// Where a person stands on one competency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    pub mean: f64,
    pub sd: f64,
    /// The posterior's middle, as wide as asked for.
    pub interval: (f64, f64),
    /// `P(θ < cut | answers)`.
    pub below: f64,
    pub zone: Zone,
}

/// Reads a posterior against a cut. `level` is the interval's, as .9.
///
/// # Errors
/// Thresholds that are none, a level outside (0, 1), a cut that isn't finite.
pub fn standing(posterior: &Posterior, cut: f64, thresholds: Thresholds, level: f64) -> Result<Standing, Error> {
    thresholds.check()?;
    if !cut.is_finite() {
        return Err(Error::NotFinite { what: "the cut" });
    }
    let below = posterior.below(cut);
    Ok(Standing { mean: posterior.mean(), sd: posterior.sd(), interval: posterior.interval(level)?, below, zone: thresholds.zone(below) })
}
