//! What a calibration gives, and why it may refuse.

use crate::Item;
use thiserror::Error;

/// Items on one scale, with the people they were tried on.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// In the order of the answers' columns.
    pub items: Vec<CalibratedItem>,
    /// In the order of their numbers.
    pub groups: Vec<CalibratedGroup>,
    /// Marginal log-likelihood at the estimates, priors not counted.
    pub loglik: f64,
    /// How many parameters were estimated.
    pub parameters: usize,
    /// Persons who answered anything, weights counted.
    pub persons: f64,
    /// Passes through the answers.
    pub iterations: usize,
    /// False when the climb ended before its tolerance was met; then the estimates are only the best so far.
    pub converged: bool,
    /// Nodes of the quadrature at the end.
    pub nodes: usize,
}

impl Calibration {
    /// Akaike's criterion, `2·parameters − 2·loglik`.
    #[must_use]
    pub fn aic(&self) -> f64 {
        2.0 * self.parameters as f64 - 2.0 * self.loglik
    }

    /// Schwarz's criterion, `ln(persons)·parameters − 2·loglik`.
    #[must_use]
    pub fn bic(&self) -> f64 {
        self.persons.ln() * self.parameters as f64 - 2.0 * self.loglik
    }
}

/// An item and how well it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibratedItem {
    pub item: Item,
    /// Standard error of the slope; nothing when it was not estimated or can't be had.
    pub slope_error: Option<f64>,
    /// Of each intercept.
    pub intercept_errors: Vec<Option<f64>>,
    /// Answers, weights counted.
    pub answers: f64,
    /// Kept as it was given.
    pub anchored: bool,
    /// What makes it doubtful.
    pub flags: Vec<ItemFlag>,
}

/// Why an estimate should not be trusted as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemFlag {
    /// Fewer answers than its model needs ([`crate::calibrate::few_answers`]).
    FewAnswers,
    /// Nobody has this score, so its intercept is a placeholder that keeps it improbable.
    UnusedScore(u8),
    /// The slope ran away and was stopped at [`crate::calibrate::LARGEST_SLOPE`].
    SlopeAtBound,
    /// Everyone who has the item right did better on the rest than everyone who has it wrong: no finite slope fits.
    PerfectSeparation,
    /// The able fail it: a wrong key, most likely.
    NegativeSlope,
    /// The information matrix gives no standard error for it.
    NoError,
}

/// Ability in a group.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibratedGroup {
    pub mean: f64,
    pub variance: f64,
    /// Nothing when fixed.
    pub mean_error: Option<f64>,
    /// Nothing when fixed.
    pub variance_error: Option<f64>,
    /// Who answered anything, weights counted.
    pub persons: f64,
    /// The variance ran to 0 or away and was stopped: the answers hang together less than by chance, or too well.
    pub variance_at_bound: bool,
}

/// As many items as a number of two bytes counts.
pub const MOST_ITEMS: usize = 1 << 16;

/// Why there is no calibration. Items, rows and groups count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CalibrationError {
    #[error("{found} persons answered, at least 2 are needed")]
    TooFewPersons { found: usize },
    #[error("{found} items, at least {needed} are needed")]
    TooFewItems { found: usize, needed: usize },
    #[error("{found} items, more than {MOST_ITEMS} can't be taken at once")]
    TooManyItems { found: usize },
    #[error("nobody answered item {item}")]
    Unanswered { item: usize },
    #[error("everyone has the same score {score} on item {item}")]
    OneScore { item: usize, score: u8 },
    #[error("item {item} has a score of {score}, the model knows 0 and 1 only")]
    NotDichotomous { item: usize, score: u8 },
    #[error("{found} group numbers for {expected} persons")]
    Groups { expected: usize, found: usize },
    #[error("nobody in group {group} answered anything")]
    EmptyGroup { group: usize },
    #[error("group {group} has no finite mean and variance above 0")]
    NoAbility { group: usize },
    #[error("{found} anchors for {expected} items")]
    Anchors { expected: usize, found: usize },
    #[error("the anchor of item {item} has no finite parameters in order")]
    AnchorParameters { item: usize },
    #[error("item {item} can't be anchored: its family is scored, never calibrated")]
    AnchorFamily { item: usize },
    #[error("item {item} has a score of {score}, its anchor knows less")]
    AnchorScore { item: usize, score: u8 },
    #[error("a quadrature needs from 3 to 2001 nodes on a finite reach")]
    Quadrature,
    #[error("a prior's standard deviation is not a number above 0")]
    Priors,
    #[error("stopped from outside")]
    Cancelled,
}
