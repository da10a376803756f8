//! The applicant as a person of the register: the one place where this domain meets `people`.

use crate::card::Card;
use access::Scope;
use audit::By;
use kernel::{Result, Tx, id::PersonId};
use people::{Changes, Duplicate, Move, NewPerson, Why};

/// Enters an applicant into the register. Never joined with another card here: a person decides that.
pub fn enter(tx: &mut Tx<'_>, by: &By, card: &Card) -> Result<PersonId> {
    let new = NewPerson {
        name: card.name.clone(),
        birth_on: card.birth_on,
        phone: Some(card.phone.clone()),
        email: Some(card.email.clone()),
        place: card.school.clone(),
        position: card.position.clone(),
        position_text: card.position_text.clone(),
        since: Some(card.position_since),
        subjects: subjects(card),
    };
    people::create(tx, by, new)
}

fn subjects(card: &Card) -> Vec<(String, bool)> {
    card.subjects.iter().map(|code| (code.clone(), card.main_subject.as_ref() == Some(code))).collect()
}

/// Brings the register's card up to corrected answers.
pub fn correct(tx: &mut Tx<'_>, by: &By, person: PersonId, card: &Card) -> Result<()> {
    let before = people::find(tx, &Scope::program("the applicant corrects the card that the application made"), person)?;
    let moves = before.place != card.school;
    let changes = Changes {
        name: card.name.clone(),
        birth_on: card.birth_on,
        phone: Some(card.phone.clone()),
        email: Some(card.email.clone()),
        position: card.position.clone(),
        position_text: card.position_text.clone(),
        // A job at a school named by mistake has no first day.
        since: (!moves).then_some(card.position_since),
        subjects: subjects(card),
    };
    people::update(tx, by, person, &changes, before.version)?;
    if moves {
        let to = Move { place: card.school.clone(), position: card.position.clone(), position_text: card.position_text.clone(), on: card.position_since };
        people::move_to(tx, by, person, &to, before.version + 1)?;
    }
    Ok(())
}

/// Other cards within a scope that may be the same person. A telephone alone says little: a school has one for all.
pub fn suspects(tx: &mut Tx<'_>, scope: &Scope, person: PersonId, card: &Card) -> Result<Vec<Duplicate>> {
    let mut found = people::possible_duplicates(tx, scope, &card.name, card.birth_on, Some(&card.email), Some(&card.phone), Some(person))?;
    found.retain(|duplicate| duplicate.why.iter().any(|why| *why != Why::Phone));
    Ok(found)
}
