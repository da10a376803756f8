//! The letter to those who assigned a diagnostic, that a teacher has opened something to them. Neither who nor what stands in it: that is
//! on the page, behind the login and the sharing, which may be closed again before the letter is read.

use crate::model::Audience;
use access::{accounts, grants};
use kernel::{
    Result, Tx,
    id::{AccountId, PersonId},
    params,
};

/// Writes to each assigner whose role is among the audiences and whose territory the teacher is of: at most one letter a day to each.
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
        let body = format!(
            "Здравствуйте!\n\nПедагог, которому вы назначали диагностику, открыл вам результаты. Кто и какие — на страницах:\n{site}/results\n{site}/deficits\n\nПедагог может закрыть их в любой день. Такое письмо приходит не чаще одного раза в день.\n",
            site = site.trim_end_matches('/')
        );
        mail::enqueue(tx, mail::Letter { once_key: format!("opened/{account}/{today}"), person: to.person, address: to.email, subject: "Вам открыли результаты диагностики".into(), body })?;
    }
    Ok(())
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
