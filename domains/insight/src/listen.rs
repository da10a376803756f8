//! What becomes of queues and answers when a person goes: answers name nobody, lines of a queue stay without the person.

use crate::{model::LeftWhy, store::lots};
use kernel::{Result, Tx, id::PersonId, news::News, params};

/// Hears news. It stands before the cases, whose ids lines of a queue bear.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::DiagnosticsWithdrawn { person } | News::ProcessingWithdrawn { person } => forget(tx, person, LeftWhy::Consent),
        News::Erase { person } => {
            for sql in [
                "UPDATE insight_run SET made_by = NULL WHERE made_by IN (SELECT a.id FROM account a WHERE a.person_id = $1)",
                "UPDATE insight_lot SET announced_by = NULL WHERE announced_by IN (SELECT a.id FROM account a WHERE a.person_id = $1)",
                "UPDATE insight_lot SET drawn_by = NULL WHERE drawn_by IN (SELECT a.id FROM account a WHERE a.person_id = $1)",
            ] {
                tx.execute(sql, params![person])?;
            }
            forget(tx, person, LeftWhy::Erased)
        }
        News::Merged { gone, kept } => {
            lots::merge(tx, gone, kept)?;
            Ok(Vec::new())
        }
        News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
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

fn forget(tx: &mut Tx<'_>, person: PersonId, why: LeftWhy) -> Result<Vec<String>> {
    let lines = lots::forget(tx, person, why)?;
    Ok(if lines > 0 { vec![format!("Место в очереди на сопровождение ({lines})")] } else { Vec::new() })
}
