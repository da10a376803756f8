//! Who sees which resources: those of the places above one's own that are offered, and everything of the places one manages.
//!
//! In SQL: $1–$2 are the managed range of paths, $3 is the viewer's own path.

use access::{Action, Actor, Role, Scope};
use kernel::{Error, Result, Tx};

/// A viewer of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) path: String,
}

/// The resource `r` of the place `pl` is seen.
pub(crate) const SEEN: &str = "((pl.path >= $1 AND pl.path < $2) OR (r.state = 'live' AND SUBSTR(CAST($3 AS TEXT), 1, LENGTH(pl.path)) = pl.path))";

/// After every path.
const NOWHERE: &str = "~";

impl Sight {
    /// Of somebody at work. A member sees what is offered where the person works now.
    ///
    /// # Errors
    /// Not found: the role has nothing to do with the catalogue. The store fails.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        actor.may(Action::ViewResources)?;
        let path = match (actor.role, actor.person) {
            (Role::Member, Some(person)) => people::find(tx, &Scope::person(person), person)?.place_path,
            _ => actor.place_path.clone(),
        };
        if actor.can(Action::ManageResources) { Ok(Self { from: path.clone(), to: kernel::search::after(&path), path }) } else { Ok(Self::at(&path)) }
    }

    /// What is offered at a place, to whoever works there.
    #[must_use]
    pub fn at(path: &str) -> Self {
        Self { from: NOWHERE.into(), to: NOWHERE.into(), path: path.to_owned() }
    }

    /// All of it, for what the program does by itself or shows where the resource was agreed on already.
    #[must_use]
    pub fn program() -> Self {
        Self { from: String::new(), to: kernel::search::after(""), path: String::new() }
    }

    /// Whether resources of a place may be written.
    #[must_use]
    pub fn manages(&self, path: &str) -> bool {
        path >= self.from.as_str() && path < self.to.as_str()
    }

    /// # Errors
    /// Not found: not one's own to write.
    pub(crate) fn must_manage(&self, path: &str) -> Result<()> {
        if self.manages(path) { Ok(()) } else { Err(Error::NotFound) }
    }
}
