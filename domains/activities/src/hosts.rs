//! Who holds an activity: named from above, or asked by whoever holds it already; bound by the own yes.

use crate::{
    access::{Act, load, oversees, standing},
    model::{ActivityId, HostState, Part, State},
    quick::colleagues,
    sight::Sight,
    signing, store, told,
    told::Words,
};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, Result, Tx, id::PersonId, params};
use serde_json::json;

/// Whether the actor may ask this person at all: staff those of their scope, a member the colleagues with whom the member works.
///
/// # Errors
/// Not found.
pub(crate) fn must_know(tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> Result<()> {
    if actor.can(Action::ViewPeople) {
        return people::find(tx, &actor.scope(), person).map(|_| ());
    }
    colleagues::one(tx, actor, person)?.map(|_| ()).ok_or(Error::NotFound)
}

/// Asks a person whom the actor may ask; no yes is needed where one names oneself.
pub(crate) fn ask(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, person: PersonId, part: Part) -> Result<()> {
    let is_self = actor.person == Some(person);
    if !is_self {
        must_know(tx, actor, person)?;
    }
    store::hosts::add(tx, id, person, part, if is_self { HostState::Joined } else { HostState::Invited })?;
    // Who holds an activity needs no seat in it.
    tx.execute("DELETE FROM activity_seat WHERE activity_id = $1 AND person_id = $2", params![id, person])?;
    signing::move_up(tx, id)?;
    if !is_self {
        let one = store::find(tx, &Sight::program(), id)?;
        let zone = structure::zone(tx)?;
        let body = format!("Вас просят провести: {}, {}. Без вашего согласия вы не будете указаны. Ответьте на странице мероприятия.", told::called(&one), told::when(one.starts_at, &zone));
        let once = told::anew(tx, "asked");
        told::tell(tx, id, person, &Words { once: &once, subject: "Вас просят провести мероприятие".into(), body, page: "" })?;
    }
    Ok(())
}

/// Names one who shall hold it; the person hears and answers. Who holds it and doesn't oversee the place asks to hold it together.
///
/// # Errors
/// Not found: the activity or the person isn't overseen; refused: named already, or it is over.
pub fn name(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, person: PersonId, part: Part) -> Result<()> {
    let one = load(tx, actor, Act::NameHosts, id)?;
    must_be_open(one.state)?;
    match store::hosts::state(tx, id, person)? {
        Some(HostState::Invited | HostState::Joined) => return Err(Error::refusal("Этот человек уже назван среди ведущих. Обновите страницу.")),
        Some(HostState::Declined) | None => {}
    }
    let part = if oversees(actor, &one.place_path) { part } else { Part::Cohost };
    ask(tx, actor, id, person, part)?;
    tx.record(&actor.by(), Event::new("activity.host_named", "activity", id).of(person).with(json!({"part": part})))
}

fn must_be_open(state: State) -> Result<()> {
    match state {
        State::Draft | State::Announced | State::Held => Ok(()),
        State::Closed => Err(Error::refusal("Итоги мероприятия подведены: ведущих больше не меняют.")),
        State::Cancelled => Err(Error::refusal("Мероприятие отменено: ведущие больше не нужны.")),
    }
}

/// The asked person's yes or no.
///
/// # Errors
/// Not found: nobody asked; refused: answered already, or it is over.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, yes: HostState) -> Result<()> {
    let person = actor.person.ok_or(Error::NotFound)?;
    let one = store::seen(tx, actor, id)?;
    must_be_open(one.state)?;
    match store::hosts::state(tx, id, person)? {
        Some(HostState::Invited) => {}
        Some(HostState::Joined | HostState::Declined) => return Err(Error::refusal("Вы уже ответили. Если что-то изменилось, скажите тому, кто планировал мероприятие.")),
        None => return Err(Error::NotFound),
    }
    tx.execute("UPDATE activity_host SET state = $1 WHERE activity_id = $2 AND person_id = $3", params![yes, id, person])?;
    tell_planner(tx, &one, person, yes)?;
    tx.record(&actor.by(), Event::new("activity.host_answered", "activity", id).of(person).with(json!({"state": yes})))
}

/// Whoever planned it hears, if there is a card behind the account.
fn tell_planner(tx: &mut Tx<'_>, one: &crate::Activity, who: PersonId, yes: HostState) -> Result<()> {
    let Some(account) = one.made_by else { return Ok(()) };
    let Some(person) = access::accounts::find(tx, account).ok().and_then(|account| account.person) else { return Ok(()) };
    let (once, subject) = match yes {
        HostState::Joined | HostState::Invited => ("host-yes", "Ведущий согласился"),
        HostState::Declined => ("host-no", "Ведущий отказался"),
    };
    let body = format!("{}. Ответ виден на странице «Кто ведёт».", told::called(one));
    // Each of those asked, and each time: the key is no text that anybody reads.
    let once = told::anew(tx, &format!("{once}-{who}"));
    told::tell(tx, one.id, person, &Words { once: &once, subject: subject.into(), body, page: "/hosts" })
}

/// Takes one off the list of those who hold it, or oneself; who holds it takes back what it asked and nobody has answered. The last who said yes to an announced one stays.
///
/// # Errors
/// Not found; refused: it is over, or nobody would be left.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, person: PersonId) -> Result<()> {
    let one = store::seen(tx, actor, id)?;
    let own = standing(tx, actor, &one)?;
    let state = store::hosts::state(tx, id, person)?;
    let takes_back = own.hosts && state == Some(HostState::Invited);
    if !own.oversees && !takes_back && actor.person != Some(person) {
        return Err(Error::NotFound);
    }
    must_be_open(one.state)?;
    let state = state.ok_or(Error::NotFound)?;
    let joined = tx.count("SELECT COUNT(*) FROM activity_host WHERE activity_id = $1 AND state = 'joined'", params![id])?;
    if one.state != State::Draft && state == HostState::Joined && joined == 1 {
        return Err(Error::refusal("Это единственный ведущий объявленного мероприятия. Сначала назовите другого и дождитесь согласия или отмените мероприятие."));
    }
    tx.execute("DELETE FROM activity_host WHERE activity_id = $1 AND person_id = $2", params![id, person])?;
    if actor.person != Some(person) {
        let once = told::anew(tx, "unnamed");
        told::tell(
            tx,
            id,
            person,
            &Words {
                once: &once, subject: "Вы больше не ведёте мероприятие".into(), body: format!("{}. Если это ошибка, скажите тому, кто планировал мероприятие.", told::called(&one)), page: ""
            },
        )?;
    }
    tx.record(&actor.by(), Event::new("activity.host_removed", "activity", id).of(person))
}

/// Minutes of one of them, where they differ from the activity's.
///
/// # Errors
/// Fields: `minutes`; not found; refused: it is over.
pub fn set_minutes(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, person: PersonId, raw: &str) -> Result<()> {
    let one = load(tx, actor, Act::Run, id)?;
    must_be_open(one.state)?;
    let minutes = match raw.trim() {
        "" => None,
        raw => Some(raw.parse::<i64>().ok().filter(|minutes| (5..=6_000).contains(minutes)).ok_or_else(|| Error::field("minutes", "Укажите минуты целым числом от 5 до 6000 или оставьте поле пустым"))?),
    };
    tx.change_one("Ведущий", "UPDATE activity_host SET minutes = $1 WHERE activity_id = $2 AND person_id = $3", params![minutes, id, person])?;
    tx.record(&actor.by(), Event::new("activity.host_minutes_set", "activity", id).of(person))
}
