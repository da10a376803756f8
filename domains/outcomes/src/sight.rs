//! Who reads what: the school its own results one by one; others sums of many, and what they entered themselves.

use crate::{
    model::{Outcome, OutcomeId},
    store::outcomes as kept,
};
use access::{Action, Actor, Role};
use kernel::{Error, Result, Tx, id::PlaceId, params};

/// The path of a school.
///
/// # Errors
/// Not found: no place, or no school.
pub fn path_of(tx: &mut Tx<'_>, place: &PlaceId) -> Result<String> {
    tx.one("SELECT path FROM place WHERE id = $1 AND kind = 'school'", params![place], |row| row.get(0))
}

/// Whether the actor is of this very school: its results are shown whole.
#[must_use]
pub fn is_of_school(actor: &Actor, place: &PlaceId) -> bool {
    actor.role == Role::School && actor.place == *place
}

/// A result as the actor may read it: the school's own, or entered by the actor for a school within the scope.
///
/// # Errors
/// Not found.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: OutcomeId) -> Result<Outcome> {
    actor.may(Action::ViewOutcomes)?;
    let found = kept::find(tx, id)?;
    let path = path_of(tx, &found.place)?;
    let is_own = found.entered_by == Some(actor.account) && actor.can(Action::EnterOutcomes);
    if actor.scope().covers(&path, None) && (is_of_school(actor, &found.place) || is_own) { Ok(found) } else { Err(Error::NotFound) }
}
