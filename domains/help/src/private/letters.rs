//! What the two sides are told: neutral to the last word, since it stands in letters.

use super::{
    model::{PrivateId, PrivateMessageId},
    url,
};
use kernel::{Result, Tx, id::PersonId};
use notices::{Notice, Topic};

fn tell(tx: &mut Tx<'_>, person: PersonId, id: PrivateId, (once, subject, body): (&str, &str, &str)) -> Result<()> {
    notices::tell(tx, &Notice { once_key: format!("help/{id}/{once}/{person}"), person, topic: Topic::Help, subject: subject.into(), body: body.into(), url: url(id) })
}

pub fn came(tx: &mut Tx<'_>, helper: PersonId, id: PrivateId, version: i64) -> Result<()> {
    tell(tx, helper, id, (&format!("came/{version}"), "Вам пришло обращение", "Прочитать и ответить можно на его странице."))
}

pub fn written(tx: &mut Tx<'_>, to: PersonId, id: PrivateId, message: PrivateMessageId) -> Result<()> {
    tell(tx, to, id, (&format!("message/{message}"), "Новое сообщение", "Прочитать и ответить можно на странице обращения."))
}

pub fn answered(tx: &mut Tx<'_>, asker: PersonId, id: PrivateId, message: PrivateMessageId) -> Result<()> {
    tell(tx, asker, id, (&format!("answered/{message}"), "На обращение ответили", "Прочитать ответ можно на его странице."))
}

pub fn choose_another(tx: &mut Tx<'_>, asker: PersonId, id: PrivateId, version: i64) -> Result<()> {
    tell(tx, asker, id, (&format!("another/{version}"), "Выберите, кто ответит на обращение", "Тот, кого вы выбрали, больше не может ответить. Выберите другого человека: до этого обращение видите только вы."))
}
