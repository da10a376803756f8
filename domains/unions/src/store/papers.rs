//! Documents and recommendations received.

use crate::{
    form::PaperDraft,
    model::{Paper, PaperId, UnionId},
};
use kernel::{Result, Tx, params};

/// The newest first.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, union: UnionId, most: i64) -> Result<Vec<Paper>> {
    let sql = "SELECT id, title, number, received_on, summary, link FROM union_paper WHERE union_id = $1 ORDER BY received_on DESC, id DESC LIMIT $2";
    Ok(tx.query(sql, params![union, most], kernel::row!(Paper { id, title, number, received_on, summary, link }))?)
}

pub(crate) fn insert(tx: &mut Tx<'_>, union: UnionId, draft: &PaperDraft) -> Result<PaperId> {
    let (id, now) = (PaperId::fresh(), tx.now());
    let PaperDraft { title, number, received_on, summary, link } = draft;
    tx.execute("INSERT INTO union_paper (id, union_id, title, number, received_on, summary, link, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", params![id, union, title, number, received_on, summary, link, now])?;
    Ok(id)
}

/// Whether there was one.
pub(crate) fn remove(tx: &mut Tx<'_>, union: UnionId, id: PaperId) -> Result<bool> {
    Ok(tx.execute("DELETE FROM union_paper WHERE union_id = $1 AND id = $2", params![union, id])? > 0)
}
