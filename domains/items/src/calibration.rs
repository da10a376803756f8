//! Calibrations: a common scale of a framework's items, made by the engine out of answers or brought in from elsewhere.

mod engine;
mod figures;
pub mod request;
mod run;

pub use run::{Respondent, Responses, Scored, run_waiting};

use crate::{
    content::ItemBody,
    model::{CalibrationId, ItemId},
    store::scales,
};
use competencies::FrameworkId;
use kernel::{Error, Result, Timestamp, Tx, text_enum};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

text_enum! {
    /// Where parameters come from.
    Origin {
        Engine = "engine",
        Import = "import",
    }
}

text_enum! {
    /// How the probability of each score follows from ability.
    Model {
        /// One slope for all items of a competency.
        Rasch = "rasch",
        /// A slope of its own for each item; where items have steps, the same as [`Model::PartialCredit`].
        TwoParameter = "2pl",
        /// The same with steps: for items of several points too.
        PartialCredit = "gpcm",
    }
}

impl Model {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Rasch => "Раша (одна крутизна на все задания)",
            Self::TwoParameter => "двухпараметрическая (2PL)",
            Self::PartialCredit => "с частичными баллами (GPCM)",
        }
    }
}

text_enum! {
    /// How far a calibration is.
    CalibrationState {
        Waiting = "waiting",
        Running = "running",
        Done = "done",
        Failed = "failed",
        Cancelled = "cancelled",
    }
}

impl CalibrationState {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "ждёт очереди",
            Self::Running => "считается",
            Self::Done => "готова",
            Self::Failed => "не получилась",
            Self::Cancelled => "отменена",
        }
    }

    /// Whether it still may be cancelled.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Waiting | Self::Running => true,
            Self::Done | Self::Failed | Self::Cancelled => false,
        }
    }
}

text_enum! {
    /// How the steps of an item follow from ability.
    Family {
        PartialCredit = "partial_credit",
        Graded = "graded",
    }
}

/// A common scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    pub id: CalibrationId,
    pub framework: FrameworkId,
    pub title: String,
    pub origin: Origin,
    pub model: Model,
    pub state: CalibrationState,
    /// New attempts are measured by it.
    pub is_current: bool,
    /// Its scale is that one's: the items of both were anchored.
    pub linked_to: Option<CalibrationId>,
    /// Percent.
    pub progress: i64,
    pub message: String,
    pub facts: Facts,
    pub asked_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// Optimistic lock.
    pub version: i64,
}

/// What is known of a calibration beside the parameters. Competencies are named by their codes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// An item with fewer answers is left out.
    pub min_answers: u64,
    pub people: u64,
    pub items: u64,
    pub log_likelihood: Option<f64>,
    pub iterations: u64,
    pub converged: bool,
    /// Of ability in the group the answers are of.
    pub means: BTreeMap<String, f64>,
    pub sds: BTreeMap<String, f64>,
    pub correlations: Vec<Correlation>,
    /// Items without parameters, and why.
    pub left_out: Vec<LeftOut>,
    /// How many items held the scale of the calibration it is linked to, by competency.
    pub anchors: BTreeMap<String, u64>,
}

/// Between abilities in two competencies, errors of measurement taken out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correlation {
    pub one: String,
    pub other: String,
    pub value: f64,
    /// People who answered items of both.
    pub people: u64,
}

/// An item that got no parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    pub code: String,
    pub why: String,
}

/// Parameters of an item in slope–intercept form, as attempts freeze them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    pub family: Family,
    pub slope: f64,
    pub intercepts: Vec<f64>,
    /// Guessed from the difficulty the author expects: results then say so, and a change is not compared.
    #[serde(default)]
    pub preliminary: bool,
    /// Standard errors of slope and intercepts, in that order; empty if unknown, 0 for what was held fixed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
}

impl Parameters {
    /// For items without parameters: slope 1, difficulty as the author expects it.
    #[must_use]
    pub fn guessed(body: &ItemBody) -> Self {
        let steps = body.max_score().clamp(1, 100);
        let middle = f64::from(body.expected.clamp(-2, 2));
        // Steps of one item stand half a unit apart around the expected difficulty.
        let difficulty = |step: u32| middle + 0.5 * (f64::from(step) - f64::from(steps - 1) / 2.0);
        let intercepts = (0..steps).scan(0.0, |sum, step| {
            *sum -= difficulty(step);
            Some(*sum)
        });
        Self { family: Family::PartialCredit, slope: 1.0, intercepts: intercepts.collect(), preliminary: true, errors: Vec::new(), flags: Vec::new() }
    }

    /// For the engine.
    #[must_use]
    pub fn item(&self) -> psychometrics::Item {
        let family = match self.family {
            Family::PartialCredit => psychometrics::Family::PartialCredit,
            Family::Graded => psychometrics::Family::Graded,
        };
        psychometrics::Item { family, slope: self.slope, intercepts: self.intercepts.clone() }
    }

    /// The point of the scale where half of the points are expected: what people call difficulty.
    #[must_use]
    pub fn difficulty(&self) -> f64 {
        let most = self.intercepts.len();
        match (self.family, self.intercepts.last()) {
            (Family::PartialCredit, Some(last)) => -last / (self.slope * most as f64),
            (Family::Graded, Some(_)) => -self.intercepts.iter().sum::<f64>() / (self.slope * most as f64),
            (_, None) => 0.0,
        }
    }
}

/// Whether two calibrations are one scale: the same one, or chained by `linked_to`.
///
/// # Errors
/// Not found, or the store fails.
pub fn are_linked(tx: &mut Tx<'_>, one: CalibrationId, other: CalibrationId) -> Result<bool> {
    Ok(root(tx, one)? == root(tx, other)?)
}

/// The calibration that the chain of links ends at.
fn root(tx: &mut Tx<'_>, id: CalibrationId) -> Result<CalibrationId> {
    let mut at = id;
    // A chain is as long as there were recalibrations; a circle can't be made by the use cases, and must not hang the page.
    for _ in 0..1_000 {
        match scales::calibration(tx, at)?.linked_to {
            Some(next) => at = next,
            None => break,
        }
    }
    Ok(at)
}

/// Parameters of the items asked for: those of the calibration, guesses for items that it lacks.
///
/// # Errors
/// An item is not found, or the store fails.
pub fn parameters_of(tx: &mut Tx<'_>, calibration: Option<CalibrationId>, items: &[(ItemId, i64)]) -> Result<Vec<Parameters>> {
    let known = calibration.map(|id| scales::parameters(tx, id)).transpose()?.unwrap_or_default();
    items
        .iter()
        .map(|(item, revision)| match known.get(&(*item, *revision)) {
            Some(parameters) => Ok(parameters.clone()),
            None => Ok(Parameters::guessed(&crate::store::body(tx, *item, *revision)?)),
        })
        .collect()
}

/// Makes a finished calibration the one that new attempts are measured by.
///
/// # Errors
/// It isn't finished, or somebody was first.
pub fn make_current(tx: &mut Tx<'_>, by: &audit::By, id: CalibrationId, version: i64) -> Result<()> {
    use audit::Record;
    let calibration = scales::calibration(tx, id)?;
    if calibration.state != CalibrationState::Done {
        return Err(Error::refusal("Действующей можно сделать только готовую калибровку. Дождитесь конца расчёта."));
    }
    if calibration.version != version {
        return Err(Error::stale("Калибровка"));
    }
    scales::make_current(tx, &calibration)?;
    tx.record(by, audit::Event::new("calibration.made_current", "calibration", id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Ask;

    #[test]
    fn a_guess_stands_where_the_author_expects_it() {
        for (points, expected) in [(1, 0), (1, 2), (2, -1), (4, 1)] {
            let body = ItemBody { stem: String::new(), materials: Vec::new(), ask: Ask::Text, points, expected };
            let guess = Parameters::guessed(&body);
            assert_eq!(guess.intercepts.len(), points as usize);
            assert!((guess.difficulty() - f64::from(expected)).abs() < 1e-9 && guess.preliminary, "{guess:?}");
            let mut chances = vec![0.0; points as usize + 1];
            guess.item().probabilities(f64::from(expected), &mut chances);
            let half: f64 = chances.iter().enumerate().map(|(score, chance)| score as f64 * chance).sum();
            assert!((half - f64::from(points) / 2.0).abs() < 1e-9, "half of the points at the difficulty: {half}");
        }
    }
}
