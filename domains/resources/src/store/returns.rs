//! Table `resource_return`.

use crate::{model::ResourceId, returning::Returned};
use kernel::{Result, Tx, id::AccountId, id::Uuid, params};

/// The newest first.
pub(crate) fn of(tx: &mut Tx<'_>, id: ResourceId) -> Result<Vec<Returned>> {
    let sql = "SELECT words, returned_by, returned_on, mended_on FROM resource_return WHERE resource_id = $1 ORDER BY id DESC";
    Ok(tx.query(sql, params![id], |row| Ok(Returned { words: row.get(0)?, by: row.get(1)?, on: row.get(2)?, mended_on: row.get(3)? }))?)
}

/// The id of what its author hasn't mended yet.
pub(crate) fn open_of(tx: &mut Tx<'_>, id: ResourceId) -> Result<Option<String>> {
    Ok(tx.maybe("SELECT id FROM resource_return WHERE resource_id = $1 AND mended_on IS NULL ORDER BY id DESC LIMIT 1", params![id], |row| row.get(0))?)
}

/// Keeps what is to be mended; its id.
pub(crate) fn insert(tx: &mut Tx<'_>, id: ResourceId, words: &str, by: AccountId) -> Result<String> {
    let (own, today) = (Uuid::now_v7().to_string(), tx.today());
    tx.execute("INSERT INTO resource_return (id, resource_id, words, returned_by, returned_on) VALUES ($1, $2, $3, $4, $5)", params![own, id, words, by, today])?;
    Ok(own)
}

/// What came back was sent again; nothing to do where nothing came back.
pub(crate) fn mended(tx: &mut Tx<'_>, id: ResourceId) -> Result<()> {
    let today = tx.today();
    tx.execute("UPDATE resource_return SET mended_on = $1 WHERE resource_id = $2 AND mended_on IS NULL", params![today, id])?;
    Ok(())
}

pub(crate) fn forget(tx: &mut Tx<'_>, id: ResourceId) -> Result<()> {
    tx.execute("DELETE FROM resource_return WHERE resource_id = $1", params![id])?;
    Ok(())
}
