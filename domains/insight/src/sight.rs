//! Whose figures somebody reads: one's own place and those below; the ministry the region and its municipalities.

use access::{Action, Actor, Role};
use kernel::{Result, Tx, id::PlaceId, params};
use structure::places::{PlaceKind, REGION};

/// At which level a viewer looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    School,
    Municipality,
    Region,
}

/// A viewer of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    pub place: PlaceId,
    pub path: String,
    pub level: Level,
    /// Sees no school by itself.
    pub is_ministry: bool,
    /// May have an answer worked out anew.
    pub computes: bool,
}

impl Sight {
    /// # Errors
    /// Not found: the role has nothing to do with it.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        actor.may(Action::ViewInsight)?;
        let is_ministry = actor.role == Role::Ministry;
        // The ministry is a place of its own beside the region; what it looks at is the region.
        let place = if is_ministry { PlaceId::from(REGION) } else { actor.place.clone() };
        let (path, kind): (String, PlaceKind) = tx.one("SELECT path, kind FROM place WHERE id = $1", params![place], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let level = match kind {
            PlaceKind::School => Level::School,
            PlaceKind::Municipality => Level::Municipality,
            PlaceKind::Region | PlaceKind::Institute | PlaceKind::Ministry => Level::Region,
        };
        Ok(Self { place, path, level, is_ministry, computes: computes(actor) })
    }
}

/// Working an answer out anew is for those who answer for the figures.
#[must_use]
pub fn computes(actor: &Actor) -> bool {
    actor.can(Action::ManageIndicators) || (actor.can(Action::ViewInsight) && actor.can(Action::ManageInstruments))
}
