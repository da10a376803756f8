//! SQL of attempts, their items and answers.

use crate::{
    model::{AssignmentId, Attempt, AttemptId, AttemptState, GivenItem, InstrumentId, ItemId},
    store::json,
};
use items::Answer;
use kernel::{
    Result, Row, Timestamp, Tx,
    db::DbError,
    id::{PersonId, PlaceId},
    params,
};

const COLUMNS: &str = "id, assignment_id, instrument_id, form_id, calibration_id, person_id, number, state, started_at, ends_at, submitted_at, scored_at, shown_at";

fn shape(row: &Row<'_>) -> Result<Attempt, DbError> {
    kernel::row!(Attempt { id, assignment, instrument, form, calibration, person, number, state, started_at, ends_at, submitted_at, scored_at, shown_at })(row)
}

/// A person's own attempt.
///
/// # Errors
/// Not found: there is none, or it is another's.
pub fn own(tx: &mut Tx<'_>, person: PersonId, id: AttemptId) -> Result<Attempt> {
    tx.one(&format!("SELECT {COLUMNS} FROM attempt WHERE id = $1 AND person_id = $2"), params![id, person], shape)
}

/// For the program's own work.
pub fn find(tx: &mut Tx<'_>, id: AttemptId) -> Result<Attempt> {
    tx.one(&format!("SELECT {COLUMNS} FROM attempt WHERE id = $1"), params![id], shape)
}

/// Attempts of an assignment, first to last.
pub fn of_assignment(tx: &mut Tx<'_>, id: AssignmentId) -> Result<Vec<Attempt>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM attempt WHERE assignment_id = $1 ORDER BY number"), params![id], shape)?)
}

/// Every attempt of a person, newest first.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Attempt>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM attempt WHERE person_id = $1 ORDER BY started_at DESC, id DESC"), params![person], shape)?)
}

pub fn insert(tx: &mut Tx<'_>, new: &Attempt, place: &PlaceId) -> Result<()> {
    tx.execute(
        "INSERT INTO attempt (id, assignment_id, instrument_id, form_id, calibration_id, person_id, place_id, number, state, started_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![new.id, new.assignment, new.instrument, new.form, new.calibration, new.person, place, new.number, new.state, new.started_at, new.ends_at],
    )?;
    Ok(())
}

pub fn give(tx: &mut Tx<'_>, attempt: AttemptId, item: &GivenItem) -> Result<()> {
    let parameters = crate::store::text(&item.parameters)?;
    tx.execute(
        "INSERT INTO attempt_item (attempt_id, position, item_id, revision, competency_id, max_score, parameters) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![attempt, item.position, item.item, item.revision, item.competency, item.max_score, parameters],
    )?;
    Ok(())
}

/// What was given, in order.
pub fn given(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<Vec<GivenItem>> {
    let sql = "SELECT position, item_id, revision, competency_id, max_score, parameters, score FROM attempt_item WHERE attempt_id = $1 ORDER BY position";
    Ok(tx.query(sql, params![attempt], |row| {
        Ok(GivenItem { position: row.get(0)?, item: row.get(1)?, revision: row.get(2)?, competency: row.get(3)?, max_score: row.get(4)?, parameters: json(&row.get::<String>(5)?)?, score: row.get(6)? })
    })?)
}

/// The positions given so far, from 1 in order.
pub fn positions(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<Vec<i64>> {
    Ok(tx.query("SELECT position FROM attempt_item WHERE attempt_id = $1 ORDER BY position", params![attempt], |row| row.get(0))?)
}

/// What saving an answer must know, in one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub state: AttemptState,
    pub ends_at: Timestamp,
    /// Items are chosen by the answers: an earlier answer can't be changed.
    pub is_adaptive: bool,
    pub item: ItemId,
    pub revision: i64,
    /// The newest answer: its number, 0 if there is none.
    pub seq: i64,
    /// The last position given.
    pub last: i64,
}

/// A place of a person's own attempt.
///
/// # Errors
/// Not found: no such attempt of the person, or no such position in it.
pub fn place(tx: &mut Tx<'_>, person: PersonId, attempt: AttemptId, position: i64) -> Result<Place> {
    let sql = "SELECT a.state, a.ends_at, CASE WHEN a.form_id IS NULL THEN 1 ELSE 0 END, g.item_id, g.revision,
            (SELECT COALESCE(MAX(w.seq), 0) FROM answer w WHERE w.attempt_id = g.attempt_id AND w.position = g.position),
            (SELECT MAX(l.position) FROM attempt_item l WHERE l.attempt_id = g.attempt_id)
        FROM attempt a JOIN attempt_item g ON g.attempt_id = a.id WHERE a.id = $1 AND a.person_id = $2 AND g.position = $3";
    tx.one(sql, params![attempt, person, position], kernel::row!(Place { state, ends_at, is_adaptive, item, revision, seq, last }))
}

/// The newest answer at a position: `None` where there is none or it was taken back.
pub fn answer(tx: &mut Tx<'_>, attempt: AttemptId, position: i64) -> Result<Option<(Option<Answer>, Timestamp, i64)>> {
    let sql = "SELECT body, saved_at, seq FROM answer WHERE attempt_id = $1 AND position = $2 ORDER BY seq DESC LIMIT 1";
    Ok(tx.maybe(sql, params![attempt, position], |row| Ok((json(&row.get::<String>(0)?)?, row.get(1)?, row.get(2)?)))?)
}

/// The newest answers of an attempt by position; those taken back are left out.
pub fn answers(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<std::collections::BTreeMap<i64, Answer>> {
    let sql = "SELECT w.position, w.body FROM answer w WHERE w.attempt_id = $1 AND w.seq = (SELECT MAX(n.seq) FROM answer n WHERE n.attempt_id = w.attempt_id AND n.position = w.position)";
    let rows = tx.query(sql, params![attempt], |row| Ok((row.get::<i64>(0)?, json::<Option<Answer>>(&row.get::<String>(1)?)?)))?;
    Ok(rows.into_iter().filter_map(|(position, answer)| answer.map(|answer| (position, answer))).collect())
}

/// Positions that have an answer or a file.
pub fn answered(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<std::collections::BTreeSet<i64>> {
    let sql = "SELECT w.position FROM answer w WHERE w.attempt_id = $1 AND w.body <> 'null'
            AND w.seq = (SELECT MAX(n.seq) FROM answer n WHERE n.attempt_id = w.attempt_id AND n.position = w.position)
        UNION SELECT f.position FROM answer_file f WHERE f.attempt_id = $1";
    Ok(tx.query(sql, params![attempt], |row| row.get(0))?.into_iter().collect())
}

/// Whether answers newer than `seen` were typed on another page than this one.
pub fn is_behind(tx: &mut Tx<'_>, attempt: AttemptId, position: i64, seen: i64, page: &str) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM answer WHERE attempt_id = $1 AND position = $2 AND seq > $3 AND page <> $4", params![attempt, position, seen, page])? > 0)
}

pub fn save(tx: &mut Tx<'_>, attempt: AttemptId, position: i64, seq: i64, body: &str, page: &str) -> Result<()> {
    let now = tx.now();
    tx.execute("INSERT INTO answer (attempt_id, position, seq, body, page, saved_at) VALUES ($1, $2, $3, $4, $5, $6)", params![attempt, position, seq, body, page, now])?;
    Ok(())
}

pub fn set_score(tx: &mut Tx<'_>, attempt: AttemptId, position: i64, score: i64, by: &str) -> Result<()> {
    tx.execute("UPDATE attempt_item SET score = $1, scored_by = $2 WHERE attempt_id = $3 AND position = $4", params![score, by, attempt, position])?;
    Ok(())
}

pub fn unscored(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<u64> {
    Ok(tx.count("SELECT COUNT(*) FROM attempt_item WHERE attempt_id = $1 AND score IS NULL", params![attempt])?)
}

/// From running to submitted; `false` if it was no longer running.
pub fn close(tx: &mut Tx<'_>, attempt: AttemptId, at: Timestamp) -> Result<bool> {
    Ok(tx.execute("UPDATE attempt SET state = 'submitted', submitted_at = $1, version = version + 1 WHERE id = $2 AND state = 'running'", params![at, attempt])? == 1)
}

/// From submitted to scored; `false` if it wasn't submitted.
pub fn finish(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute("UPDATE attempt SET state = 'scored', scored_at = $1, version = version + 1 WHERE id = $2 AND state = 'submitted'", params![now, attempt])? == 1)
}

/// Running attempts whose time is over, the longest overdue first.
pub fn overdue(tx: &mut Tx<'_>, most: u32) -> Result<Vec<Attempt>> {
    let now = tx.now();
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM attempt WHERE state = 'running' AND ends_at <= $1 ORDER BY ends_at, id LIMIT $2"), params![now, most], shape)?)
}

/// Items that a person was given in attempts that count.
pub fn seen_items(tx: &mut Tx<'_>, person: PersonId) -> Result<std::collections::BTreeSet<ItemId>> {
    let sql = "SELECT DISTINCT g.item_id FROM attempt_item g JOIN attempt a ON a.id = g.attempt_id WHERE a.person_id = $1 AND a.state <> 'void'";
    Ok(tx.query(sql, params![person], |row| row.get(0))?.into_iter().collect())
}

/// How many people began an instrument: what exposure is a share of.
pub fn begun(tx: &mut Tx<'_>, instrument: InstrumentId) -> Result<u64> {
    Ok(tx.count("SELECT COUNT(*) FROM attempt WHERE instrument_id = $1 AND state <> 'void'", params![instrument])?)
}
