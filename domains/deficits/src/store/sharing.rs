//! What a teacher has opened to whom. Opening and closing are the teacher's alone.

use crate::model::{Audience, Sharing, SharingId};
use kernel::{Result, Tx, id::PersonId, params, row};

/// Everything a person opened and has not closed.
///
/// # Errors
/// The store fails.
pub fn open_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Sharing>> {
    Ok(tx.query(
        "SELECT id, audience, about, given_at, ended_at FROM sharing WHERE person_id = $1 AND ended_at IS NULL ORDER BY given_at, id",
        params![person],
        row!(Sharing { id, audience, about, given_at, ended_at }),
    )?)
}

/// All of it, closed ones too, newest first.
///
/// # Errors
/// The store fails.
pub fn history(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Sharing>> {
    Ok(tx.query("SELECT id, audience, about, given_at, ended_at FROM sharing WHERE person_id = $1 ORDER BY given_at DESC, id DESC", params![person], row!(Sharing { id, audience, about, given_at, ended_at }))?)
}

pub(crate) fn insert(tx: &mut Tx<'_>, person: PersonId, audience: Audience, about: &str) -> Result<()> {
    let now = tx.now();
    tx.execute("INSERT INTO sharing (id, person_id, audience, about, given_at) VALUES ($1, $2, $3, $4, $5)", params![SharingId::fresh(), person, audience, about, now])?;
    Ok(())
}

pub(crate) fn end(tx: &mut Tx<'_>, person: PersonId, id: SharingId) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE sharing SET ended_at = $1 WHERE id = $2 AND person_id = $3 AND ended_at IS NULL", params![now, id, person])?;
    Ok(())
}
