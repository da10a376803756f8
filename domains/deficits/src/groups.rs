//! The picture of groups: figures without names, small groups hidden.

mod figures;
mod suppress;

pub use figures::{Cell, Figure, Figures, Place, Share};
pub use suppress::{FEWEST, Node, shown};

use crate::store::groups as sums;
use access::{Actor, Role};
use kernel::{Date, Result, Tx, id::PlaceId};
use std::collections::BTreeMap;
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
    for id in with_results {
        if all.iter().any(|place| place.id == id) {
            continue;
        }
        if let Some(place) = places::find(tx, &id, on)? {
            let parent = place.parent.filter(|parent| all.iter().any(|known| known.id == *parent)).or(Some(PlaceId::from(REGION)));
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
    let today = tx.today();
    let id = if asked.is_empty() { actor.place.clone() } else { PlaceId::from(asked) };
    let path = places::path(tx, &id)?;
    if !may_open(actor, &path) {
        return Err(kernel::Error::NotFound);
    }
    let all = all_places(tx, today)?;
    let place = all.iter().find(|place| place.id == id).cloned().ok_or(kernel::Error::NotFound)?;
    let parts: Vec<Place> = all.iter().filter(|part| part.parent.as_ref() == Some(&id)).cloned().collect();
    let depth = |id: &PlaceId| all.iter().find(|place| place.id == *id).and_then(|place| place.parent.clone()).map_or(0, |parent| if parent.as_str() == REGION { 1 } else { 2 });
    let own_depth = depth(&id);
    let peers = if own_depth == 0 { parts.iter().map(|part| part.id.clone()).collect() } else { all.iter().filter(|peer| depth(&peer.id) == own_depth).map(|peer| peer.id.clone()).collect() };
    let competencies = sums::competencies(tx, framework)?;
    let sums = sums::sums(tx, framework, year)?;
    let figures = competencies
        .iter()
        .map(|competency| {
            let of: Vec<sums::Sum> = sums.iter().filter(|sum| sum.competency == competency.id).cloned().collect();
            (competency.id.clone(), Figures::of(&all, &of))
        })
        .collect();
    Ok(Map { place, parts, competencies, figures, peers })
}
