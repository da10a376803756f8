//! Letters of building and agreeing. Nothing of the content stands in a letter: it says what waits, and where.

use crate::{
    hints::HintId,
    model::{Component, Pathway, SignatureId},
    url,
};
use access::accounts;
use cases::Member;
use kernel::{Result, Tx, params};

/// The member's account, or the address on the card; nobody without either.
fn address(tx: &mut Tx<'_>, member: &Member) -> Result<Option<String>> {
    if let Some(account) = accounts::of_person(tx, member.person)? {
        return Ok(Some(account.email));
    }
    let address: Option<Option<String>> = tx.maybe("SELECT email FROM person WHERE id = $1", params![member.person], |row| row.get(0))?;
    Ok(address.flatten().filter(|address| !address.is_empty()))
}

fn send(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, once: &str, (subject, body): (&str, String)) -> Result<()> {
    let Some(address) = address(tx, member)? else { return Ok(()) };
    let once_key = format!("pathway/{}/{once}/{}", pathway.id, member.seat);
    mail::enqueue(tx, mail::Letter { once_key, person: Some(member.person), address, subject: subject.to_owned(), body })
}

/// Since when it asks, as a part of the key: a second sending is a second letter.
fn round(pathway: &Pathway) -> String {
    pathway.sent_at.map(|at| at.to_string()).unwrap_or_default()
}

/// # Errors
/// The store fails.
pub(crate) fn to_sign(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, site: &str) -> Result<()> {
    let body = format!(
        "Маршрут готов, команду просят его прочитать. Каждый раздел подписывают отдельно; если с чем-то не согласны, напишите возражение — маршрут вернётся к правке.\n\nОткрыть лист согласования:\n{site}{}",
        url::agreement(pathway.id)
    );
    send(tx, pathway, member, &format!("sign/{}", round(pathway)), ("Вас просят согласовать маршрут", body))
}

/// The teacher's turn. `last` is the last signature: a new one after a change is a new letter.
///
/// # Errors
/// The store fails.
pub(crate) fn teachers_turn(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, last: SignatureId, site: &str) -> Result<()> {
    let body = format!("Команда подписала все разделы вашего маршрута. Последнее слово за вами: прочитайте его целиком и подпишите. Без вашей подписи он не вступит в силу.\n\n{site}{}", url::agreement(pathway.id));
    send(tx, pathway, member, &format!("turn/{last}"), ("Ваш маршрут ждёт вашей подписи", body))
}

/// # Errors
/// The store fails.
pub(crate) fn void(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, (components, first): (&[Component], SignatureId), site: &str) -> Result<()> {
    let names: Vec<&str> = components.iter().map(|component| component.label()).collect();
    let what = if names.is_empty() { "Маршрут изменился".to_owned() } else { format!("После вашей подписи изменилось: {}", names.join(", ")) };
    let body = format!("{what}. Посмотрите, что изменилось, и подпишите ещё раз. Остальные ваши подписи действуют.\n\n{site}{}", url::agreement(pathway.id));
    send(tx, pathway, member, &format!("void/{first}"), ("Раздел изменился: нужна новая подпись", body))
}

/// # Errors
/// The store fails.
pub(crate) fn objection(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, component: Component, site: &str) -> Result<()> {
    let body = format!(
        "Есть возражение к разделу «{}». Маршрут снова можно править; возражение стоит в комментариях к разделу. Поправив, отправьте маршрут на согласование ещё раз.\n\n{site}{}",
        component.label(),
        url::section(pathway.id, component)
    );
    send(tx, pathway, member, &format!("objection/{component}/{}", round(pathway)), ("Возражение к маршруту", body))
}

/// # Errors
/// The store fails.
pub(crate) fn agreed(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, site: &str) -> Result<()> {
    let day = pathway.starts_on.map(|day| format!(" Первый день — {}.", ui::ru::date_weekday(day))).unwrap_or_default();
    let body = format!("Маршрут подписали все, последним — педагог.{day} Изменить его теперь можно только новой версией.\n\n{site}{}", url::pathway(pathway.id));
    send(tx, pathway, member, "agreed", ("Маршрут согласован", body))
}

/// The program itself tells this and knows no public address: the letter says where to look.
///
/// # Errors
/// The store fails.
pub(crate) fn resource_withdrawn(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, resource: &str) -> Result<()> {
    let body = "Ресурс, который стоит в маршруте, убран из каталога. Откройте маршрут на странице сопровождения, посмотрите отмеченную строку и решите вместе, чем её заменить. Сделанное остаётся сделанным.".to_owned();
    send(tx, pathway, member, &format!("resource/{resource}"), ("Ресурс маршрута убран из каталога", body))
}

/// # Errors
/// The store fails.
pub(crate) fn hint(tx: &mut Tx<'_>, pathway: &Pathway, member: &Member, hint: HintId, site: &str) -> Result<()> {
    let body = format!("На странице маршрута есть подсказка, на которую автор не ответил за неделю. Это не оценка: поговорите и решите, нужна ли помощь.\n\n{site}{}", url::pathway(pathway.id));
    send(tx, pathway, member, &format!("hint/{hint}"), ("Подсказка к маршруту", body))
}
