//! Use cases of the one who plans: plan, change, announce, cancel, put into the catalogue.

use crate::{
    access::{Act, load_version, planning_place},
    form::Draft,
    model::{Activity, ActivityId, HostState, Kind, Level, Part, SessionId, State},
    signing, store, told,
    told::Words,
};
use access::{Action, Actor, Secret};
use audit::{Event, Record};
use kernel::{
    Error, Result, Timestamp, Tx,
    id::{PersonId, PlaceId},
    news::{Listeners, News},
    params,
};
use serde_json::json;
use structure::{places::REGION, profile::TermKind, terms};

/// Who holds what is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldBy {
    Me,
    /// Named later, or now by those who oversee the person; waits for a yes.
    Another(PersonId),
    NotYet,
}

/// What the draft refers to must be there.
fn known(tx: &mut Tx<'_>, draft: &Draft) -> Result<()> {
    let today = tx.today();
    for (name, kind, code) in
        draft.directions.iter().map(|code| ("direction", TermKind::WorkDirection, code)).chain([("subject", TermKind::Subject, &draft.subject), ("development", TermKind::DevelopmentDirection, &draft.development)])
    {
        if !code.is_empty() && terms::find(tx, kind, code, today)?.is_none() {
            return Err(Error::field(name, "Такого значения нет в справочнике. Выберите его из списка"));
        }
    }
    if draft.kind == Kind::Visit && structure::places::find(tx, &PlaceId::from(draft.extra.school.as_str()), today)?.is_none() {
        return Err(Error::field("school", "Такой школы нет. Выберите её из списка"));
    }
    if !draft.union.is_empty() && !crate::unite::is_there(tx, &draft.union)? {
        return Err(Error::field("union", "Такого объединения нет. Выберите его из списка"));
    }
    Ok(())
}

/// The path of the place whose people an activity is for.
fn reach(level: Level, path: &str) -> String {
    let region = format!("{REGION}/");
    match level {
        Level::School => path.to_owned(),
        Level::Municipal => path.split_inclusive('/').take(2).collect(),
        Level::Intermunicipal | Level::Regional => region,
    }
}

/// What a search looks in: each word with a space before it.
fn search_key(draft: &Draft) -> String {
    format!(" {}", kernel::search::fold(&[draft.title.as_str(), &draft.summary, &draft.where_text].join(" ")))
}

fn next_number(tx: &mut Tx<'_>) -> Result<String> {
    let prefix = format!("М-{}-", tx.today().year());
    let last: Option<String> = tx.maybe("SELECT number FROM activity WHERE number >= $1 AND number < $2 ORDER BY number DESC LIMIT 1", params![prefix, kernel::search::after(&prefix)], |row| row.get(0))?;
    let last: u32 = last.and_then(|number| number.rsplit('-').next().and_then(|tail| tail.parse().ok())).unwrap_or(0);
    Ok(format!("{prefix}{:05}", last + 1))
}

/// Plans an activity as a draft.
///
/// # Errors
/// Fields; not found: the person isn't overseen.
pub fn plan(tx: &mut Tx<'_>, actor: &Actor, place: &PlaceId, draft: &Draft, held_by: HeldBy) -> Result<ActivityId> {
    actor.may(Action::ViewActivities)?;
    let path = planning_place(tx, actor, place)?;
    known(tx, draft)?;
    let (id, now, number) = (ActivityId::fresh(), tx.now(), next_number(tx)?);
    let Draft { kind, title, summary, directions, subject, development, level, sessions: _, where_text, link, audience, union, is_public, seats, apply_by, minutes, extra } = draft;
    let main = directions.first().map_or("", String::as_str);
    let (extra, reach, secret) = (json!(extra).to_string(), reach(*level, &path), Secret::fresh());
    tx.execute(
        "INSERT INTO activity (id, number, kind, title, search_key, summary, direction, subject, development, level, place_id, reach_path, starts_at, ends_at, where_text, link, audience, union_id, is_public, seats, apply_by, minutes, extra, state, door_secret, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, 'draft', $24, $25, $26)",
        params![
            id, number, kind, title, search_key(draft), summary, main, subject, development, level, place, reach, draft.starts_at(), draft.ends_at(), where_text, link, audience, union, is_public, seats, apply_by, minutes, extra, secret.as_str(),
            actor.account, now
        ],
    )?;
    set_directions(tx, id, directions)?;
    for (at, (starts, ends)) in draft.sessions.iter().enumerate() {
        add_session(tx, id, at, *starts, *ends)?;
    }
    match held_by {
        HeldBy::Me => {
            let person = actor.person.ok_or_else(|| Error::field("held_by", "У вашей учётной записи нет карточки человека: укажите ведущего на следующей странице"))?;
            store::hosts::add(tx, id, person, Part::Host, HostState::Joined)?;
        }
        HeldBy::Another(person) => crate::hosts::ask(tx, actor, id, person, Part::Host)?,
        HeldBy::NotYet => {}
    }
    tx.record(&actor.by(), Event::new("activity.planned", "activity", id).with(json!({"kind": kind, "direction": main})))?;
    Ok(id)
}

fn set_directions(tx: &mut Tx<'_>, id: ActivityId, directions: &[String]) -> Result<()> {
    tx.execute("DELETE FROM activity_direction WHERE activity_id = $1", params![id])?;
    for direction in directions {
        tx.execute("INSERT INTO activity_direction (activity_id, direction) VALUES ($1, $2)", params![id, direction])?;
    }
    Ok(())
}

fn add_session(tx: &mut Tx<'_>, id: ActivityId, at: usize, starts: Timestamp, ends: Timestamp) -> Result<()> {
    tx.execute("INSERT INTO activity_session (id, activity_id, position, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5)", params![SessionId::fresh(), id, i64::try_from(at).unwrap_or_default(), starts, ends])?;
    Ok(())
}

/// Changes what is planned. Those signed up hear of another time or place; places that were added go to the waiting list.
///
/// # Errors
/// Fields; not found; refused: it is over, or somebody was first.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, version: i64, draft: &Draft) -> Result<()> {
    let before = load_version(tx, actor, Act::Edit, id, version)?;
    match before.state {
        State::Draft | State::Announced | State::Held => {}
        State::Closed => return Err(Error::refusal("Итоги мероприятия подведены, его больше не меняют. Ошибку в сертификате исправьте на странице «Сертификаты».")),
        State::Cancelled => return Err(Error::refusal("Мероприятие отменено, его больше не меняют. Запланируйте новое.")),
    }
    known(tx, draft)?;
    let signed = signing::count(tx, id)?;
    if draft.seats.is_some_and(|seats| u64::from(seats) < signed) {
        return Err(Error::field("seats", format!("Уже записались: {signed}. Мест не может быть меньше: никого нельзя вычеркнуть без его ведома")));
    }
    let is_moved = set_sessions(tx, id, draft)?;
    let Draft { kind, title, summary, directions, subject, development, level, sessions: _, where_text, link, audience, union, is_public, seats, apply_by, minutes, extra } = draft;
    let main = directions.first().map_or("", String::as_str);
    let (extra, reach) = (json!(extra).to_string(), reach(*level, &before.place_path));
    tx.change_one(
        "Мероприятие",
        "UPDATE activity SET kind = $1, title = $2, search_key = $3, summary = $4, direction = $5, subject = $6, development = $7, level = $8, reach_path = $9, starts_at = $10, ends_at = $11, where_text = $12, link = $13, audience = $14, union_id = $15,
         is_public = $16, seats = $17, apply_by = $18, minutes = $19, extra = $20, version = version + 1 WHERE id = $21 AND version = $22",
        params![kind, title, search_key(draft), summary, main, subject, development, level, reach, draft.starts_at(), draft.ends_at(), where_text, link, audience, union, is_public, seats, apply_by, minutes, extra, id, version],
    )?;
    set_directions(tx, id, directions)?;
    if before.state == State::Announced {
        if is_moved || has_other_place(&before, draft) {
            tell_moved(tx, actor, &before, draft, (version, is_moved))?;
        }
        signing::move_up(tx, id)?;
    }
    tx.record(&actor.by(), Event::new("activity.edited", "activity", id).with(json!({"moved": is_moved})))
}

/// Meetings keep their ids by their place in the order, so that who came stays noted. Whether any time changed.
fn set_sessions(tx: &mut Tx<'_>, id: ActivityId, draft: &Draft) -> Result<bool> {
    let before = store::sessions(tx, id)?;
    let same = before.len() == draft.sessions.len() && before.iter().zip(&draft.sessions).all(|(old, new)| (old.starts_at, old.ends_at) == *new);
    if same {
        return Ok(false);
    }
    for (at, (starts, ends)) in draft.sessions.iter().enumerate() {
        match before.get(at) {
            Some(old) => {
                tx.execute("UPDATE activity_session SET starts_at = $1, ends_at = $2 WHERE id = $3", params![starts, ends, old.id])?;
            }
            None => add_session(tx, id, at, *starts, *ends)?,
        }
    }
    for (at, old) in before.iter().enumerate().skip(draft.sessions.len()) {
        if tx.count("SELECT COUNT(*) FROM activity_presence WHERE session_id = $1", params![old.id])? > 0 {
            return Err(Error::field(&format!("day-{at}"), "На этой встрече уже отмечены участники, её нельзя убрать"));
        }
        tx.execute("DELETE FROM activity_session WHERE id = $1", params![old.id])?;
    }
    Ok(true)
}

fn has_other_place(before: &Activity, draft: &Draft) -> bool {
    (&before.where_text, &before.link) != (&draft.where_text, &draft.link)
}

fn tell_moved(tx: &mut Tx<'_>, actor: &Actor, before: &Activity, draft: &Draft, (version, is_moved): (i64, bool)) -> Result<()> {
    let zone = structure::zone(tx)?;
    let when = told::when(draft.starts_at(), &zone);
    let mut changed = Vec::new();
    if is_moved {
        changed.push(format!("теперь {when}{}", if draft.sessions.len() > 1 { ", и встреч несколько: посмотрите все даты" } else { "" }));
    }
    if before.where_text != draft.where_text {
        changed.push(format!("новое место — {}", told::place(&draft.where_text)));
    }
    if before.link != draft.link {
        changed.push(if draft.link.is_empty() { "ссылки больше нет".to_owned() } else { "новая ссылка — на странице мероприятия".to_owned() });
    }
    let (subject, called) = if is_moved { ("Перенесено", told::called(before)) } else { ("Другое место", format!("{}, {when}", told::called(before))) };
    let body = format!("{called}: {}. Если вам это не подходит, снимите запись: место получит следующий.", changed.join("; "));
    for person in told::everybody(tx, before.id)?.into_iter().filter(|person| actor.person != Some(*person)) {
        told::tell(tx, before.id, person, &Words { once: &format!("moved-{version}"), subject: format!("{subject}: {}", before.title), body: body.clone(), page: "" })?;
    }
    Ok(())
}

pub(crate) fn set_state(tx: &mut Tx<'_>, one: &Activity, next: State) -> Result<()> {
    let state = one.state.into(next)?;
    tx.change_one("Мероприятие", "UPDATE activity SET state = $1, version = version + 1 WHERE id = $2 AND version = $3", params![state, one.id, one.version])
}

/// Puts the activity into the calendar: people may sign up, those asked to come are told.
///
/// # Errors
/// Not found; refused: nobody said yes to holding it, it was announced already, or somebody was first.
pub fn announce(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, version: i64) -> Result<()> {
    let one = load_version(tx, actor, Act::Edit, id, version)?;
    one.state.into(State::Announced)?;
    if tx.count("SELECT COUNT(*) FROM activity_host WHERE activity_id = $1 AND state = 'joined'", params![id])? == 0 {
        return Err(Error::refusal("Ещё никто не согласился вести это мероприятие. Назовите ведущего на странице «Кто ведёт» и дождитесь его согласия."));
    }
    let now = tx.now();
    set_state(tx, &one, State::Announced)?;
    tx.execute("UPDATE activity SET announced_at = $1 WHERE id = $2", params![now, id])?;
    let zone = structure::zone(tx)?;
    for person in told::coming(tx, id)? {
        let body = format!("Вас приглашают: {}, {}. Ответьте на странице мероприятия.", told::called(&one), told::when(one.starts_at, &zone));
        told::tell(tx, id, person, &Words { once: "invited", subject: format!("Приглашение: {}", one.title), body, page: "" })?;
    }
    tx.record(&actor.by(), Event::new("activity.announced", "activity", id))
}

/// The activity will not be held: everybody concerned hears why, the rows stay.
///
/// # Errors
/// Fields: `reason`; not found; refused: it took place, or somebody was first.
pub fn cancel(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: ActivityId, version: i64, reason: &str) -> Result<()> {
    let one = load_version(tx, actor, Act::Edit, id, version)?;
    one.state.into(State::Cancelled)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::field("reason", "Напишите, почему мероприятие не состоится: это прочтут записавшиеся"));
    }
    if reason.chars().count() > 500 {
        return Err(Error::field("reason", "Слишком длинно. Сократите до 500 знаков"));
    }
    set_state(tx, &one, State::Cancelled)?;
    tx.execute("UPDATE activity SET cancel_why = $1 WHERE id = $2", params![reason, id])?;
    let zone = structure::zone(tx)?;
    for person in told::everybody(tx, id)?.into_iter().filter(|person| actor.person != Some(*person)) {
        let body = format!("{}, {}: не состоится. Причина: {reason}", told::called(&one), told::when(one.starts_at, &zone));
        told::tell(tx, id, person, &Words { once: "cancelled", subject: format!("Отменено: {}", one.title), body, page: "" })?;
    }
    if let Some(resource) = one.resource {
        resources::withdraw_unheld(tx, listeners, resources::ResourceId(resource), "Мероприятие отменено")?;
    }
    tx.record(&actor.by(), Event::new("activity.cancelled", "activity", id).with(json!({"from": one.state})))?;
    listeners.tell(tx, News::ActivityCancelled { activity: id.0 }).map(|_| ())
}

/// Offers an announced activity in the catalogue, as a draft that a colleague reviews.
///
/// # Errors
/// Not found: who doesn't keep the catalogue; refused: not that kind, over, or there already.
pub fn offer(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, version: i64) -> Result<resources::ResourceId> {
    actor.may(Action::ManageResources)?;
    let one = load_version(tx, actor, Act::Edit, id, version)?;
    let kind = one.kind.resource().ok_or_else(|| Error::refusal("В каталог попадает то, на что можно прийти или что можно взять в работу: мастер-класс, открытый урок, занятие, мастерская, вебинар, показ практики."))?;
    if one.resource.is_some() {
        return Err(Error::refusal("Это мероприятие уже есть в каталоге ресурсов. Откройте его по ссылке на странице."));
    }
    if one.state != State::Announced || one.ends_at <= tx.now() {
        return Err(Error::refusal("В каталог добавляют объявленное мероприятие, которое ещё не прошло."));
    }
    let zone = structure::zone(tx)?;
    let day = |at: Timestamp| at.to_zoned_datetime(zone.clone()).date();
    let draft = resources::Draft {
        kind,
        title: one.title.clone(),
        summary: one.summary.clone(),
        provider: one.place_name.clone(),
        subject: one.subject.clone(),
        form: if one.where_text.is_empty() {
            resources::Form::Remote
        } else if one.link.is_empty() {
            resources::Form::InPerson
        } else {
            resources::Form::Mixed
        },
        technology: String::new(),
        hours: u32::try_from(one.minutes.max(45) / 45).unwrap_or(1),
        starts_on: Some(day(one.starts_at)),
        ends_on: Some(day(one.ends_at)),
        apply_by: one.apply_by,
        seats: one.seats,
        link: String::new(),
        valid_to: None,
        tags: Vec::new(),
    };
    let resource = resources::add(tx, actor, &one.place, &draft, &resources::Attached::Kept)?;
    tx.change_one("Мероприятие", "UPDATE activity SET resource_id = $1, version = version + 1 WHERE id = $2 AND version = $3", params![resource, id, version])?;
    tx.record(&actor.by(), Event::new("activity.offered", "activity", id).with(json!({"resource": resource})))?;
    Ok(resource)
}
