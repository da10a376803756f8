//! Use cases of a card: make, correct, change of name, change of work. One call, one audit event.

use crate::{
    model::{Changes, Move, NewPerson, Person},
    store,
};
use access::{Action, Actor, Scope};
use audit::{By, Event, Record};
use kernel::{
    Date, Error, Result, Tx,
    id::{PersonId, PlaceId},
    name::FullName,
    params,
};
use serde_json::json;
use structure::places::{self, PlaceKind};

/// Adds a person.
///
/// # Errors
/// Fields: there is no such place to work at.
pub fn create(tx: &mut Tx<'_>, by: &By, new: NewPerson) -> Result<PersonId> {
    check_place(tx, &new.place)?;
    let id = PersonId::fresh();
    store::insert(tx, id, &new)?;
    tx.record(by, Event::new("person.created", "person", id).of(id).with(json!({ "place": new.place })))?;
    Ok(id)
}

/// A person works at a school, an authority or the institute.
fn check_place(tx: &mut Tx<'_>, place: &PlaceId) -> Result<()> {
    let today = tx.today();
    match places::find(tx, place, today)?.map(|found| found.kind) {
        Some(PlaceKind::School | PlaceKind::Municipality | PlaceKind::Institute) => Ok(()),
        Some(PlaceKind::Region | PlaceKind::Ministry) | None => Err(Error::field("place", "Выберите школу, муниципалитет или институт из списка")),
    }
}

/// A card looked at by somebody: a look at another's card is an event of the audit.
///
/// # Errors
/// [`Error::NotFound`]: no right, or not within the scope.
pub fn view(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<Person> {
    if actor.person != Some(id) {
        actor.may(Action::ViewPeople)?;
    }
    let found = store::find(tx, &actor.scope(), id)?;
    if actor.person != Some(id) {
        tx.record(&actor.by(), Event::new("person.viewed", "person", id).of(id))?;
    }
    Ok(found)
}

/// Corrects a card. A name corrected here leaves no trace in the history of names.
///
/// # Errors
/// Somebody else was first.
pub fn update(tx: &mut Tx<'_>, by: &By, id: PersonId, changes: &Changes, version: i64) -> Result<()> {
    let before = present(tx, id)?;
    let changed = changed_fields(&Changes::of(&before), changes);
    store::touch(tx, id, version)?;
    if changed.is_empty() {
        return Ok(());
    }
    write(tx, &before, changes)?;
    tx.record(by, Event::new("person.updated", "person", id).of(id).with(json!({ "fields": changed })))
}

/// Writes the parts of a card that differ.
pub(crate) fn write(tx: &mut Tx<'_>, before: &Person, changes: &Changes) -> Result<()> {
    let id = before.id;
    if before.name != changes.name {
        store::set_name(tx, id, &changes.name)?;
    }
    store::set_contacts(tx, id, changes.birth_on, changes.phone.as_deref(), changes.email.as_deref())?;
    if (&before.position, &before.position_text, before.since) != (&changes.position, &changes.position_text, changes.since) {
        store::correct_job(tx, id, &before.place, (&changes.position, &changes.position_text), changes.since)?;
    }
    if before.subjects != changes.subjects { store::replace_subjects(tx, id, &changes.subjects) } else { Ok(()) }
}

/// Names of the fields that differ: what the audit keeps instead of the data.
pub(crate) fn changed_fields(before: &Changes, after: &Changes) -> Vec<&'static str> {
    let Changes { name, birth_on, phone, email, position, position_text, since, subjects } = after;
    let differs = [
        ("name", *name != before.name),
        ("birth_on", *birth_on != before.birth_on),
        ("phone", *phone != before.phone),
        ("email", *email != before.email),
        ("position", *position != before.position || *position_text != before.position_text),
        ("since", *since != before.since),
        ("subjects", *subjects != before.subjects),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}

/// A change of name from a day: the former one stays in the history.
///
/// # Errors
/// Fields: the same name, a day to come, or one before the latest change. Somebody else was first.
pub fn rename(tx: &mut Tx<'_>, by: &By, id: PersonId, name: &FullName, on: Date, version: i64) -> Result<()> {
    let before = present(tx, id)?;
    if before.name == *name {
        return Err(Error::field("family", "ФИО не изменилось. Впишите новое имя или вернитесь к карточке"));
    }
    not_in_future(tx, on, "Укажите день, с которого действует новое имя: сегодня или раньше")?;
    let latest: Option<Date> = tx.one("SELECT MAX(until_on) FROM person_name WHERE person_id = $1", params![id], |row| row.get(0))?;
    if let Some(latest) = latest.filter(|latest| on <= *latest) {
        return Err(Error::field("on", format!("В истории уже есть смена имени {}. Укажите день позже", kernel::date::short(latest))));
    }
    store::touch(tx, id, version)?;
    store::add_past_name(tx, id, on, &before.name)?;
    store::set_name(tx, id, name)?;
    tx.record(by, Event::new("person.renamed", "person", id).of(id).with(json!({ "on": on })))
}

/// A change of work from a day: the job is closed, another opened, and the person belongs to the new place.
///
/// # Errors
/// Fields: no such place, the same one, a day to come or one before the job began. Somebody else was first.
pub fn move_to(tx: &mut Tx<'_>, by: &By, id: PersonId, to: &Move, version: i64) -> Result<()> {
    let before = present(tx, id)?;
    if before.place == to.place {
        return Err(Error::field("place", "Человек уже работает здесь. Если изменилась должность, исправьте её в карточке"));
    }
    check_place(tx, &to.place)?;
    not_in_future(tx, to.on, "Укажите первый день на новом месте: сегодня или раньше")?;
    if let Some(since) = before.since.filter(|since| to.on <= *since) {
        return Err(Error::field("on", format!("На прежнем месте человек работает с {}. Укажите день позже", kernel::date::short(since))));
    }
    store::touch(tx, id, version)?;
    write_move(tx, id, to)?;
    tx.record(by, Event::new("person.moved", "person", id).of(id).with(json!({ "from": before.place, "to": to.place, "on": to.on })))
}

pub(crate) fn write_move(tx: &mut Tx<'_>, id: PersonId, to: &Move) -> Result<()> {
    store::close_job(tx, id, to.on)?;
    store::open_job(tx, id, &to.place, (&to.position, &to.position_text), Some(to.on))?;
    store::set_place(tx, id, &to.place)
}

fn not_in_future(tx: &Tx<'_>, on: Date, sentence: &str) -> Result<()> {
    if on > tx.today() { Err(Error::field("on", sentence)) } else { Ok(()) }
}

/// The card as it stands, for a change whose right and scope were settled by the caller.
pub(crate) fn present(tx: &mut Tx<'_>, id: PersonId) -> Result<Person> {
    store::find(tx, &Scope::program("a change reads the card it changes"), id)
}
