//! A distribution of θ on even nodes.

use crate::error::Error;

/// A posterior on even nodes, normalised. Its density is taken as smooth: chances between nodes come from the density's own slope.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    from: f64,
    step: f64,
    /// Mass of each node; they sum to 1.
    masses: Vec<f64>,
    /// Chance of lying below each node; never falls.
    below: Vec<f64>,
    ln_total: f64,
    mean: f64,
    sd: f64,
}

impl Posterior {
    /// From logarithms of an unnormalised density on the nodes `from, from + step, …`.
    ///
    /// # Errors
    /// [`Error::NotFinite`]: the density is 0 or not a number everywhere.
    pub fn from_ln(from: f64, step: f64, ln: Vec<f64>) -> Result<Self, Error> {
        let largest = ln.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if !largest.is_finite() || ln.iter().any(|value| value.is_nan()) {
            return Err(Error::NotFinite { what: "the posterior's density" });
        }
        let mut masses = ln;
        masses.iter_mut().for_each(|mass| *mass = (*mass - largest).exp());
        let total: f64 = masses.iter().sum();
        masses.iter_mut().for_each(|mass| *mass /= total);
        let node = |at: usize| from + at as f64 * step;
        let mean: f64 = masses.iter().enumerate().map(|(at, mass)| mass * node(at)).sum();
        let variance: f64 = masses.iter().enumerate().map(|(at, mass)| mass * (node(at) - mean).powi(2)).sum();
        let below = cumulative(&masses);
        Ok(Self { from, step, masses, below, ln_total: largest + (total * step).ln(), mean, sd: variance.sqrt() })
    }

    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    #[must_use]
    pub fn sd(&self) -> f64 {
        self.sd
    }

    /// Nodes with their masses.
    pub fn masses(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.masses.iter().enumerate().map(|(at, mass)| (self.from + at as f64 * self.step, *mass))
    }

    /// Logarithm of what the given density summed to (times the step).
    #[must_use]
    pub fn ln_total(&self) -> f64 {
        self.ln_total
    }

    /// `P(θ < cut)`.
    #[must_use]
    pub fn below(&self, cut: f64) -> f64 {
        let last = self.masses.len() - 1;
        let place = (cut - self.from) / self.step;
        if place.is_nan() || place <= 0.0 {
            return if place <= 0.0 && place > -0.5 { self.below[0] } else { 0.0 };
        }
        let at = place.floor() as usize;
        if at >= last {
            return 1.0;
        }
        self.within(at, place - at as f64)
    }

    /// Cubic between two nodes: heights and slopes (the masses) of the distribution function are known at both.
    fn within(&self, at: usize, t: f64) -> f64 {
        let (low, high) = (self.below[at], self.below[at + 1]);
        let (slope_low, slope_high) = (self.masses[at], self.masses[at + 1]);
        let u = 1.0 - t;
        let value = u * u * (1.0 + 2.0 * t) * low + t * t * (3.0 - 2.0 * t) * high + t * u * u * slope_low - t * t * u * slope_high;
        value.clamp(low, high)
    }

    /// The θ with chance `p` below it. With a `p` drawn evenly from (0, 1) this is a draw from the posterior (a plausible value).
    ///
    /// # Errors
    /// `p` outside (0, 1).
    pub fn quantile(&self, p: f64) -> Result<f64, Error> {
        if !(p > 0.0 && p < 1.0) {
            return Err(Error::NotAProbability { value: p });
        }
        let at = self.below.partition_point(|below| *below < p).clamp(1, self.below.len() - 1) - 1;
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if self.within(at, middle) < p { low = middle } else { high = middle }
        }
        Ok(self.from + (at as f64 + 0.5 * (low + high)) * self.step)
    }

    /// The middle part of the posterior that holds `level` of it, as much left out below as above.
    ///
    /// # Errors
    /// `level` outside (0, 1).
    pub fn interval(&self, level: f64) -> Result<(f64, f64), Error> {
        Ok((self.quantile((1.0 - level) / 2.0)?, self.quantile((1.0 + level) / 2.0)?))
    }
}

/// The trapezoid rule up to each node with the two end corrections of Euler and Maclaurin, slopes from neighbours (Gregory's rule).
fn cumulative(masses: &[f64]) -> Vec<f64> {
    let mass = |at: isize| if at < 0 { 0.0 } else { masses.get(at as usize).copied().unwrap_or(0.0) };
    let (mut before, mut largest) = (0.0, 0.0_f64);
    let mut below = Vec::with_capacity(masses.len());
    for (at, own) in masses.iter().enumerate() {
        let at = at as isize;
        let (near, far) = (mass(at + 1) - mass(at - 1), mass(at + 2) - mass(at - 2));
        let corrected = before + own / 2.0 - (8.0 * near - far) / 144.0 + (far - 2.0 * near) / 1_440.0;
        largest = largest.max(corrected.clamp(0.0, 1.0));
        below.push(largest);
        before += own;
    }
    below
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    fn bell(mean: f64, sd: f64, step: f64) -> Posterior {
        let nodes = (14.0 / step) as usize;
        Posterior::from_ln(-7.0, step, (0..=nodes).map(|at| -0.5 * ((-7.0 + at as f64 * step - mean) / sd).powi(2)).collect()).unwrap()
    }

    #[test]
    fn chances_of_a_bell_are_right_on_and_between_nodes() {
        let (posterior, normal) = (bell(0.31, 0.5, 0.1), Normal::new(0.31, 0.5).unwrap());
        for cut in [-1.2, -0.55, 0.3, 0.317, 1.0, 2.03] {
            assert!((posterior.below(cut) - normal.cdf(cut)).abs() < 2e-5, "{cut}");
        }
        assert!((posterior.mean() - 0.31).abs() < 1e-12 && (posterior.sd() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn chances_hold_when_nodes_are_a_third_of_the_sd_apart() {
        let (posterior, normal) = (bell(0.02, 0.3, 0.1), Normal::new(0.02, 0.3).unwrap());
        for cut in [-0.55, -0.31, 0.0, 0.17] {
            assert!((posterior.below(cut) - normal.cdf(cut)).abs() < 2e-4, "{cut}");
        }
    }

    #[test]
    fn a_quantile_is_the_inverse_of_a_chance() {
        let posterior = bell(-0.4, 0.6, 0.1);
        for p in [0.001, 0.05, 0.5, 0.731, 0.95, 0.9999] {
            assert!((posterior.below(posterior.quantile(p).unwrap()) - p).abs() < 1e-9);
        }
        assert!(posterior.quantile(0.0).is_err() && posterior.quantile(f64::NAN).is_err());
    }

    #[test]
    fn a_density_of_nothing_is_an_error() {
        assert!(Posterior::from_ln(0.0, 1.0, vec![f64::NEG_INFINITY; 3]).is_err());
        assert!(Posterior::from_ln(0.0, 1.0, vec![f64::NAN, 0.0, 0.0]).is_err());
    }
}
