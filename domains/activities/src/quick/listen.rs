//! What becomes of the log when a person is erased or merged.

use kernel::{Result, Tx, id::PersonId, news::News, params};

/// An erased person's name and words go from the log; that so many were consulted in a direction stays. A person who leaves takes
/// their unfinished drafts along.
///
/// # Errors
/// The store fails.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => {
            tx.execute("UPDATE consultation SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
            tx.execute("UPDATE consultation SET consultant_id = $1 WHERE consultant_id = $2", params![kept, gone])?;
            tx.execute("DELETE FROM consultation_draft WHERE person_id = $1", params![gone])?;
            Ok(Vec::new())
        }
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

fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let mut count = 0;
    for sql in [
        "DELETE FROM consultation_draft WHERE person_id = $1",
        "DELETE FROM consultation_draft WHERE account_id IN (SELECT a.id FROM account a WHERE a.person_id = $1)",
        "UPDATE consultation SET person_id = NULL, case_id = NULL, number = '', about = '', result = '', next_step = '', version = version + 1 WHERE person_id = $1",
        // What the erased wrote of others stays theirs to read; who wrote it doesn't.
        "UPDATE consultation SET account_id = NULL WHERE account_id IN (SELECT a.id FROM account a WHERE a.person_id = $1)",
        "UPDATE consultation SET consultant_id = NULL WHERE consultant_id = $1",
    ] {
        count += tx.execute(sql, params![person])?;
    }
    Ok(if count > 0 { vec![format!("Журнал консультаций обезличен ({count})")] } else { Vec::new() })
}
