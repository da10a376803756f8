//! Which places one may look at: one's own and those below; the ministry the region and its municipalities, never a school.

use crate::tree::{Spot, Tree};
use access::{Action, Actor, Role};
use kernel::{Error, Result, id::PlaceId};
use structure::places::{PlaceKind, REGION};

/// Who looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    own: PlaceId,
    path: String,
    is_ministry: bool,
}

impl Sight {
    /// # Errors
    /// Not found: the role has nothing to do with pictures.
    pub fn of(actor: &Actor) -> Result<Self> {
        actor.may(Action::ViewPicture)?;
        let is_ministry = actor.role == Role::Ministry;
        // The ministry is a place of its own beside the region; what it looks at is the region.
        let (own, path) = if is_ministry { (PlaceId::from(REGION), format!("{REGION}/")) } else { (actor.place.clone(), actor.place_path.clone()) };
        Ok(Self { own, path, is_ministry })
    }

    /// A place within sight, one's own where none is asked for.
    ///
    /// # Errors
    /// Not found.
    pub fn open<'t>(&self, tree: &'t Tree, asked: &str) -> Result<&'t Spot> {
        let id = if asked.is_empty() { self.own.clone() } else { PlaceId::from(asked) };
        let spot = tree.find(&id).ok_or(Error::NotFound)?;
        let is_within = spot.path.starts_with(&self.path);
        match spot.kind {
            PlaceKind::Region | PlaceKind::Municipality if is_within => Ok(spot),
            PlaceKind::School if is_within && !self.is_ministry => Ok(spot),
            PlaceKind::Region | PlaceKind::Municipality | PlaceKind::School | PlaceKind::Institute | PlaceKind::Ministry => Err(Error::NotFound),
        }
    }

    /// Whether the places below this one may be named.
    #[must_use]
    pub fn names_parts(&self, kind: PlaceKind) -> bool {
        match kind {
            PlaceKind::Region => true,
            PlaceKind::Municipality => !self.is_ministry,
            PlaceKind::School | PlaceKind::Institute | PlaceKind::Ministry => false,
        }
    }

    /// The place one's role is held at.
    #[must_use]
    pub fn own(&self) -> &PlaceId {
        &self.own
    }
}
