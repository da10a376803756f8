//! What this domain does when it hears news.

use ::files::Digest;
use kernel::{Result, Tx, id::PersonId, news::News, params};

/// Erasure takes attempts with all that was answered and marked, and the assignments; a withdrawn consent to diagnostics makes attempts void,
/// erases their answers and ends what was offered; a merge hands everything over.
///
/// # Errors
/// The store fails.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => erase(tx, person),
        News::DiagnosticsWithdrawn { person } => withdraw(tx, person),
        News::Merged { gone, kept } => {
            for table in ["assignment", "attempt"] {
                tx.execute(&format!("UPDATE {table} SET person_id = $1 WHERE person_id = $2"), params![kept, gone])?;
            }
            Ok(Vec::new())
        }
        News::ProcessingWithdrawn { .. }
        | News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
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

const OF_PERSON: &str = "attempt_id IN (SELECT id FROM attempt WHERE person_id = $1)";

/// Answers, files and marks go. How many answers and files there were.
fn forget_answers(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    let digests: Vec<Digest> = tx.query(&format!("SELECT DISTINCT digest FROM answer_file WHERE {OF_PERSON}"), params![person], |row| row.get(0))?;
    let mut gone = 0;
    for table in ["answer", "answer_file"] {
        gone += tx.execute(&format!("DELETE FROM {table} WHERE {OF_PERSON}"), params![person])?;
    }
    tx.execute(&format!("DELETE FROM mark WHERE {OF_PERSON}"), params![person])?;
    for digest in &digests {
        files::forget_unused(tx, digest)?;
    }
    Ok(gone)
}

fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let answers = forget_answers(tx, person)?;
    tx.execute(&format!("DELETE FROM attempt_item WHERE {OF_PERSON}"), params![person])?;
    let attempts = tx.execute("DELETE FROM attempt WHERE person_id = $1", params![person])?;
    let assignments = tx.execute("DELETE FROM assignment WHERE person_id = $1", params![person])?;
    let mut done = Vec::new();
    if attempts > 0 {
        done.push(format!("Диагностика: попытки ({attempts}), ответы и приложенные файлы ({answers}), оценки экспертов"));
    }
    if assignments > 0 {
        done.push(format!("Диагностика: назначения ({assignments})"));
    }
    Ok(done)
}

/// What stays is that there was an attempt and that it doesn't count.
fn withdraw(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let now = tx.now();
    let answers = forget_answers(tx, person)?;
    tx.execute(&format!("UPDATE attempt_item SET score = NULL, scored_by = '' WHERE {OF_PERSON}"), params![person])?;
    let attempts = tx.execute("UPDATE attempt SET state = 'void', version = version + 1 WHERE person_id = $1 AND state <> 'void'", params![person])?;
    tx.execute("UPDATE assignment SET state = 'declined', answered_at = $1, version = version + 1 WHERE person_id = $2 AND state IN ('offered', 'accepted')", params![now, person])?;
    Ok(if attempts > 0 { vec![format!("Диагностика: ответы и оценки стёрты ({answers}), попытки не засчитываются ({attempts})")] } else { Vec::new() })
}
