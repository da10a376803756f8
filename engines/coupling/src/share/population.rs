//! What classes are like: the prior of regression to the mean, and how much cohorts of one class differ without a reason.

use super::Count;
use crate::error::Error;

/// Likeness of pupils of one cohort beyond their class's lasting share, where the installation's own data don't give it: `ρ` of the
/// beta-binomial. 2 % is a convention on the careful side (sd 6 percentage points of a share of a quarter); [`dispersion`] measures it.
pub const DISPERSION: f64 = 0.02;

/// Fewer than so many classes say nothing of what classes are like.
const ENOUGH: usize = 10;

/// Shares of classes of one kind (subject, source, year group): `Beta(share·weight, (1 − share)·weight)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Population {
    share: f64,
    weight: f64,
}

impl Population {
    /// # Errors
    /// A mean share not strictly between 0 and 1, a weight (in pupils) not above 0.
    pub fn new(share: f64, weight: f64) -> Result<Self, Error> {
        if share > 0.0 && share < 1.0 && weight > 0.0 && weight.is_finite() { Ok(Self { share, weight }) } else { Err(Error::OutOfRange { what: "a population of classes" }) }
    }

    /// From classes of one kind, all of them and not only those with a case, by moments with the weights `n / (1 + (n − 1)ρ)` (Kleinman 1973);
    /// `dispersion` is what of their likeness doesn't last. `None` under 10 classes with pupils or when nobody or everybody is below.
    #[must_use]
    pub fn of(classes: &[Count], dispersion: f64) -> Option<Self> {
        let known: Vec<(f64, f64)> = classes.iter().filter_map(|one| Some((one.share()?, f64::from(one.of)))).collect();
        if known.len() < ENOUGH {
            return None;
        }
        let (mut mean, mut rho) = (0.0, 0.1);
        for _ in 0..20 {
            let weights: Vec<f64> = known.iter().map(|(_, n)| n / (1.0 + (n - 1.0) * rho)).collect();
            let total: f64 = weights.iter().sum();
            mean = known.iter().zip(&weights).map(|((p, _), w)| p * w).sum::<f64>() / total;
            let spread = mean * (1.0 - mean);
            if spread <= 0.0 {
                return None;
            }
            let seen: f64 = known.iter().zip(&weights).map(|((p, _), w)| w * (p - mean).powi(2)).sum();
            let (mut single, mut whole) = (0.0, 0.0);
            for ((_, n), w) in known.iter().zip(&weights) {
                let own = w * (1.0 - w / total);
                single += own / n;
                whole += own;
            }
            if whole - single <= 0.0 {
                return None;
            }
            rho = ((seen / spread - single) / (whole - single)).clamp(1e-6, 0.999);
        }
        let lasting = (rho - dispersion).max(1e-4);
        Self::new(mean, 1.0 / lasting - 1.0).ok()
    }

    /// The mean share.
    #[must_use]
    pub fn share(self) -> f64 {
        self.share
    }

    /// So many pupils are worth as much as knowing the population.
    #[must_use]
    pub fn weight(self) -> f64 {
        self.weight
    }

    /// Spread of the lasting shares of classes, as a fraction.
    #[must_use]
    pub fn sd(self) -> f64 {
        (self.share * (1.0 - self.share) / (self.weight + 1.0)).sqrt()
    }

    pub(super) fn prior(self) -> (f64, f64) {
        (self.share * self.weight, (1.0 - self.share) * self.weight)
    }

    /// What may be expected of a class by its one result: the mean of its posterior.
    #[must_use]
    pub fn expected(self, count: Count, dispersion: f64) -> f64 {
        let (below, of) = count.thinned(dispersion);
        (self.share * self.weight + below) / (self.weight + of)
    }
}

/// `ρ` between cohorts from pairs of waves of many classes (last year's and this year's, nothing having been done): what their differences
/// vary beyond pupils' chance, a common shift taken off. Real changes count in, so it errs to the careful side. `None` under 10 pairs.
#[must_use]
pub fn dispersion(pairs: &[(Count, Count)]) -> Option<f64> {
    let known: Vec<(f64, f64, f64, f64)> = pairs.iter().filter(|(one, other)| one.of > 1 && other.of > 1).filter_map(|(one, other)| Some((one.share()?, other.share()?, f64::from(one.of), f64::from(other.of)))).collect();
    if known.len() < ENOUGH {
        return None;
    }
    let shift = known.iter().map(|(p, q, ..)| q - p).sum::<f64>() / known.len() as f64;
    let (mut over, mut room) = (0.0, 0.0);
    for (p, q, n, m) in &known {
        // n/(n − 1)·p(1 − p) is unbiased for p(1 − p) under chance alone; with likeness it is (1 − ρ) of it, and so is what is added back.
        let (first, second) = (p * (1.0 - p) * n / (n - 1.0), q * (1.0 - q) * m / (m - 1.0));
        over += (q - p - shift).powi(2) - first / n - second / m;
        room += first + second;
    }
    let correction = known.len() as f64 / (known.len() as f64 - 1.0);
    let ratio = (over * correction / room).max(0.0);
    // E over = ρ·Σpq, E room = (1 − ρ)·Σpq.
    Some(ratio / (1.0 + ratio))
}
