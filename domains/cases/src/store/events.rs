//! The timeline.

use crate::{event::EventKind, model::CaseId};
use kernel::{Result, Timestamp, Tx, id::AccountId, id::Uuid, params};

/// A line as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub kind: EventKind,
    pub about: String,
    pub words: String,
    /// Of the account; empty: the program.
    pub who: String,
    pub happened_at: Timestamp,
}

/// Adds a line.
///
/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, case: CaseId, kind: EventKind, about: &str, words: &str, by: Option<AccountId>) -> Result<()> {
    let now = tx.now();
    tx.execute("INSERT INTO case_event (id, case_id, kind, about, words, account_id, happened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)", params![Uuid::now_v7().to_string(), case, kind, about, words, by, now])?;
    Ok(())
}

/// The latest lines, the newest first.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, case: CaseId, most: i64) -> Result<Vec<Line>> {
    let sql =
        "SELECT e.kind, e.about, e.words, COALESCE(a.display_name, ''), e.happened_at FROM case_event e LEFT JOIN account a ON a.id = e.account_id WHERE e.case_id = $1 ORDER BY e.happened_at DESC, e.id DESC LIMIT $2";
    Ok(tx.query(sql, params![case, most], |row| Ok(Line { kind: row.get(0)?, about: row.get(1)?, words: row.get(2)?, who: row.get(3)?, happened_at: row.get(4)? }))?)
}
