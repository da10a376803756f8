//! Links that are due to be asked for.

use crate::model::{LinkState, ResourceId};
use kernel::{Result, Timestamp, Tx, params};

/// Links of what is offered, asked for never or before `before`, the longest ago first.
pub fn due(tx: &mut Tx<'_>, before: Timestamp, most: u32) -> Result<Vec<(ResourceId, String)>> {
    let sql = "SELECT r.id, r.link FROM resource r WHERE r.state = 'live' AND r.link <> '' AND (r.link_checked_at IS NULL OR r.link_checked_at < $1) ORDER BY COALESCE(r.link_checked_at, ''), r.id LIMIT $2";
    Ok(tx.query(sql, params![before, most], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// What came of it, unless the link was changed meanwhile. Says what was known before, if that is another.
pub fn note(tx: &mut Tx<'_>, id: ResourceId, link: &str, state: LinkState) -> Result<Option<LinkState>> {
    let now = tx.now();
    let before: Option<LinkState> = tx.maybe("SELECT link_state FROM resource WHERE id = $1 AND link = $2", params![id, link], |row| row.get(0))?;
    tx.execute("UPDATE resource SET link_state = $1, link_checked_at = $2 WHERE id = $3 AND link = $4", params![state, now, id, link])?;
    Ok(before.filter(|before| *before != state))
}
