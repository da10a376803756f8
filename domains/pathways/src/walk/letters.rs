//! Letters about reports. Nothing of what was written stands in a letter.

use super::{ReportId, answerers, url};
use crate::{model::Step, store::Loaded};
use access::accounts;
use cases::Member;
use kernel::{Result, Tx, id::PersonId, params};
use mail::Letter;

/// The address of a person: the account's, or the one on the card.
pub(crate) fn address(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<String>> {
    if let Some(account) = accounts::of_person(tx, person)? {
        return Ok((!account.is_disabled()).then_some(account.email));
    }
    let address: Option<Option<String>> = tx.maybe("SELECT email FROM person WHERE id = $1 AND erased_at IS NULL", params![person], |row| row.get(0))?;
    Ok(address.flatten().filter(|address| !address.is_empty()))
}

/// A letter to a person who can be reached; nothing otherwise.
pub(crate) fn send(tx: &mut Tx<'_>, to: PersonId, once_key: String, subject: &str, body: String) -> Result<bool> {
    let Some(address) = address(tx, to)? else { return Ok(false) };
    mail::enqueue(tx, Letter { once_key, person: Some(to), address, subject: subject.to_owned(), body })?;
    Ok(true)
}

/// To who may answer: a report waits.
pub(super) fn sent(tx: &mut Tx<'_>, loaded: &Loaded, team: &[Member], step: &Step, (report, version): (ReportId, i64), site: &str) -> Result<()> {
    let case = &loaded.standing.case;
    let body = format!("По сопровождению {} отправлен отчёт о шаге маршрута. Прочтите его и примите или верните с пояснением:\n{site}{}", case.number, url(step.pathway, step.id));
    for member in answerers(team, case, step) {
        send(tx, member.person, format!("report/{report}/{version}/sent/{}", member.seat), "Отчёт о шаге маршрута ждёт вашего ответа", body.clone())?;
    }
    Ok(())
}

/// To the teacher: the report is answered.
pub(super) fn answered(tx: &mut Tx<'_>, loaded: &Loaded, step: &Step, (report, version): (ReportId, i64), is_accepted: bool, site: &str) -> Result<()> {
    let case = &loaded.standing.case;
    let (subject, words) = if is_accepted {
        ("Шаг маршрута принят", "Отчёт о шаге вашего маршрута принят.")
    } else {
        ("Отчёт о шаге возвращён с пояснением", "Отчёт о шаге вашего маршрута возвращён: посмотрите пояснение, дополните и отправьте снова.")
    };
    let body = format!("{words} Сопровождение {}.\n\n{site}{}", case.number, url(step.pathway, step.id));
    send(tx, case.person, format!("report/{report}/{version}/answered"), subject, body).map(|_| ())
}
