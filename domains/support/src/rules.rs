//! Who sees and changes what. Forbidden looks like absent.
//!
//! * A course is seen at the place that keeps it, above and below; its graduates are cut by the viewer's scope.
//! * A school with low results is seen by the coordinator, its municipality, itself, and who was asked to help there; by nobody else.
//! * A pool of experts is seen by coordinator and methodists of its scope, an entry also by its person; agreement of markings by the person and the coordinator.
//! * A track (contest, attestation) is seen by the teacher and the helper; a contest's one also by who manages it.

use access::{Action, Actor, Role};
use kernel::{Error, Result, id::PersonId, search::after};

/// A range of paths, `[from, to)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    pub from: String,
    pub to: String,
}

impl Range {
    fn under(path: &str) -> Self {
        Self { from: path.to_owned(), to: after(path) }
    }

    /// No place at all.
    #[must_use]
    pub fn nowhere() -> Self {
        Self { from: "~".into(), to: "~".into() }
    }

    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        path >= self.from.as_str() && path < self.to.as_str()
    }
}

/// Places whose courses and contests the actor keeps.
#[must_use]
pub fn kept(actor: &Actor) -> Range {
    if actor.can(Action::ManageSupport) { Range::under(&actor.place_path) } else { Range::nowhere() }
}

/// Places whose low-result schools the actor sees by office. A methodist sees only where the methodist was asked to help.
#[must_use]
pub fn overseen_schools(actor: &Actor) -> Range {
    match actor.role {
        Role::Coordinator | Role::Municipal | Role::School => Range::under(&actor.place_path),
        Role::Administrator | Role::DataProtection | Role::Commission | Role::Methodist | Role::Expert | Role::Ministry | Role::Member => Range::nowhere(),
    }
}

/// Places whose low-result schools the actor leads: status, factors, who helps.
#[must_use]
pub fn led_schools(actor: &Actor) -> Range {
    match actor.role {
        Role::Coordinator | Role::Municipal => Range::under(&actor.place_path),
        Role::School | Role::Administrator | Role::DataProtection | Role::Commission | Role::Methodist | Role::Expert | Role::Ministry | Role::Member => Range::nowhere(),
    }
}

/// Counts of the whole region, without a school's name.
#[must_use]
pub fn sees_region_counts(actor: &Actor) -> bool {
    match actor.role {
        Role::Coordinator | Role::Ministry => true,
        Role::Municipal | Role::School | Role::Methodist | Role::Administrator | Role::DataProtection | Role::Commission | Role::Expert | Role::Member => false,
    }
}

/// Whether agreement of markings may be seen: by the coordinator and the person.
#[must_use]
pub fn sees_agreement(actor: &Actor, person: PersonId) -> bool {
    let by_office = match actor.role {
        Role::Coordinator => true,
        Role::Municipal | Role::School | Role::Methodist | Role::Administrator | Role::DataProtection | Role::Commission | Role::Expert | Role::Ministry | Role::Member => false,
    };
    by_office || actor.person == Some(person)
}

/// Whoever may have to do with support at all.
///
/// # Errors
/// Not found.
pub fn enter(actor: &Actor) -> Result<()> {
    if actor.can(Action::ViewSupport) || actor.can(Action::UseOwnCabinet) { Ok(()) } else { Err(Error::NotFound) }
}

/// The person behind the account.
///
/// # Errors
/// Not found: there is no card.
pub fn own(actor: &Actor) -> Result<PersonId> {
    enter(actor)?;
    actor.person.ok_or(Error::NotFound)
}

/// What only the teacher does, in whatever role the account works now: a deputy head is a graduate of courses too.
///
/// # Errors
/// Not found.
pub fn cabinet(actor: &Actor) -> Result<PersonId> {
    actor.person.ok_or(Error::NotFound)
}
