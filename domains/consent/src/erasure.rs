//! What this domain does on news: what goes of a person, what stays, and two cards becoming one.

use kernel::{Result, Tx, id::PersonId, news::News, params};

/// The listener of this domain.
///
/// On erasure the proof of consents and withdrawals goes (addresses, agents, clerks, scans), as do the person's own conditions and the
/// words of closed duties and of requests taken back;
/// the bare facts stay: which text, when, what, withdrawn when. They name nobody once the card is empty.
///
/// # Errors
/// The store fails.
pub fn erasure(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => merge(tx, gone, kept),
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

fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let scans = scans(tx, person)?;
    let consents = tx.execute("UPDATE consent SET evidence = '{}', conditions = '' WHERE person_id = $1 AND (evidence <> '{}' OR conditions <> '')", params![person])?;
    let withdrawals = tx.execute("UPDATE withdrawal SET evidence = '{}' WHERE evidence <> '{}' AND consent_id IN (SELECT id FROM consent WHERE person_id = $1)", params![person])?;
    tx.execute("UPDATE duty SET outcome = '' WHERE person_id = $1", params![person])?;
    tx.execute("UPDATE destruction SET taken_back_why = '' WHERE person_id = $1", params![person])?;
    for scan in &scans {
        files::forget_unused(tx, scan)?;
    }
    let mut done = Vec::new();
    if consents + withdrawals > 0 {
        done.push("сведения, подтверждающие согласия и отзывы (сетевой адрес, вид браузера, время сеанса), и свои условия публикации".to_owned());
    }
    if !scans.is_empty() {
        done.push("скан-копии согласий и требований".to_owned());
    }
    Ok(done)
}

/// Digests of scanned papers named in the evidence.
fn scans(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<files::Digest>> {
    let sql = "SELECT evidence FROM consent WHERE person_id = $1 UNION ALL SELECT w.evidence FROM withdrawal w JOIN consent c ON c.id = w.consent_id WHERE c.person_id = $1";
    let bodies: Vec<String> = tx.query(sql, params![person], |row| row.get(0))?;
    Ok(bodies.iter().filter_map(|body| crate::store::scan_in(body)).collect())
}

fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<Vec<String>> {
    for table in ["consent", "duty", "destruction"] {
        tx.execute(&format!("UPDATE {table} SET person_id = $1 WHERE person_id = $2"), params![kept, gone])?;
    }
    Ok(Vec::new())
}
