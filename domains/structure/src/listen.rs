//! What becomes of heads of places when a person is erased or merged.

use kernel::{Result, Tx, news::News, params};

/// The term stays, since a school had a director then; who it was, goes.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => {
            let terms = tx.execute("UPDATE place_head SET person_id = NULL, name = 'данные удалены', version = version + 1 WHERE person_id = $1", params![person])?;
            Ok(if terms > 0 { vec![format!("Руководство организациями обезличено ({terms})")] } else { Vec::new() })
        }
        News::Merged { gone, kept } => {
            tx.execute("UPDATE place_head SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
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
