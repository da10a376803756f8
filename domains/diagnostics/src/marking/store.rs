//! SQL of marks. What experts see carries no person and no place.

use crate::{
    model::{AttemptId, CompetencyId, InstrumentId, ItemId, Mark, MarkId},
    store::json,
};
use kernel::{
    Result, Row, Timestamp, Tx,
    db::DbError,
    id::{AccountId, PersonId},
    params,
};

const COLUMNS: &str = "m.id, m.attempt_id, m.position, m.turn, m.account_id, m.taken_at, m.criteria, m.score, m.note, m.marked_at, m.version";

fn shape(row: &Row<'_>) -> Result<Mark, DbError> {
    Ok(Mark {
        id: row.get(0)?,
        attempt: row.get(1)?,
        position: row.get(2)?,
        turn: row.get(3)?,
        account: row.get(4)?,
        taken_at: row.get(5)?,
        criteria: json(&row.get::<String>(6)?)?,
        score: row.get(7)?,
        note: row.get(8)?,
        marked_at: row.get(9)?,
        version: row.get(10)?,
    })
}

/// The two marks that an open answer waits for.
pub fn open(tx: &mut Tx<'_>, attempt: AttemptId, position: i64) -> Result<()> {
    (1..=2).try_for_each(|turn| open_turn(tx, attempt, position, turn))
}

pub fn open_turn(tx: &mut Tx<'_>, attempt: AttemptId, position: i64, turn: i64) -> Result<()> {
    tx.execute("INSERT INTO mark (id, attempt_id, position, turn) VALUES ($1, $2, $3, $4) ON CONFLICT (attempt_id, position, turn) DO NOTHING", params![MarkId::fresh(), attempt, position, turn])?;
    Ok(())
}

pub fn find(tx: &mut Tx<'_>, id: MarkId) -> Result<Mark> {
    tx.one(&format!("SELECT {COLUMNS} FROM mark m WHERE m.id = $1"), params![id], shape)
}

/// The marks of one answer by turn.
pub fn of_answer(tx: &mut Tx<'_>, attempt: AttemptId, position: i64) -> Result<Vec<Mark>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM mark m WHERE m.attempt_id = $1 AND m.position = $2 ORDER BY m.turn"), params![attempt, position], shape)?)
}

/// What the queue says of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    pub id: MarkId,
    pub turn: i64,
    pub instrument: String,
    /// Code of the item.
    pub item: String,
    /// The competency it measures.
    pub competency: String,
    pub submitted_at: Timestamp,
    pub taken_at: Option<Timestamp>,
}

/// $1 is the expert's account, $2 the expert's own person (or an empty text).
const ELIGIBLE: &str = "a.state = 'submitted' AND m.marked_at IS NULL AND a.person_id <> CAST($2 AS TEXT)
    AND NOT EXISTS (SELECT 1 FROM mark o WHERE o.attempt_id = m.attempt_id AND o.position = m.position AND o.account_id = $1 AND o.id <> m.id)";

const QUEUE: &str = "SELECT m.id, m.turn, i.title, b.code, c.title, a.submitted_at, m.taken_at FROM mark m JOIN attempt a ON a.id = m.attempt_id JOIN instrument i ON i.id = a.instrument_id
    JOIN attempt_item g ON g.attempt_id = m.attempt_id AND g.position = m.position JOIN item b ON b.id = g.item_id JOIN competency c ON c.id = g.competency_id";

fn queue_row(row: &Row<'_>) -> Result<QueueRow, DbError> {
    Ok(QueueRow {
        id: row.get(0)?,
        turn: row.get(1)?,
        instrument: row.get(2)?,
        item: row.get(3)?,
        competency: row.get(4)?,
        submitted_at: row.get::<Option<Timestamp>>(5)?.unwrap_or(Timestamp::UNIX_EPOCH),
        taken_at: row.get(6)?,
    })
}

/// What an expert has taken and not marked.
pub fn mine(tx: &mut Tx<'_>, account: AccountId, person: Option<PersonId>) -> Result<Vec<QueueRow>> {
    let own = person.map(|id| id.to_string()).unwrap_or_default();
    Ok(tx.query(&format!("{QUEUE} WHERE {ELIGIBLE} AND m.account_id = $1 ORDER BY m.taken_at, m.id"), params![account, own], queue_row)?)
}

/// What an expert may take: thirds first, then the longest waiting. Of the same answer only one mark is offered.
pub fn free(tx: &mut Tx<'_>, account: AccountId, person: Option<PersonId>, most: u32) -> Result<Vec<QueueRow>> {
    let own = person.map(|id| id.to_string()).unwrap_or_default();
    let sql = format!(
        "{QUEUE} WHERE {ELIGIBLE} AND m.account_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM mark e WHERE e.attempt_id = m.attempt_id AND e.position = m.position AND e.account_id IS NULL AND e.marked_at IS NULL AND e.turn < m.turn)
         ORDER BY CASE WHEN m.turn = 3 THEN 0 ELSE 1 END, a.submitted_at, m.id LIMIT $3"
    );
    Ok(tx.query(&sql, params![account, own, most], queue_row)?)
}

/// How many answers an expert may take or has taken.
pub fn waiting(tx: &mut Tx<'_>, account: AccountId, person: Option<PersonId>) -> Result<u64> {
    let own = person.map(|id| id.to_string()).unwrap_or_default();
    let sql = format!("SELECT COUNT(DISTINCT m.attempt_id || '/' || m.position) FROM mark m JOIN attempt a ON a.id = m.attempt_id WHERE {ELIGIBLE} AND (m.account_id IS NULL OR m.account_id = $1)");
    Ok(tx.count(&sql, params![account, own])?)
}

/// What an expert must not be told of, and what marking needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    pub person: PersonId,
    pub instrument: InstrumentId,
    pub item: ItemId,
    pub revision: i64,
    pub competency: CompetencyId,
    pub is_submitted: bool,
}

pub fn behind(tx: &mut Tx<'_>, mark: &Mark) -> Result<Behind> {
    let sql = "SELECT a.person_id, a.instrument_id, g.item_id, g.revision, g.competency_id, CASE WHEN a.state = 'submitted' THEN 1 ELSE 0 END
        FROM attempt a JOIN attempt_item g ON g.attempt_id = a.id WHERE a.id = $1 AND g.position = $2";
    tx.one(sql, params![mark.attempt, mark.position], kernel::row!(Behind { person, instrument, item, revision, competency, is_submitted }))
}

/// Takes a free mark; refuses when another was first.
pub fn take(tx: &mut Tx<'_>, mark: &Mark, account: AccountId) -> Result<()> {
    let now = tx.now();
    tx.change_one(
        "Ответ",
        "UPDATE mark SET account_id = $1, taken_at = $2, version = version + 1 WHERE id = $3 AND version = $4 AND account_id IS NULL AND marked_at IS NULL",
        params![account, now, mark.id, mark.version],
    )
}

/// Gives a mark back unmarked.
pub fn put_back(tx: &mut Tx<'_>, mark: &Mark) -> Result<()> {
    tx.change_one("Ответ", "UPDATE mark SET account_id = NULL, taken_at = NULL, version = version + 1 WHERE id = $1 AND version = $2 AND marked_at IS NULL", params![mark.id, mark.version])
}

pub fn set(tx: &mut Tx<'_>, mark: &Mark, version: i64, criteria: &[u32], score: i64, note: &str) -> Result<()> {
    let now = tx.now();
    let text = crate::store::text(&criteria)?;
    tx.change_one(
        "Оценка",
        "UPDATE mark SET criteria = $1, score = $2, note = $3, marked_at = $4, version = version + 1 WHERE id = $5 AND version = $6 AND marked_at IS NULL",
        params![text, score, note, now, mark.id, version],
    )
}

/// Pairs of first and second marks per instrument: title, the largest score, both scores.
pub fn pairs(tx: &mut Tx<'_>) -> Result<Vec<(InstrumentId, String, i64, i64, i64)>> {
    let sql = "SELECT i.id, i.title, g.max_score, f.score, s.score FROM mark f JOIN mark s ON s.attempt_id = f.attempt_id AND s.position = f.position AND s.turn = 2
        JOIN attempt a ON a.id = f.attempt_id JOIN instrument i ON i.id = a.instrument_id JOIN attempt_item g ON g.attempt_id = f.attempt_id AND g.position = f.position
        WHERE f.turn = 1 AND f.score IS NOT NULL AND s.score IS NOT NULL ORDER BY i.title, i.id";
    Ok(tx.query(sql, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?)
}

/// How many answers of an instrument went to a third expert.
pub fn thirds(tx: &mut Tx<'_>, instrument: InstrumentId) -> Result<u64> {
    Ok(tx.count("SELECT COUNT(*) FROM mark m JOIN attempt a ON a.id = m.attempt_id WHERE a.instrument_id = $1 AND m.turn = 3", params![instrument])?)
}
