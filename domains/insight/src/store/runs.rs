//! Answers as they were worked out.

use crate::model::{Question, RunId};
use kernel::{
    Date, Result, Row, Timestamp, Tx,
    db::DbError,
    id::{AccountId, PlaceId},
    params,
};

/// An answer with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub id: RunId,
    pub data_version: String,
    pub data_until: Option<Date>,
    pub seed: String,
    pub method: String,
    /// JSON.
    pub result: String,
    pub made_at: Timestamp,
}

fn run(row: &Row<'_>) -> Result<Run, DbError> {
    Ok(Run { id: row.get(0)?, data_version: row.get(1)?, data_until: row.get(2)?, seed: row.get(3)?, method: row.get(4)?, result: row.get(5)?, made_at: row.get(6)? })
}

/// The newest of a place.
///
/// # Errors
/// The store fails.
pub fn latest(tx: &mut Tx<'_>, question: Question, place: &PlaceId) -> Result<Option<Run>> {
    let sql = "SELECT id, data_version, data_until, seed, method, result, made_at FROM insight_run WHERE question = $1 AND place_id = $2 ORDER BY made_at DESC, id DESC LIMIT 1";
    Ok(tx.maybe(sql, params![question, place], run)?)
}

/// Keeps an answer; of one question and place the last ones stay.
///
/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, (question, place): (Question, &PlaceId), run: &Run, by: Option<AccountId>) -> Result<()> {
    const KEPT: i64 = 12;
    tx.execute(
        "INSERT INTO insight_run (id, question, place_id, data_version, data_until, seed, method, result, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![run.id, question, place, run.data_version, run.data_until, run.seed, run.method, run.result, by, run.made_at],
    )?;
    let old = "DELETE FROM insight_run WHERE question = $1 AND place_id = $2 AND id NOT IN (SELECT k.id FROM insight_run k WHERE k.question = $1 AND k.place_id = $2 ORDER BY k.made_at DESC, k.id DESC LIMIT $3)";
    tx.execute(old, params![question, place, KEPT])?;
    Ok(())
}
