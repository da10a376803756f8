//! How somebody stands to a mentoring. Those who take part see what they write; whoever oversees sees counts and dates; nobody else knows
//! that it is there.

use super::{
    event,
    model::{Answer, Mentoring, MentoringId, Role, Side, State},
    store,
};
use access::{Action, Actor};
use audit::Record;
use kernel::{Error, Result, Tx};

/// A mentoring as the actor may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub mentoring: Mentoring,
    pub sides: Vec<Side>,
    /// The actor's own side, unless it said no.
    pub own: Option<Side>,
    /// Somebody of it is within the actor's scope, and the role leads mentoring there.
    pub oversees: bool,
    /// The actor is its curator.
    pub is_curator: bool,
}

impl Standing {
    /// Whether the actor reads what the pair writes: only who agreed to take part.
    #[must_use]
    pub fn is_inside(&self) -> bool {
        self.own.as_ref().is_some_and(|own| own.answer == Answer::Yes)
    }

    /// # Errors
    /// Not found: not one of those who agreed to take part.
    pub fn inside(&self) -> Result<&Side> {
        self.own.as_ref().filter(|own| own.answer == Answer::Yes).ok_or(Error::NotFound)
    }

    /// # Errors
    /// Not found: the actor doesn't lead mentoring there.
    pub fn leading(&self) -> Result<()> {
        if self.oversees { Ok(()) } else { Err(Error::NotFound) }
    }

    /// # Errors
    /// A refusal unless it goes on and the actor takes part in it still.
    pub fn going(&self) -> Result<()> {
        let has_left = self.own.as_ref().is_some_and(|own| own.left_on.is_some());
        match self.mentoring.state {
            State::Active if has_left => Err(Error::refusal("Вы вышли из группы: писать в ней больше нельзя. Прежние записи вам видны.")),
            State::Active => Ok(()),
            State::Proposed => Err(Error::refusal("Наставничество ещё не началось: ждём согласия всех участников.")),
            State::Declined | State::Ended => Err(Error::refusal(format!("Наставничество {}: записи больше не меняют.", self.mentoring.state.label()))),
        }
    }

    #[must_use]
    pub fn mentor(&self) -> Option<&Side> {
        self.sides.iter().find(|side| side.role == Role::Mentor)
    }

    /// Mentees who take part or may yet; of what didn't come about all, so that nobody is seen to have said no.
    pub fn mentees(&self) -> impl Iterator<Item = &Side> {
        let all = self.mentoring.state == State::Declined;
        self.sides.iter().filter(move |side| side.role == Role::Mentee && (all || side.counts()))
    }
}

/// Whether somebody may have to do with mentoring at all.
///
/// # Errors
/// Not found.
pub fn may_enter(actor: &Actor) -> Result<()> {
    if actor.can(Action::ViewPairs) || actor.can(Action::UseOwnCabinet) { Ok(()) } else { Err(Error::NotFound) }
}

/// # Errors
/// Not found: neither one's own nor within the scope of who leads.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: MentoringId) -> Result<Standing> {
    may_enter(actor)?;
    let mentoring = store::find(tx, id)?;
    let sides = store::sides(tx, id)?;
    let own = actor.person.and_then(|person| sides.iter().find(|side| side.person == Some(person) && side.answer != Answer::No).cloned());
    let scope = actor.scope();
    let covered = sides.iter().any(|side| side.person.is_some() && scope.covers(&side.place_path, side.person));
    let oversees = actor.can(Action::ViewPairs) && covered;
    if own.is_none() && !oversees {
        return Err(Error::NotFound);
    }
    let is_curator = mentoring.curator == Some(actor.account);
    Ok(Standing { mentoring, sides, own, oversees, is_curator })
}

/// As [`load`]; a look of whoever only oversees is recorded.
///
/// # Errors
/// As [`load`].
pub fn view(tx: &mut Tx<'_>, actor: &Actor, id: MentoringId) -> Result<Standing> {
    let standing = load(tx, actor, id)?;
    if standing.own.is_none() {
        let person = standing.sides.iter().find(|side| side.role == Role::Mentee).and_then(|side| side.person);
        tx.record(&actor.by(), event::about("mentoring.viewed", id).of_maybe(person))?;
    }
    Ok(standing)
}
