//! What becomes of the data of those who have left or were refused: kept as long as the consent to process says, then to be destroyed
//! (152-ФЗ, ст. 21, ч. 4). An application that its author took back opens the same duty by itself.

use crate::store;
use audit::By;
use jiff::ToSpan;
use kernel::{Date, Result, Tx, id::PersonId};

/// Opens the duty to destroy for everybody whose memberships, or the decision to refuse them, are so long ago and who has no application under way.
/// A duty that was closed with a reason is not opened again. How many it opened; for the schedule.
///
/// # Errors
/// The profile has no such deadline, or the store fails.
pub fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let today = tx.today();
    let kept = i64::from(structure::profile(tx)?.membership.kept_years).years();
    let mut over: Vec<(PersonId, Date)> = store::left(tx, today)?.into_iter().map(|(person, over_on)| (person, over_on.saturating_add(kept))).collect();
    for person in applications::refused(tx)? {
        // Who takes part is needed, and who has left is in the list already.
        if !store::has_taken_part(tx, person)? {
            over.push((person, Date::MIN));
        }
    }
    let mut opened = 0;
    for (person, kept_until) in over {
        let Some(needed_until) = applications::needed_until(tx, person)? else { continue };
        let reached_on = kept_until.max(needed_until);
        if reached_on <= today && !consent::duty::was_to_destroy_since(tx, person, reached_on)? {
            consent::duty::purpose_reached(tx, &By::system(), person)?;
            opened += 1;
        }
    }
    Ok(opened)
}

/// Two cards became one: what is open about either is over if the person takes part.
pub(crate) fn joined(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    let today = tx.today();
    if store::open_of(tx, kept, today)?.is_empty() {
        return Ok(());
    }
    [gone, kept].into_iter().try_for_each(|person| consent::duty::purpose_again(tx, person, "Человек участвует в активе"))
}
