//! Table `formalism_hint`.

use crate::{
    hints::{Hint, HintId, HintKind},
    model::PathwayId,
};
use cases::SeatId;
use kernel::{Result, Row, Timestamp, Tx, db::DbError, params};

const COLUMNS: &str = "id, pathway_id, kind, about, author_seat, found_at, shown_at, told_at, answer, closed_at";

fn hint(row: &Row<'_>) -> Result<Hint, DbError> {
    Ok(Hint {
        id: row.get(0)?,
        pathway: row.get(1)?,
        kind: row.get(2)?,
        about: row.get(3)?,
        author: row.get(4)?,
        found_at: row.get(5)?,
        shown_at: row.get(6)?,
        told_at: row.get(7)?,
        answer: row.get(8)?,
        closed_at: row.get(9)?,
    })
}

/// All hints of a pathway. Who may read which is [`crate::hints::for_pen`]'s matter.
///
/// # Errors
/// The store fails.
pub(crate) fn list(tx: &mut Tx<'_>, pathway: PathwayId) -> Result<Vec<Hint>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM formalism_hint WHERE pathway_id = $1 ORDER BY found_at, id"), params![pathway], hint)?)
}

/// # Errors
/// [`kernel::Error::NotFound`].
pub(crate) fn find(tx: &mut Tx<'_>, pathway: PathwayId, id: HintId) -> Result<Hint> {
    tx.one(&format!("SELECT {COLUMNS} FROM formalism_hint WHERE id = $1 AND pathway_id = $2"), params![id, pathway], hint)
}

/// Keeps what was found, once per pathway, kind and what it is about; whether it is new.
///
/// # Errors
/// The store fails.
pub(crate) fn insert(tx: &mut Tx<'_>, pathway: PathwayId, kind: HintKind, about: &str, author: Option<SeatId>) -> Result<bool> {
    let now = tx.now();
    let sql = "INSERT INTO formalism_hint (id, pathway_id, kind, about, author_seat, found_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (pathway_id, kind, about) DO NOTHING";
    Ok(tx.execute(sql, params![HintId::fresh(), pathway, kind, about, author, now])? > 0)
}

/// # Errors
/// The store fails.
pub(crate) fn shown(tx: &mut Tx<'_>, id: HintId) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE formalism_hint SET shown_at = $1 WHERE id = $2 AND shown_at IS NULL", params![now, id])?;
    Ok(())
}

/// # Errors
/// Stale: it is closed already.
pub(crate) fn answer(tx: &mut Tx<'_>, id: HintId, words: &str) -> Result<()> {
    let now = tx.now();
    tx.change_one("Подсказка", "UPDATE formalism_hint SET answer = $1, closed_at = $2 WHERE id = $3 AND closed_at IS NULL", params![words, now, id])
}

/// It no longer holds.
///
/// # Errors
/// The store fails.
pub(crate) fn drop(tx: &mut Tx<'_>, pathway: PathwayId, kind: HintKind, about: &str) -> Result<()> {
    tx.execute("DELETE FROM formalism_hint WHERE pathway_id = $1 AND kind = $2 AND about = $3 AND closed_at IS NULL", params![pathway, kind, about])?;
    Ok(())
}

/// Hints found before a moment that nobody has answered and the methodist hasn't heard of.
///
/// # Errors
/// The store fails.
pub(crate) fn unanswered(tx: &mut Tx<'_>, before: Timestamp) -> Result<Vec<Hint>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM formalism_hint WHERE closed_at IS NULL AND told_at IS NULL AND found_at <= $1 ORDER BY found_at, id"), params![before], hint)?)
}

/// # Errors
/// The store fails.
pub(crate) fn told(tx: &mut Tx<'_>, id: HintId) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE formalism_hint SET told_at = $1 WHERE id = $2 AND told_at IS NULL", params![now, id])?;
    Ok(())
}
