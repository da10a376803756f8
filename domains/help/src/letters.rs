//! What the sides of a request are told. Nothing of what was written stands in it, nobody is named. Who has no card finds it on the first
//! page.

use crate::model::{HelpRequest, MessageId, Party};
use access::{Action, Role, rights};
use kernel::{Result, Tx, id::PersonId, params};
use notices::{Notice, Topic};

fn tell(tx: &mut Tx<'_>, to: &Party, request: &HelpRequest, (once, subject, body): (&str, String, &str)) -> Result<()> {
    let Some(person) = to.person else { return Ok(()) };
    let notice = Notice { once_key: format!("help/{}/{once}/{person}", request.id), person, topic: Topic::Help, subject, body: body.to_owned(), url: request.url() };
    notices::tell(tx, &notice)
}

/// Those who keep the queue hear once that there is something new in it; the digest gathers it.
pub fn asked(tx: &mut Tx<'_>, request: &HelpRequest, path: &str) -> Result<()> {
    for person in keepers(tx, path)? {
        // Nobody answers a request of one's own.
        if request.asker.person == Some(person) {
            continue;
        }
        let (subject, body) = (format!("Новое обращение {}", request.number), format!("Ответ ждут до {}. Возьмите его или передайте тому, кто ответит.", ui::ru::date_weekday(request.due_on)));
        notices::tell(tx, &Notice { once_key: format!("help/{}/new/{person}", request.id), person, topic: Topic::HelpQueue, subject, body, url: request.url() })?;
    }
    Ok(())
}

/// People with a card whose role keeps the queue at the request's place or above it.
fn keepers(tx: &mut Tx<'_>, path: &str) -> Result<Vec<PersonId>> {
    let today = tx.today();
    let sql = "SELECT DISTINCT a.person_id, g.role FROM role_grant g JOIN account a ON a.id = g.account_id JOIN place pl ON pl.id = g.place_id JOIN person p ON p.id = a.person_id
        WHERE g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1) AND a.disabled_at IS NULL AND p.erased_at IS NULL AND SUBSTR(CAST($2 AS TEXT), 1, LENGTH(pl.path)) = pl.path ORDER BY a.person_id, g.role";
    let holders: Vec<(PersonId, Role)> = tx.query(sql, params![today, path], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut found: Vec<PersonId> = holders.into_iter().filter(|(_, role)| rights::allows(*role, Action::AnswerHelp)).map(|(person, _)| person).collect();
    found.dedup();
    Ok(found)
}

pub fn taken(tx: &mut Tx<'_>, request: &HelpRequest) -> Result<()> {
    let words = (format!("Обращение {} взяли в работу", request.number), "На странице обращения видно, кто вам ответит. Там же можно написать, что ещё важно.");
    tell(tx, &request.asker, request, (&format!("taken/{}", request.version), words.0, words.1))
}

pub fn assigned(tx: &mut Tx<'_>, request: &HelpRequest, helper: &Party) -> Result<()> {
    let subject = format!("Вас просят ответить на обращение {}", request.number);
    let body = format!("Ответ ждут до {}. Если не можете, верните обращение в очередь и напишите почему.", ui::ru::date_weekday(request.due_on));
    tell(tx, helper, request, (&format!("assigned/{}", request.version), subject, &body))?;
    taken(tx, request)
}

pub fn released(tx: &mut Tx<'_>, request: &HelpRequest) -> Result<()> {
    let subject = format!("Для обращения {} ищут другого помощника", request.number);
    tell(tx, &request.asker, request, (&format!("released/{}", request.version), subject, "Тот, кто взял обращение, больше не может ответить. Оно снова в очереди, ничего повторять не нужно."))
}

pub fn written(tx: &mut Tx<'_>, request: &HelpRequest, to: &Party, message: MessageId) -> Result<()> {
    tell(tx, to, request, (&format!("message/{message}"), format!("Новое сообщение в обращении {}", request.number), "Прочитать и ответить можно на странице обращения."))
}

pub fn answered(tx: &mut Tx<'_>, request: &HelpRequest, message: MessageId) -> Result<()> {
    let subject = format!("На обращение {} ответили", request.number);
    tell(tx, &request.asker, request, (&format!("answered/{message}"), subject, "Прочтите ответ и скажите, помогло ли. Если осталось непонятное, продолжите разговор."))
}

pub fn reopened(tx: &mut Tx<'_>, request: &HelpRequest, message: MessageId) -> Result<()> {
    let subject = format!("Обращение {} продолжается", request.number);
    tell(tx, &request.helper, request, (&format!("reopened/{message}"), subject, "Педагог написал, что осталось трудным."))
}

pub fn closed(tx: &mut Tx<'_>, request: &HelpRequest) -> Result<()> {
    tell(tx, &request.helper, request, (&format!("closed/{}", request.version), format!("Обращение {} закрыто", request.number), "Педагог сказал, помогло ли. Спасибо за помощь!"))
}

pub fn withdrawn(tx: &mut Tx<'_>, request: &HelpRequest) -> Result<()> {
    tell(tx, &request.helper, request, ("withdrawn", format!("Обращение {} сняли", request.number), "Помощь больше не нужна, отвечать не надо."))
}
