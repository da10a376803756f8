//! Letters: a proposal to the teacher, an invitation to the team, the answers. Nothing of the content stands in a letter.

use crate::model::{Case, Seat};
use access::accounts;
use kernel::{
    Result, Tx,
    id::{AccountId, PersonId},
    params,
};

fn send(tx: &mut Tx<'_>, person: PersonId, address: &str, once_key: String, subject: &str, body: String) -> Result<()> {
    mail::enqueue(tx, mail::Letter { once_key, person: Some(person), address: address.to_owned(), subject: subject.to_owned(), body })
}

/// The account's address, or the one on the card.
fn address(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<String>> {
    if let Some(account) = accounts::of_person(tx, person)? {
        return Ok(Some(account.email));
    }
    let address: Option<Option<String>> = tx.maybe("SELECT email FROM person WHERE id = $1", params![person], |row| row.get(0))?;
    Ok(address.flatten().filter(|address| !address.is_empty()))
}

/// # Errors
/// The store fails.
pub fn proposed(tx: &mut Tx<'_>, case: &Case, who: &str, site: &str) -> Result<()> {
    let Some(address) = address(tx, case.person)? else { return Ok(()) };
    let body = format!(
        "{who} предлагает вам методическое сопровождение.\n\nПрочитать предложение, согласиться или отказаться:\n{site}/cases/{}\n\nОтказ не имеет последствий: сохранится только то, что вы отказались. До вашего согласия предложение видите вы и тот, кто его сделал.",
        case.id
    );
    send(tx, case.person, &address, format!("case/{}/proposed", case.id), "Вам предлагают методическое сопровождение", body)
}

/// # Errors
/// The store fails.
pub fn answered(tx: &mut Tx<'_>, case: &Case, agreed: bool, site: &str) -> Result<()> {
    let Some(opener) = case.opened_by else { return Ok(()) };
    let account = accounts::find(tx, opener)?;
    let word = if agreed { "Педагог согласился на сопровождение" } else { "Педагог отказался от сопровождения" };
    send(tx, account.person.unwrap_or(case.person), &account.email, format!("case/{}/answered", case.id), word, format!("{word}: {}.\n\nОткрыть:\n{site}/cases/{}", case.number, case.id))
}

/// # Errors
/// The store fails.
pub fn invited(tx: &mut Tx<'_>, case: &Case, seat: &Seat, site: &str) -> Result<()> {
    let Some(address) = address(tx, seat.person)? else { return Ok(()) };
    let body = format!(
        "Вас приглашают в команду методического сопровождения. Роль: {}.\n\nПосмотреть и ответить:\n{site}/cases/invitations/{}\n\nСодержание откроется, если вы согласитесь. Отказаться можно без объяснений.",
        seat.role.label(),
        seat.id
    );
    send(tx, seat.person, &address, format!("case/{}/invited/{}", case.id, seat.id), "Приглашение в команду сопровождения", body)
}

/// # Errors
/// The store fails.
pub fn invitation_answered(tx: &mut Tx<'_>, case: &Case, seat: &Seat, inviter: Option<AccountId>, (joined, site): (bool, &str)) -> Result<()> {
    let Some(inviter) = inviter else { return Ok(()) };
    let account = accounts::find(tx, inviter)?;
    let word = if joined { "Приглашение в команду принято" } else { "Приглашение в команду отклонено" };
    send(
        tx,
        account.person.unwrap_or(case.person),
        &account.email,
        format!("case/{}/invitation-answered/{}", case.id, seat.id),
        word,
        format!("{word}: {}, сопровождение {}.\n\nОткрыть команду:\n{site}/cases/{}/team", seat.role.label(), case.number, case.id),
    )
}
