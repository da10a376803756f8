//! What can't be measured, and why.

/// Why there is no number. Positions count from 0.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    #[error("an item without a step")]
    NoStep,
    #[error("an item's parameter is not a finite number, or its slope is 0")]
    ParameterNotFinite,
    #[error("the intercepts of a graded item must fall")]
    StepsDisordered,
    #[error("the floor of an item must lie in [0, 1) and the item must have one step")]
    BadFloor,
    #[error("score {score} on an item whose largest score is {largest}")]
    ScoreTooLarge { score: usize, largest: usize },
    #[error("nothing was answered")]
    NoAnswers,
    #[error("the answers say nothing about ability")]
    NoInformation,
    #[error("a prior needs a finite mean, an sd above 0, and masses that are not negative on at least 3 nodes an even step apart")]
    BadPrior,
    #[error("a range must be finite and its low end below its high end")]
    BadRange,
    #[error("{value} is no probability strictly between 0 and 1")]
    NotAProbability { value: f64 },
    #[error("the share {share} of the largest score is out of reach of this form")]
    ShareOutOfReach { share: f64 },
    #[error("{what}: {found} instead of {wanted}")]
    Shape { what: &'static str, found: usize, wanted: usize },
    #[error("a number is not finite: {what}")]
    NotFinite { what: &'static str },
    #[error("the correlations are not symmetric with ones on the diagonal, or not positive definite")]
    BadCorrelation,
    #[error("{what}: {found} given, at least {needed} needed")]
    TooFew { what: &'static str, found: usize, needed: usize },
    #[error("{what} does not vary")]
    NoVariation { what: &'static str },
    #[error("{what} did not settle in {iterations} iterations")]
    NotSettled { what: &'static str, iterations: usize },
}
