//! Finding the activity that grew out of a request: by its printed number, its address or its id, within the actor's sight.

use access::Actor;
use activities::{ActivityId, Sight};
use kernel::{Error, Result, Tx, params};

/// # Errors
/// A field error at `activity`: there is none such that the actor sees.
pub fn named(tx: &mut Tx<'_>, actor: &Actor, raw: &str) -> Result<ActivityId> {
    let raw = raw.trim().trim_end_matches('/');
    let id = match raw.rsplit('/').next().and_then(|tail| tail.parse::<ActivityId>().ok()) {
        Some(id) => Some(id),
        None => tx.maybe("SELECT id FROM activity WHERE number = $1", params![raw], |row| row.get(0))?,
    };
    let unknown = || Error::field("activity", "Такого мероприятия не нашли. Укажите номер, как на его странице: М-2026-0123");
    let id = id.ok_or_else(unknown)?;
    let sight = Sight::of(tx, actor)?;
    match activities::store::find(tx, &sight, id) {
        Ok(found) => Ok(found.id),
        Err(Error::NotFound) => Err(unknown()),
        Err(other) => Err(other),
    }
}
