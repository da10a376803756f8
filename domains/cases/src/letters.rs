//! What people are told: a proposal to the teacher, an invitation to the team, the answers. Nothing of the content stands in it.

use crate::model::{Case, Seat};
use access::accounts;
use kernel::{
    Result, Tx,
    id::{AccountId, PersonId},
};
use notices::{Notice, Topic};

fn tell(tx: &mut Tx<'_>, person: PersonId, once_key: String, (subject, body): (&str, String), url: String) -> Result<()> {
    notices::tell(tx, &Notice { once_key, person, topic: Topic::Cases, subject: subject.to_owned(), body, url })
}

/// Whoever opened or invited: by the cabinet where there is a card, by letter where there is an account alone.
fn answer_to(tx: &mut Tx<'_>, account: AccountId, case: &Case, once_key: String, (subject, body): (&str, String), url: String) -> Result<()> {
    let account = accounts::find(tx, account)?;
    match account.person {
        Some(person) => tell(tx, person, once_key, (subject, body), url),
        None => mail::enqueue(tx, mail::Letter { once_key, person: Some(case.person), address: account.email, subject: subject.to_owned(), body: format!("{body}\n\nОткрыть:\n{url}") }),
    }
}

/// # Errors
/// The store fails.
pub fn proposed(tx: &mut Tx<'_>, case: &Case, who: &str, site: &str) -> Result<()> {
    let body = format!(
        "{who} предлагает вам методическое сопровождение. Прочитайте предложение, согласитесь или откажитесь.\n\nОтказ не имеет последствий: сохранится только то, что вы отказались. До вашего согласия предложение видите вы и тот, кто его сделал."
    );
    tell(tx, case.person, format!("case/{}/proposed", case.id), ("Вам предлагают методическое сопровождение", body), format!("{site}/cases/{}", case.id))
}

/// # Errors
/// The store fails.
pub fn answered(tx: &mut Tx<'_>, case: &Case, agreed: bool, site: &str) -> Result<()> {
    let Some(opener) = case.opened_by else { return Ok(()) };
    let word = if agreed { "Педагог согласился на сопровождение" } else { "Педагог отказался от сопровождения" };
    answer_to(tx, opener, case, format!("case/{}/answered", case.id), (word, format!("{word}: {}.", case.number)), format!("{site}/cases/{}", case.id))
}

/// # Errors
/// The store fails.
pub fn invited(tx: &mut Tx<'_>, case: &Case, seat: &Seat, site: &str) -> Result<()> {
    let body = format!("Вас приглашают в команду методического сопровождения. Роль: {}.\n\nСодержание откроется, если вы согласитесь. Отказаться можно без объяснений.", seat.role.label());
    tell(tx, seat.person, format!("case/{}/invited/{}", case.id, seat.id), ("Приглашение в команду сопровождения", body), format!("{site}/cases/invitations/{}", seat.id))
}

/// # Errors
/// The store fails.
pub fn invitation_answered(tx: &mut Tx<'_>, case: &Case, seat: &Seat, inviter: Option<AccountId>, (joined, site): (bool, &str)) -> Result<()> {
    let Some(inviter) = inviter else { return Ok(()) };
    let word = if joined { "Приглашение в команду принято" } else { "Приглашение в команду отклонено" };
    let once_key = format!("case/{}/invitation-answered/{}", case.id, seat.id);
    answer_to(tx, inviter, case, once_key, (word, format!("{word}: {}, сопровождение {}.", seat.role.label(), case.number)), format!("{site}/cases/{}/team", case.id))
}
