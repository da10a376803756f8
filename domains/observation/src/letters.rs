//! What is told: to the teacher when a visit is proposed or written up, to the observer when the teacher has answered.
//! Nothing of what was seen stands in it. An observer without a card gets a letter, everybody else a notice.

use crate::model::{Observation, Row, State};
use access::accounts;
use kernel::{Result, Tx, id::PersonId};
use notices::{Notice, Topic};

fn tell(tx: &mut Tx<'_>, of: &Observation, person: PersonId, once: &str, (subject, body): (&str, String), url: String) -> Result<()> {
    notices::tell(tx, &Notice { once_key: format!("observation/{}/{once}", of.id), person, topic: Topic::Diagnostics, subject: subject.to_owned(), body, url })
}

fn tell_observer(tx: &mut Tx<'_>, of: &Observation, once: &str, (subject, body): (&str, String), url: String) -> Result<()> {
    let account = accounts::find(tx, of.observer)?;
    match account.person {
        Some(person) => tell(tx, of, person, once, (subject, body), url),
        None => mail::enqueue(
            tx,
            mail::Letter {
                once_key: format!("observation/{}/{once}", of.id), person: Some(of.person), address: account.email, subject: subject.to_owned(), body: format!("{body}\n\nОткрыть наблюдение:\n{url}")
            },
        ),
    }
}

fn day(of: &Observation) -> String {
    let lesson = if of.lesson.is_empty() { String::new() } else { format!(", {}-й урок", of.lesson) };
    format!("{}{lesson}", ui::ru::date_weekday(of.held_on))
}

/// # Errors
/// The store fails.
pub fn proposed(tx: &mut Tx<'_>, row: &Row, site: &str) -> Result<()> {
    let of = &row.observation;
    let body = format!(
        "{} предлагает посетить ваш урок: {}.\n\nПосмотрите карту наблюдения, согласитесь или откажитесь. Отказ не имеет последствий. Записи наблюдателя первым увидите вы; другим они откроются, только если вы это разрешите.",
        of.observer_name,
        day(of),
    );
    tell(tx, of, of.person, "proposed", ("Вам предлагают посетить ваш урок", body), format!("{site}/cabinet/observations/{}", of.id))
}

/// # Errors
/// The store fails.
pub fn answered(tx: &mut Tx<'_>, row: &Row, state: State, site: &str) -> Result<()> {
    let of = &row.observation;
    let word = if state == State::Agreed { "Учитель согласился на посещение урока" } else { "Учитель отказался от посещения урока" };
    tell_observer(tx, of, "answered", (word, format!("{word}: {}.", day(of))), format!("{site}/observations/{}", of.id))
}

/// # Errors
/// The store fails.
pub fn filled(tx: &mut Tx<'_>, row: &Row, site: &str) -> Result<()> {
    let of = &row.observation;
    let body = format!("Карта вашего урока ({}) заполнена. Вы читаете её первым: можно написать комментарий, отметить, что вы ознакомились, и решить, открывать ли её другим.", day(of));
    tell(tx, of, of.person, &format!("filled/{}", of.version), ("Карта вашего урока готова", body), format!("{site}/cabinet/observations/{}", of.id))
}

/// # Errors
/// The store fails.
pub fn acknowledged(tx: &mut Tx<'_>, row: &Row, site: &str) -> Result<()> {
    let of = &row.observation;
    let word = "Учитель ознакомился с картой урока";
    tell_observer(tx, of, "acknowledged", (word, format!("{word}: {}.", day(of))), format!("{site}/observations/{}", of.id))
}
