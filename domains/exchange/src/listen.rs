//! What follows from what others tell: a person who is gone can't be led to by a published id.

use kernel::{Result, Tx, id::PersonId, news::News, params};

/// # Errors
/// The store fails.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => cut(tx, person, "номер в выгрузке для программ"),
        News::Merged { gone, kept: _ } => cut(tx, gone, "").map(|_| Vec::new()),
        News::ProcessingWithdrawn { .. }
        | News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
        | News::DiagnosticsWithdrawn { .. }
        | News::AttemptScored { .. }
        | News::ResourceWithdrawn { .. }
        | News::ObservationAcknowledged { .. }
        | News::CaseTurnedBack { .. }
        | News::CaseDeficitsChanged { .. }
        | News::CaseEnded { .. }
        | News::MembershipEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}

/// The tombstone stays for those who read the list; whose it was doesn't. It gets a new number, so that everybody hears of it.
fn cut(tx: &mut Tx<'_>, person: PersonId, what: &str) -> Result<Vec<String>> {
    let known: Option<String> = tx.maybe("SELECT id FROM exchange_item WHERE resource = 'members' AND source = $1", params![person], |row| row.get(0))?;
    let Some(id) = known else { return Ok(Vec::new()) };
    let (seq, now) = (crate::state::number(tx, "seq")? + 1, tx.now());
    crate::state::set(tx, "seq", &seq.to_string())?;
    tx.execute("UPDATE exchange_item SET source = $1, digest = '', body = '', seq = $2, changed_at = $3 WHERE resource = 'members' AND id = $4", params![format!("gone:{id}"), seq, now, id])?;
    Ok(vec![what.to_owned()])
}
