//! The table `file`: what other tables refer to.

use crate::{Digest, Kind, Stored};
use kernel::{Result, Timestamp, Tx, params, row};

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub digest: Digest,
    pub kind: Kind,
    pub size: u64,
    pub stored_at: Timestamp,
}

/// Notes a stored file, once however often it was sent. Rows that refer to it come after, in the same transaction.
///
/// # Errors
/// The store fails.
pub fn record(tx: &mut Tx<'_>, stored: &Stored) -> Result<()> {
    let now = tx.now();
    tx.execute("INSERT INTO file (digest, kind, size, stored_at) VALUES ($1, $2, $3, $4) ON CONFLICT (digest) DO NOTHING", params![stored.digest, stored.kind, stored.size, now])?;
    Ok(())
}

/// One file's row.
///
/// # Errors
/// Not found, or the store fails.
pub fn find(tx: &mut Tx<'_>, digest: &Digest) -> Result<Kept> {
    tx.one("SELECT digest, kind, size, stored_at FROM file WHERE digest = $1", params![digest], row!(Kept { digest, kind, size, stored_at }))
}

/// Every row, by digest (backup, doctor, sweep).
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Kept>> {
    Ok(tx.query("SELECT digest, kind, size, stored_at FROM file ORDER BY digest", params![], row!(Kept { digest, kind, size, stored_at }))?)
}

/// Takes the row away (erasure). Rows that refer to it must be gone: a reference that is left makes the whole transaction fail.
///
/// # Errors
/// Something still refers to it, or the store fails.
pub fn forget(tx: &mut Tx<'_>, digest: &Digest) -> Result<()> {
    tx.execute("DELETE FROM file WHERE digest = $1", params![digest])?;
    Ok(())
}
