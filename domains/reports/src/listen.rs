//! What becomes of reports when a person is erased: figures name nobody, so only whose account made them goes.

use kernel::{Result, Tx, id::PersonId, news::News, params};

/// Hears news.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => erase(tx, person),
        News::ProcessingWithdrawn { .. }
        | News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
        | News::DiagnosticsWithdrawn { .. }
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

fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let mut named = 0;
    for sql in [
        "UPDATE report SET made_by = NULL WHERE made_by IN (SELECT a.id FROM account a WHERE a.person_id = $1)",
        "UPDATE report_edition SET frozen_by = NULL WHERE frozen_by IN (SELECT a.id FROM account a WHERE a.person_id = $1)",
        "UPDATE indicator_version SET made_by = NULL WHERE made_by IN (SELECT a.id FROM account a WHERE a.person_id = $1)",
    ] {
        named += tx.execute(sql, params![person])?;
    }
    Ok(if named > 0 { vec![format!("Авторство отчётов ({named})")] } else { Vec::new() })
}
