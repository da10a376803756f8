//! What authors and those who use practices are told.

use crate::{
    model::{Outcome, Practice, Text, UseId, Used},
    url,
};
use kernel::{Result, Tx};
use notices::{Notice, Topic};

/// The author learns what reviewers decided.
pub(crate) fn decided(tx: &mut Tx<'_>, practice: &Practice, text: &Text, outcome: Outcome) -> Result<()> {
    let Some(person) = practice.author else { return Ok(()) };
    let (subject, body) = match outcome {
        Outcome::Wait(_) => return Ok(()),
        Outcome::Accepted => ("Ваша практика опубликована", "Её увидят коллеги. На странице практики — свидетельство о публикации."),
        Outcome::Returned => ("Практику вернули с замечаниями", "Прочитайте слова рецензентов и доработайте: новая версия снова пойдёт на рецензию."),
        Outcome::Declined => ("Практику не приняли", "На странице практики — почему. Черновик остался у вас."),
    };
    let notice = Notice { once_key: format!("practice/{}/{}/decided", practice.id, text.number), person, topic: Topic::Practices, subject: subject.into(), body: body.into(), url: url::practice(practice.id) };
    notices::tell(tx, &notice)
}

/// The author learns that somebody has used it, and may confirm.
pub(crate) fn used(tx: &mut Tx<'_>, practice: &Practice, used: UseId) -> Result<()> {
    let Some(person) = practice.author else { return Ok(()) };
    let notice = Notice {
        once_key: format!("practice-use/{used}/told"),
        person,
        topic: Topic::Practices,
        subject: "Вашу практику применили".into(),
        body: "Коллега написал, где применил вашу практику и что получилось. Подтвердите, если это так.".into(),
        url: url::practice(practice.id),
    };
    notices::tell(tx, &notice)
}

/// Whoever told learns whether it counts.
pub(crate) fn use_decided(tx: &mut Tx<'_>, used: &Used, why: Option<&str>) -> Result<()> {
    let Some(person) = used.person else { return Ok(()) };
    let (subject, body) = match why {
        None => ("Применение практики подтверждено", "Теперь оно видно на странице практики.".to_owned()),
        Some(why) => ("Применение практики не подтверждено", format!("Почему: {why}")),
    };
    let notice = Notice { once_key: format!("practice-use/{}/decided", used.id), person, topic: Topic::Practices, subject: subject.into(), body, url: url::practice(used.practice) };
    notices::tell(tx, &notice)
}
