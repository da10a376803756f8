//! Writes to this domain's tables. Reads are in `places`, `terms` and `in_force`.

use kernel::{Date, Result, Tx, id::PlaceId, params, search::sort_key};

use crate::{
    places::{ALWAYS, Facts, PlaceKind},
    profile,
    terms::TermFacts,
};

pub struct NewPlace<'a> {
    pub id: &'a PlaceId,
    pub kind: PlaceKind,
    pub parent: Option<&'a PlaceId>,
    pub path: &'a str,
    pub has_methodical_service: bool,
    pub facts: &'a Facts,
    pub opened_on: Option<Date>,
}

/// Adds a place, or brings what is not dated up to date.
pub fn put_place(tx: &mut Tx<'_>, place: &NewPlace<'_>) -> Result<()> {
    let facts = serde_json::to_string(place.facts).map_err(anyhow::Error::new)?;
    tx.execute(
        "INSERT INTO place (id, kind, parent_id, path, has_methodical_service, facts, opened_on) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET facts = excluded.facts,
            has_methodical_service = CASE WHEN EXISTS (SELECT 1 FROM place_service s WHERE s.place_id = place.id) THEN place.has_methodical_service ELSE excluded.has_methodical_service END",
        params![place.id, place.kind, place.parent, place.path, place.has_methodical_service, facts, place.opened_on],
    )?;
    Ok(())
}

pub struct NewName<'a> {
    pub from: Option<Date>,
    pub name: &'a str,
    pub short_name: &'a str,
    pub type_label: &'a str,
}

/// Adds a name from a day. A name that already begins on that day stays: what was changed on a screen outlives the profile.
pub fn add_name(tx: &mut Tx<'_>, place: &PlaceId, new: &NewName<'_>) -> Result<()> {
    tx.execute(
        "INSERT INTO place_name (place_id, valid_from, name, short_name, type_label, sort_key) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (place_id, valid_from) DO NOTHING",
        params![place, new.from.unwrap_or(ALWAYS), new.name, new.short_name, new.type_label, sort_key(new.short_name)],
    )?;
    Ok(())
}

/// Adds a name from a day, or corrects the one that begins on that day.
pub fn set_name(tx: &mut Tx<'_>, place: &PlaceId, new: &NewName<'_>) -> Result<()> {
    tx.execute("DELETE FROM place_name WHERE place_id = $1 AND valid_from = $2", params![place, new.from.unwrap_or(ALWAYS)])?;
    add_name(tx, place, new)
}

/// Lets each name end where the next begins.
pub fn chain_names(tx: &mut Tx<'_>, place: &PlaceId) -> Result<()> {
    tx.execute(
        "UPDATE place_name SET valid_to = (SELECT MIN(later.valid_from) FROM place_name later WHERE later.place_id = place_name.place_id AND later.valid_from > place_name.valid_from)
         WHERE place_id = $1",
        params![place],
    )?;
    Ok(())
}

/// Counts a change of a place; fails when somebody else was first.
pub fn touch(tx: &mut Tx<'_>, place: &PlaceId, version: i64, what: &str) -> Result<()> {
    tx.change_one(what, "UPDATE place SET version = version + 1 WHERE id = $1 AND version = $2", params![place, version])
}

pub fn close(tx: &mut Tx<'_>, place: &PlaceId, on: Option<Date>) -> Result<()> {
    tx.execute("UPDATE place SET closed_on = $1 WHERE id = $2", params![on, place])?;
    Ok(())
}

pub fn put_term(tx: &mut Tx<'_>, term: &profile::Term, position: usize) -> Result<()> {
    let facts = serde_json::to_string(&TermFacts::of(term)).map_err(anyhow::Error::new)?;
    let label = term.names.last().map_or(term.code.as_str(), |state| state.value.name.as_str());
    let from = term.names.first().and_then(|state| state.from).unwrap_or(ALWAYS);
    let until = term.names.last().and_then(|state| state.until);
    tx.execute(
        "INSERT INTO term (kind, code, label, facts, position, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (kind, code) DO UPDATE SET label = excluded.label, facts = excluded.facts, position = excluded.position, valid_from = excluded.valid_from, valid_to = excluded.valid_to",
        params![term.kind.code(), term.code, label, facts, position, from, until],
    )?;
    Ok(())
}

/// Ends the terms that a new profile no longer has; old records keep their words.
pub fn end_terms_except(tx: &mut Tx<'_>, kept: &[profile::Term], on: Date) -> Result<()> {
    let stored: Vec<(String, String)> = tx.query("SELECT kind, code FROM term WHERE valid_to IS NULL", params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (kind, code) in stored {
        if !kept.iter().any(|term| term.kind.code() == kind && term.code == code) {
            tx.execute("UPDATE term SET valid_to = $1 WHERE kind = $2 AND code = $3", params![on, kind, code])?;
        }
    }
    Ok(())
}
