//! What the sides of a request are told. Nothing of what was written stands in it, nobody is named. Who has no card finds it on the first
//! page.

use crate::model::{HelpRequest, MessageId, Party};
use kernel::{Result, Tx};
use notices::{Notice, Topic};

fn tell(tx: &mut Tx<'_>, to: &Party, request: &HelpRequest, (once, subject, body): (&str, String, &str)) -> Result<()> {
    let Some(person) = to.person else { return Ok(()) };
    let notice = Notice { once_key: format!("help/{}/{once}/{person}", request.id), person, topic: Topic::Help, subject, body: body.to_owned(), url: request.url() };
    notices::tell(tx, &notice)
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
