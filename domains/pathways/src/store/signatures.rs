//! Table `pathway_signature`: a signature is never deleted while its seat is there, only void.

use crate::model::{Component, PathwayId, SignatureId, maybe};
use cases::{SeatId, TeamRole};
use files::Digest;
use kernel::{Result, Row, Timestamp, Tx, db::DbError, params};

/// A signature under a section, or under the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub id: SignatureId,
    pub pathway: PathwayId,
    pub seat: SeatId,
    pub role: TeamRole,
    /// `None`: the whole.
    pub component: Option<Component>,
    pub digest: Digest,
    pub words: String,
    pub signed_at: Timestamp,
    pub void_at: Option<Timestamp>,
}

fn signature(row: &Row<'_>) -> Result<Signature, DbError> {
    Ok(Signature {
        id: row.get(0)?,
        pathway: row.get(1)?,
        seat: row.get(2)?,
        role: row.get(3)?,
        component: maybe(&row.get::<String>(4)?)?,
        digest: row.get(5)?,
        words: row.get(6)?,
        signed_at: row.get(7)?,
        void_at: row.get(8)?,
    })
}

/// All signatures of a pathway, void ones too, in the order they were given.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, pathway: PathwayId) -> Result<Vec<Signature>> {
    let sql = "SELECT id, pathway_id, seat_id, role, component, digest, words, signed_at, void_at FROM pathway_signature WHERE pathway_id = $1 ORDER BY signed_at, id";
    Ok(tx.query(sql, params![pathway], signature)?)
}

/// # Errors
/// The store fails.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &Signature) -> Result<()> {
    tx.execute(
        "INSERT INTO pathway_signature (id, pathway_id, seat_id, role, component, digest, words, signed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![new.id, new.pathway, new.seat, new.role, new.component.map_or("", Component::as_str), new.digest, new.words, new.signed_at],
    )?;
    Ok(())
}

/// # Errors
/// The store fails.
pub(crate) fn void(tx: &mut Tx<'_>, id: SignatureId) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE pathway_signature SET void_at = $1 WHERE id = $2 AND void_at IS NULL", params![now, id])?;
    Ok(())
}
