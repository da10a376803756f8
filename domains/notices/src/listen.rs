//! What becomes of this domain's rows when the world changes.

use kernel::{Result, Tx, id::PersonId, news::News, params};

/// What was told to a person goes with the person; two cards that are one have one cabinet.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => merge(tx, gone, kept).map(|()| Vec::new()),
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
    let mut gone = 0;
    for sql in ["DELETE FROM notice WHERE person_id = $1", "DELETE FROM notice_preference WHERE person_id = $1", "DELETE FROM notice_reader WHERE person_id = $1"] {
        gone += tx.execute(sql, params![person])?;
    }
    Ok(if gone > 0 { vec!["уведомления".to_owned()] } else { Vec::new() })
}

/// Where both chose, the choice of the kept card holds.
fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    for sql in [
        "UPDATE notice SET person_id = $2 WHERE person_id = $1",
        "UPDATE notice_preference SET person_id = $2 WHERE person_id = $1 AND topic NOT IN (SELECT o.topic FROM notice_preference o WHERE o.person_id = $2)",
        "UPDATE notice_reader SET person_id = $2 WHERE person_id = $1 AND NOT EXISTS (SELECT 1 FROM notice_reader o WHERE o.person_id = $2)",
    ] {
        tx.execute(sql, params![gone, kept])?;
    }
    tx.execute("DELETE FROM notice_preference WHERE person_id = $1", params![gone])?;
    tx.execute("DELETE FROM notice_reader WHERE person_id = $1", params![gone])?;
    Ok(())
}
