//! Who came: by the code at the door or by the list, strangers as a number only.

use crate::{
    access::{Act, load},
    model::{Activity, ActivityId, HostState, SeatState, Session, SessionId, State},
    planning::set_state,
    sight::Sight,
    signing, store,
};
use access::Actor;
use audit::{Event, Record};
use jiff::SignedDuration;
use kernel::{Error, Result, Timestamp, Tx, id::PersonId, params};
use serde_json::json;
use std::collections::BTreeSet;

/// A code stands on the screen so long, seconds.
pub const CODE_STANDS: i64 = 120;
/// A code is taken so many times after it has gone: a slow login at the door, a phone that thinks.
const GRACE: i64 = 4;
/// The door opens before the hour, minutes.
const EARLY: i64 = 60;

/// The code of a moment for a session. Only who has the secret can make it.
#[must_use]
pub fn code(secret: &str, session: SessionId, at: Timestamp) -> String {
    slot_code(secret, session, at.as_second().div_euclid(CODE_STANDS))
}

fn slot_code(secret: &str, session: SessionId, slot: i64) -> String {
    // A keyed digest: the secret is long and stands on both sides.
    files::Digest::of(format!("{secret}|{session}|{slot}|{secret}").as_bytes()).to_string().chars().take(16).collect()
}

/// Whether the code is of this moment or shortly before.
#[must_use]
pub fn is_fresh(secret: &str, session: SessionId, code: &str, now: Timestamp) -> bool {
    let slot = now.as_second().div_euclid(CODE_STANDS);
    (0..=GRACE).any(|back| slot_code(secret, session, slot - back) == code)
}

/// Whether people may be let in at that moment.
#[must_use]
pub fn is_door_open(session: &Session, now: Timestamp) -> bool {
    let early = SignedDuration::from_mins(EARLY);
    now + early >= session.starts_at && now <= session.ends_at + early + early
}

fn session(tx: &mut Tx<'_>, one: &Activity, id: SessionId) -> Result<Session> {
    store::sessions(tx, one.id)?.into_iter().find(|session| session.id == id).ok_or(Error::NotFound)
}

/// The person opens the code on the own phone and is there. Opened twice it marks once; who wasn't signed up is from now on.
///
/// # Errors
/// Refused: no card, the code is old, the door is shut, it was cancelled.
pub fn come(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, session_id: SessionId, code: &str) -> Result<()> {
    let person = actor.person.ok_or_else(|| Error::refusal("У вашей учётной записи нет карточки педагога. Скажите ведущему: он посчитает вас без имени."))?;
    // The code proves that one stands at the door, so it opens an activity that one doesn't see otherwise.
    let one = store::find(tx, &Sight::program(), id)?;
    let session = session(tx, &one, session_id)?;
    if !is_fresh(&one.door_secret, session.id, code, tx.now()) {
        return Err(Error::refusal("Этот код уже сменился. Наведите камеру на код ещё раз или попросите ведущего отметить вас в списке."));
    }
    must_take_marks(&one)?;
    if !is_door_open(&session, tx.now()) {
        return Err(Error::refusal("Отмечаться можно за час до встречи и два часа после неё. Попросите ведущего отметить вас в списке."));
    }
    if crate::store::hosts::state(tx, id, person)? == Some(HostState::Joined) {
        return Err(Error::refusal("Вы ведёте это мероприятие: отмечаться не нужно."));
    }
    if signing::seat(tx, id, person)? != Some(SeatState::Signed) {
        signing::put(tx, id, person, SeatState::Signed, Some(actor.account))?;
    }
    if mark(tx, &session, &one, person, "door")? {
        tx.record(&actor.by(), Event::new("activity.came", "activity", id).of(person).with(json!({"way": "door"})))?;
    }
    Ok(())
}

fn must_take_marks(one: &Activity) -> Result<()> {
    match one.state {
        State::Announced | State::Held => Ok(()),
        State::Draft => Err(Error::refusal("Мероприятие ещё не объявлено, отмечать участников рано.")),
        State::Closed => Err(Error::refusal("Итоги уже подведены. Ошибку исправьте на странице «Сертификаты».")),
        State::Cancelled => Err(Error::refusal("Мероприятие отменено, отмечать участников не нужно.")),
    }
}

/// Whether the mark is new.
pub(crate) fn mark(tx: &mut Tx<'_>, session: &Session, one: &Activity, person: PersonId, way: &str) -> Result<bool> {
    let now = tx.now();
    let sql = "INSERT INTO activity_presence (session_id, person_id, activity_id, way, marked_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (session_id, person_id) DO NOTHING";
    Ok(tx.execute(sql, params![session.id, person, one.id, way, now])? > 0)
}

/// What is ticked on the screen of a session.
#[derive(Debug, Clone, Default)]
pub struct Ticks {
    pub here: BTreeSet<PersonId>,
    /// As the screen showed it: only what the host changed is written, so that those who came by the code meanwhile stay.
    pub were: BTreeSet<PersonId>,
    pub guests: i64,
}

/// Writes what the list says.
///
/// # Errors
/// Fields: `guests`; not found; refused: the meeting hasn't begun, it is over, or another host was first.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, session_id: SessionId, version: i64, ticks: &Ticks) -> Result<()> {
    let one = crate::access::load_version(tx, actor, Act::Run, id, version)?;
    let session = session(tx, &one, session_id)?;
    must_take_marks(&one)?;
    if session.starts_at - SignedDuration::from_mins(EARLY) > tx.now() {
        return Err(Error::refusal("Встреча ещё не началась. Отмечать участников можно за час до начала."));
    }
    let known: BTreeSet<PersonId> = tx.query("SELECT person_id FROM activity_seat WHERE activity_id = $1 AND state <> 'left'", params![id], |row| row.get(0))?.into_iter().collect();
    for person in ticks.here.difference(&ticks.were).filter(|person| known.contains(person)) {
        if signing::seat(tx, id, *person)? != Some(SeatState::Signed) {
            signing::put(tx, id, *person, SeatState::Signed, Some(actor.account))?;
        }
        mark(tx, &session, &one, *person, "list")?;
    }
    for person in ticks.were.difference(&ticks.here) {
        tx.execute("DELETE FROM activity_presence WHERE session_id = $1 AND person_id = $2", params![session.id, person])?;
    }
    tx.change_one("Список присутствующих", "UPDATE activity SET guests = $1, version = version + 1 WHERE id = $2 AND version = $3", params![ticks.guests, id, version])?;
    tx.record(&actor.by(), Event::new("activity.presence_noted", "activity", id).with(json!({"session": session.id, "came": ticks.here.len(), "guests": ticks.guests})))
}

/// The activity took place.
///
/// # Errors
/// Not found; refused: its last meeting hasn't begun, it isn't announced, or somebody was first.
pub fn hold(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, version: i64) -> Result<()> {
    let one = crate::access::load_version(tx, actor, Act::Run, id, version)?;
    one.state.into(State::Held)?;
    let last = store::sessions(tx, id)?.pop().ok_or(Error::NotFound)?;
    if last.starts_at > tx.now() {
        return Err(Error::refusal("Последняя встреча ещё впереди. Отметьте, что мероприятие проведено, когда она начнётся."));
    }
    set_state(tx, &one, State::Held)?;
    tx.record(&actor.by(), Event::new("activity.held", "activity", id))
}

/// Of those noted at meetings (`r`), who came to it: who holds it and was noted too, having joined them later, is no participant.
pub(crate) const CAME: &str = "NOT EXISTS (SELECT 1 FROM activity_host oh WHERE oh.activity_id = r.activity_id AND oh.person_id = r.person_id AND oh.state = 'joined')";

/// Those who came to at least one meeting besides those who hold it; ids only. Whose names may be read is the caller's question.
///
/// # Errors
/// The store fails.
pub fn present(tx: &mut Tx<'_>, id: ActivityId) -> Result<Vec<PersonId>> {
    Ok(tx.query(&format!("SELECT DISTINCT r.person_id FROM activity_presence r WHERE r.activity_id = $1 AND {CAME} ORDER BY r.person_id"), params![id], |row| row.get(0))?)
}

pub(crate) fn was_there(tx: &mut Tx<'_>, id: ActivityId, person: PersonId) -> Result<bool> {
    Ok(tx.count(&format!("SELECT COUNT(*) FROM activity_presence r WHERE r.activity_id = $1 AND r.person_id = $2 AND {CAME}"), params![id, person])? > 0)
}

/// Who may show the code, and what it leads to: the session whose door is open, or the next one.
///
/// # Errors
/// Not found.
pub fn door(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId) -> Result<(Activity, Session)> {
    let one = load(tx, actor, Act::Run, id)?;
    let now = tx.now();
    let sessions = store::sessions(tx, id)?;
    let session = sessions.iter().find(|session| is_door_open(session, now)).or_else(|| sessions.iter().find(|session| session.starts_at > now)).or(sessions.last()).cloned().ok_or(Error::NotFound)?;
    Ok((one, session))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_lives_for_minutes_and_opens_one_session() {
        let (session, other, now) = (SessionId::fresh(), SessionId::fresh(), Timestamp::from_second(1_790_000_000).unwrap());
        let shown = code("secret", session, now);
        assert!(is_fresh("secret", session, &shown, now));
        assert!(is_fresh("secret", session, &shown, now + SignedDuration::from_mins(8)));
        assert!(!is_fresh("secret", session, &shown, now + SignedDuration::from_mins(13)));
        assert!(!is_fresh("secret", session, &shown, now - SignedDuration::from_mins(5)), "made for later");
        assert!(!is_fresh("secret", other, &shown, now) && !is_fresh("another", session, &shown, now) && !is_fresh("secret", session, "", now));
    }

    #[test]
    fn the_door_opens_an_hour_before_and_closes_two_hours_after() {
        let at = |minutes: i64| Timestamp::from_second(1_790_000_000 + minutes * 60).unwrap();
        let session = Session { id: SessionId::fresh(), starts_at: at(0), ends_at: at(45) };
        assert!(!is_door_open(&session, at(-61)) && is_door_open(&session, at(-60)) && is_door_open(&session, at(165)) && !is_door_open(&session, at(166)));
    }
}
