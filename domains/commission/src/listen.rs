//! What the commission does when it hears news.

use crate::store::items;
use kernel::{Result, Tx, news::News};

/// Erasure takes what agendas say of the person, the minutes stay as a document (125-ФЗ) and the names of seats stay;
/// a merge moves the items. Withdrawals need nothing: an item whose application is withdrawn shows it.
///
/// # Errors
/// The store fails.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => {
            let emptied = items::empty(tx, person)?;
            Ok(if emptied > 0 { vec![format!("Повестки комиссии: имя, должность, школа, пояснения к решениям ({emptied})")] } else { Vec::new() })
        }
        News::Merged { gone, kept } => {
            items::repoint(tx, gone, kept)?;
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
        | News::CaseEnded { .. }
        | News::CaseDeficitsChanged { .. }
        | News::MembershipEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}
