//! All that stands on a place's page, as of a day.

use super::{ahead::Ahead, figures::Figures};
use access::{Action, Actor};
use kernel::{Date, Result, Tx, id::PlaceId, params};
use structure::{
    contacts::{self, Contact},
    heads::{self, Head},
    places::{self, NameRecord, Place, PlaceKind},
    services::{self, Turn},
};

/// A place under the one that is looked at.
pub struct Child {
    pub place: Place,
    /// Of a municipality: its open schools that day.
    pub schools: u64,
}

pub struct View {
    pub place: Place,
    pub on: Date,
    pub today: Date,
    /// From the region down, without the place itself.
    pub above: Vec<Place>,
    pub names: Vec<NameRecord>,
    pub heads: Vec<Head>,
    pub contact: Contact,
    pub services: Vec<Turn>,
    pub children: Vec<Child>,
    /// Unions of the place and of what stands under it.
    pub unions: Option<u64>,
    pub ahead: Option<Ahead>,
    pub figures: Option<Figures>,
    pub has_sample_requisites: bool,
}

impl View {
    pub fn is_now(&self) -> bool {
        self.on == self.today
    }
}

/// Whether the viewer's role stands at the place or above it.
pub fn oversees(actor: &Actor, place: &Place) -> bool {
    place.path.starts_with(&actor.place_path)
}

/// The ministry and the administrator see figures and no names, of officials neither.
fn sees_names(actor: &Actor) -> bool {
    actor.can(Action::ViewPeople) || actor.can(Action::ViewMeetings) || actor.can(Action::UseOwnCabinet)
}

pub fn view(tx: &mut Tx<'_>, actor: &Actor, id: &PlaceId, on: Option<Date>) -> Result<View> {
    let today = tx.today();
    let on = on.unwrap_or(today);
    let place = places::load(tx, id, on)?;
    let is_now = on == today;
    let figures = if is_now && actor.can(Action::ViewReports) && oversees(actor, &place) { Some(Figures::count(tx, actor, &place)?) } else { None };
    let has_sample_requisites = place.kind == PlaceKind::Region && actor.can(Action::ManagePlaces) && structure::profile(tx)?.operator.is_sample;
    Ok(View {
        above: above(tx, &place, on)?,
        names: places::names(tx, id)?,
        heads: if sees_names(actor) { heads::of(tx, id)? } else { Vec::new() },
        contact: contacts::of(tx, id)?,
        services: services::history(tx, id)?,
        children: children(tx, &place, on)?,
        unions: if is_now && actor.can(Action::ViewUnions) { Some(unions(tx, &place)?) } else { None },
        ahead: if is_now && actor.can(Action::ViewActivities) { Some(Ahead::read(tx, actor, &place)?) } else { None },
        figures,
        has_sample_requisites,
        place,
        on,
        today,
    })
}

fn above(tx: &mut Tx<'_>, place: &Place, on: Date) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    let mut next = place.parent.clone();
    while let Some(id) = next {
        let parent = places::load(tx, &id, on)?;
        next = parent.parent.clone();
        found.push(parent);
    }
    found.reverse();
    Ok(found)
}

fn children(tx: &mut Tx<'_>, place: &Place, on: Date) -> Result<Vec<Child>> {
    match place.kind {
        PlaceKind::Region => {
            let counts = places::school_counts(tx, on)?;
            let mut found = Vec::new();
            for id in [places::MINISTRY, places::INSTITUTE] {
                found.extend(places::find(tx, &PlaceId::from(id), on)?);
            }
            found.extend(places::municipalities(tx, on)?);
            let schools = |place: &Place| counts.iter().find(|(id, _)| *id == place.id).map_or(0, |(_, count)| *count);
            Ok(found.into_iter().map(|place| Child { schools: schools(&place), place }).collect())
        }
        PlaceKind::Municipality => Ok(places::schools_of(tx, &place.id, on)?.into_iter().map(|place| Child { place, schools: 0 }).collect()),
        PlaceKind::School | PlaceKind::Ministry | PlaceKind::Institute => Ok(Vec::new()),
    }
}

fn unions(tx: &mut Tx<'_>, place: &Place) -> Result<u64> {
    let sql = "SELECT COUNT(*) FROM union_body u JOIN place pl ON pl.id = u.place_id WHERE pl.path >= $1 AND pl.path < $2 AND u.closed_on IS NULL";
    Ok(tx.count(sql, params![place.path, kernel::search::after(&place.path)])?)
}
