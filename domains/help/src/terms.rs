//! The region's terms: how soon an answer is due, when what is silent is closed, when what is confidential is gone.

use access::{Action, Actor, Role};
use audit::{Event, Record};
use kernel::{Date, Error, FieldErrors, Result, Tx, params};
use serde::{Deserialize, Serialize};
use structure::calendar::{Calendar, working_days_after};

use crate::model::HowSoon;

const NAME: &str = "help_terms";
/// A confidential request outlives the month in which it was asked, so that a person counts once in it.
const SHORTEST: u32 = 31;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// Working days until an answer.
    pub answer_days: u32,
    /// Days after an answer when a silent request is closed.
    pub silent_days: u32,
    /// Days after closing when a confidential request is gone.
    pub erase_days: u32,
}

impl Default for Terms {
    fn default() -> Self {
        Self { answer_days: 3, silent_days: 14, erase_days: SHORTEST }
    }
}

/// The terms in force.
///
/// # Errors
/// The store fails.
pub fn read(tx: &mut Tx<'_>) -> Result<Terms> {
    let body: Option<String> = tx.maybe("SELECT body FROM setting WHERE name = $1", params![NAME], |row| row.get(0))?;
    let kept: Terms = body.map(|body| serde_json::from_str(&body)).transpose().map_err(anyhow::Error::new)?.unwrap_or_default();
    Ok(Terms { erase_days: kept.erase_days.max(SHORTEST), ..kept })
}

impl Terms {
    /// From the answers of the form.
    ///
    /// # Errors
    /// Fields.
    pub fn parse<'a>(answer: impl Fn(&str) -> &'a str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut number = |name: &str, range: std::ops::RangeInclusive<u32>| {
            let found = answer(name).trim().parse().ok().filter(|number| range.contains(number));
            if found.is_none() {
                errors.add(name, format!("Укажите целое число от {} до {}", range.start(), range.end()));
            }
            found.unwrap_or_default()
        };
        let terms = Self { answer_days: number("answer_days", 1..=20), silent_days: number("silent_days", 3..=60), erase_days: number("erase_days", SHORTEST..=365) };
        errors.or(Some(terms))
    }

    /// The day by which an answer is due; the day of asking doesn't count.
    #[must_use]
    pub fn due(&self, calendar: &Calendar, from: Date, how_soon: HowSoon) -> Date {
        let days = match how_soon {
            HowSoon::Urgent => 1,
            HowSoon::Usual => self.answer_days,
            HowSoon::Calm => self.answer_days * 2,
        };
        working_days_after(calendar, from, days)
    }
}

/// Only who answers for the region's active sets them.
///
/// # Errors
/// Not found.
pub fn may_set(actor: &Actor) -> Result<()> {
    actor.may(Action::AnswerHelp)?;
    if actor.role == Role::Coordinator { Ok(()) } else { Err(Error::NotFound) }
}

/// Sets the terms: for requests that come from now on, and for what is closed at once.
///
/// # Errors
/// Not found.
pub fn set(tx: &mut Tx<'_>, actor: &Actor, terms: &Terms) -> Result<()> {
    may_set(actor)?;
    let (body, now) = (serde_json::to_string(terms).map_err(anyhow::Error::new)?, tx.now());
    tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at", params![NAME, body, now])?;
    let said = serde_json::to_value(terms).map_err(anyhow::Error::new)?;
    tx.record(&actor.by(), Event::new("help.terms_set", "setting", NAME).with(said))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_answer_is_due_in_working_days_after_the_day_of_asking() {
        let (terms, calendar) = (Terms::default(), Calendar::default());
        let friday = date(2026, 11, 20);
        assert_eq!(terms.due(&calendar, friday, HowSoon::Urgent), date(2026, 11, 23));
        assert_eq!(terms.due(&calendar, friday, HowSoon::Usual), date(2026, 11, 25));
        assert_eq!(terms.due(&calendar, friday, HowSoon::Calm), date(2026, 11, 30));
    }

    #[test]
    fn every_wrong_term_is_told_at_its_field() {
        let errors = Terms::parse(|name| if name == "silent_days" { "7" } else { "ноль" }).unwrap_err();
        assert!(errors.of("answer_days").is_some() && errors.of("erase_days").is_some() && errors.of("silent_days").is_none());
        let errors = Terms::parse(|name| if name == "erase_days" { "30" } else { "7" }).unwrap_err();
        assert!(errors.of("erase_days").is_some() && errors.of("answer_days").is_none(), "gone within the month one would count twice");
    }
}
