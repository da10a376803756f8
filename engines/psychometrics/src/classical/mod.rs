//! Classical test statistics: shares correct, item–rest correlations, reliability, distractors.

mod distractors;
mod factor;
mod moments;
mod reliability;

pub use distractors::{OptionRow, distractors};
pub use factor::{OneFactor, one_factor};
pub use moments::rest_shares;
pub use reliability::{Reliability, reliability};

use crate::{error::Error, responses::Responses};
use moments::{Sums, correlation};

/// When an item deserves a look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Share of the largest score, on average.
    pub hardest: f64,
    pub easiest: f64,
    pub weakest_rest_correlation: f64,
}

impl Default for Limits {
    /// .1, .95, .15.
    fn default() -> Self {
        Self { hardest: 0.1, easiest: 0.95, weakest_rest_correlation: 0.15 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    NobodyAnswered,
    /// Everyone has the same score.
    NoVariation,
    TooHard,
    TooEasy,
    /// Hardly goes with the rest of the form, or against it.
    WeakDiscrimination,
}

/// One item. A number that can't be had is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemStatistics {
    /// People who answered it (sum of their weights).
    pub answered: f64,
    pub mean: Option<f64>,
    /// Over n − 1.
    pub sd: Option<f64>,
    /// Mean as a share of the largest score: the share correct of an item scored 0 or 1.
    pub share: Option<f64>,
    /// Correlation with the whole form, the item included.
    pub total_r: Option<f64>,
    /// Correlation with the rest of the form; point-biserial for an item scored 0 or 1.
    pub rest_r: Option<f64>,
    pub warnings: Vec<Warning>,
}

/// Statistics of each item. `largest[i]` is the largest score of item `i`; a person's rest is the share reached on what else the person answered, so missing answers do no harm.
///
/// # Errors
/// Another number of largest scores than items.
pub fn items(responses: &Responses, largest: &[u8], limits: Limits) -> Result<Vec<ItemStatistics>, Error> {
    if largest.len() != responses.items() {
        return Err(Error::Shape { what: "largest scores", found: largest.len(), wanted: responses.items() });
    }
    let sums: Vec<(f64, f64)> = responses.rows().map(|row| moments::reached(row, largest)).collect();
    Ok((0..responses.items()).map(|item| one(responses, largest, &sums, item, limits)).collect())
}

/// The largest score seen on each item, at least 1.
#[must_use]
pub fn seen_largest(responses: &Responses) -> Vec<u8> {
    (0..responses.items()).map(|item| responses.range(item).map_or(1, |(_, highest)| highest.max(1))).collect()
}

fn one(responses: &Responses, largest: &[u8], sums: &[(f64, f64)], item: usize, limits: Limits) -> ItemStatistics {
    let (mut own, mut total, mut rest) = (Sums::default(), Vec::new(), Vec::new());
    for (person, (reached, possible)) in sums.iter().enumerate() {
        let Some(score) = responses.score(person, item) else { continue };
        let (weight, score, most) = (responses.weight(person), f64::from(score), f64::from(largest[item]));
        own.add(score, weight);
        total.push((score, reached / possible, weight));
        if possible - most > 0.0 {
            rest.push((score, (reached - score) / (possible - most), weight));
        }
    }
    let mean = own.mean();
    let share = mean.filter(|_| largest[item] > 0).map(|mean| mean / f64::from(largest[item]));
    let sd = own.variance().map(f64::sqrt);
    let rest_r = correlation(&rest);
    let mut warnings = Vec::new();
    let mut warn = |holds: bool, warning: Warning| {
        if holds {
            warnings.push(warning)
        }
    };
    warn(mean.is_none(), Warning::NobodyAnswered);
    warn(sd == Some(0.0), Warning::NoVariation);
    warn(share.is_some_and(|share| share < limits.hardest), Warning::TooHard);
    warn(share.is_some_and(|share| share > limits.easiest), Warning::TooEasy);
    warn(rest_r.is_some_and(|r| r < limits.weakest_rest_correlation), Warning::WeakDiscrimination);
    ItemStatistics { answered: own.weight, mean, sd, share, total_r: correlation(&total), rest_r, warnings }
}
