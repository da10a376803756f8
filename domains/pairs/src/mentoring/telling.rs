//! What people are told: in the cabinet and by letter, without names of third persons.

use super::{model::MentoringId, store};
use kernel::{Result, Tx, id::PersonId};
use notices::{Notice, Topic};

/// What is told, once by its key.
pub struct Told<'a> {
    pub once: &'a str,
    pub subject: &'a str,
    pub body: &'a str,
}

pub fn tell(tx: &mut Tx<'_>, id: MentoringId, person: PersonId, told: &Told<'_>) -> Result<()> {
    let Told { once, subject, body } = told;
    let notice = Notice { once_key: format!("mentoring/{id}/{once}/{person}"), person, topic: Topic::Mentoring, subject: (*subject).to_owned(), body: (*body).to_owned(), url: store::url(id) };
    notices::tell(tx, &notice)
}

/// Everybody who takes part still.
pub fn tell_sides(tx: &mut Tx<'_>, id: MentoringId, but: Option<PersonId>, told: &Told<'_>) -> Result<()> {
    for side in store::sides(tx, id)? {
        if let Some(person) = side.person.filter(|person| side.counts() && Some(*person) != but) {
            tell(tx, id, person, told)?;
        }
    }
    Ok(())
}

/// The curator, if the account has a card behind it.
pub fn tell_curator(tx: &mut Tx<'_>, mentoring: &super::model::Mentoring, told: &Told<'_>) -> Result<()> {
    let Some(account) = mentoring.curator else { return Ok(()) };
    match access::accounts::find(tx, account)?.person {
        Some(person) => tell(tx, mentoring.id, person, told),
        None => Ok(()),
    }
}
