//! Signing up: who may, places, the waiting list in order, leaving.

use crate::{
    access::{Act, load},
    model::{Activity, ActivityId, Audience, HostState, SeatState, State},
    sight::Sight,
    store, told,
    told::Words,
    unite,
};
use access::{Action, Actor, Scope};
use audit::{Event, Record};
use kernel::{
    Error, Result, Tx,
    id::{AccountId, PersonId},
    params,
};
use serde_json::json;

/// How many have a place.
pub(crate) fn count(tx: &mut Tx<'_>, id: ActivityId) -> Result<u64> {
    Ok(tx.count("SELECT COUNT(*) FROM activity_seat WHERE activity_id = $1 AND state = 'signed'", params![id])?)
}

/// What somebody's seat is, if there is one.
///
/// # Errors
/// The store fails.
pub fn seat(tx: &mut Tx<'_>, id: ActivityId, person: PersonId) -> Result<Option<SeatState>> {
    Ok(tx.maybe("SELECT state FROM activity_seat WHERE activity_id = $1 AND person_id = $2", params![id, person], |row| row.get(0))?)
}

/// The place in the waiting list, from one.
pub(crate) fn turn(tx: &mut Tx<'_>, id: ActivityId, person: PersonId) -> Result<u64> {
    let sql = "SELECT COUNT(*) FROM activity_seat o JOIN activity_seat m ON m.activity_id = o.activity_id AND m.person_id = $2 WHERE o.activity_id = $1 AND o.state = 'waiting' AND (o.since < m.since OR (o.since = m.since AND o.person_id <= m.person_id))";
    Ok(tx.count(sql, params![id, person])?)
}

/// Whether the activity is for that person.
pub(crate) fn is_for(tx: &mut Tx<'_>, one: &Activity, person: PersonId) -> Result<bool> {
    let found = people::find(tx, &Scope::person(person), person)?;
    if seat(tx, one.id, person)? == Some(SeatState::Invited) {
        return Ok(true);
    }
    Ok(match one.audience {
        Audience::Everybody => found.place_path.starts_with(&one.reach),
        Audience::Subject => found.place_path.starts_with(&one.reach) && found.subjects.iter().any(|(code, _)| *code == one.subject),
        Audience::Invited => false,
        Audience::Union => unite::has(tx, &one.union, person)?,
    })
}

/// Why nobody signs up now; `None`: one may.
#[must_use]
pub fn shut(one: &Activity, now: kernel::Timestamp, today: kernel::Date) -> Option<&'static str> {
    match one.state {
        State::Draft => Some("Мероприятие ещё не объявлено."),
        State::Cancelled => Some("Мероприятие отменено, записаться нельзя. Посмотрите другие в календаре."),
        State::Held | State::Closed => Some("Мероприятие уже прошло, записаться нельзя. Посмотрите другие в календаре."),
        State::Announced if one.ends_at <= now => Some("Мероприятие уже прошло, записаться нельзя. Посмотрите другие в календаре."),
        State::Announced if one.apply_by.is_some_and(|last| last < today) => Some("Запись закончилась. Спросите ведущего, не освободилось ли место."),
        State::Announced => None,
    }
}

/// Signs oneself up; full: to the end of the waiting list. Pressed twice it signs once.
///
/// # Errors
/// Not found; refused: not for this person, over, closed, or one holds it oneself.
pub fn sign_up(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId) -> Result<SeatState> {
    let person = actor.person.ok_or_else(|| Error::refusal("У вашей учётной записи нет карточки педагога, поэтому записаться нельзя. Обратитесь к координатору."))?;
    let one = store::seen(tx, actor, id)?;
    if let Some(known @ (SeatState::Signed | SeatState::Waiting)) = seat(tx, id, person)? {
        return Ok(known);
    }
    if let Some(why) = shut(&one, tx.now(), tx.today()) {
        return Err(Error::refusal(why));
    }
    if !is_for(tx, &one, person)? {
        return Err(Error::refusal(format!("На это мероприятие приглашают другую аудиторию: {}. Если вам важно быть на нём, напишите ведущему.", one.audience.label())));
    }
    let state = take(tx, &one, person, Some(actor.account))?;
    tx.record(&actor.by(), Event::new("activity.signed_up", "activity", id).of(person).with(json!({"state": state})))?;
    Ok(state)
}

/// A seat if there is one, the end of the waiting list otherwise.
fn take(tx: &mut Tx<'_>, one: &Activity, person: PersonId, by: Option<AccountId>) -> Result<SeatState> {
    if store::hosts::state(tx, one.id, person)? == Some(HostState::Joined) {
        return Err(Error::refusal("Вы ведёте это мероприятие: записываться не нужно."));
    }
    let state = match one.seats {
        Some(seats) if count(tx, one.id)? >= u64::from(seats) => SeatState::Waiting,
        Some(_) | None => SeatState::Signed,
    };
    put(tx, one.id, person, state, by)?;
    Ok(state)
}

pub(crate) fn put(tx: &mut Tx<'_>, id: ActivityId, person: PersonId, state: SeatState, by: Option<AccountId>) -> Result<()> {
    let now = tx.now();
    let sql = "INSERT INTO activity_seat (activity_id, person_id, state, since, signed_by) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (activity_id, person_id) DO UPDATE SET state = $3, since = $4, signed_by = $5, version = activity_seat.version + 1";
    tx.execute(sql, params![id, person, state, now, by])?;
    Ok(())
}

/// Leaves; the first of the waiting list gets the place and hears of it. An invitation is declined the same way.
///
/// # Errors
/// Not found: not signed up; refused: it is over.
pub fn leave(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId) -> Result<()> {
    let person = actor.person.ok_or(Error::NotFound)?;
    let known = seat(tx, id, person)?;
    // Who left may not see the activity any more, and still shall read why nothing happens.
    let sight = if known.is_some() { Sight::program() } else { Sight::of(tx, actor)? };
    let one = store::find(tx, &sight, id)?;
    match known {
        Some(SeatState::Invited | SeatState::Signed | SeatState::Waiting) => {}
        Some(SeatState::Left) | None => return Err(Error::refusal("Вы не записаны на это мероприятие. Обновите страницу.")),
    }
    must_not_be_over(&one)?;
    put(tx, id, person, SeatState::Left, Some(actor.account))?;
    move_up(tx, id)?;
    tx.record(&actor.by(), Event::new("activity.left", "activity", id).of(person))
}

fn must_not_be_over(one: &Activity) -> Result<()> {
    match one.state {
        State::Draft | State::Announced => Ok(()),
        State::Held | State::Closed => Err(Error::refusal("Мероприятие уже прошло: запись снимать не нужно. Если вас не было, ведущий это отметит.")),
        State::Cancelled => Err(Error::refusal("Мероприятие отменено: запись снимать не нужно.")),
    }
}

/// Gives free places to those who wait, in their order; each is told.
pub(crate) fn move_up(tx: &mut Tx<'_>, id: ActivityId) -> Result<()> {
    let one = store::find(tx, &Sight::program(), id)?;
    if one.state != State::Announced || one.ends_at <= tx.now() {
        return Ok(());
    }
    let signed = count(tx, id)?;
    let free = one.seats.map_or(u64::MAX, |seats| u64::from(seats).saturating_sub(signed)).min(5_000);
    let next: Vec<PersonId> =
        tx.query("SELECT person_id FROM activity_seat WHERE activity_id = $1 AND state = 'waiting' ORDER BY since, person_id LIMIT $2", params![id, i64::try_from(free).unwrap_or(0)], |row| row.get(0))?;
    let zone = structure::zone(tx)?;
    for person in next {
        tx.execute("UPDATE activity_seat SET state = 'signed', version = version + 1 WHERE activity_id = $1 AND person_id = $2", params![id, person])?;
        let once = told::anew(tx, "moved-up");
        let body = format!("Освободилось место: {}, {}. Если прийти не сможете, снимите запись: место получит следующий.", told::called(&one), told::when(one.starts_at, &zone));
        told::tell(tx, id, person, &Words { once: &once, subject: format!("Для вас есть место: {}", one.title), body, page: "" })?;
        tx.record(&audit::By::system(), Event::new("activity.moved_up", "activity", id).of(person))?;
    }
    Ok(())
}

/// Signs up a person of the actor's scope: the person hears and may leave. It may be done after the fact too, until it is closed.
///
/// # Errors
/// Not found: the person isn't overseen; refused: not for this person, over, or signed up already.
pub fn enrol(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, person: PersonId) -> Result<SeatState> {
    actor.may(Action::PlanActivities)?;
    let one = store::seen(tx, actor, id)?;
    people::find(tx, &actor.scope(), person)?;
    if access::accounts::of_person(tx, person)?.is_none() {
        return Err(Error::refusal("У этого человека ещё нет входа в систему: записать его нельзя. Попросите администратора завести учётную запись."));
    }
    must_take_people(&one)?;
    if let Some(SeatState::Signed | SeatState::Waiting) = seat(tx, id, person)? {
        return Err(Error::refusal("Этот педагог уже записан. Обновите страницу."));
    }
    if !is_for(tx, &one, person)? {
        return Err(Error::refusal(format!("Мероприятие для другой аудитории: {}. Этот педагог в неё не входит.", one.audience.label())));
    }
    let state = take(tx, &one, person, Some(actor.account))?;
    let zone = structure::zone(tx)?;
    let body = format!("Вас записали: {}, {}. Если это вам не подходит, снимите запись на странице мероприятия.", told::called(&one), told::when(one.starts_at, &zone));
    let once = told::anew(tx, "enrolled");
    told::tell(tx, id, person, &Words { once: &once, subject: format!("Вас записали: {}", one.title), body, page: "" })?;
    tx.record(&actor.by(), Event::new("activity.enrolled", "activity", id).of(person).with(json!({"state": state})))?;
    Ok(state)
}

fn must_take_people(one: &Activity) -> Result<()> {
    match one.state {
        State::Announced | State::Held => Ok(()),
        State::Draft => Err(Error::refusal("Мероприятие ещё не объявлено. Сначала объявите его.")),
        State::Closed => Err(Error::refusal("Итоги мероприятия подведены, записать на него уже нельзя.")),
        State::Cancelled => Err(Error::refusal("Мероприятие отменено, записать на него нельзя.")),
    }
}

/// Asks a person of the actor's scope, or a colleague of who holds it, to come, whatever the audience.
///
/// # Errors
/// Not found: the activity is not run by the actor, or the person is none whom the actor may ask; refused: over, or asked already.
pub fn invite(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, person: PersonId) -> Result<()> {
    let one = load(tx, actor, Act::Run, id)?;
    crate::hosts::must_know(tx, actor, person)?;
    match one.state {
        State::Draft | State::Announced => {}
        State::Held | State::Closed | State::Cancelled => return Err(Error::refusal("Мероприятие уже прошло или отменено: приглашать некуда.")),
    }
    // Who said no to holding it may still come to it.
    if matches!(store::hosts::state(tx, id, person)?, Some(HostState::Invited | HostState::Joined)) || !matches!(seat(tx, id, person)?, None | Some(SeatState::Left)) {
        return Err(Error::refusal("Этот человек уже приглашён, записан или ведёт мероприятие. Обновите страницу."));
    }
    put(tx, id, person, SeatState::Invited, Some(actor.account))?;
    if one.state == State::Announced {
        let zone = structure::zone(tx)?;
        let body = format!("Вас приглашают: {}, {}. Ответьте на странице мероприятия.", told::called(&one), told::when(one.starts_at, &zone));
        let once = told::anew(tx, "invited");
        told::tell(tx, id, person, &Words { once: &once, subject: format!("Приглашение: {}", one.title), body, page: "" })?;
    }
    tx.record(&actor.by(), Event::new("activity.invited", "activity", id).of(person))
}
