//! Tables of a member's year.

pub mod list;
pub mod papers;

use super::model::{Line, LineId, Part, Plan, PlanId, PlanState, Report, ReportId, ReportState, Year};
use kernel::{Date, Error, Result, Row, Tx, db::DbError, id::PersonId, params};

fn plan(row: &Row<'_>) -> Result<Plan, DbError> {
    Ok(Plan { id: row.get(0)?, person: row.get(1)?, year: Year::from_number(row.get(2)?), state: row.get(3)?, words: row.get(4)?, sent_on: row.get(5)?, decided_on: row.get(6)?, version: row.get(7)? })
}

/// A member's plan. Whose year may be seen is the caller's question.
///
/// # Errors
/// The store fails.
pub fn plan_of(tx: &mut Tx<'_>, person: PersonId, year: Year) -> Result<Option<Plan>> {
    Ok(tx.maybe("SELECT id, person_id, year, state, words, sent_on, decided_on, version FROM year_plan WHERE person_id = $1 AND year = $2", params![person, year.number()], plan)?)
}

/// A member's plan, begun if there is none.
pub fn plan_or_new(tx: &mut Tx<'_>, person: PersonId, year: Year) -> Result<Plan> {
    if let Some(found) = plan_of(tx, person, year)? {
        return Ok(found);
    }
    let now = tx.now();
    let sql = "INSERT INTO year_plan (id, person_id, year, state, made_at) VALUES ($1, $2, $3, $4, $5)";
    tx.execute(sql, params![PlanId::fresh(), person, year.number(), PlanState::Draft, now])?;
    plan_of(tx, person, year)?.ok_or(Error::NotFound)
}

fn line(row: &Row<'_>) -> Result<Line, DbError> {
    Ok(Line { id: row.get(0)?, month: row.get(1)?, what: row.get(2)?, direction: row.get(3)?, kind: row.get(4)?, audience: row.get(5)?, expected: row.get(6)?, count: row.get(7)?, minutes: row.get(8)? })
}

/// In the order of the year.
pub fn lines(tx: &mut Tx<'_>, plan: PlanId) -> Result<Vec<Line>> {
    let sql = "SELECT id, month, what, direction, kind, audience, expected, count, minutes FROM year_line WHERE plan_id = $1 ORDER BY CASE WHEN month >= 9 THEN month - 9 ELSE month + 3 END, position";
    Ok(tx.query(sql, params![plan], line)?)
}

pub fn put_line(tx: &mut Tx<'_>, plan: PlanId, line: &Line) -> Result<()> {
    let next: i64 = tx.one("SELECT COALESCE(MAX(position), 0) + 1 FROM year_line WHERE plan_id = $1", params![plan], |row| row.get(0))?;
    let sql = "INSERT INTO year_line (id, plan_id, position, month, what, direction, kind, audience, expected, count, minutes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (id) DO UPDATE SET month = $4, what = $5, direction = $6, kind = $7, audience = $8, expected = $9, count = $10, minutes = $11";
    tx.execute(sql, params![line.id, plan, next, line.month, line.what, line.direction, line.kind, line.audience, line.expected, line.count, line.minutes])?;
    Ok(())
}

pub fn remove_line(tx: &mut Tx<'_>, plan: PlanId, line: LineId) -> Result<u64> {
    Ok(tx.execute("DELETE FROM year_line WHERE plan_id = $1 AND id = $2", params![plan, line])?)
}

/// The plan moves to a state; each change of its lines passes here too, so that two windows don't write over each other.
pub fn set_plan(tx: &mut Tx<'_>, plan: &Plan, state: PlanState, (words, by): (&str, Option<kernel::id::AccountId>)) -> Result<()> {
    let today = tx.today();
    let sent_on = if state == PlanState::Sent { Some(today) } else { plan.sent_on };
    // Room for more work is read from what is agreed, wherever more is asked for.
    let agreed = match state {
        PlanState::Agreed => Some(lines(tx, plan.id)?.iter().map(|line| line.minutes).sum()),
        PlanState::Draft | PlanState::Sent | PlanState::Returned => None,
    };
    ledger::plan_hours(tx, plan.person, plan.year.number(), agreed)?;
    let decided_on: Option<Date> = matches!(state, PlanState::Agreed | PlanState::Returned).then_some(today);
    tx.change_one(
        "План года",
        "UPDATE year_plan SET state = $1, words = $2, sent_on = $3, decided_on = $4, decided_by = $5, version = version + 1 WHERE id = $6 AND version = $7",
        params![state, words, sent_on, decided_on, by, plan.id, plan.version],
    )
}

const REPORT: &str = "SELECT id, person_id, year, part, state, done, hard, next, snapshot, words, sent_on, decided_on, version FROM year_report";

fn report(row: &Row<'_>) -> Result<Report, DbError> {
    Ok(Report {
        id: row.get(0)?,
        person: row.get(1)?,
        year: Year::from_number(row.get(2)?),
        part: row.get(3)?,
        state: row.get(4)?,
        done: row.get(5)?,
        hard: row.get(6)?,
        next: row.get(7)?,
        snapshot: row.get(8)?,
        words: row.get(9)?,
        sent_on: row.get(10)?,
        decided_on: row.get(11)?,
        version: row.get(12)?,
    })
}

/// A member's report. Whose year may be seen is the caller's question.
///
/// # Errors
/// The store fails.
pub fn report_of(tx: &mut Tx<'_>, person: PersonId, year: Year, part: Part) -> Result<Option<Report>> {
    Ok(tx.maybe(&format!("{REPORT} WHERE person_id = $1 AND year = $2 AND part = $3"), params![person, year.number(), part], report)?)
}

/// All reports of a year.
pub fn reports_of(tx: &mut Tx<'_>, person: PersonId, year: Year) -> Result<Vec<Report>> {
    Ok(tx.query(&format!("{REPORT} WHERE person_id = $1 AND year = $2"), params![person, year.number()], report)?)
}

/// A member's report, begun if there is none.
pub fn report_or_new(tx: &mut Tx<'_>, person: PersonId, year: Year, part: Part) -> Result<Report> {
    if let Some(found) = report_of(tx, person, year, part)? {
        return Ok(found);
    }
    let now = tx.now();
    let sql = "INSERT INTO year_report (id, person_id, year, part, state, made_at) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql, params![ReportId::fresh(), person, year.number(), part, ReportState::Draft, now])?;
    report_of(tx, person, year, part)?.ok_or(Error::NotFound)
}

/// Saves a report as it is given, with its state; `by` decided on it.
pub fn set_report(tx: &mut Tx<'_>, report: &Report, by: Option<kernel::id::AccountId>) -> Result<()> {
    tx.change_one(
        "Отчёт",
        "UPDATE year_report SET state = $1, done = $2, hard = $3, next = $4, snapshot = $5, words = $6, sent_on = $7, decided_on = $8, decided_by = $9, version = version + 1 WHERE id = $10 AND version = $11",
        params![report.state, report.done, report.hard, report.next, report.snapshot, report.words, report.sent_on, report.decided_on, by, report.id, report.version],
    )
}
