//! Documents and recommendations received, with their files.

use crate::{
    form::PaperDraft,
    model::{Paper, PaperId, UnionId},
};
use files::{Digest, Stored};
use kernel::{Error, Result, Row, Tx, db::DbError, params};

const COLUMNS: &str = "id, title, number, received_on, summary, link, digest, file_name";

fn shape(row: &Row<'_>) -> Result<Paper, DbError> {
    Ok(Paper { id: row.get(0)?, title: row.get(1)?, number: row.get(2)?, received_on: row.get(3)?, summary: row.get(4)?, link: row.get(5)?, digest: row.get(6)?, file_name: row.get(7)? })
}

/// The newest first.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, union: UnionId, most: i64) -> Result<Vec<Paper>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM union_paper WHERE union_id = $1 ORDER BY received_on DESC, id DESC LIMIT $2"), params![union, most], shape)?)
}

/// A paper of this union.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, union: UnionId, id: PaperId) -> Result<Paper> {
    tx.one(&format!("SELECT {COLUMNS} FROM union_paper WHERE union_id = $1 AND id = $2"), params![union, id], shape)
}

pub(crate) fn insert(tx: &mut Tx<'_>, union: UnionId, draft: &PaperDraft, file: Option<(&Stored, &str)>) -> Result<PaperId> {
    let (id, now) = (PaperId::fresh(), tx.now());
    let PaperDraft { title, number, received_on, summary, link } = draft;
    let (digest, name): (Option<Digest>, String) = match file {
        Some((stored, name)) => {
            files::record(tx, stored)?;
            (Some(stored.digest.clone()), files::display_name(name, stored.kind))
        }
        None => (None, String::new()),
    };
    tx.execute(
        "INSERT INTO union_paper (id, union_id, title, number, received_on, summary, link, digest, file_name, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![id, union, title, number, received_on, summary, link, digest, name, now],
    )?;
    Ok(id)
}

/// The file goes too, unless something else holds the same one.
///
/// # Errors
/// Not found.
pub(crate) fn remove(tx: &mut Tx<'_>, union: UnionId, id: PaperId) -> Result<()> {
    let paper = find(tx, union, id)?;
    if tx.execute("DELETE FROM union_paper WHERE union_id = $1 AND id = $2", params![union, id])? == 0 {
        return Err(Error::NotFound);
    }
    if let Some(digest) = paper.digest {
        files::forget_unused(tx, &digest)?;
    }
    Ok(())
}
