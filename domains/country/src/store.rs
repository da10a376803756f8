//! SQL of what regions gave: the country's tables.

use crate::{
    contribution::{Answer, Contribution, Number, Period},
    lines,
};
use audit::{By, Event, Record};
use kernel::{Date, Result, Row, Timestamp, Tx, db::DbError, params};
use serde_json::json;

kernel::text_enum! {
    /// How a region stands.
    State {
        Given = "given",
        /// Gives, but has handed in no report yet.
        Empty = "empty",
        Withheld = "withheld",
        Silent = "silent",
    }
}

impl State {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Given => "передаёт",
            Self::Empty => "передаёт, но отчёты ещё не сданы",
            Self::Withheld => "не передаёт",
            Self::Silent => "не отвечает, показаны прежние числа",
        }
    }
}

/// A region as the country knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    pub code: String,
    pub name: String,
    pub state: State,
    pub given_at: Option<Timestamp>,
}

/// A number as kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub region: String,
    pub region_name: String,
    pub edition: i64,
    pub frozen_at: Timestamp,
    pub number: Number,
}

/// Whether this answer is written down already.
///
/// # Errors
/// The store fails.
pub fn collected(tx: &mut Tx<'_>, code: &str, answer: &Answer, digest: &str) -> Result<bool> {
    let known: Option<(State, String)> = tx.maybe("SELECT state, digest FROM country_region WHERE code = $1", params![code], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(match (known, answer) {
        (None, Answer::Silent) => true,
        (Some((state, _)), Answer::Silent) => matches!(state, State::Silent | State::Withheld),
        (Some((state, known)), Answer::Gives(_) | Answer::Withholds { .. }) => state != State::Silent && known == digest,
        (None, Answer::Gives(_) | Answer::Withholds { .. }) => false,
    })
}

/// Writes an answer down: what a region gives replaces all it gave before; what it takes back is gone.
///
/// # Errors
/// The store fails.
pub fn taken(tx: &mut Tx<'_>, code: &str, answer: &Answer, digest: &str) -> Result<()> {
    let now = tx.now();
    match answer {
        Answer::Silent => {
            tx.execute("UPDATE country_region SET state = 'silent' WHERE code = $1", params![code])?;
            Ok(())
        }
        Answer::Withholds { region } => {
            put_region(tx, code, region, (State::Withheld, digest, None), now)?;
            let gone = tx.execute("DELETE FROM country_figure WHERE region_code = $1", params![code])? + lines::forget(tx, code)?;
            if gone > 0 { tx.record(&By::system(), Event::new("country.figures_removed", "country_region", code).with(json!({"rows": gone}))) } else { Ok(()) }
        }
        Answer::Gives(contribution) => {
            let state = if contribution.periods.is_empty() && contribution.summary.is_none() { State::Empty } else { State::Given };
            put_region(tx, code, &contribution.region, (state, digest, Some(now)), now)?;
            tx.execute("DELETE FROM country_figure WHERE region_code = $1", params![code])?;
            let rows = put_figures(tx, code, contribution)? + lines::put(tx, code, contribution.summary.as_ref())?;
            tx.record(&By::system(), Event::new("country.figures_taken", "country_region", code).with(json!({"rows": rows})))
        }
    }
}

fn put_region(tx: &mut Tx<'_>, code: &str, name: &str, (state, digest, given_at): (State, &str, Option<Timestamp>), now: Timestamp) -> Result<()> {
    tx.execute(
        "INSERT INTO country_region (code, name, state, digest, given_at, asked_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, state = excluded.state, digest = excluded.digest, given_at = excluded.given_at, asked_at = excluded.asked_at",
        params![code, name, state, digest, given_at, now],
    )?;
    Ok(())
}

const COLUMNS: &str = "region_code, from_on, until_on, indicator, position, definition_number, title, formula, notes, owner, unit, counter, counter_version, numerator, denominator, why, edition, frozen_at";

fn put_figures(tx: &mut Tx<'_>, code: &str, contribution: &Contribution) -> Result<usize> {
    let mut count = 0;
    let sql = format!("INSERT INTO country_figure ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)");
    for Period { from, until, edition, frozen_at, numbers } in &contribution.periods {
        for number in numbers {
            let Number { indicator, position, definition_number, title, formula, notes, owner, unit, counter, counter_version, numerator, denominator, why } = number;
            tx.execute(&sql, params![code, from, until, indicator, position, definition_number, title, formula, notes, owner, unit, counter, counter_version, numerator, denominator, why, edition, frozen_at])?;
            count += 1;
        }
    }
    Ok(count)
}

/// All regions that were ever asked, by name.
///
/// # Errors
/// The store fails.
pub fn regions(tx: &mut Tx<'_>) -> Result<Vec<Region>> {
    let mut found = tx.query("SELECT code, name, state, given_at FROM country_region", params![], kernel::row!(Region { code, name, state, given_at }))?;
    found.sort_by_key(|region| kernel::search::sort_key(&region.name));
    Ok(found)
}

/// Periods for which something was given, the newest first.
///
/// # Errors
/// The store fails.
pub fn periods(tx: &mut Tx<'_>) -> Result<Vec<reports::Period>> {
    Ok(tx.query("SELECT DISTINCT from_on, until_on FROM country_figure ORDER BY until_on DESC, from_on DESC", params![], |row| Ok(reports::Period { from: row.get(0)?, until: row.get(1)? }))?)
}

/// What was given for a period: by indicator as the regions order them, then by the name of the region. Never by a number.
///
/// # Errors
/// The store fails.
pub fn figures(tx: &mut Tx<'_>, (from, until): (Date, Date)) -> Result<Vec<Kept>> {
    let sql =
        "SELECT f.region_code, r.name, f.edition, f.frozen_at, f.indicator, f.position, f.definition_number, f.title, f.formula, f.notes, f.owner, f.unit, f.counter, f.counter_version, f.numerator, f.denominator, f.why
        FROM country_figure f JOIN country_region r ON r.code = f.region_code WHERE f.from_on = $1 AND f.until_on = $2";
    let mut found = tx.query(sql, params![from, until], shape)?;
    found.sort_by_key(|kept| (kept.number.position, kept.number.indicator.clone(), kernel::search::sort_key(&kept.region_name)));
    Ok(found)
}

fn shape(row: &Row<'_>) -> Result<Kept, DbError> {
    let number = Number {
        indicator: row.get(4)?,
        position: row.get(5)?,
        definition_number: row.get(6)?,
        title: row.get(7)?,
        formula: row.get(8)?,
        notes: row.get(9)?,
        owner: row.get(10)?,
        unit: row.get(11)?,
        counter: row.get(12)?,
        counter_version: row.get(13)?,
        numerator: row.get(14)?,
        denominator: row.get(15)?,
        why: row.get(16)?,
    };
    Ok(Kept { region: row.get(0)?, region_name: row.get(1)?, edition: row.get(2)?, frozen_at: row.get(3)?, number })
}
