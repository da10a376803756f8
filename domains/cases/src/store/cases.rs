//! The case itself.

use crate::model::{Case, CaseId, State, Verdict};
use kernel::{
    Date, Result, Row, Tx,
    db::DbError,
    id::{PersonId, PlaceId},
    name::FullName,
    params,
};

pub const COLUMNS: &str = "c.id, c.number, c.kind, c.person_id, p.family, p.given, p.patronymic, c.place_id, c.subject, c.direction, c.channel, c.reason, c.state, c.rung, c.rung_since, c.round,
    c.is_open_to_school, c.review_days, c.next_review_on, c.outcome, c.stop_reason, c.opened_by, c.opened_on, c.answered_at, c.closed_on, c.version";

/// The short name of the case's place on the day `{day}`, the 27th column.
pub fn place_name(place: &str, day: &str) -> String {
    format!("COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = {place} AND pn.valid_from <= {day} AND (pn.valid_to IS NULL OR pn.valid_to > {day}) ORDER BY pn.valid_from DESC LIMIT 1), {place})")
}

/// A case of [`COLUMNS`] and the name of its place.
pub fn shape(row: &Row<'_>) -> Result<Case, DbError> {
    let outcome: String = row.get(19)?;
    Ok(Case {
        id: row.get(0)?,
        number: row.get(1)?,
        kind: row.get(2)?,
        person: row.get(3)?,
        teacher: FullName { family: row.get(4)?, given: row.get(5)?, patronymic: row.get(6)? }.full(),
        place: row.get(7)?,
        subject: row.get(8)?,
        direction: row.get(9)?,
        channel: row.get(10)?,
        reason: row.get(11)?,
        state: row.get(12)?,
        rung: row.get(13)?,
        rung_since: row.get(14)?,
        round: row.get(15)?,
        is_open_to_school: row.get(16)?,
        review_days: row.get(17)?,
        next_review_on: row.get(18)?,
        outcome: outcome.parse::<Verdict>().ok(),
        stop_reason: row.get(20)?,
        opened_by: row.get(21)?,
        opened_on: row.get(22)?,
        answered_at: row.get(23)?,
        closed_on: row.get(24)?,
        version: row.get(25)?,
        place_name: row.get(26)?,
    })
}

/// A case, and where its teacher works now.
pub struct Found {
    pub case: Case,
    pub present_place: PlaceId,
    pub present_path: String,
}

/// A case whoever asks: the caller judges the viewer by what is found.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, id: CaseId) -> Result<Found> {
    let today = tx.today();
    let sql = format!(
        "SELECT {COLUMNS}, {}, p.place_id, pl.path FROM case_file c JOIN person p ON p.id = c.person_id JOIN place pl ON pl.id = p.place_id WHERE c.id = $2 AND p.erased_at IS NULL",
        place_name("c.place_id", "$1")
    );
    tx.one(&sql, params![today, id], |row| Ok(Found { case: shape(row)?, present_place: row.get(27)?, present_path: row.get(28)? }))
}

/// The words of a proposal that was taken back.
///
/// # Errors
/// The store fails.
pub fn forget_reason(tx: &mut Tx<'_>, id: CaseId) -> Result<()> {
    tx.execute("UPDATE case_file SET reason = '', stop_reason = '' WHERE id = $1", params![id])?;
    Ok(())
}

/// Cases of a teacher that wait for an answer or run.
///
/// # Errors
/// The store fails.
pub fn live_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<CaseId>> {
    Ok(tx.query("SELECT id FROM case_file WHERE person_id = $1 AND state IN ('proposed', 'open') ORDER BY opened_on, id", params![person], |row| row.get(0))?)
}

/// Cases of a teacher that run.
///
/// # Errors
/// The store fails.
pub fn open_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<CaseId>> {
    Ok(tx.query("SELECT id FROM case_file WHERE person_id = $1 AND state = 'open' ORDER BY opened_on, id", params![person], |row| row.get(0))?)
}

/// All cases of a teacher, the latest first.
///
/// # Errors
/// The store fails.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Case>> {
    let today = tx.today();
    let sql = format!("SELECT {COLUMNS}, {} FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.person_id = $2 ORDER BY c.opened_on DESC, c.id DESC", place_name("c.place_id", "$1"));
    Ok(tx.query(&sql, params![today, person], shape)?)
}

/// The next number of a year, «С-2026-0123». A write is alone at its moment, so two never get the same.
///
/// # Errors
/// The store fails.
pub fn next_number(tx: &mut Tx<'_>, today: Date) -> Result<String> {
    let prefix = format!("С-{}-", today.year());
    let until = kernel::search::after(&prefix);
    let last: Option<String> = tx.maybe("SELECT number FROM case_file WHERE number >= $1 AND number < $2 ORDER BY LENGTH(number) DESC, number DESC LIMIT 1", params![prefix, until], |row| row.get(0))?;
    let last = last.and_then(|number| number.strip_prefix(&prefix).and_then(|digits| digits.parse::<u32>().ok())).unwrap_or(0);
    Ok(format!("{prefix}{:04}", last + 1))
}

/// Keeps a new case.
///
/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, new: &Case) -> Result<()> {
    tx.execute(
        "INSERT INTO case_file (id, number, kind, person_id, place_id, subject, direction, channel, reason, state, rung, rung_since, round, review_days, next_review_on, opened_by, opened_on, answered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        params![
            new.id,
            new.number,
            new.kind,
            new.person,
            new.place,
            new.subject,
            new.direction,
            new.channel,
            new.reason,
            new.state,
            new.rung,
            new.rung_since,
            new.round,
            new.review_days,
            new.next_review_on,
            new.opened_by,
            new.opened_on,
            new.answered_at
        ],
    )?;
    Ok(())
}

const WHAT: &str = "Сопровождение";

/// The teacher's yes.
///
/// # Errors
/// Stale: somebody was first.
pub fn open(tx: &mut Tx<'_>, case: &Case, next_review_on: Date) -> Result<()> {
    let (now, today) = (tx.now(), tx.today());
    tx.change_one(
        WHAT,
        "UPDATE case_file SET state = 'open', answered_at = $1, rung_since = $2, next_review_on = $3, version = version + 1 WHERE id = $4 AND version = $5 AND state = 'proposed'",
        params![now, today, next_review_on, case.id, case.version],
    )
}

/// The teacher's no: only the fact is kept.
///
/// # Errors
/// Stale: somebody was first.
pub fn decline(tx: &mut Tx<'_>, case: &Case) -> Result<()> {
    let (now, today) = (tx.now(), tx.today());
    tx.change_one(
        WHAT,
        "UPDATE case_file SET state = 'declined', answered_at = $1, closed_on = $2, reason = '', version = version + 1 WHERE id = $3 AND version = $4 AND state = 'proposed'",
        params![now, today, case.id, case.version],
    )
}

/// Ends a case by closing or stopping it.
///
/// # Errors
/// Stale: somebody was first.
pub fn end(tx: &mut Tx<'_>, case: &Case, state: State, outcome: Option<Verdict>, reason: &str) -> Result<()> {
    let (today, outcome) = (tx.today(), outcome.map(Verdict::as_str).unwrap_or_default());
    tx.change_one(
        WHAT,
        "UPDATE case_file SET state = $1, closed_on = $2, outcome = $3, stop_reason = $4, next_review_on = NULL, version = version + 1 WHERE id = $5 AND version = $6 AND state IN ('proposed', 'open')",
        params![state, today, outcome, reason, case.id, case.version],
    )
}

/// Where the evidence puts it. The program's own change: a form open elsewhere stays good.
///
/// # Errors
/// The store fails.
pub fn set_rung(tx: &mut Tx<'_>, id: CaseId, rung: i64) -> Result<()> {
    let today = tx.today();
    tx.execute("UPDATE case_file SET rung = $1, rung_since = $2 WHERE id = $3", params![rung, today, id])?;
    Ok(())
}

/// The loop begins again.
///
/// # Errors
/// Stale: somebody was first.
pub fn begin_round(tx: &mut Tx<'_>, case: &Case) -> Result<()> {
    tx.change_one(WHAT, "UPDATE case_file SET round = round + 1, version = version + 1 WHERE id = $1 AND version = $2 AND state = 'open'", params![case.id, case.version])
}

/// Lets the school's management read the content, or no more.
///
/// # Errors
/// Stale: somebody was first.
pub fn open_to_school(tx: &mut Tx<'_>, case: &Case, is_open: bool) -> Result<()> {
    tx.change_one(WHAT, "UPDATE case_file SET is_open_to_school = $1, version = version + 1 WHERE id = $2 AND version = $3", params![is_open, case.id, case.version])
}

/// The cadence of reviews and the day of the next.
///
/// # Errors
/// Stale: somebody was first.
pub fn set_review(tx: &mut Tx<'_>, case: &Case, days: i64, next: Date) -> Result<()> {
    tx.change_one(WHAT, "UPDATE case_file SET review_days = $1, next_review_on = $2, version = version + 1 WHERE id = $3 AND version = $4 AND state = 'open'", params![days, next, case.id, case.version])
}

/// Follows the teacher to another place.
///
/// # Errors
/// The store fails.
pub fn set_place(tx: &mut Tx<'_>, id: CaseId, place: &PlaceId) -> Result<()> {
    tx.execute("UPDATE case_file SET place_id = $1, is_open_to_school = 0, version = version + 1 WHERE id = $2", params![place, id])?;
    Ok(())
}

/// Cases that run and whose teacher works elsewhere now, at most so many.
///
/// # Errors
/// The store fails.
pub fn moved(tx: &mut Tx<'_>, most: i64) -> Result<Vec<CaseId>> {
    let sql = "SELECT c.id FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.state IN ('proposed', 'open') AND p.place_id <> c.place_id AND p.erased_at IS NULL ORDER BY c.id LIMIT $1";
    Ok(tx.query(sql, params![most], |row| row.get(0))?)
}
