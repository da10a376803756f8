//! The picture of groups: figures without names, small groups hidden.

mod figures;
mod suppress;

pub use figures::{Cell, Figure, Figures, Place, Share};
pub use suppress::{FEWEST, Node, shown, shown_of};

use crate::store::groups as sums;
use access::{Actor, Role};
use kernel::{Date, Result, Tx, id::PlaceId};
use std::collections::{BTreeMap, BTreeSet};
use structure::places::{self, INSTITUTE, REGION};

/// A table of the map: a framework in a study year, the parts of a place.
pub struct Map {
    pub place: Place,
    /// The parts of the place, each a column after the place itself; empty for a school.
    pub parts: Vec<Place>,
    pub competencies: Vec<sums::Competency>,
    /// By competency: the figures of the whole region.
    pub figures: BTreeMap<String, Figures>,
    /// Places of the same kind as the place, for the region's middle; never named.
    pub peers: Vec<PlaceId>,
}

impl Map {
    /// Figures of a competency at a place.
    #[must_use]
    pub fn at(&self, competency: &str, place: &PlaceId) -> Cell {
        self.figures.get(competency).map_or(Cell::Nobody, |figures| figures.at(place))
    }

    /// The middle of places of the same kind.
    #[must_use]
    pub fn middle(&self, competency: &str) -> Option<i64> {
        self.figures.get(competency).and_then(|figures| figures.median(self.peers.iter()))
    }
}

/// Every place of the region, parents first, as called on a day.
fn all_places(tx: &mut Tx<'_>, on: Date) -> Result<Vec<Place>> {
    let region = PlaceId::from(REGION);
    let mut all = vec![Place { id: region.clone(), parent: None, name: "Регион в целом".into(), has_parts: true }];
    if let Some(house) = places::find(tx, &PlaceId::from(INSTITUTE), on)? {
        all.push(Place { id: house.id, parent: Some(region.clone()), name: house.short_name, has_parts: false });
    }
    let municipalities = places::municipalities(tx, on)?;
    all.extend(municipalities.into_iter().map(|place| Place { id: place.id, parent: Some(region.clone()), name: place.short_name, has_parts: true }));
    all.extend(places::schools(tx, on)?.into_iter().map(|place| Place { id: place.id, parent: place.parent, name: place.short_name, has_parts: false }));
    closed(tx, on, &mut all)?;
    Ok(all)
}

/// Places that were closed since but have results of their time: without them totals and parts would not meet.
fn closed(tx: &mut Tx<'_>, on: Date, all: &mut Vec<Place>) -> Result<()> {
    let with_results: Vec<PlaceId> = tx.query("SELECT DISTINCT place_id FROM result", &[], |row| row.get(0))?;
    let mut known: BTreeSet<PlaceId> = all.iter().map(|place| place.id.clone()).collect();
    for id in with_results {
        if known.contains(&id) {
            continue;
        }
        if let Some(place) = places::find(tx, &id, on)? {
            let parent = place.parent.filter(|parent| known.contains(parent)).or(Some(PlaceId::from(REGION)));
            known.insert(id.clone());
            all.push(Place { id, parent, name: place.short_name, has_parts: false });
        }
    }
    Ok(())
}

/// Whether an actor may open the picture of a place: the own one and all below; whoever sees the region sees all.
fn may_open(actor: &Actor, path: &str) -> bool {
    match actor.role {
        Role::Ministry => true,
        Role::Coordinator | Role::Municipal | Role::School | Role::Methodist => path.starts_with(&actor.place_path),
        Role::Administrator | Role::DataProtection | Role::Commission | Role::Expert | Role::Member => false,
    }
}

/// The map of a place; the actor's own place if none is asked for.
///
/// # Errors
/// Not found: another's place.
pub fn map(tx: &mut Tx<'_>, actor: &Actor, asked: &str, framework: &str, year: i64) -> Result<Map> {
    let [map] = maps(tx, actor, asked, framework, [year])?;
    Ok(map)
}

/// As [`map`], of several study years: the places are read once.
///
/// # Errors
/// Not found: another's place.
pub fn maps<const N: usize>(tx: &mut Tx<'_>, actor: &Actor, asked: &str, framework: &str, years: [i64; N]) -> Result<[Map; N]> {
    let today = tx.today();
    let id = if asked.is_empty() { actor.place.clone() } else { PlaceId::from(asked) };
    let path = places::path(tx, &id)?;
    if !may_open(actor, &path) {
        return Err(kernel::Error::NotFound);
    }
    let all = all_places(tx, today)?;
    let place = all.iter().find(|place| place.id == id).cloned().ok_or(kernel::Error::NotFound)?;
    let competencies = sums::competencies(tx, framework)?;
    let mut sums = Vec::with_capacity(N);
    for year in years {
        sums.push(sums::sums(tx, framework, year)?);
    }
    let (parts, peers) = (parts(&all, &id), peers(&all, &place));
    let mut sums = sums.into_iter();
    Ok(years.map(|_| Map { place: place.clone(), parts: parts.clone(), peers: peers.clone(), figures: Figures::by_competency(&all, &sums.next().unwrap_or_default()), competencies: competencies.clone() }))
}

fn parts(all: &[Place], id: &PlaceId) -> Vec<Place> {
    all.iter().filter(|part| part.parent.as_ref() == Some(id)).cloned().collect()
}

/// Places at the same depth; of the region its parts.
fn peers(all: &[Place], place: &Place) -> Vec<PlaceId> {
    let is_right_below = |parent: &Option<PlaceId>| parent.as_ref().is_some_and(|parent| parent.as_str() == REGION);
    let is_peer = |peer: &&Place| match &place.parent {
        None => is_right_below(&peer.parent),
        Some(_) => peer.parent.is_some() && is_right_below(&peer.parent) == is_right_below(&place.parent),
    };
    all.iter().filter(is_peer).map(|peer| peer.id.clone()).collect()
}
