//! Letters: to the teacher when a visit is proposed or written up, to the observer when the teacher has answered.
//! Nothing of what was seen stands in a letter.

use crate::model::{Observation, Row, State};
use access::accounts;
use kernel::{Result, Tx, params};

fn send(tx: &mut Tx<'_>, of: &Observation, address: &str, once: &str, subject: &str, body: String) -> Result<()> {
    mail::enqueue(tx, mail::Letter { once_key: format!("observation/{}/{once}", of.id), person: Some(of.person), address: address.to_owned(), subject: subject.to_owned(), body })
}

/// The teacher's account, or the address on the card.
fn teacher(tx: &mut Tx<'_>, of: &Observation) -> Result<Option<String>> {
    if let Some(account) = accounts::of_person(tx, of.person)? {
        return Ok(Some(account.email));
    }
    let address: Option<Option<String>> = tx.maybe("SELECT email FROM person WHERE id = $1", params![of.person], |row| row.get(0))?;
    Ok(address.flatten().filter(|address| !address.is_empty()))
}

fn day(of: &Observation) -> String {
    let lesson = if of.lesson.is_empty() { String::new() } else { format!(", {}-й урок", of.lesson) };
    format!("{}{lesson}", ui::ru::date_weekday(of.held_on))
}

/// # Errors
/// The store fails.
pub fn proposed(tx: &mut Tx<'_>, row: &Row, site: &str) -> Result<()> {
    let of = &row.observation;
    let Some(address) = teacher(tx, of)? else { return Ok(()) };
    let body = format!(
        "{} предлагает посетить ваш урок: {}.\n\nПосмотреть карту наблюдения, согласиться или отказаться:\n{site}/cabinet/observations/{}\n\nОтказ не имеет последствий. Записи наблюдателя первым увидите вы; другим они откроются, только если вы это разрешите.",
        of.observer_name,
        day(of),
        of.id
    );
    send(tx, of, &address, "proposed", "Вам предлагают посетить ваш урок", body)
}

/// # Errors
/// The store fails.
pub fn answered(tx: &mut Tx<'_>, row: &Row, state: State, site: &str) -> Result<()> {
    let of = &row.observation;
    let word = if state == State::Agreed { "Учитель согласился на посещение урока" } else { "Учитель отказался от посещения урока" };
    let body = format!("{word}: {}.\n\nОткрыть наблюдение:\n{site}/observations/{}", day(of), of.id);
    let account = accounts::find(tx, of.observer)?;
    send(tx, of, &account.email, "answered", word, body)
}

/// # Errors
/// The store fails.
pub fn filled(tx: &mut Tx<'_>, row: &Row, site: &str) -> Result<()> {
    let of = &row.observation;
    let Some(address) = teacher(tx, of)? else { return Ok(()) };
    let body =
        format!("Карта вашего урока ({}) заполнена. Вы читаете её первым: можно написать комментарий, отметить, что вы ознакомились, и решить, открывать ли её другим.\n\n{site}/cabinet/observations/{}", day(of), of.id);
    send(tx, of, &address, &format!("filled/{}", of.version), "Карта вашего урока готова", body)
}

/// # Errors
/// The store fails.
pub fn acknowledged(tx: &mut Tx<'_>, row: &Row, site: &str) -> Result<()> {
    let of = &row.observation;
    let account = accounts::find(tx, of.observer)?;
    let body = format!("Учитель ознакомился с картой урока: {}.\n\nОткрыть наблюдение:\n{site}/observations/{}", day(of), of.id);
    send(tx, of, &account.email, "acknowledged", "Учитель ознакомился с картой урока", body)
}
