//! Who heads a place, and since when. One post of a place is held by one person at a time; whoever comes ends the term of the one
//! before. Names are those of public officials as they were then; a card of the register is linked where there is one.

use access::Scope;
use audit::{By, Event, Record};
use kernel::{
    Date, Error, Result, Tx,
    id::{PersonId, PlaceId},
    params, row,
};
use serde_json::json;

use crate::places::{Place, PlaceKind};

kernel::uuid_id! {
    HeadId,
}

kernel::text_enum! {
    /// The post by which a place is headed.
    Post {
        Minister = "minister",
        Rector = "rector",
        Centre = "centre",
        Authority = "authority",
        Service = "service",
        Director = "director",
    }
}

impl Post {
    /// As on the screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Minister => "Министр",
            Self::Rector => "Руководитель института",
            Self::Centre => "Руководитель ЦНППМ",
            Self::Authority => "Руководитель управления образования",
            Self::Service => "Руководитель методической службы",
            Self::Director => "Директор",
        }
    }

    /// The posts that a kind of place has.
    #[must_use]
    pub const fn of(kind: PlaceKind) -> &'static [Self] {
        match kind {
            PlaceKind::Region => &[],
            PlaceKind::Ministry => &[Self::Minister],
            PlaceKind::Institute => &[Self::Rector, Self::Centre],
            PlaceKind::Municipality => &[Self::Authority, Self::Service],
            PlaceKind::School => &[Self::Director],
        }
    }
}

/// A term in a post: `[from, until)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub id: HeadId,
    pub post: Post,
    pub person: Option<PersonId>,
    pub name: String,
    pub from: Date,
    pub until: Option<Date>,
    pub version: i64,
}

impl Head {
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

const SELECT: &str = "SELECT id, post, person_id, name, valid_from, valid_to, version FROM place_head";

/// All terms of a place: post by post, the newest first.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, place: &PlaceId) -> Result<Vec<Head>> {
    let mut found = tx.query(&format!("{SELECT} WHERE place_id = $1 ORDER BY valid_from DESC, id"), params![place], row!(Head { id, post, person, name, from, until, version }))?;
    found.sort_by_key(|head| head.post);
    Ok(found)
}

/// Who heads a place on a day.
///
/// # Errors
/// The store fails.
pub fn on(tx: &mut Tx<'_>, place: &PlaceId, day: Date) -> Result<Vec<Head>> {
    Ok(of(tx, place)?.into_iter().filter(|head| head.holds_on(day)).collect())
}

/// Cards of those who work at a place, within the viewer's scope: whom a term may be linked with.
///
/// # Errors
/// The store fails.
pub fn candidates(tx: &mut Tx<'_>, scope: &Scope, place: &PlaceId) -> Result<Vec<(PersonId, String)>> {
    let sql = "SELECT p.id, p.family, p.given, p.patronymic FROM person p JOIN place pl ON pl.id = p.place_id
        WHERE p.place_id = $1 AND p.erased_at IS NULL AND p.merged_into IS NULL AND pl.path >= $2 AND pl.path < $3 AND (CAST($4 AS TEXT) = '' OR p.id = $4) ORDER BY p.sort_key, p.id LIMIT 300";
    Ok(tx.query(sql, params![place, scope.from(), scope.to(), scope.own()], |row| {
        let name = kernel::name::FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        Ok((row.get(0)?, name.full()))
    })?)
}

/// Somebody comes to head a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    pub post: Post,
    pub person: Option<PersonId>,
    pub name: String,
    pub from: Date,
}

/// Records who heads a place from a day on; the term before ends there, a later one stays. On a day on which a term begins, corrects it.
///
/// # Errors
/// The place has no such post, or was closed, or has no methodical service then; somebody else changed it first.
pub fn appoint(tx: &mut Tx<'_>, by: &By, place: &Place, new: &Appointment) -> Result<HeadId> {
    refuse_odd(tx, place, new)?;
    crate::store::touch(tx, &place.id, place.version, &place.short_name)?;
    tx.execute("DELETE FROM place_head WHERE place_id = $1 AND post = $2 AND valid_from = $3", params![place.id, new.post, new.from])?;
    let terms: Vec<Head> = of(tx, &place.id)?.into_iter().filter(|head| head.post == new.post).collect();
    let next = terms.iter().map(|head| head.from).filter(|from| *from > new.from).min();
    for before in terms.iter().filter(|head| head.holds_on(new.from)) {
        tx.execute("UPDATE place_head SET valid_to = $1, version = version + 1 WHERE id = $2", params![new.from, before.id])?;
    }
    let id = HeadId::fresh();
    tx.execute("INSERT INTO place_head (id, place_id, post, person_id, name, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7)", params![id, place.id, new.post, new.person, new.name, new.from, next])?;
    let event = Event::new("place.head_appointed", "place", &place.id).with(json!({ "post": new.post, "from": new.from }));
    tx.record(by, if let Some(person) = new.person { event.of(person) } else { event })?;
    Ok(id)
}

fn refuse_odd(tx: &mut Tx<'_>, place: &Place, new: &Appointment) -> Result<()> {
    if !Post::of(place.kind).contains(&new.post) {
        return Err(Error::NotFound);
    }
    if !place.is_open_on(new.from) {
        return Err(Error::field("from", "В этот день место не работает: проверьте дату открытия и закрытия"));
    }
    let serves = crate::places::load(tx, &place.id, new.from)?.has_methodical_service;
    if new.post == Post::Service && !serves {
        return Err(Error::field("post", "В этот день методической службы в муниципалитете нет. Сначала отметьте, с какого дня она есть"));
    }
    Ok(())
}

/// Ends a term: from `on` the post is vacant.
///
/// # Errors
/// The day is not after the term's first, or somebody else changed it first.
pub fn relieve(tx: &mut Tx<'_>, by: &By, place: &PlaceId, (id, version): (HeadId, i64), on: Date) -> Result<()> {
    let head = find(tx, place, id)?;
    if on <= head.from {
        return Err(Error::field("on", "Последний день раньше, чем человек пришёл. Исправьте дату"));
    }
    tx.change_one(head.post.label(), "UPDATE place_head SET valid_to = $1, version = version + 1 WHERE id = $2 AND version = $3", params![on, id, version])?;
    tx.record(by, Event::new("place.head_left", "place", place).with(json!({ "post": head.post, "on": on })))
}

/// Takes out a term that was recorded by mistake; the one before it goes on to where this one ended.
///
/// # Errors
/// Not found, or somebody else changed it first.
pub fn strike(tx: &mut Tx<'_>, by: &By, place: &PlaceId, (id, version): (HeadId, i64)) -> Result<()> {
    let head = find(tx, place, id)?;
    tx.change_one(head.post.label(), "DELETE FROM place_head WHERE id = $1 AND version = $2", params![id, version])?;
    tx.execute("UPDATE place_head SET valid_to = $1, version = version + 1 WHERE place_id = $2 AND post = $3 AND valid_to = $4", params![head.until, place, head.post, head.from])?;
    tx.record(by, Event::new("place.head_struck", "place", place).with(json!({ "post": head.post, "from": head.from })))
}

/// A term of a place.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(tx: &mut Tx<'_>, place: &PlaceId, id: HeadId) -> Result<Head> {
    tx.one(&format!("{SELECT} WHERE id = $1 AND place_id = $2"), params![id, place], row!(Head { id, post, person, name, from, until, version }))
}
