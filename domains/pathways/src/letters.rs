//! What is told of building and agreeing. Nothing of the content stands in it: it says what waits, and where.

use crate::{
    hints::HintId,
    model::{Component, Pathway, SignatureId},
    url,
};
use cases::Member;
use kernel::{Result, Tx};
use notices::{Notice, Topic};

/// Where it leads is an address of the site, or a path of it where the site isn't known.
fn send(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, once: &str, (subject, body): (&str, String), url: String) -> Result<()> {
    let once_key = format!("pathway/{}/{once}/{}", pathway.id, member.seat);
    notices::tell(tx, &Notice { once_key, person: member.person, topic: Topic::Cases, subject: subject.to_owned(), body, url })
}

/// Since when it asks, as a part of the key: a second sending is a second letter.
fn round(pathway: &Pathway) -> String {
    pathway.sent_at.map(|at| at.to_string()).unwrap_or_default()
}

/// # Errors
/// The store fails.
pub(crate) fn to_sign(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, site: &str) -> Result<()> {
    let body = "Маршрут готов, команду просят его прочитать. Каждый раздел подписывают отдельно; если с чем-то не согласны, напишите возражение — маршрут вернётся к правке.".to_owned();
    send(tx, pathway, member, &format!("sign/{}", round(pathway)), ("Вас просят согласовать маршрут", body), format!("{site}{}", url::agreement(pathway.id)))
}

/// The teacher's turn. `last` is the last signature: a new one after a change is a new letter.
///
/// # Errors
/// The store fails.
pub(crate) fn teachers_turn(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, last: SignatureId, site: &str) -> Result<()> {
    let body = "Команда подписала все разделы вашего маршрута. Последнее слово за вами: прочитайте его целиком и подпишите. Без вашей подписи он не вступит в силу.".to_owned();
    send(tx, pathway, member, &format!("turn/{last}"), ("Ваш маршрут ждёт вашей подписи", body), format!("{site}{}", url::agreement(pathway.id)))
}

/// # Errors
/// The store fails.
pub(crate) fn void(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, (components, first): (&[Component], SignatureId), site: &str) -> Result<()> {
    let names: Vec<&str> = components.iter().map(|component| component.label()).collect();
    let what = if names.is_empty() { "Маршрут изменился".to_owned() } else { format!("После вашей подписи изменилось: {}", names.join(", ")) };
    let body = format!("{what}. Посмотрите, что изменилось, и подпишите ещё раз. Остальные ваши подписи действуют.");
    send(tx, pathway, member, &format!("void/{first}"), ("Раздел изменился: нужна новая подпись", body), format!("{site}{}", url::agreement(pathway.id)))
}

/// # Errors
/// The store fails.
pub(crate) fn objection(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, component: Component, site: &str) -> Result<()> {
    let body = format!("Есть возражение к разделу «{}». Маршрут снова можно править; возражение стоит в комментариях к разделу. Поправив, отправьте маршрут на согласование ещё раз.", component.label());
    send(tx, pathway, member, &format!("objection/{component}/{}", round(pathway)), ("Возражение к маршруту", body), format!("{site}{}", url::section(pathway.id, component)))
}

/// # Errors
/// The store fails.
pub(crate) fn agreed(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, site: &str) -> Result<()> {
    let day = pathway.starts_on.map(|day| format!(" Первый день — {}.", ui::ru::date_weekday(day))).unwrap_or_default();
    let body = format!("Маршрут подписали все, последним — педагог.{day} Изменить его теперь можно только новой версией.");
    send(tx, pathway, member, "agreed", ("Маршрут согласован", body), format!("{site}{}", url::pathway(pathway.id)))
}

/// The program itself tells this.
///
/// # Errors
/// The store fails.
pub(crate) fn resource_withdrawn(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, resource: &str) -> Result<()> {
    let body = "Ресурс, который стоит в маршруте, убран из каталога. Откройте маршрут на странице сопровождения, посмотрите отмеченную строку и решите вместе, чем её заменить. Сделанное остаётся сделанным.".to_owned();
    send(tx, pathway, member, &format!("resource/{resource}"), ("Ресурс маршрута убран из каталога", body), url::pathway(pathway.id))
}

/// # Errors
/// The store fails.
pub(crate) fn hint(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, hint: HintId, site: &str) -> Result<()> {
    let body = "На странице маршрута есть подсказка, на которую автор не ответил за неделю. Это не оценка: поговорите и решите, нужна ли помощь.".to_owned();
    send(tx, pathway, member, &format!("hint/{hint}"), ("Подсказка к маршруту", body), format!("{site}{}", url::pathway(pathway.id)))
}
