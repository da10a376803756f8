//! What becomes of this domain's rows when the world changes.

use kernel::{Result, Tx, news::News};

/// Hears news.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(_tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::ProcessingWithdrawn { .. }
        | News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
        | News::DiagnosticsWithdrawn { .. }
        | News::Erase { .. }
        | News::Merged { .. }
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
