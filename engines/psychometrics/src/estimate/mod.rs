//! How able a person is, from any mix of items and answers.
//!
//! | estimate | what it is | source |
//! |---|---|---|
//! | [`eap`] | mean and sd of the posterior; the one to decide with | Bock & Mislevy 1982 |
//! | [`map`] | the posterior's highest point | Samejima 1969 |
//! | [`wle`] | weighted likelihood: the answers alone, nearly free of bias | Warm 1989 |
//! | [`ml`] | the likelihood's highest point; none for all-right and all-wrong patterns | |
//!
//! What was not answered is left out of the answers. All four are in the units of the items' θ.

mod grid;
mod nodes;
mod peak;
mod prior;
mod table;

pub use grid::Posterior;
pub(crate) use nodes::ln_likelihood_on;
pub use peak::{Range, map, ml, wle};
pub use prior::{Grid, Normal, Prior};
pub use table::{TableRow, by_raw_score};

use crate::{error::Error, item::Item};

/// One answered item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer<'a> {
    pub item: &'a Item,
    /// From 0 to the item's largest score.
    pub score: usize,
}

impl<'a> Answer<'a> {
    #[must_use]
    pub fn new(item: &'a Item, score: usize) -> Self {
        Self { item, score }
    }
}

/// What to keep in mind about an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Every answer got the lowest score: the items were too hard to say how low.
    AllLowest,
    /// Every answer got the largest score: the items were too easy to say how high.
    AllHighest,
    /// The answers point beyond the range that was searched.
    OutOfRange,
}

/// An estimate of θ. All numbers are finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub theta: f64,
    /// Standard error. EAP: the posterior's sd. Others: `1/√c`, `c` the curvature of what was made largest at its top (what mirt prints).
    pub se: f64,
    /// `1/√I(θ)`, for a posterior `1/√(I(θ) + 1/sd²)`: the textbook's standard error, from the expected information (what catR prints). EAP: the posterior's sd.
    pub information_se: f64,
    pub flag: Option<Flag>,
}

/// Mean and standard deviation of the posterior. Without answers they are the prior's.
///
/// # Errors
/// An item or a score that can't be, a prior that is none.
pub fn eap(answers: &[Answer<'_>], prior: &Prior) -> Result<Estimate, Error> {
    let posterior = posterior(answers, prior)?;
    Ok(Estimate { theta: posterior.mean(), se: posterior.sd(), information_se: posterior.sd(), flag: pattern(answers) })
}

/// The posterior itself: for chances, intervals and draws.
///
/// # Errors
/// As [`eap`].
pub fn posterior(answers: &[Answer<'_>], prior: &Prior) -> Result<Posterior, Error> {
    check(answers)?;
    prior.check()?;
    let bound = answers.iter().map(|answer| answer.item.information_bound()).sum();
    let mut grid = prior.on_grid(bound);
    let told = ln_likelihood_on(answers, grid.from, grid.step, grid.ln.len());
    grid.ln.iter_mut().zip(told).for_each(|(ln, told)| *ln += told);
    Posterior::from_ln(grid.from, grid.step, grid.ln)
}

/// `Σ ln P(x | θ)`.
#[must_use]
pub fn ln_likelihood(answers: &[Answer<'_>], theta: f64) -> f64 {
    answers.iter().map(|answer| answer.item.ln_probability(theta, answer.score)).sum()
}

/// # Errors
/// An item that is none, a score above the largest.
pub fn check(answers: &[Answer<'_>]) -> Result<(), Error> {
    for answer in answers {
        answer.item.check()?;
        if answer.score > answer.item.max_score() {
            return Err(Error::ScoreTooLarge { score: answer.score, largest: answer.item.max_score() });
        }
    }
    Ok(())
}

/// All lowest or all highest, if so.
#[must_use]
pub fn pattern(answers: &[Answer<'_>]) -> Option<Flag> {
    if answers.is_empty() {
        None
    } else if answers.iter().all(|answer| answer.score == 0) {
        Some(Flag::AllLowest)
    } else if answers.iter().all(|answer| answer.score == answer.item.max_score()) {
        Some(Flag::AllHighest)
    } else {
        None
    }
}
