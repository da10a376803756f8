//! Who is told: the zone one lives in, the address, and what one wishes.

use crate::{
    hours::USUAL_HOUR,
    model::{Topic, Way},
};
use access::accounts;
use jiff::tz::TimeZone;
use kernel::{
    Date, Result, Tx,
    id::{PersonId, PlaceId},
    params,
};
use structure::places::Facts;

/// A person with the zone of the school, of its municipality, or of the region.
#[derive(Debug, Clone)]
pub struct Reader {
    pub zone: TimeZone,
    pub zone_name: String,
}

/// `None`: the card is erased or became another.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Reader>> {
    let sql = "SELECT pl.facts, COALESCE(mo.facts, '{}') FROM person p JOIN place pl ON pl.id = p.place_id LEFT JOIN place mo ON mo.id = pl.parent_id
        WHERE p.id = $1 AND p.erased_at IS NULL AND p.merged_into IS NULL";
    let facts: Option<(String, String)> = tx.maybe(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some(facts) = facts else { return Ok(None) };
    let name = zone_name(tx, &facts)?;
    let zone = TimeZone::get(&name).unwrap_or(TimeZone::UTC);
    Ok(Some(Reader { zone, zone_name: name }))
}

/// Of the place, of its municipality, of the region.
fn zone_name(tx: &mut Tx<'_>, (own, above): &(String, String)) -> Result<String> {
    let named = |facts: &str| serde_json::from_str::<Facts>(facts).ok().and_then(|facts| facts.time_zone);
    Ok(match named(own).or_else(|| named(above)) {
        Some(name) => name,
        None if structure::is_set_up(tx)? => structure::profile(tx)?.region.time_zone.clone(),
        None => "UTC".to_owned(),
    })
}

/// The zone in which a place counts its days: a municipality far away has its own.
///
/// # Errors
/// The store fails.
pub fn zone_of_place(tx: &mut Tx<'_>, place: &PlaceId) -> Result<TimeZone> {
    let sql = "SELECT pl.facts, COALESCE(mo.facts, '{}') FROM place pl LEFT JOIN place mo ON mo.id = pl.parent_id WHERE pl.id = $1";
    let facts = tx.one(sql, params![place], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let name = zone_name(tx, &facts)?;
    Ok(TimeZone::get(&name).unwrap_or(TimeZone::UTC))
}

/// The account's address, or the one on the card; nobody writes to a disabled account.
///
/// # Errors
/// The store fails.
pub fn address(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<String>> {
    if let Some(account) = accounts::of_person(tx, person)? {
        return Ok((!account.is_disabled()).then_some(account.email));
    }
    let address: Option<Option<String>> = tx.maybe("SELECT email FROM person WHERE id = $1 AND erased_at IS NULL", params![person], |row| row.get(0))?;
    Ok(address.flatten().filter(|address| kernel::contact::email(address).is_ok()))
}

/// How this topic reaches the person.
///
/// # Errors
/// The store fails.
pub fn way(tx: &mut Tx<'_>, person: PersonId, topic: Topic) -> Result<Way> {
    if !topic.is_free() {
        return Ok(topic.usual());
    }
    let chosen = tx.maybe("SELECT way FROM notice_preference WHERE person_id = $1 AND topic = $2", params![person, topic], |row| row.get(0))?;
    Ok(chosen.unwrap_or_else(|| topic.usual()))
}

/// The digest's hour and the day of the last one.
///
/// # Errors
/// The store fails.
pub fn digest(tx: &mut Tx<'_>, person: PersonId) -> Result<(i8, Option<Date>)> {
    let kept: Option<(i64, Option<Date>)> = tx.maybe("SELECT digest_hour, digest_on FROM notice_reader WHERE person_id = $1", params![person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(kept.map_or((USUAL_HOUR, None), |(hour, last)| (i8::try_from(hour).unwrap_or(USUAL_HOUR), last)))
}
