//! Ways back.

use crate::model::Case;
use kernel::{Result, Tx, id::AccountId, id::Uuid, params};

/// Notes a way back and turns the page of everybody who has the case open.
///
/// # Errors
/// Stale: somebody was first.
pub fn insert(tx: &mut Tx<'_>, case: &Case, to: i64, reason: &str, by: AccountId) -> Result<()> {
    let now = tx.now();
    tx.change_one("Сопровождение", "UPDATE case_file SET version = version + 1 WHERE id = $1 AND version = $2", params![case.id, case.version])?;
    tx.execute("INSERT INTO case_turn (id, case_id, from_rung, to_rung, reason, turned_by, turned_at) VALUES ($1, $2, $3, $4, $5, $6, $7)", params![Uuid::now_v7().to_string(), case.id, case.rung, to, reason, by, now])?;
    Ok(())
}
