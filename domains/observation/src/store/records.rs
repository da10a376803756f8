//! Records of visits: only ever added.

use crate::{
    model::{ObservationId, Side},
    record::{RecordId, Sheet, Written},
};
use kernel::{Result, Row, Tx, db::DbError, id::AccountId, params};

fn written(row: &Row<'_>) -> Result<Written, DbError> {
    let after: String = row.get(9)?;
    let after = after.split(' ').filter(|id| !id.is_empty()).map(|id| id.parse().map_err(|_| DbError::Shape("after_ids: not an id".into()))).collect::<Result<_, _>>()?;
    Ok(Written {
        id: row.get(0)?,
        observation: row.get(1)?,
        side: row.get(2)?,
        account: row.get(3)?,
        device: row.get(4)?,
        seq: row.get(5)?,
        indicator: row.get(6)?,
        score: row.get(7)?,
        words: row.get(8)?,
        after,
        recorded_at: row.get(10)?,
    })
}

const COLUMNS: &str = "id, observation_id, side, account_id, device, device_seq, indicator, score, words, after_ids, recorded_at";

/// All records of one side, the oldest first. The caller has found the visit within its scope.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, observation: ObservationId, side: Side) -> Result<Vec<Written>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM observation_record WHERE observation_id = $1 AND side = $2 ORDER BY received_at, device_seq, id"), params![observation, side], written)?)
}

/// What stands on one side.
///
/// # Errors
/// The store fails.
pub fn sheet(tx: &mut Tx<'_>, observation: ObservationId, side: Side) -> Result<Sheet> {
    Ok(Sheet::of(of(tx, observation, side)?))
}

/// # Errors
/// The store fails.
pub fn find(tx: &mut Tx<'_>, id: RecordId) -> Result<Option<Written>> {
    Ok(tx.maybe(&format!("SELECT {COLUMNS} FROM observation_record WHERE id = $1"), params![id], written)?)
}

/// Whether the device has used this number for another record.
///
/// # Errors
/// The store fails.
pub fn is_used(tx: &mut Tx<'_>, account: AccountId, device: &str, seq: i64) -> Result<bool> {
    Ok(tx.maybe("SELECT 1 FROM observation_record WHERE account_id = $1 AND device = $2 AND device_seq = $3", params![account, device, seq], |_| Ok(()))?.is_some())
}

/// The last number that a device has used.
///
/// # Errors
/// The store fails.
pub fn last_seq(tx: &mut Tx<'_>, account: AccountId, device: &str) -> Result<i64> {
    let last: Option<Option<i64>> = tx.maybe("SELECT MAX(device_seq) FROM observation_record WHERE account_id = $1 AND device = $2", params![account, device], |row| row.get(0))?;
    Ok(last.flatten().unwrap_or(0))
}

/// # Errors
/// The store fails.
pub fn count(tx: &mut Tx<'_>, observation: ObservationId) -> Result<u64> {
    Ok(tx.count("SELECT COUNT(*) FROM observation_record WHERE observation_id = $1", params![observation])?)
}

/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, new: &Written) -> Result<()> {
    let after = new.after.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let now = tx.now();
    tx.execute(
        "INSERT INTO observation_record (id, observation_id, side, account_id, device, device_seq, indicator, score, words, after_ids, recorded_at, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        params![new.id, new.observation, new.side, new.account, new.device, new.seq, new.indicator, new.score, new.words, after, new.recorded_at, now],
    )?;
    Ok(())
}
