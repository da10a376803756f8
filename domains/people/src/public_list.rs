//! The short list behind the public page: who may come into question, by what they are looked for and ordered by.
//!
//! Standing on it publishes nothing: the page asks memberships and live consents at every reading (152-ФЗ, ст. 10.1), the list only
//! spares it the thousands who were never in the active. Whoever gives somebody a membership [`enter`]s the person; from then on
//! every change of the card comes here too.

use kernel::{Result, Tx, id::PersonId, params};

/// Puts a person on the list, or writes the row anew.
///
/// # Errors
/// The store fails.
pub fn enter(tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    leave(tx, id)?;
    tx.execute(
        "INSERT INTO public_list (person_id, sort_key, subject, place_id)
         SELECT p.id, p.sort_key, COALESCE((SELECT s.subject FROM person_subject s WHERE s.person_id = p.id ORDER BY s.is_main DESC, s.subject LIMIT 1), ''), p.place_id
         FROM person p WHERE p.id = $1 AND p.erased_at IS NULL AND p.merged_into IS NULL",
        params![id],
    )?;
    // Earlier names are nobody's business: their words begin with a sign.
    tx.execute(
        "INSERT INTO public_list_word (word, sort_key, person_id)
         SELECT t.token, l.sort_key, l.person_id FROM public_list l JOIN person_token t ON t.person_id = l.person_id WHERE l.person_id = $1 AND substr(t.token, 1, 1) <> '~'",
        params![id],
    )?;
    Ok(())
}

/// Takes a person off the list; whether the person stood on it.
pub(crate) fn leave(tx: &mut Tx<'_>, id: PersonId) -> Result<bool> {
    tx.execute("DELETE FROM public_list_word WHERE person_id = $1", params![id])?;
    Ok(tx.execute("DELETE FROM public_list WHERE person_id = $1", params![id])? > 0)
}

/// After a change of the card: the row of one who stands on the list is written anew.
pub(crate) fn follow(tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    let stands = tx.maybe("SELECT 1 FROM public_list WHERE person_id = $1", params![id], |_| Ok(()))?.is_some();
    if stands { enter(tx, id) } else { Ok(()) }
}
