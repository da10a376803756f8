//! What those who assigned a diagnostic are told: that a teacher has opened something to them. Neither who nor what stands in it: that is
//! on the page, behind the login and the sharing, which may be closed again before it is read. Who has no card gets a letter.

use crate::model::Audience;
use access::{Account, accounts, grants};
use kernel::{
    Result, Tx,
    id::{AccountId, PersonId},
    params,
};
use notices::{Notice, Topic};

/// Tells each assigner whose role is among the audiences and whose territory the teacher is of: at most once a day.
///
/// # Errors
/// The store fails.
pub fn opened(tx: &mut Tx<'_>, person: PersonId, audiences: &[Audience], site: &str) -> Result<()> {
    if audiences.is_empty() {
        return Ok(());
    }
    let today = tx.today();
    for account in diagnostics::assigners_of(tx, person)? {
        let Ok(to) = accounts::find(tx, account) else { continue };
        if to.disabled_at.is_some() || !sees(tx, account, person, audiences)? {
            continue;
        }
        tell(tx, &to, format!("opened/{account}/{today}"), site.trim_end_matches('/'))?;
    }
    Ok(())
}

fn tell(tx: &mut Tx<'_>, to: &Account, once_key: String, site: &str) -> Result<()> {
    let (subject, said) = ("Вам открыли результаты диагностики".to_owned(), "Педагог, которому вы назначали диагностику, открыл вам результаты.");
    let more = "Педагог может закрыть их в любой день. Об этом сообщается не чаще одного раза в день.";
    match to.person {
        Some(person) => {
            let body = format!("{said} Кто и какие — на страницах «Результаты» и «Затруднения».\n\n{more}");
            notices::tell(tx, &Notice { once_key, person, topic: Topic::Diagnostics, subject, body, url: format!("{site}/results") })
        }
        None => {
            let body = format!("Здравствуйте!\n\n{said} Кто и какие — на страницах:\n{site}/results\n{site}/deficits\n\n{more}\n");
            mail::enqueue(tx, mail::Letter { once_key, person: None, address: to.email.clone(), subject, body })
        }
    }
}

/// Whether the account holds a role of the audiences at a place above the teacher's.
fn sees(tx: &mut Tx<'_>, account: AccountId, person: PersonId, audiences: &[Audience]) -> Result<bool> {
    let own: Option<String> = tx.maybe("SELECT pl.path FROM person p JOIN place pl ON pl.id = p.place_id WHERE p.id = $1", params![person], |row| row.get(0))?;
    let Some(own) = own else { return Ok(false) };
    for grant in grants::active(tx, account)? {
        if !Audience::of(grant.role).is_some_and(|audience| audiences.contains(&audience)) {
            continue;
        }
        let above: Option<String> = tx.maybe("SELECT path FROM place WHERE id = $1", params![grant.place], |row| row.get(0))?;
        if above.is_some_and(|above| own.starts_with(&above)) {
            return Ok(true);
        }
    }
    Ok(false)
}
