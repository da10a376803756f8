//! Who sees which practice, and who may review it. Forbidden looks like absent.

use crate::{
    model::{Practice, PracticeId, Review, State, VersionState},
    store::{self, versions},
};
use access::{Action, Actor, Role, Scope};
use kernel::{Error, Result, Tx, id::PersonId, params};
use membership::Standing;

/// As what the actor sees a practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of it, every state.
    Author,
    /// All of it with names: whoever keeps the bank.
    Keeper,
    /// What is published.
    Reader,
    /// The text under review without its author.
    Reviewer,
}

/// What an actor is to the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    pub person: Option<PersonId>,
    pub role: Role,
    /// Path of where the person works, or of the role's place.
    pub work_path: String,
    /// May take reviews: by role, or as a member of the active.
    pub reviews: bool,
}

impl Viewer {
    /// # Errors
    /// Not found: the role has nothing to do with the bank. The store fails.
    pub fn of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Self> {
        if !actor.can(Action::ViewPractices) && !actor.can(Action::ReviewPractices) {
            return Err(Error::NotFound);
        }
        let work_path = match actor.person {
            Some(person) => people::find(tx, &Scope::person(person), person)?.place_path,
            None => actor.place_path.clone(),
        };
        let reviews = actor.can(Action::ReviewPractices) || (actor.role == Role::Member && is_of_the_active(tx, actor.person)?);
        Ok(Self { person: actor.person, role: actor.role, work_path, reviews })
    }

    /// Whether this practice is nobody's of the viewer's: not one's own and not of one's own school.
    #[must_use]
    pub fn is_impartial(&self, practice: &Practice, author_path: Option<&str>) -> bool {
        let is_own = practice.author.is_some() && practice.author == self.person;
        // A school is a place of its own; the region as one's place of work is not everybody's school.
        let is_same = |path: &str| is_school(path) && path == self.work_path;
        !is_own && !is_same(&practice.place_path) && !author_path.is_some_and(is_same)
    }
}

/// `region/municipality/school/`.
fn is_school(path: &str) -> bool {
    path.split('/').filter(|part| !part.is_empty()).count() >= 3
}

fn is_of_the_active(tx: &mut Tx<'_>, person: Option<PersonId>) -> Result<bool> {
    let Some(person) = person else { return Ok(false) };
    let today = tx.today();
    Ok(membership::current_of(tx, &Scope::person(person), person, today)?.iter().any(|row| row.membership.standing(today) == Standing::Active))
}

/// Where the author works now.
fn author_path(tx: &mut Tx<'_>, practice: &Practice) -> Result<Option<String>> {
    match practice.author {
        Some(author) => Ok(tx.maybe("SELECT pl.path FROM person p JOIN place pl ON pl.id = p.place_id WHERE p.id = $1", params![author], |row| row.get(0))?),
        None => Ok(None),
    }
}

/// Keeps the bank: sees every state.
#[must_use]
pub fn keeps(role: Role) -> bool {
    match role {
        Role::Coordinator => true,
        Role::Administrator | Role::DataProtection | Role::Commission | Role::Municipal | Role::School | Role::Methodist | Role::Expert | Role::Ministry | Role::Member => false,
    }
}

/// A practice as the actor may see it.
///
/// # Errors
/// Not found.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId) -> Result<(Practice, Sight)> {
    let viewer = Viewer::of(tx, actor)?;
    let practice = store::find(tx, id)?;
    if practice.author.is_some() && practice.author == actor.person {
        return Ok((practice, Sight::Author));
    }
    if keeps(actor.role) {
        return Ok((practice, Sight::Keeper));
    }
    match practice.state {
        State::Published if actor.can(Action::ViewPractices) => Ok((practice, Sight::Reader)),
        State::Published | State::Review if may_read_for_review(tx, &viewer, &practice)? => Ok((practice, Sight::Reviewer)),
        State::Published | State::Review | State::Draft | State::Returned | State::Declined | State::Withdrawn => Err(Error::NotFound),
    }
}

fn may_read_for_review(tx: &mut Tx<'_>, viewer: &Viewer, practice: &Practice) -> Result<bool> {
    let path = author_path(tx, practice)?;
    // A next version that its author still writes is nobody's to read.
    let is_sent = versions::newest(tx, practice.id)?.state == VersionState::Review;
    Ok(is_sent && viewer.reviews && viewer.is_impartial(practice, path.as_deref()))
}

/// A practice whose newest version the actor may take to review, or has taken.
///
/// # Errors
/// Not found: no reviewer, one's own, one's own school's, or nothing is under review.
pub fn for_review(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId) -> Result<Practice> {
    let viewer = Viewer::of(tx, actor)?;
    let practice = store::find(tx, id)?;
    if practice.state == State::Withdrawn || !may_read_for_review(tx, &viewer, &practice)? {
        return Err(Error::NotFound);
    }
    Ok(practice)
}

/// A practice of one's own.
///
/// # Errors
/// Not found.
pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId) -> Result<Practice> {
    let practice = store::find(tx, id)?;
    if practice.author.is_some() && practice.author == actor.person { Ok(practice) } else { Err(Error::NotFound) }
}

/// The author of new practices: whoever has a card and sees the bank.
///
/// # Errors
/// Not found.
pub fn writer(actor: &Actor) -> Result<PersonId> {
    actor.may(Action::ViewPractices)?;
    actor.person.ok_or(Error::NotFound)
}

/// Whether the actor may say that a re-use happened: its place is overseen, or the practice is the actor's.
#[must_use]
pub fn may_confirm(actor: &Actor, practice: &Practice, person: Option<PersonId>, place_path: &str) -> bool {
    if person.is_some() && person == actor.person {
        return false;
    }
    let oversees = match actor.role {
        Role::Coordinator | Role::Municipal | Role::School | Role::Methodist => place_path.starts_with(&actor.place_path),
        Role::Administrator | Role::DataProtection | Role::Commission | Role::Expert | Role::Ministry | Role::Member => false,
    };
    oversees || (practice.author.is_some() && practice.author == actor.person)
}

/// What the actor has said about a version.
#[must_use]
pub fn mine<'a>(actor: &Actor, reviews: &'a [Review]) -> Option<&'a Review> {
    reviews.iter().find(|review| review.reviewer == Some(actor.account))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PracticeId;

    fn practice(author: PersonId) -> Practice {
        Practice {
            id: PracticeId::fresh(),
            author: Some(author),
            place: "sch-six".into(),
            state: State::Review,
            published_number: 0,
            published_on: None,
            with_name: false,
            is_open: false,
            withdrawn_why: String::new(),
            work: String::new(),
            resource: String::new(),
            certificate_code: String::new(),
            version: 1,
            author_name: String::new(),
            place_name: String::new(),
            place_path: "region/mo-bikin/sch-six/".into(),
        }
    }

    #[test]
    fn nobody_reviews_their_own_or_their_own_schools_practice() {
        let author = PersonId::fresh();
        let viewer = |person, path: &str| Viewer { person, role: Role::Member, work_path: path.into(), reviews: true };
        let one = practice(author);
        assert!(!viewer(Some(author), "region/mo-far/sch-far/").is_impartial(&one, None));
        assert!(!viewer(Some(PersonId::fresh()), "region/mo-bikin/sch-six/").is_impartial(&one, None));
        assert!(!viewer(Some(PersonId::fresh()), "region/mo-far/sch-far/").is_impartial(&one, Some("region/mo-far/sch-far/")), "the author works there now");
        assert!(viewer(Some(PersonId::fresh()), "region/mo-far/sch-far/").is_impartial(&one, Some("region/mo-bikin/sch-six/")));
        assert!(viewer(None, "region/").is_impartial(&one, Some("region/mo-bikin/sch-six/")));
    }
}
