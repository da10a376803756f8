//! What members of the active did for the bank: reviews given, a practice published.

use crate::{
    form::USUAL_DIRECTION,
    model::{Practice, Review, Text},
    url,
};
use access::{Actor, Scope};
use kernel::{Result, Tx, id::PersonId};
use ledger::{Deed, DeedKind};
use membership::Standing;

/// The region's usual hour for a review; nobody is asked how long they read.
const REVIEW_MINUTES: i64 = 60;

fn is_of_the_active(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let today = tx.today();
    Ok(membership::current_of(tx, &Scope::person(person), person, today)?.iter().any(|row| row.membership.standing(today) == Standing::Active))
}

pub(crate) fn reviewed(tx: &mut Tx<'_>, actor: &Actor, review: &Review) -> Result<()> {
    let Some(person) = actor.person else { return Ok(()) };
    if !is_of_the_active(tx, person)? {
        return Ok(());
    }
    let deed = Deed {
        person,
        kind: DeedKind::Practice,
        source: review.id.to_string(),
        direction: USUAL_DIRECTION.to_owned(),
        on: tx.today(),
        minutes: REVIEW_MINUTES,
        part: "expert",
        title: "Рецензия на практику".into(),
        url: url::practice(review.practice),
        reached: 0,
    };
    ledger::write(tx, &deed)
}

/// Counted as a deed without minutes: how long it took to grow a practice nobody knows.
pub(crate) fn published(tx: &mut Tx<'_>, practice: &Practice, text: &Text) -> Result<()> {
    let Some(person) = practice.author else { return Ok(()) };
    if !is_of_the_active(tx, person)? {
        return Ok(());
    }
    let deed = Deed {
        person,
        kind: DeedKind::Practice,
        source: format!("{}/{}", practice.id, text.number),
        direction: USUAL_DIRECTION.to_owned(),
        on: tx.today(),
        minutes: 0,
        part: "host",
        title: format!("Опубликована практика: {}", text.title),
        url: url::practice(practice.id),
        reached: 0,
    };
    ledger::write(tx, &deed)
}
