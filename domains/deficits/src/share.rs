//! A teacher opens results and closes them. It takes effect with the next request: nothing is kept beside the table.

use crate::{
    letters,
    model::{ALL, Audience, Sharing},
    sight::Sight,
    store::{deficits, results, sharing},
};
use access::Actor;
use audit::{Event, Record};
use kernel::{
    Error, Result, Tx,
    id::{PersonId, Uuid},
};
use serde_json::json;

/// What is to be open: to these audiences and to no others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// `all`, or the id of a result or a deficit of one's own.
    pub about: String,
    pub audiences: Vec<Audience>,
}

/// Opens and closes until what is open is what was wished; those who wait for the result and may see it now hear of it by letter.
///
/// # Errors
/// [`Error::NotFound`]: it is not one's own.
pub fn set(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, wish: &Wish, site: &str) -> Result<()> {
    own(tx, person, &wish.about)?;
    let mut opened = Vec::new();
    let open: Vec<Sharing> = sharing::open_of(tx, person)?.into_iter().filter(|one| one.about == wish.about).collect();
    for audience in Audience::ALL.iter().copied() {
        let present = open.iter().find(|one| one.audience == audience);
        match (present, wish.audiences.contains(&audience)) {
            (None, true) => {
                sharing::insert(tx, person, audience, &wish.about)?;
                note(tx, actor, person, "sharing.opened", audience, &wish.about)?;
                opened.push(audience);
            }
            (Some(present), false) => {
                sharing::end(tx, person, present.id)?;
                note(tx, actor, person, "sharing.closed", audience, &wish.about)?;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    letters::opened(tx, person, &opened, site)
}

fn note(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, action: &'static str, audience: Audience, about: &str) -> Result<()> {
    tx.record(&actor.by(), Event::new(action, "sharing", about).of(person).with(json!({"audience": audience.as_str()})))
}

/// What is opened must be one's own and seen by oneself first.
fn own(tx: &mut Tx<'_>, person: PersonId, about: &str) -> Result<()> {
    if about == ALL {
        return Ok(());
    }
    let id: Uuid = about.parse().map_err(|_| Error::NotFound)?;
    let sight = Sight::own(person);
    let result = results::find(tx, &sight, crate::model::AttemptId(id));
    match result {
        Ok(taken) if taken.shown_at.is_some() => Ok(()),
        Ok(_) => Err(Error::refusal("Сначала посмотрите результат сами, потом решите, кому его открыть.")),
        Err(Error::NotFound) => deficits::find(tx, &sight, crate::model::DeficitId(id)).map(|_| ()),
        Err(other) => Err(other),
    }
}

/// To whom something is open now: by itself, or because everything is.
#[must_use]
pub fn open_to(open: &[Sharing], about: &str) -> Vec<Audience> {
    Audience::ALL.iter().copied().filter(|audience| open.iter().any(|one| one.audience == *audience && (one.about == ALL || one.about == about))).collect()
}
