//! Results and their earlier versions.

use crate::{
    class::Class,
    model::{Bin, Body, Distribution, Figures, Outcome, OutcomeId, Past, Topic},
    period::Period,
};
use kernel::{Error, Result, Row, Tx, db::DbError, id::AccountId, id::PlaceId, params};
use serde::de::DeserializeOwned;

pub const COLUMNS: &str = "o.id, o.place_id, o.grade, o.letter, o.subject, o.source, o.school_year, o.period_kind, o.period_number, o.from_on, o.until_on, o.title,
    o.pupils, o.under, o.mean, o.scale, o.twos, o.threes, o.fours, o.fives, o.bins, o.topics, o.origin, o.entered_by, o.entered_at, o.withdrawn_at, o.withdrawn_why, o.version";

fn json<T: DeserializeOwned + Default>(text: &str) -> Result<T, DbError> {
    if text.is_empty() { Ok(T::default()) } else { serde_json::from_str(text).map_err(|error| DbError::Shape(format!("an outcome: {error}"))) }
}

fn figures(row: &Row<'_>, at: usize) -> Result<Figures, DbError> {
    let (twos, bins, topics): (Option<i64>, String, String) = (row.get(at + 4)?, row.get(at + 8)?, row.get(at + 9)?);
    let distribution = match twos {
        Some(twos) => Distribution::Marks([twos, row.get(at + 5)?, row.get(at + 6)?, row.get(at + 7)?]),
        None if bins.is_empty() => Distribution::Unknown,
        None => Distribution::Bins(json::<Vec<Bin>>(&bins)?),
    };
    Ok(Figures { pupils: row.get(at)?, under: row.get(at + 1)?, mean: row.get(at + 2)?, scale: row.get(at + 3)?, distribution, topics: json::<Vec<Topic>>(&topics)? })
}

pub fn shape(row: &Row<'_>) -> Result<Outcome, DbError> {
    Ok(Outcome {
        id: row.get(0)?,
        place: row.get(1)?,
        class: Class { grade: row.get(2)?, letter: row.get(3)? },
        subject: row.get(4)?,
        source: row.get(5)?,
        period: Period { school_year: row.get(6)?, kind: row.get(7)?, number: row.get(8)?, from: row.get(9)?, until: row.get(10)? },
        title: row.get(11)?,
        figures: figures(row, 12)?,
        origin: row.get(22)?,
        entered_by: row.get(23)?,
        entered_at: row.get(24)?,
        withdrawn_at: row.get(25)?,
        withdrawn_why: row.get(26)?,
        version: row.get(27)?,
    })
}

/// Whoever asks: the caller judges the viewer by what is found.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, id: OutcomeId) -> Result<Outcome> {
    tx.one(&format!("SELECT {COLUMNS} FROM outcome o WHERE o.id = $1"), params![id], shape)
}

/// What holds of a school in a school year.
///
/// # Errors
/// The store fails.
pub fn of_school_year(tx: &mut Tx<'_>, place: &PlaceId, school_year: i64) -> Result<Vec<Outcome>> {
    let sql = format!("SELECT {COLUMNS} FROM outcome o WHERE o.place_id = $1 AND o.school_year = $2 AND o.withdrawn_at IS NULL");
    Ok(tx.query(&sql, params![place, school_year], shape)?)
}

/// What holds of a class in a subject, in the order of days.
///
/// # Errors
/// The store fails.
pub fn of_class(tx: &mut Tx<'_>, place: &PlaceId, class: &Class, subject: &str) -> Result<Vec<Outcome>> {
    let sql = format!("SELECT {COLUMNS} FROM outcome o WHERE o.place_id = $1 AND o.grade = $2 AND o.letter = $3 AND o.subject = $4 AND o.withdrawn_at IS NULL ORDER BY o.until_on, o.id");
    Ok(tx.query(&sql, params![place, class.grade, class.letter, subject], shape)?)
}

/// What holds of a school in a subject from a school year on, the newest first.
///
/// # Errors
/// The store fails.
pub fn of_subject(tx: &mut Tx<'_>, place: &PlaceId, subject: &str, since: i64) -> Result<Vec<Outcome>> {
    let sql = format!("SELECT {COLUMNS} FROM outcome o WHERE o.place_id = $1 AND o.subject = $2 AND o.school_year >= $3 AND o.withdrawn_at IS NULL ORDER BY o.until_on DESC, o.grade, o.letter, o.id LIMIT 2000");
    Ok(tx.query(&sql, params![place, subject, since], shape)?)
}

/// Earlier versions, the newest first.
///
/// # Errors
/// The store fails.
pub fn past(tx: &mut Tx<'_>, id: OutcomeId) -> Result<Vec<Past>> {
    let sql = "SELECT version, body, entered_by, entered_at FROM outcome_past WHERE outcome_id = $1 ORDER BY version DESC";
    Ok(tx.query(sql, params![id], |row| {
        let body: String = row.get(1)?;
        let body: Body = serde_json::from_str(&body).map_err(|error| DbError::Shape(format!("an outcome of before: {error}")))?;
        Ok(Past { version: row.get(0)?, body, entered_by: row.get(2)?, entered_at: row.get(3)? })
    })?)
}

/// A result's own words for a row: marks, bins and topics.
pub(crate) fn spread(figures: &Figures) -> Result<(Option<[i64; 4]>, String, String)> {
    let (marks, bins) = match &figures.distribution {
        Distribution::Unknown => (None, String::new()),
        Distribution::Marks(marks) => (Some(*marks), String::new()),
        Distribution::Bins(bins) => (None, serde_json::to_string(bins).map_err(anyhow::Error::new)?),
    };
    let topics = if figures.topics.is_empty() { String::new() } else { serde_json::to_string(&figures.topics).map_err(anyhow::Error::new)? };
    Ok((marks, bins, topics))
}

/// Puts new figures in place of those that stood, which are kept as history.
///
/// # Errors
/// Stale: another was first.
pub(crate) fn replace(tx: &mut Tx<'_>, old: &Outcome, new: &Body, by: Option<AccountId>) -> Result<()> {
    let now = tx.now();
    let body = serde_json::to_string(&Body { period: old.period, title: old.title.clone(), figures: old.figures.clone() }).map_err(anyhow::Error::new)?;
    let (marks, bins, topics) = spread(&new.figures)?;
    let mark = |at: usize| marks.map(|marks| marks[at]);
    tx.change_one(
        "Результат класса",
        "UPDATE outcome SET from_on = $1, until_on = $2, title = $3, pupils = $4, under = $5, mean = $6, scale = $7, twos = $8, threes = $9, fours = $10, fives = $11, bins = $12, topics = $13,
            entered_by = $14, entered_at = $15, version = version + 1 WHERE id = $16 AND version = $17 AND withdrawn_at IS NULL",
        params![new.period.from, new.period.until, new.title, new.figures.pupils, new.figures.under, new.figures.mean, new.figures.scale, mark(0), mark(1), mark(2), mark(3), bins, topics, by, now, old.id, old.version],
    )?;
    tx.execute("INSERT INTO outcome_past (outcome_id, version, body, entered_by, entered_at) VALUES ($1, $2, $3, $4, $5)", params![old.id, old.version, body, old.entered_by, old.entered_at])?;
    Ok(())
}

/// Withdraws one: it stays as history.
///
/// # Errors
/// Stale, or withdrawn before.
pub(crate) fn withdraw(tx: &mut Tx<'_>, id: OutcomeId, version: i64, why: &str) -> Result<()> {
    let now = tx.now();
    tx.change_one("Результат класса", "UPDATE outcome SET withdrawn_at = $1, withdrawn_why = $2, version = version + 1 WHERE id = $3 AND version = $4 AND withdrawn_at IS NULL", params![now, why, id, version])
}

/// Classes that a school has shown so far in results or in who teaches, in order.
///
/// # Errors
/// The store fails.
pub fn known_classes(tx: &mut Tx<'_>, place: &PlaceId, since: i64) -> Result<Vec<Class>> {
    let sql = "SELECT DISTINCT grade, letter FROM outcome WHERE place_id = $1 AND school_year >= $2 AND withdrawn_at IS NULL
        UNION SELECT grade, letter FROM class_teacher WHERE place_id = $1 AND school_year >= $2 ORDER BY 1, 2";
    Ok(tx.query(sql, params![place, since], |row| Ok(Class { grade: row.get(0)?, letter: row.get(1)? }))?)
}

/// The last that an account entered for a school: what its next form begins with.
///
/// # Errors
/// The store fails.
pub fn last_of(tx: &mut Tx<'_>, account: AccountId, place: &PlaceId, since: i64) -> Result<Option<Outcome>> {
    let sql =
        format!("SELECT {COLUMNS} FROM outcome o WHERE o.place_id = $1 AND o.school_year >= $2 AND o.entered_by = $3 AND o.origin = 'typed' AND o.withdrawn_at IS NULL ORDER BY o.entered_at DESC, o.id DESC LIMIT 1");
    tx.maybe(&sql, params![place, since, account], shape).map_err(Error::from)
}

/// Name of an account for the school's own history.
///
/// # Errors
/// The store fails.
pub fn account_name(tx: &mut Tx<'_>, account: Option<AccountId>) -> Result<String> {
    let Some(account) = account else { return Ok(String::new()) };
    Ok(tx.maybe("SELECT display_name FROM account WHERE id = $1", params![account], |row| row.get(0))?.unwrap_or_default())
}

/// Which of a school's results.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub school_year: i64,
    pub subject: String,
    pub grade: Option<i64>,
    pub source: String,
    /// Kind and number.
    pub period: Option<(crate::period::PeriodKind, i64)>,
    pub is_withdrawn: bool,
}

/// A school's own results, the newest first within a class.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, place: &PlaceId, filter: &Filter, slice: kernel::Slice) -> Result<kernel::Paged<Outcome>> {
    let (kind, number) = filter.period.map_or((String::new(), 0), |(kind, number)| (kind.to_string(), number));
    let grade = filter.grade.unwrap_or_default();
    let wheres = "o.place_id = $1 AND o.school_year = $2 AND (CAST($3 AS TEXT) = '' OR o.subject = $3) AND (CAST($4 AS BIGINT) = 0 OR o.grade = $4) AND (CAST($5 AS TEXT) = '' OR o.source = $5)
        AND (CAST($6 AS TEXT) = '' OR (o.period_kind = $6 AND o.period_number = $7)) AND (CASE WHEN o.withdrawn_at IS NULL THEN 0 ELSE 1 END) = $8";
    let values = params![place, filter.school_year, filter.subject, grade, filter.source, kind, number, filter.is_withdrawn];
    let total = tx.count(&format!("SELECT COUNT(*) FROM outcome o WHERE {wheres}"), values)?;
    let sql = format!("SELECT {COLUMNS} FROM outcome o WHERE {wheres} ORDER BY o.grade, o.letter, o.subject, o.until_on DESC, o.id LIMIT {} OFFSET {}", slice.limit(), slice.offset());
    Ok(kernel::Paged { rows: tx.query(&sql, values, shape)?, total, slice })
}
