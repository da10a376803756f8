//! What becomes of results when a consent is withdrawn, a person erased, two cards merged; and when an attempt is scored.

use crate::{model::AttemptId, results};
use files::Digest;
use kernel::{Result, Tx, id::PersonId, news::News, params};

/// Hears what concerns this domain; says in words what was destroyed.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::AttemptScored { attempt } => {
            results::compute(tx, AttemptId(attempt))?;
            Ok(Vec::new())
        }
        News::DiagnosticsWithdrawn { person } | News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => {
            merge(tx, gone, kept)?;
            Ok(Vec::new())
        }
        News::ProcessingWithdrawn { .. }
        | News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
        | News::ResourceWithdrawn { .. }
        | News::ObservationAcknowledged { .. }
        | News::CaseTurnedBack { .. }
        | News::CaseEnded { .. }
        | News::CaseDeficitsChanged { .. }
        | News::MembershipEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}

/// Everything goes: what was measured, what was said, what others recorded. Sums told earlier without names are not touched.
fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    forget_lists(tx, person)?;
    let digests: Vec<Digest> = tx.query("SELECT DISTINCT digest FROM external_assessment WHERE person_id = $1 AND digest IS NOT NULL", params![person], |row| row.get(0))?;
    let mut done = Vec::new();
    for (sql, what) in [
        ("DELETE FROM deficit_step WHERE deficit_id IN (SELECT id FROM deficit WHERE person_id = $1)", ""),
        ("DELETE FROM deficit WHERE person_id = $1", "Затруднения с их историей"),
        ("DELETE FROM growth WHERE person_id = $1", "Изменения между диагностиками"),
        ("DELETE FROM result WHERE person_id = $1", "Результаты диагностик"),
        ("DELETE FROM external_assessment WHERE person_id = $1", "Внешние оценки"),
        ("DELETE FROM sharing WHERE person_id = $1", "Кому открывались результаты"),
    ] {
        let rows = tx.execute(sql, params![person])?;
        if rows > 0 && !what.is_empty() {
            done.push(format!("{what} ({rows})"));
        }
    }
    for digest in &digests {
        files::forget_unused(tx, digest)?;
    }
    Ok(done)
}

/// Rows of lists that were read but not loaded may name the person: they go, and whoever read the list reads it again.
fn forget_lists(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let family: Option<String> = tx.maybe("SELECT family FROM person WHERE id = $1", params![person], |row| row.get(0))?;
    let by_name = family.filter(|family| !family.is_empty()).map_or_else(|| "-".to_owned(), |family| format!("%{family}%"));
    let by_id = format!("%{person}%");
    tx.execute("DELETE FROM assessment_import_row WHERE found LIKE $1 OR choice LIKE $1 OR cells LIKE $2 OR found LIKE $2", params![by_id, by_name])?;
    Ok(())
}

/// One of two cards becomes the other. Where both have an open deficit of one competency, the older keeps both histories.
fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    for sql in [
        "UPDATE result SET person_id = $1 WHERE person_id = $2",
        "UPDATE growth SET person_id = $1 WHERE person_id = $2",
        "UPDATE external_assessment SET person_id = $1 WHERE person_id = $2",
        "UPDATE deficit SET person_id = $1 WHERE person_id = $2",
    ] {
        tx.execute(sql, params![kept, gone])?;
    }
    merge_sharing(tx, gone, kept)?;
    let twins = "SELECT d.competency_code FROM deficit d WHERE d.person_id = $1 AND d.closed_on IS NULL GROUP BY d.competency_code HAVING COUNT(*) > 1";
    let codes: Vec<String> = tx.query(twins, params![kept], |row| row.get(0))?;
    for code in codes {
        let open: Vec<String> = tx.query("SELECT id FROM deficit WHERE person_id = $1 AND competency_code = $2 AND closed_on IS NULL ORDER BY found_on, id", params![kept, code], |row| row.get(0))?;
        let Some((oldest, others)) = open.split_first() else { continue };
        for other in others {
            tx.execute("UPDATE deficit_step SET deficit_id = $1 WHERE deficit_id = $2", params![oldest, other])?;
            tx.execute("DELETE FROM deficit WHERE id = $1", params![other])?;
        }
    }
    tx.execute("UPDATE assessment_import_row SET choice = '' WHERE choice = $1", params![gone])?;
    Ok(())
}

/// «Everything» opened on one card must not open the other's results: only what was opened on both stays open as a whole.
fn merge_sharing(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    let now = tx.now();
    let open = "SELECT audience FROM sharing WHERE person_id = $1 AND about = 'all' AND ended_at IS NULL";
    let (theirs, own): (Vec<String>, Vec<String>) = (tx.query(open, params![gone], |row| row.get(0))?, tx.query(open, params![kept], |row| row.get(0))?);
    for (person, mine, other) in [(gone, &theirs, &own), (kept, &own, &theirs)] {
        for audience in mine.iter().filter(|audience| person == gone || !other.contains(audience)) {
            tx.execute("UPDATE sharing SET ended_at = $1 WHERE person_id = $2 AND audience = $3 AND about = 'all' AND ended_at IS NULL", params![now, person, audience])?;
        }
    }
    tx.execute("UPDATE sharing SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
    Ok(())
}
