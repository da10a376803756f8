//! What is asked of a calibration.

use crate::Item;

/// How answers follow from ability; θ of the reference group is N(0, 1) unless slopes are all 1 (then its variance is estimated).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// `logit P(1 | θ) = θ + d`, variance of θ free (Rasch 1960).
    Rasch,
    /// `logit P(1 | θ) = a·θ + d` (Birnbaum 1968).
    TwoParameter,
    /// `P(k | θ) ∝ exp(k·θ + d_k)`, variance of θ free (Masters 1982).
    PartialCredit,
    /// `P(k | θ) ∝ exp(k·a·θ + d_k)` (Muraki 1992).
    GeneralizedPartialCredit,
    /// `logit P(x ≥ k | θ) = a·θ + d_k` (Samejima 1969).
    Graded,
}

impl Model {
    /// Whether items may differ in slope.
    #[must_use]
    pub fn has_slopes(self) -> bool {
        matches!(self, Self::TwoParameter | Self::GeneralizedPartialCredit | Self::Graded)
    }

    /// Whether scores are 0 and 1 only.
    #[must_use]
    pub fn is_dichotomous(self) -> bool {
        matches!(self, Self::Rasch | Self::TwoParameter)
    }
}

/// Weak beliefs that keep a rare item in bounds: `ln a ~ N(0, slope²)`, `b ~ N(0, difficulty²)` for each step's difficulty b.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Priors {
    /// Standard deviation of `ln a`.
    pub log_slope: f64,
    /// Standard deviation of b.
    pub difficulty: f64,
}

impl Priors {
    /// `ln a ~ N(0, 0.5²)`, `b ~ N(0, 2²)`.
    #[must_use]
    pub fn weak() -> Self {
        Self { log_slope: 0.5, difficulty: 2.0 }
    }
}

/// Where the integral over ability is taken; in standard deviations of each group, around its mean.
///
/// On a smooth integrand that dies out at both ends the even rule's error falls as `exp(−2π²·(s/h)²)`, h the distance of nodes and s the standard deviation
/// of one person's posterior, and as `exp(−2π²/(a·h))` for a slope a. So a long or a steep test needs closer nodes; too few of them bias slopes unseen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quadrature {
    /// As many nodes on ±6 as the items' information and slopes ask for, looked at again at the end.
    Automatic,
    /// This many evenly on ± `reach`.
    Even { nodes: usize, reach: f64 },
}

/// Standard errors of the parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandardErrors {
    Skip,
    /// From the observed information of the marginal likelihood, exact by Louis's (1982) identity.
    Observed,
}

/// What to calibrate.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    pub model: Model,
    /// The group of each person, counted from 0; group 0 is the reference, the others' means and variances are estimated.
    pub groups: Option<&'a [usize]>,
    /// Items that keep the parameters given, one place per item; with any, the mean and variance of every group are estimated on their scale.
    pub anchors: Option<&'a [Option<Item>]>,
    pub priors: Option<Priors>,
    pub quadrature: Quadrature,
    pub standard_errors: StandardErrors,
    /// The climb ends when the log-likelihood can't be expected to rise by more than this.
    pub tolerance: f64,
    pub max_iterations: usize,
}

impl Plan<'_> {
    /// Maximum likelihood, one group, nothing anchored.
    #[must_use]
    pub fn new(model: Model) -> Self {
        Self { model, groups: None, anchors: None, priors: None, quadrature: Quadrature::Automatic, standard_errors: StandardErrors::Observed, tolerance: 1e-7, max_iterations: 500 }
    }
}
