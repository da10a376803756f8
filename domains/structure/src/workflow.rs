//! Use cases: load a profile, add and close a school, rename a place from a day. One call, one audit event.

use audit::{By, Event, Record};
use kernel::{Date, Error, Result, Tx, id::PlaceId, params};
use serde_json::json;

use crate::{
    in_force,
    places::{self, Facts, INSTITUTE, MINISTRY, Place, PlaceKind, REGION},
    profile::{Municipality, Profile},
    store::{self, NewName, NewPlace},
};

/// Brings places, dictionaries and calendar up to a profile. May be repeated: names given on screens stay.
pub fn load_profile(tx: &mut Tx<'_>, by: &By, profile: &Profile) -> Result<()> {
    in_force::save(tx, profile)?;
    load_heads(tx, profile)?;
    for municipality in &profile.municipalities {
        load_municipality(tx, municipality, &profile.region.time_zone)?;
    }
    for (position, term) in profile.dictionaries.all().iter().enumerate() {
        store::put_term(tx, term, position)?;
    }
    let today = tx.today();
    store::end_terms_except(tx, profile.dictionaries.all(), today)?;
    tx.record(by, Event::new("profile.loaded", "profile", &profile.region.code))
}

/// The one place of a site that is no region's own (the country's page): its roles are held there.
///
/// # Errors
/// The store fails.
pub fn found_root(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    let root = PlaceId::from(REGION);
    store::put_place(tx, &NewPlace { id: &root, kind: PlaceKind::Region, parent: None, path: "region/", has_methodical_service: false, facts: &Facts::default(), opened_on: None })?;
    store::add_name(tx, &root, &NewName { from: None, name, short_name: name, type_label: "страна" })
}

fn load_heads(tx: &mut Tx<'_>, profile: &Profile) -> Result<()> {
    let (region, institute) = (PlaceId::from(REGION), PlaceId::from(INSTITUTE));
    let facts = Facts { time_zone: Some(profile.region.time_zone.clone()), ..Facts::default() };
    let root = NewPlace { id: &region, kind: PlaceKind::Region, parent: None, path: "region/", has_methodical_service: true, facts: &facts, opened_on: None };
    store::put_place(tx, &root)?;
    store::add_name(tx, &region, &NewName { from: None, name: &profile.region.name, short_name: &profile.region.name, type_label: "регион" })?;
    let facts = Facts { settlement: profile.operator.city.clone(), ..Facts::default() };
    let house = NewPlace { id: &institute, kind: PlaceKind::Institute, parent: Some(&region), path: "region/institute/", has_methodical_service: true, facts: &facts, opened_on: None };
    store::put_place(tx, &house)?;
    // The operator's card is the one source of the institute's name: consents and documents print it.
    store::set_name(tx, &institute, &NewName { from: None, name: &profile.operator.full_name, short_name: &profile.operator.short_name, type_label: "институт" })?;
    store::chain_names(tx, &institute)?;
    load_ministry(tx, profile, &region)
}

/// Its name is the profile's, as the institute's is.
fn load_ministry(tx: &mut Tx<'_>, profile: &Profile, region: &PlaceId) -> Result<()> {
    let ministry = PlaceId::from(MINISTRY);
    let facts = Facts { settlement: profile.operator.city.clone(), ..Facts::default() };
    store::put_place(tx, &NewPlace { id: &ministry, kind: PlaceKind::Ministry, parent: Some(region), path: "region/ministry/", has_methodical_service: true, facts: &facts, opened_on: None })?;
    store::set_name(tx, &ministry, &NewName { from: None, name: &profile.ministry.name, short_name: &profile.ministry.short, type_label: "министерство" })?;
    store::chain_names(tx, &ministry)
}

fn load_municipality(tx: &mut Tx<'_>, municipality: &Municipality, region_zone: &str) -> Result<()> {
    let (id, region) = (PlaceId::from(municipality.code.as_str()), PlaceId::from(REGION));
    let facts = Facts {
        settlement: municipality.centre.clone(),
        time_zone: (municipality.time_zone != region_zone).then(|| municipality.time_zone.clone()),
        tile: Some(municipality.tile),
        synonyms: municipality.synonyms.clone(),
    };
    let path = format!("region/{id}/");
    let place = NewPlace { id: &id, kind: PlaceKind::Municipality, parent: Some(&region), path: &path, has_methodical_service: municipality.has_methodical_service, facts: &facts, opened_on: None };
    store::put_place(tx, &place)?;
    for state in &municipality.names {
        let name = &state.value;
        store::add_name(tx, &id, &NewName { from: state.from, name: &name.name, short_name: &name.short, type_label: name.kind.label() })?;
    }
    store::chain_names(tx, &id)
}

/// A school about to be added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewSchool {
    /// `None`: one is made.
    pub code: Option<PlaceId>,
    pub name: String,
    pub short_name: String,
    /// «школа», «лицей», «детский сад», …
    pub type_label: String,
    pub settlement: String,
    pub opened_on: Option<Date>,
}

/// Adds a school to a municipality.
///
/// # Errors
/// The municipality is not there, or a school there bears the name already.
pub fn add_school(tx: &mut Tx<'_>, by: &By, municipality: &PlaceId, new: &NewSchool) -> Result<PlaceId> {
    let today = tx.today();
    let parent = places::load(tx, municipality, today)?;
    if parent.kind != PlaceKind::Municipality {
        return Err(Error::NotFound);
    }
    refuse_twin(tx, municipality, new, today)?;
    let id = new.code.clone().unwrap_or_else(fresh_code);
    let facts = Facts { settlement: new.settlement.clone(), ..Facts::default() };
    let path = format!("{}{id}/", parent.path);
    let place = NewPlace { id: &id, kind: PlaceKind::School, parent: Some(municipality), path: &path, has_methodical_service: true, facts: &facts, opened_on: new.opened_on };
    store::put_place(tx, &place)?;
    store::add_name(tx, &id, &NewName { from: new.opened_on, name: &new.name, short_name: &new.short_name, type_label: &new.type_label })?;
    tx.record(by, Event::new("place.added", "place", &id).with(json!({ "municipality": municipality })))?;
    Ok(id)
}

fn refuse_twin(tx: &mut Tx<'_>, municipality: &PlaceId, new: &NewSchool, today: Date) -> Result<()> {
    let sql = "SELECT p.id FROM place p JOIN place_name n ON n.place_id = p.id
        WHERE p.parent_id = $1 AND p.kind = 'school' AND n.name = $2 AND n.valid_to IS NULL AND (p.closed_on IS NULL OR p.closed_on > $3)";
    let twin: Option<PlaceId> = tx.maybe(sql, params![municipality, new.name, today], |row| row.get(0))?;
    match twin {
        Some(_) => Err(Error::field("name", "Школа с таким названием в этом муниципалитете уже есть. Найдите её в списке или уточните название")),
        None => Ok(()),
    }
}

fn fresh_code() -> PlaceId {
    let unique: String = kernel::id::Uuid::new_v4().simple().to_string().chars().take(12).collect();
    PlaceId::from(format!("sch-{unique}"))
}

/// A place's new name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    pub name: String,
    pub short_name: String,
    pub type_label: String,
    pub from: Date,
}

/// Renames a place from a day; earlier days keep the earlier name. On a day on which a name already begins, corrects it.
///
/// # Errors
/// Somebody else changed the place first (`version`), or the day is not one of the place's life.
pub fn rename(tx: &mut Tx<'_>, by: &By, place: &Place, renaming: &Renaming) -> Result<()> {
    if place.closed_on.is_some_and(|closed| renaming.from >= closed) {
        return Err(Error::field("from", "В этот день место уже закрыто. Укажите более раннюю дату"));
    }
    let history = places::names(tx, &place.id)?;
    if history.first().is_some_and(|first| renaming.from < first.from) {
        return Err(Error::field("from", "Дата раньше первого известного названия. Укажите более позднюю"));
    }
    store::touch(tx, &place.id, place.version, &place.short_name)?;
    let name = NewName { from: Some(renaming.from), name: &renaming.name, short_name: &renaming.short_name, type_label: &renaming.type_label };
    store::set_name(tx, &place.id, &name)?;
    store::chain_names(tx, &place.id)?;
    tx.record(by, Event::new("place.renamed", "place", &place.id).with(json!({ "from": renaming.from })))
}

/// Corrects the name that begins on a day: a mended misprint is no new name.
///
/// # Errors
/// No name begins on that day, or somebody else changed the place first.
pub fn mend_name(tx: &mut Tx<'_>, by: &By, place: &Place, mended: &Renaming) -> Result<()> {
    if !places::names(tx, &place.id)?.iter().any(|name| name.from == mended.from) {
        return Err(Error::NotFound);
    }
    store::touch(tx, &place.id, place.version, &place.short_name)?;
    store::set_name(tx, &place.id, &NewName { from: Some(mended.from), name: &mended.name, short_name: &mended.short_name, type_label: &mended.type_label })?;
    store::chain_names(tx, &place.id)?;
    tx.record(by, Event::new("place.name_mended", "place", &place.id).with(json!({ "from": mended.from })))
}

/// Closes a school, or a municipality that has none left, from a day; or (with `None`) takes the closing back.
///
/// # Errors
/// Somebody else changed the place first, it is of another kind, schools of it are open then, or it would close before it opened.
pub fn close(tx: &mut Tx<'_>, by: &By, place: &Place, on: Option<Date>) -> Result<()> {
    match place.kind {
        PlaceKind::School => {}
        PlaceKind::Municipality => refuse_open_schools(tx, place, on)?,
        PlaceKind::Region | PlaceKind::Ministry | PlaceKind::Institute => return Err(Error::NotFound),
    }
    if on.zip(place.opened_on).is_some_and(|(closed, opened)| closed <= opened) {
        return Err(Error::field("closed_on", "Место не может закрыться раньше, чем открылось. Исправьте дату"));
    }
    store::touch(tx, &place.id, place.version, &place.short_name)?;
    store::close(tx, &place.id, on)?;
    let action = if on.is_some() { "place.closed" } else { "place.reopened" };
    tx.record(by, Event::new(action, "place", &place.id).with(json!({ "on": on })))
}

fn refuse_open_schools(tx: &mut Tx<'_>, municipality: &Place, on: Option<Date>) -> Result<()> {
    let Some(on) = on else { return Ok(()) };
    match places::schools_of(tx, &municipality.id, on)?.len() {
        0 => Ok(()),
        open => Err(Error::field("closed_on", format!("В этот день здесь ещё работают школы ({open}). Сначала закройте их и откройте в новом муниципалитете"))),
    }
}
