//! An item and how likely each score on it is.

use crate::error::Error;

/// How the steps of an item follow from ability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Family {
    /// `P(x = k | θ) ∝ exp(k·a·θ + d_k)`, `d_0 = 0`: Rasch and 2PL (one step), PCM and GPCM (Muraki 1992), slope–intercept form.
    PartialCredit,
    /// `P(x ≥ k | θ) = 1 / (1 + exp(−(a·θ + d_k)))`, `d_1 > d_2 > …`: GRM (Samejima 1969).
    Graded,
    /// `P(1 | θ) = c + (1 − c) / (1 + exp(−(a·θ + d)))`, `c` = `floor`: one step, a right answer may be a guess (3PL with a fixed `c`, as 1/options). Scored, never calibrated.
    Guessing { floor: f64 },
}

/// Parameters of an item in slope–intercept form. Scores run from 0 to [`Item::max_score`].
///
/// For one step `b = −d/a`. The GPCM's step difficulties are `b_k = −(d_k − d_{k−1}) / a`.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub family: Family,
    /// `a`, per unit of θ; above 0 for an item that works.
    pub slope: f64,
    /// `d_1 … d_K`; one for an item scored 0 or 1. For partial credit cumulative, as the formula of [`Family::PartialCredit`] has them.
    pub intercepts: Vec<f64>,
}

impl Item {
    /// An item scored 0 or 1 with `P(1 | θ) = 1 / (1 + exp(−(a·θ + d)))`.
    #[must_use]
    pub fn two_parameter(slope: f64, intercept: f64) -> Self {
        Self { family: Family::PartialCredit, slope, intercepts: vec![intercept] }
    }

    /// Whether the parameters make an item at all.
    ///
    /// # Errors
    /// No step, a number that isn't finite, a slope of 0, graded intercepts that don't fall, a floor outside `[0, 1)` or with more than one step.
    pub fn check(&self) -> Result<(), Error> {
        if self.intercepts.is_empty() {
            return Err(Error::NoStep);
        }
        if !self.slope.is_finite() || self.slope == 0.0 || self.intercepts.iter().any(|d| !d.is_finite()) {
            return Err(Error::ParameterNotFinite);
        }
        match self.family {
            Family::Graded if self.intercepts.windows(2).any(|pair| pair[0] <= pair[1]) => Err(Error::StepsDisordered),
            Family::Guessing { floor } if !(0.0..1.0).contains(&floor) || self.intercepts.len() > 1 => Err(Error::BadFloor),
            _ => Ok(()),
        }
    }

    /// The same item on the scale `θ* = A·θ + B`.
    ///
    /// `a* = a / A`, `d*_k = d_k − k·a·B/A` for partial credit, `d*_k = d_k − a·B/A` otherwise.
    #[must_use]
    pub fn rescaled(&self, a: f64, b: f64) -> Self {
        let slope = self.slope / a;
        let shift = |k: usize| match self.family {
            Family::PartialCredit => (k + 1) as f64 * slope * b,
            Family::Graded | Family::Guessing { .. } => slope * b,
        };
        Self { family: self.family, slope, intercepts: self.intercepts.iter().enumerate().map(|(k, d)| d - shift(k)).collect() }
    }

    /// Difficulty of each step, on the scale of θ: `b_k = −(d_k − d_{k−1}) / a` for partial credit, `−d_k / a` otherwise.
    #[must_use]
    pub fn difficulties(&self) -> Vec<f64> {
        let mut before = 0.0;
        let step = |d: &f64| {
            let height = d - before;
            if self.family == Family::PartialCredit {
                before = *d;
            }
            -height / self.slope
        };
        self.intercepts.iter().map(step).collect()
    }

    /// The largest score.
    #[must_use]
    pub fn max_score(&self) -> usize {
        self.intercepts.len()
    }

    /// `P(x = 0 … K | θ)` into `out`, which must hold `max_score() + 1` numbers; they sum to 1.
    pub fn probabilities(&self, theta: f64, out: &mut [f64]) {
        match self.family {
            Family::PartialCredit => {
                out[0] = 0.0;
                let mut largest = 0.0_f64;
                for (k, d) in self.intercepts.iter().enumerate() {
                    out[k + 1] = (k + 1) as f64 * self.slope * theta + d;
                    largest = largest.max(out[k + 1]);
                }
                let mut sum = 0.0;
                for p in out.iter_mut() {
                    *p = (*p - largest).exp();
                    sum += *p;
                }
                out.iter_mut().for_each(|p| *p /= sum);
            }
            Family::Graded => {
                let mut above = 1.0;
                for (k, d) in self.intercepts.iter().enumerate() {
                    let next = logistic(self.slope * theta + d);
                    out[k] = (above - next).max(0.0);
                    above = next;
                }
                out[self.intercepts.len()] = above;
            }
            Family::Guessing { floor } => {
                let known = logistic(self.slope * theta + self.intercepts[0]);
                out[0] = (1.0 - floor) * (1.0 - known);
                out[1] = floor + (1.0 - floor) * known;
            }
        }
    }
}

/// `1 / (1 + exp(−x))` without overflow.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 { 1.0 / (1.0 + (-x).exp()) } else { x.exp() / (1.0 + x.exp()) }
}
