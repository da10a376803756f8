//! What waits for somebody at the help desk, for the first page.

use crate::{
    model::{URL, url},
    store::list::{self, Filter},
};
use access::{Action, Actor};
use cases::Wait;
use kernel::{Date, Result, Tx, id::PersonId, params};

const MINE: &str = "_account = $1 OR (CAST($2 AS TEXT) <> '' AND h.";

/// All that waits for the actor: as asker, as helper, as keeper of the queue.
///
/// # Errors
/// The store fails.
pub fn waits(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    if !actor.can(Action::AskForHelp) && !actor.can(Action::AnswerHelp) {
        return Ok(Vec::new());
    }
    let mut waits = vec![held(tx, actor)?, answered(tx, actor)?];
    if let Some(person) = actor.person {
        waits.extend(confidential(tx, person)?);
    }
    if actor.can(Action::AnswerHelp) {
        waits.push(queue(tx, actor)?);
        waits.push(late(tx, actor)?);
    }
    waits.retain(|wait| wait.count > 0);
    Ok(waits)
}

fn person(actor: &Actor) -> String {
    actor.person.map(|person| person.to_string()).unwrap_or_default()
}

/// Requests in one's hands, by the day when an answer is due.
fn held(tx: &mut Tx<'_>, actor: &Actor) -> Result<Wait> {
    let today = tx.today();
    let sql = format!("SELECT COUNT(*), MIN(h.due_on), MIN(h.id), MIN(h.asked_on) FROM help_request h WHERE h.state = 'taken' AND (h.helper{MINE}helper_person = $2))");
    let (count, due, first, since): (u64, Option<Date>, Option<String>, Option<Date>) = tx.one(&sql, params![actor.account, person(actor)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let url = if count == 1 { one(first) } else { format!("{URL}/own") };
    let hint = due.map(|due| format!("Ответ ждут до {}.", ui::ru::date_weekday(due))).unwrap_or_default();
    Ok(Wait { what: "Ответить на обращения за помощью".into(), hint, url, count, since, is_late: due.is_some_and(|due| due < today) })
}

fn one(id: Option<String>) -> String {
    id.and_then(|id| id.parse().ok()).map_or_else(|| URL.to_owned(), url)
}

fn answered(tx: &mut Tx<'_>, actor: &Actor) -> Result<Wait> {
    let sql = format!("SELECT COUNT(*), MIN(SUBSTR(h.answered_at, 1, 10)), MIN(h.id) FROM help_request h WHERE h.state = 'answered' AND (h.asker{MINE}asker_person = $2))");
    let (count, since, first): (u64, Option<Date>, Option<String>) = tx.one(&sql, params![actor.account, person(actor)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let url = if count == 1 { one(first) } else { format!("{URL}/own") };
    Ok(Wait { what: "Прочитать ответ на обращение".into(), hint: "Скажите, помогло ли, или продолжите разговор.".into(), url, count, since, is_late: false })
}

/// Of the confidential kind nothing but that it waits.
fn confidential(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Wait>> {
    let mut waits = Vec::new();
    for (what, condition) in [
        ("Ответить на обращение", "helper_person = $1 AND state = 'asked'"),
        ("Прочитать ответ", "asker_person = $1 AND state = 'answered'"),
        ("Выбрать, кто ответит на обращение", "asker_person = $1 AND state = 'choosing'"),
    ] {
        let sql = format!("SELECT COUNT(*), MIN(SUBSTR(moved_at, 1, 10)) FROM private_help WHERE {condition}");
        let (count, since) = tx.one(&sql, params![person], |row| Ok((row.get(0)?, row.get(1)?)))?;
        waits.push(Wait { what: what.into(), hint: "Видите только вы и вторая сторона.".into(), url: "/private-help".into(), count, since, is_late: false });
    }
    Ok(waits)
}

/// What is late in others' hands: the keeper reminds or hands over.
fn late(tx: &mut Tx<'_>, actor: &Actor) -> Result<Wait> {
    let (count, _, since) = list::sum(tx, actor, &Filter { state: "taken".into(), whose: "keeper".into(), is_late: true, ..Filter::default() })?;
    let url = format!("{URL}?state=taken&late=yes&whose=keeper");
    Ok(Wait {
        what: "Обращения взяты, но ответа в срок нет".into(), hint: "Поторопите помощника или передайте другому.".into(), url, count, since, is_late: true
    })
}

/// What nobody took and the actor may: never one's own request.
fn queue(tx: &mut Tx<'_>, actor: &Actor) -> Result<Wait> {
    let today = tx.today();
    let (count, due, since) = list::sum(tx, actor, &Filter { state: "new".into(), whose: "keeper".into(), ..Filter::default() })?;
    let (url, is_late) = (format!("{URL}?state=new&whose=keeper"), due.is_some_and(|due| due < today));
    Ok(Wait { what: "Взять или поручить обращения за помощью".into(), hint: "Срок ответа считается в рабочих днях.".into(), url, count, since, is_late })
}
