//! Re-use: a colleague tells, the author or whoever oversees the place confirms.

use crate::{
    form::UseDraft,
    model::{PracticeId, State, UseId, UseState, Used},
    sight,
    store::{self, uses},
    tell,
};
use access::{Actor, Scope};
use audit::{Event, Record};
use kernel::{Error, Result, Tx};

/// Tells that one has used a published practice.
///
/// # Errors
/// Fields; not found; refused: one's own, not published, told already.
pub fn tell_use(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId, draft: &UseDraft) -> Result<UseId> {
    let person = sight::writer(actor)?;
    let (practice, _) = sight::load(tx, actor, id)?;
    if practice.author == Some(person) {
        return Err(Error::refusal("Это ваша практика: применением считается, когда её применил коллега."));
    }
    if practice.state != State::Published {
        return Err(Error::refusal("Практика не опубликована, отмечать её применение рано."));
    }
    if uses::is_told(tx, id, person, draft)? {
        return Err(Error::field("used_on", "Вы уже отметили применение этой практики в этот день"));
    }
    let card = people::find(tx, &Scope::person(person), person)?;
    let used = uses::insert(tx, id, (person, &card.place), draft)?;
    tell::used(tx, &practice, used)?;
    tx.record(&actor.by(), Event::new("practice.used", "practice", id).of(person))?;
    Ok(used)
}

/// A re-use that the actor may decide on.
///
/// # Errors
/// Not found: one's own, or nobody's of the actor's; refused: decided already.
fn decidable(tx: &mut Tx<'_>, actor: &Actor, id: UseId) -> Result<Used> {
    let used = uses::find(tx, id)?;
    let practice = store::find(tx, used.practice)?;
    if !sight::may_confirm(actor, &practice, used.person, &used.place_path) {
        return Err(Error::NotFound);
    }
    match used.state {
        UseState::Told => Ok(used),
        UseState::Confirmed | UseState::Refused => Err(Error::refusal("Об этом применении уже решено. Обновите страницу.")),
    }
}

/// Confirms: it counts from then on.
///
/// # Errors
/// Not found; refused: decided already, or somebody was first.
pub fn confirm(tx: &mut Tx<'_>, actor: &Actor, id: UseId, version: i64) -> Result<PracticeId> {
    let used = decidable(tx, actor, id)?;
    uses::decide(tx, id, (UseState::Confirmed, ""), actor.account, version)?;
    tell::use_decided(tx, &used, None)?;
    tx.record(&actor.by(), Event::new("practice.use_confirmed", "practice", used.practice).of_maybe(used.person))?;
    Ok(used.practice)
}

/// Doesn't confirm, and says why.
///
/// # Errors
/// Not found; refused: decided already, or somebody was first.
pub fn refuse(tx: &mut Tx<'_>, actor: &Actor, id: UseId, why: &str, version: i64) -> Result<PracticeId> {
    let used = decidable(tx, actor, id)?;
    uses::decide(tx, id, (UseState::Refused, why), actor.account, version)?;
    tell::use_decided(tx, &used, Some(why))?;
    tx.record(&actor.by(), Event::new("practice.use_refused", "practice", used.practice).of_maybe(used.person))?;
    Ok(used.practice)
}

/// Takes one's own word back while nobody has decided on it.
///
/// # Errors
/// Not found; refused: decided already.
pub fn take_back(tx: &mut Tx<'_>, actor: &Actor, id: UseId) -> Result<PracticeId> {
    let used = uses::find(tx, id)?;
    if used.person.is_none() || used.person != actor.person {
        return Err(Error::NotFound);
    }
    if used.state != UseState::Told {
        return Err(Error::refusal("Об этом применении уже решено, забрать его нельзя."));
    }
    uses::remove(tx, id)?;
    tx.record(&actor.by(), Event::new("practice.use_taken_back", "practice", used.practice).of_maybe(used.person))?;
    Ok(used.practice)
}
