//! A class's share under the minimum: how sure it is, and whether it changed.
//!
//! Shares are fractions, differences are percentage points. Fewer pupils under the minimum is better. Whatever is said here is said of
//! figures in time, never of a cause.

mod compare;
mod interval;
mod population;

pub use compare::{Change, Comparison, Ladder, Options, Pair, Retested, Warning, before_after};
pub use interval::{Interval, half_width, half_width_of_change, interval, interval_at, needed};
pub use population::{DISPERSION, Population, dispersion};

use crate::error::Error;

/// The level of every interval here unless another is asked for.
pub const LEVEL: f64 = 0.9;

/// Under so many pupils a share says more of chance than of a class.
pub const FEW: u32 = 10;

/// Pupils under the minimum among all who were measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Count {
    below: u32,
    of: u32,
}

impl Count {
    /// # Errors
    /// Negative numbers, more under the minimum than there are, more than a country has.
    pub fn new(below: i64, of: i64) -> Result<Self, Error> {
        let bad = Error::BadCount { below, of };
        match (u32::try_from(below), u32::try_from(of)) {
            (Ok(below), Ok(of)) if below <= of => Ok(Self { below, of }),
            _ => Err(bad),
        }
    }

    #[must_use]
    pub fn below(self) -> u32 {
        self.below
    }

    #[must_use]
    pub fn of(self) -> u32 {
        self.of
    }

    /// `None` when nobody was measured.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.below) / f64::from(self.of))
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let of = self.of.saturating_add(other.of);
        Self { below: self.below.saturating_add(other.below).min(of), of }
    }

    /// As many as would say the same if pupils of one class were no more alike than strangers: `n / (1 + (n − 1)·ρ)`.
    pub(crate) fn thinned(self, rho: f64) -> (f64, f64) {
        let n = f64::from(self.of);
        let by = 1.0 + (n - 1.0).max(0.0) * rho;
        (f64::from(self.below) / by, n / by)
    }
}
