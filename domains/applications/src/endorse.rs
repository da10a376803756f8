//! What the municipality does: supports an applicant of its own, or declines with a reason.

use crate::{
    check::{Seen, said, short, step, tell},
    lists::Lists,
    model::{Act, State},
    store,
};
use access::{Action, Actor};
use kernel::{Error, Result, Tx, name::clean_text};
use structure::profile::TermKind;

/// Supports an application.
///
/// # Errors
/// Not found if the applicant is another municipality's; a refusal when somebody acted first.
pub fn endorse(tx: &mut Tx<'_>, actor: &Actor, seen: Seen, note: &str) -> Result<()> {
    actor.may(Action::EndorseApplications)?;
    let application = store::find(tx, &actor.scope(), seen.id)?;
    let note = short(&clean_text(note), "note")?;
    step(tx, actor, &application, seen.version, Act::Endorse, &note)?;
    tell(tx, &application, State::Endorsed, "")
}

/// Declines an application; the coordinator and the applicant learn why.
///
/// # Errors
/// Field errors at `reason` and `note`; as [`endorse`].
pub fn decline(tx: &mut Tx<'_>, actor: &Actor, seen: Seen, reason: &str, note: &str) -> Result<()> {
    actor.may(Action::EndorseApplications)?;
    let application = store::find(tx, &actor.scope(), seen.id)?;
    let lists = Lists::new(structure::profile(tx)?, tx.today());
    if !lists.has(TermKind::DeclineReason, reason) {
        return Err(Error::field("reason", "Выберите причину"));
    }
    let words = if reason == "other" { said(note, "Напишите, какая это причина")? } else { short(&clean_text(note), "note")? };
    let label = lists.label(TermKind::DeclineReason, reason);
    let full = if words.is_empty() { label } else { format!("{label}. {words}") };
    step(tx, actor, &application, seen.version, Act::Decline, &full)?;
    tell(tx, &application, State::Declined, &full)
}
