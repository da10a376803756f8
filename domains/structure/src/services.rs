//! Not every municipality has a methodical service, and some get or lose theirs: since when is kept.

use audit::{By, Event, Record};
use kernel::{Date, Error, Result, Tx, id::PlaceId, params};
use serde_json::json;

use crate::{
    places::{ALWAYS, Place, PlaceKind},
    store,
};

/// From this day there is, or isn't, a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    pub from: Date,
    pub has_service: bool,
}

/// How it was and is, oldest first; nothing where it has always been as now.
///
/// # Errors
/// The store fails.
pub fn history(tx: &mut Tx<'_>, place: &PlaceId) -> Result<Vec<Turn>> {
    Ok(tx.query("SELECT valid_from, has_service FROM place_service WHERE place_id = $1 ORDER BY valid_from", params![place], |row| Ok(Turn { from: row.get(0)?, has_service: row.get(1)? }))?)
}

/// Records that from a day on a municipality has, or hasn't, a service. Not ahead: what waits for a service is counted as of today.
///
/// # Errors
/// No municipality, a day to come, nothing changes, or somebody else changed the place first.
pub fn turn(tx: &mut Tx<'_>, by: &By, place: &Place, new: Turn) -> Result<()> {
    if place.kind != PlaceKind::Municipality {
        return Err(Error::NotFound);
    }
    if new.from > tx.today() {
        return Err(Error::field("from", "Этот день ещё не наступил. Отметьте службу, когда она появится или закроется"));
    }
    let known = history(tx, &place.id)?;
    if known.last().is_some_and(|last| last.from > new.from) {
        return Err(Error::field("from", "После этого дня уже есть запись. Укажите более позднюю дату"));
    }
    if known.last().map_or(place.has_methodical_service, |last| last.has_service) == new.has_service {
        return Err(Error::field("has_service", if new.has_service { "Служба и так есть" } else { "Службы и так нет" }));
    }
    store::touch(tx, &place.id, place.version, &place.short_name)?;
    if known.is_empty() {
        insert(tx, &place.id, Turn { from: ALWAYS, has_service: place.has_methodical_service })?;
    }
    tx.execute("DELETE FROM place_service WHERE place_id = $1 AND valid_from = $2", params![place.id, new.from])?;
    insert(tx, &place.id, new)?;
    tx.execute("UPDATE place SET has_methodical_service = $1 WHERE id = $2", params![new.has_service, place.id])?;
    tx.record(by, Event::new("place.service_changed", "place", &place.id).with(json!({ "has_service": new.has_service, "from": new.from })))
}

fn insert(tx: &mut Tx<'_>, place: &PlaceId, turn: Turn) -> Result<()> {
    tx.execute("INSERT INTO place_service (place_id, valid_from, has_service) VALUES ($1, $2, $3)", params![place, turn.from, turn.has_service])?;
    Ok(())
}
