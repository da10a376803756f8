//! How to reach an organisation: what it publishes itself, nobody's private number.

use audit::{By, Event, Record};
use kernel::{Result, Tx, id::PlaceId, params, row};

use crate::places::Place;

/// Empty where unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    pub address: String,
    pub phone: String,
    pub email: String,
    pub site: String,
    /// 0 while nothing is recorded.
    pub version: i64,
}

/// A place's contact; empty where none is recorded.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, place: &PlaceId) -> Result<Contact> {
    Ok(tx.maybe("SELECT address, phone, email, site, version FROM place_contact WHERE place_id = $1", params![place], row!(Contact { address, phone, email, site, version }))?.unwrap_or_default())
}

/// Writes a place's contact.
///
/// # Errors
/// Somebody else wrote it first.
pub fn save(tx: &mut Tx<'_>, by: &By, place: &Place, new: &Contact) -> Result<()> {
    let kept = of(tx, &place.id)?;
    if kept.version != new.version {
        return Err(kernel::Error::stale(&place.short_name));
    }
    tx.execute(
        "INSERT INTO place_contact (place_id, address, phone, email, site) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (place_id) DO UPDATE SET address = excluded.address, phone = excluded.phone, email = excluded.email, site = excluded.site, version = place_contact.version + 1",
        params![place.id, new.address, new.phone, new.email, new.site],
    )?;
    let filled: Vec<&str> = [("address", &new.address), ("phone", &new.phone), ("email", &new.email), ("site", &new.site)].into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, _)| name).collect();
    tx.record(by, Event::new("place.contact_changed", "place", &place.id).with(serde_json::json!({ "fields": filled })))
}
