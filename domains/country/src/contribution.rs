//! What a region gives: figures of the reports it has handed in and the summary it has handed over, without what could be somebody.

use crate::{frozen, giving, summary::Summary};
use kernel::{Date, Result, Timestamp, Tx};
use reports::{Counted, Counter, Figure, Unit};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One number with the definition by which it was counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Number {
    pub indicator: String,
    pub position: i64,
    /// Version of the words in that region.
    pub definition_number: i64,
    pub title: String,
    pub formula: String,
    pub notes: String,
    pub owner: String,
    pub unit: Unit,
    pub counter: Counter,
    pub counter_version: i64,
    /// `None`: hidden, or there was nothing to count.
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    /// Why there is no number.
    pub why: String,
}

impl Number {
    /// As on the screen.
    #[must_use]
    pub fn text(&self) -> String {
        self.figure().text(self.unit)
    }

    /// Only the number: no lines beside it.
    #[must_use]
    pub fn figure(&self) -> Figure {
        Figure { numerator: self.numerator, denominator: self.denominator, extras: Vec::new(), why: self.why.clone() }
    }

    fn hide(&mut self, why: &str) {
        (self.numerator, self.denominator) = (None, None);
        why.clone_into(&mut self.why);
    }
}

/// A report's period with its numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Period {
    pub from: Date,
    pub until: Date,
    pub edition: i64,
    pub frozen_at: Timestamp,
    pub numbers: Vec<Number>,
}

/// Everything that a region gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// As the region calls itself.
    pub region: String,
    pub periods: Vec<Period>,
    /// In force, if one was handed over.
    pub summary: Option<Summary>,
}

impl Contribution {
    /// How many numbers and lines there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.periods.iter().map(|period| period.numbers.len()).sum::<usize>() + self.summary.as_ref().map_or(0, Summary::lines)
    }
}

/// What a region says when it is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// Nobody has decided to give, or it was taken back.
    Withholds {
        /// As the region calls itself.
        region: String,
    },
    Gives(Contribution),
    /// Its database doesn't answer: what was given before stays, with its day.
    Silent,
}

impl Answer {
    /// The same answer has the same digest: then nothing is written anew.
    #[must_use]
    pub fn digest(&self) -> String {
        let body = serde_json::to_vec(self).unwrap_or_default();
        data_encoding::HEXLOWER.encode(&Sha256::digest(body))
    }
}

/// The newest periods are enough: a year with its halves and quarters.
const PERIODS: u32 = 8;

/// What this region gives now. Reads only.
///
/// # Errors
/// No profile is loaded, or the store fails.
pub fn contribution(tx: &mut Tx<'_>) -> Result<Answer> {
    let region = structure::profile(tx)?.region.name.clone();
    if !giving::decision(tx)?.is_some_and(|decision| decision.gives) {
        return Ok(Answer::Withholds { region });
    }
    let summary = frozen::in_force(tx)?.map(|frozen| frozen.summary);
    Ok(Answer::Gives(Contribution { region, periods: handed_up(tx)?, summary }))
}

/// Periods as they would be given, whether or not they are.
///
/// # Errors
/// The store fails.
pub fn handed_up(tx: &mut Tx<'_>) -> Result<Vec<Period>> {
    let mut periods: Vec<Period> = reports::handed_up(tx, PERIODS)?
        .into_iter()
        .map(|(report, edition)| {
            let counted = edition.snapshot.figures.indicators.iter().enumerate();
            Period { from: report.period.from, until: report.period.until, edition: edition.number, frozen_at: edition.frozen_at, numbers: counted.map(|(at, counted)| number(at, counted)).collect() }
        })
        .collect();
    hide_few(&mut periods);
    Ok(periods)
}

fn number(at: usize, counted: &Counted) -> Number {
    Number {
        indicator: counted.code.clone(),
        position: i64::try_from(at).unwrap_or(i64::MAX),
        definition_number: counted.number,
        title: counted.title.clone(),
        formula: counted.formula.clone(),
        notes: counted.notes.clone(),
        owner: counted.owner.clone(),
        unit: counted.unit,
        counter: counted.counter,
        counter_version: counted.counter_version,
        numerator: counted.figure.numerator,
        denominator: counted.figure.denominator,
        why: counted.figure.why.clone(),
    }
}

const FEW: &str = "Людей слишком мало: по числу узнали бы человека";
const OTHER_PERIOD: &str = "За пересекающийся период число скрыто: по разности его узнали бы";

/// Hides numbers behind which too few people stand, and the same indicator in every period that overlaps with one so hidden: a year
/// without its shown half would tell the hidden half.
pub fn hide_few(periods: &mut [Period]) {
    for number in periods.iter_mut().flat_map(|period| &mut period.numbers) {
        if is_few(number) {
            number.hide(FEW);
        }
    }
    // Hidden by the region's own rule counts too: whatever the reason, the number is not to be worked out.
    let hidden: Vec<(String, Date, Date)> =
        periods.iter().flat_map(|period| period.numbers.iter().filter(|number| number.numerator.is_none() && number.counter.is_of_people()).map(|number| (number.indicator.clone(), period.from, period.until))).collect();
    for period in periods.iter_mut() {
        let overlaps = |(indicator, from, until): &&(String, Date, Date), number: &Number| *indicator == number.indicator && *from < period.until && period.from < *until && (*from, *until) != (period.from, period.until);
        for number in period.numbers.iter_mut().filter(|number| number.numerator.is_some()) {
            if hidden.iter().any(|one| overlaps(&one, number)) {
                number.hide(OTHER_PERIOD);
            }
        }
    }
}

/// Of people: a count below five; a share of fewer than ten, or one or two of fewer than thirty, or all of them but one or two.
fn is_few(number: &Number) -> bool {
    if !number.counter.is_of_people() {
        return false;
    }
    let Some(numerator) = number.numerator else { return false };
    let is_one_or_two = |count: f64| count > 0.0 && count < 2.5;
    match number.denominator {
        Some(of) => of < 10.0 || (of < 30.0 && (is_one_or_two(numerator) || is_one_or_two(of - numerator))),
        None => numerator > 0.0 && numerator < 5.0,
    }
}
