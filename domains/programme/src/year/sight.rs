//! Whose year may be seen: one's own, and those of members within the scope of whoever answers for the active. Forbidden looks like absent.

use super::{event, model::Year};
use access::{Action, Actor};
use audit::Record;
use kernel::{Error, Result, Tx, id::PersonId};

/// How the actor stands to a member's year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub person: PersonId,
    pub name: String,
    pub email: Option<String>,
    /// The member oneself.
    pub is_own: bool,
}

impl Standing {
    /// # Errors
    /// Not found: only the member writes the year.
    pub fn own(&self) -> Result<()> {
        if self.is_own { Ok(()) } else { Err(Error::NotFound) }
    }

    /// # Errors
    /// Not found: the member doesn't decide on the own year.
    pub fn overseer(&self) -> Result<()> {
        if self.is_own { Err(Error::NotFound) } else { Ok(()) }
    }
}

/// Whether the role agrees plans and accepts reports of members of its place.
#[must_use]
pub fn oversees(actor: &Actor) -> bool {
    actor.can(Action::OverseeYears)
}

/// # Errors
/// Not found: not one's own, and not within the scope of who oversees.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> Result<Standing> {
    let is_own = actor.person == Some(person);
    if !(is_own && actor.can(Action::UseOwnCabinet) || !is_own && oversees(actor)) {
        return Err(Error::NotFound);
    }
    let found = people::find(tx, &actor.scope(), person)?;
    Ok(Standing { person, name: found.name.full(), email: found.email, is_own })
}

/// As [`load`]; that somebody else's year was looked at is recorded.
///
/// # Errors
/// As [`load`].
pub fn view(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, year: Year) -> Result<Standing> {
    let standing = load(tx, actor, person)?;
    if !standing.is_own {
        tx.record(&actor.by(), event::about("year.viewed", person, year))?;
    }
    Ok(standing)
}
