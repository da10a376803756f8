//! How somebody stands to a case: which seats are theirs and what they see. Forbidden looks like absent.

use crate::{
    model::{Case, CaseId, Seat, SeatState, State, TeamRole},
    store::{cases, seats},
};
use access::{Action, Actor, Role};
use audit::{Event, Record};
use kernel::{Error, Result, Tx};

/// How much of a case is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sees {
    /// All that people wrote.
    Content,
    /// Rung, days, lateness, counts, outcome; nobody's words.
    Progress,
}

/// A case as the actor may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub case: Case,
    /// The actor's own seats, joined.
    pub seats: Vec<Seat>,
    pub sees: Sees,
    is_teacher: bool,
    is_opener: bool,
    /// The place is within the actor's scope.
    oversees: bool,
    role: Role,
}

impl Standing {
    /// # Errors
    /// Not found for who sees progress only.
    pub fn content(&self) -> Result<()> {
        match self.sees {
            Sees::Content => Ok(()),
            Sees::Progress => Err(Error::NotFound),
        }
    }

    /// The actor's seat in this role.
    #[must_use]
    pub fn holds(&self, role: TeamRole) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.role == role)
    }

    /// The seat by which the actor speaks: the teacher's own first.
    #[must_use]
    pub fn seat(&self) -> Option<&Seat> {
        self.holds(TeamRole::Teacher).or_else(|| self.seats.first())
    }

    /// A methodist's seat of the actor's.
    #[must_use]
    pub fn methodist(&self) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.role.is_methodist())
    }

    #[must_use]
    pub fn is_teacher(&self) -> bool {
        self.is_teacher
    }

    /// Whether the actor proposed this case.
    #[must_use]
    pub fn is_opener(&self) -> bool {
        self.is_opener
    }

    /// Whether the actor answers for the place without sitting in the team.
    #[must_use]
    pub fn oversees(&self) -> bool {
        self.oversees
    }

    /// Whether the actor is here as a member, whose lists begin in the cabinet.
    #[must_use]
    pub fn is_members(&self) -> bool {
        self.role == Role::Member
    }

    /// Whether the actor's office is the school where the teacher works.
    #[must_use]
    pub fn is_of_school(&self) -> bool {
        self.is_teacher || self.holds(TeamRole::DeputyHead).is_some() || (self.oversees && self.role == Role::School)
    }

    /// Whether the actor is the coordinator of the place.
    #[must_use]
    pub fn is_coordinators(&self) -> bool {
        self.oversees && self.role == Role::Coordinator
    }

    /// Whether the actor is of the team or the teacher.
    #[must_use]
    pub fn is_of_team(&self) -> bool {
        self.is_teacher || !self.seats.is_empty()
    }
}

/// A case as the actor may know it.
///
/// # Errors
/// Not found: there is none, or the actor may not know of it.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: CaseId) -> Result<Standing> {
    if !actor.can(Action::ViewCases) && !actor.can(Action::UseOwnCabinet) {
        return Err(Error::NotFound);
    }
    let found = cases::find(tx, id)?;
    let mut seats = match actor.person {
        Some(person) => seats::held_by(tx, id, person)?,
        None => Vec::new(),
    };
    seats.retain(|seat| seat.state == SeatState::Joined);
    // A deputy head sits for the school: when the teacher has moved, the seat sees nothing from the next request on.
    if found.present_place != found.case.place {
        seats.retain(|seat| seat.role != TeamRole::DeputyHead);
    }
    let is_teacher = actor.person == Some(found.case.person);
    let is_opener = found.case.opened_by == Some(actor.account);
    let oversees = actor.can(Action::ViewCases) && actor.scope().covers(&found.present_path, Some(found.case.person));
    let is_of_team = is_teacher || !seats.is_empty();
    let opened_to = oversees && actor.role == Role::School && found.case.is_open_to_school && found.present_place == found.case.place;
    // A proposal that was taken back was never agreed to: nobody else learns of it.
    let is_unanswered = found.case.state == State::Stopped && found.case.answered_at.is_none();
    let sees = match found.case.state {
        State::Stopped if is_unanswered && (is_teacher || is_opener) => Sees::Content,
        State::Stopped if is_unanswered => return Err(Error::NotFound),
        State::Proposed | State::Declined if is_teacher || is_opener => Sees::Content,
        State::Proposed | State::Declined => return Err(Error::NotFound),
        State::Open | State::Closed | State::Stopped if is_of_team || opened_to => Sees::Content,
        State::Open | State::Closed | State::Stopped if oversees => Sees::Progress,
        State::Open | State::Closed | State::Stopped => return Err(Error::NotFound),
    };
    Ok(Standing { case: found.case, seats, sees, is_teacher, is_opener, oversees, role: actor.role })
}

/// As [`load`], for a page: a look at another's case is noted.
///
/// # Errors
/// As [`load`].
pub fn view(tx: &mut Tx<'_>, actor: &Actor, id: CaseId) -> Result<Standing> {
    crate::moves::follow(tx, id)?;
    let standing = load(tx, actor, id)?;
    if !standing.is_teacher {
        tx.record(&actor.by(), Event::new("case.viewed", "case", id).of(standing.case.person))?;
    }
    Ok(standing)
}
