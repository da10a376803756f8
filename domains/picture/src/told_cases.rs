//! How many cases stand where, for whoever tells it outside of the pages: hidden alike, so that files and pages can't be set off
//! against each other.

use crate::{people::OfPeople, told::Told, tree::Tree};
use cases::{State, stage::DONE};
use kernel::{Result, Tx, id::PlaceId, params};
use std::collections::BTreeMap;
use structure::places::PlaceKind;

/// Cases of a municipality in a state and on a rung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasesTold {
    pub place: PlaceId,
    pub path: String,
    pub state: State,
    /// Of open ones where they stand, of ended ones where they ended.
    pub rung: i64,
    pub cases: i64,
}

/// Cases by municipality as far as they may be told: those of under five people, however many cases they have, and what would betray such a group, are left out. What is
/// proposed, declined or was taken back before an answer is between the methodist and the teacher.
///
/// # Errors
/// The store fails.
pub fn cases_told(tx: &mut Tx<'_>) -> Result<Vec<CasesTold>> {
    let tree = Tree::read(tx)?;
    let sql = "SELECT state, rung, place_id, person_id, COUNT(*) FROM case_file WHERE state IN ('open', 'closed') OR (state = 'stopped' AND answered_at IS NOT NULL) GROUP BY state, rung, place_id, person_id";
    let mut groups: BTreeMap<(State, i64), OfPeople> = BTreeMap::new();
    tx.each(sql, params![], |row| {
        let (state, rung, place, person, count): (State, i64, PlaceId, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        groups.entry((state, rung.clamp(1, DONE))).or_default().add(place, person, count);
        Ok(())
    })?;
    let mut found = Vec::new();
    for ((state, rung), own) in groups {
        let layer = tree.guarded_of(&own);
        for spot in tree.spots.iter().filter(|spot| spot.kind == PlaceKind::Municipality) {
            match tree.at(&layer, &spot.id).exact() {
                Told::Count(cases) if cases > 0 => found.push(CasesTold { place: spot.id.clone(), path: spot.path.clone(), state, rung, cases }),
                _ => {}
            }
        }
    }
    Ok(found)
}
