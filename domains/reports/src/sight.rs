//! Who sees which places and whose reports: one's own place and those below it; the ministry the region and its municipalities only.

use crate::ground::Level;
use access::{Action, Actor, Role};
use kernel::{Error, Result, Tx, id::PlaceId, params};
use structure::places::{self, PlaceKind};

/// A viewer of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    pub from: String,
    pub to: String,
    pub path: String,
    pub place: PlaceId,
    /// Sees no school by itself.
    pub is_ministry: bool,
    pub makes: bool,
}

impl Sight {
    /// # Errors
    /// Not found: the role has nothing to do with figures.
    pub fn of(actor: &Actor) -> Result<Self> {
        actor.may(Action::ViewReports)?;
        // The ministry is a place of its own beside the region; what it looks at is the region.
        let (place, path) = if actor.role == Role::Ministry { (PlaceId::from(places::REGION), format!("{}/", places::REGION)) } else { (actor.place.clone(), actor.place_path.clone()) };
        Ok(Self { to: kernel::search::after(&path), from: path.clone(), path, place, is_ministry: actor.role == Role::Ministry, makes: actor.can(Action::MakeReports) })
    }

    /// A place within sight, its own by default.
    ///
    /// # Errors
    /// Not found.
    pub fn place(&self, tx: &mut Tx<'_>, asked: &str) -> Result<PlaceId> {
        if asked.is_empty() {
            return Ok(self.place.clone());
        }
        let found: Option<(String, PlaceKind)> = tx.maybe("SELECT path, kind FROM place WHERE id = $1", params![asked], |row| Ok((row.get(0)?, row.get(1)?)))?;
        match found {
            Some((path, kind)) if path >= self.from && path < self.to && !(self.is_ministry && kind == PlaceKind::School) => Ok(PlaceId::from(asked)),
            Some(_) | None => Err(Error::NotFound),
        }
    }

    /// Whether figures of the places below one of this level may be shown by name.
    #[must_use]
    pub fn sees_below(&self, level: Level) -> bool {
        match level {
            Level::Region => true,
            Level::Municipality => !self.is_ministry,
            Level::School => false,
        }
    }

    /// Whether reports of this place are one's own to make.
    #[must_use]
    pub fn owns(&self, place: &PlaceId) -> bool {
        self.makes && self.place == *place
    }
}
