//! Lines of year plans.

use super::full_name_sql;
use crate::{
    form::LineDraft,
    model::{Line, LineId, UnionId},
};
use kernel::{Date, Result, Tx, id::PersonId, params};

fn select() -> String {
    format!(
        "SELECT l.id, l.union_id, l.school_year, l.month, l.what, l.direction, l.owner_id, COALESCE({}, ''), l.expected, l.done_url, l.done_title, l.done_on, l.version FROM union_plan_line l LEFT JOIN person p ON p.id = l.owner_id",
        full_name_sql("p")
    )
}

fn shape(row: &kernel::Row<'_>) -> Result<Line, kernel::db::DbError> {
    let small = |at: usize| row.get::<i64>(at);
    Ok(Line {
        id: row.get(0)?,
        union: row.get(1)?,
        school_year: i16::try_from(small(2)?).unwrap_or_default(),
        month: i8::try_from(small(3)?).unwrap_or_default(),
        what: row.get(4)?,
        direction: row.get(5)?,
        owner: row.get(6)?,
        owner_name: row.get(7)?,
        expected: row.get(8)?,
        done_url: row.get(9)?,
        done_title: row.get(10)?,
        done_on: row.get(11)?,
        version: row.get(12)?,
    })
}

/// Months from September on.
const ORDER: &str = "CASE WHEN l.month >= 9 THEN l.month ELSE l.month + 12 END, l.id";

/// The plan of a school year.
///
/// # Errors
/// The store fails.
pub fn of_year(tx: &mut Tx<'_>, union: UnionId, year: i16) -> Result<Vec<Line>> {
    Ok(tx.query(&format!("{} WHERE l.union_id = $1 AND l.school_year = $2 ORDER BY {ORDER}", select()), params![union, i64::from(year)], shape)?)
}

/// A line; whose plan it is is for the caller to ask.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, id: LineId) -> Result<Line> {
    tx.one(&format!("{} WHERE l.id = $1", select()), params![id], shape)
}

/// Years that have a plan, the newest first.
///
/// # Errors
/// The store fails.
pub fn years(tx: &mut Tx<'_>, union: UnionId) -> Result<Vec<i16>> {
    let found = tx.query("SELECT DISTINCT school_year FROM union_plan_line WHERE union_id = $1 ORDER BY school_year DESC", params![union], |row| row.get::<i64>(0))?;
    Ok(found.into_iter().filter_map(|year| i16::try_from(year).ok()).collect())
}

pub(crate) fn insert(tx: &mut Tx<'_>, union: UnionId, year: i16, draft: &LineDraft) -> Result<LineId> {
    let (id, now) = (LineId::fresh(), tx.now());
    let LineDraft { month, what, direction, owner, expected } = draft;
    tx.execute(
        "INSERT INTO union_plan_line (id, union_id, school_year, month, what, direction, owner_id, expected, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![id, union, i64::from(year), i64::from(*month), what, direction, owner, expected, now],
    )?;
    Ok(id)
}

pub(crate) fn change(tx: &mut Tx<'_>, id: LineId, draft: &LineDraft, version: i64) -> Result<()> {
    let LineDraft { month, what, direction, owner, expected } = draft;
    tx.change_one(
        "Строка плана",
        "UPDATE union_plan_line SET month = $1, what = $2, direction = $3, owner_id = $4, expected = $5, version = version + 1 WHERE id = $6 AND version = $7",
        params![i64::from(*month), what, direction, owner, expected, id, version],
    )
}

/// What did it: page, words, day; none takes the mark away.
pub(crate) fn set_done(tx: &mut Tx<'_>, id: LineId, done: Option<(&str, &str, Date)>, version: i64) -> Result<()> {
    let (url, title, on) = done.map_or(("", "", None), |(url, title, on)| (url, title, Some(on)));
    tx.change_one("Строка плана", "UPDATE union_plan_line SET done_url = $1, done_title = $2, done_on = $3, version = version + 1 WHERE id = $4 AND version = $5", params![url, title, on, id, version])
}

pub(crate) fn remove(tx: &mut Tx<'_>, id: LineId, version: i64) -> Result<()> {
    tx.change_one("Строка плана", "DELETE FROM union_plan_line WHERE id = $1 AND version = $2", params![id, version])
}

/// Lines of a person that are due by this month and not done, with the earliest one's first day.
pub(crate) fn waiting(tx: &mut Tx<'_>, person: PersonId, year: i16, months: &[i8]) -> Result<u64> {
    let numbers = months.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if numbers.is_empty() {
        return Ok(0);
    }
    Ok(tx.count(
        &format!("SELECT COUNT(*) FROM union_plan_line l JOIN union_body u ON u.id = l.union_id WHERE l.owner_id = $1 AND l.school_year = $2 AND l.done_on IS NULL AND u.closed_on IS NULL AND l.month IN ({numbers})"),
        params![person, i64::from(year)],
    )?)
}
