//! What becomes of the ledger when a person leaves it.

use kernel::{Result, Tx, news::News, params};

/// Erasure leaves hours without a person; a merge carries deeds over, what both cards had counts once.
///
/// # Errors
/// The store fails.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => {
            tx.execute("DELETE FROM hours_plan WHERE person_id = $1", params![person])?;
            let count = tx.execute("UPDATE deed SET person_id = NULL, title = '', url = '' WHERE person_id = $1", params![person])?;
            Ok(if count > 0 { vec![format!("Учёт работы в активе обезличен ({count})")] } else { Vec::new() })
        }
        News::Merged { gone, kept } => {
            tx.execute("DELETE FROM deed WHERE person_id = $1 AND EXISTS (SELECT 1 FROM deed o WHERE o.person_id = $2 AND o.kind = deed.kind AND o.source_id = deed.source_id)", params![gone, kept])?;
            tx.execute("UPDATE deed SET person_id = $2 WHERE person_id = $1", params![gone, kept])?;
            tx.execute("DELETE FROM hours_plan WHERE person_id = $1 AND EXISTS (SELECT 1 FROM hours_plan o WHERE o.person_id = $2 AND o.year = hours_plan.year)", params![gone, kept])?;
            tx.execute("UPDATE hours_plan SET person_id = $2 WHERE person_id = $1", params![gone, kept])?;
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
