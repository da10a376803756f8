//! What becomes of the bank when an author leaves, is erased, or turns out to be two cards.

use crate::{
    model::{Practice, PracticeId},
    store,
    workflow::writing::{let_resource_go, stop_reviews},
};
use kernel::{
    Result, Tx,
    id::PersonId,
    news::{Listeners, News},
    params,
};

/// Without the consent to processing nothing of the author is published; erasure takes practices whole, with their files, and leaves
/// re-uses and reviews of others without a person.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::ProcessingWithdrawn { person } => {
            let count = withdraw_all(tx, person)?;
            Ok(if count > 0 { vec![format!("Практики сняты из банка ({count})")] } else { Vec::new() })
        }
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => {
            for sql in ["UPDATE practice SET author_id = $2 WHERE author_id = $1", "UPDATE practice_review SET person_id = $2 WHERE person_id = $1", "UPDATE practice_use SET person_id = $2 WHERE person_id = $1"] {
                tx.execute(sql, params![gone, kept])?;
            }
            Ok(Vec::new())
        }
        // Somebody withdrew the resource by hand: the practice may be taken into the catalogue again.
        News::ResourceWithdrawn { resource } => {
            tx.execute("UPDATE practice SET resource_id = '' WHERE resource_id = $1", params![resource.to_string()])?;
            Ok(Vec::new())
        }
        // What the open page names is asked of the consent to publication at every reading.
        News::PublicationWithdrawn { .. }
        | News::InclusionWithdrawn { .. }
        | News::DiagnosticsWithdrawn { .. }
        | News::AttemptScored { .. }
        | News::ObservationAcknowledged { .. }
        | News::CaseTurnedBack { .. }
        | News::CaseDeficitsChanged { .. }
        | News::CaseEnded { .. }
        | News::MembershipEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}

/// Those with the resource in a pathway hear of it; everybody else hears of the person.
fn resource_gone(tx: &mut Tx<'_>, practice: &Practice) -> Result<()> {
    let_resource_go(tx, &Listeners::new(vec![pathways::listen]), practice)
}

fn withdraw_all(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    let mut count = 0;
    for practice in store::of_author(tx, person)? {
        resource_gone(tx, &practice)?;
        stop_reviews(tx, practice.id)?;
        count += tx.execute(
            "UPDATE practice SET state = 'withdrawn', published_number = 0, withdrawn_why = 'Согласие на обработку данных отозвано', version = version + 1 WHERE id = $1 AND state <> 'withdrawn'",
            params![practice.id],
        )?;
    }
    Ok(count)
}

fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let mut done = Vec::new();
    let practices = store::of_author(tx, person)?;
    for practice in &practices {
        resource_gone(tx, practice)?;
        delete(tx, practice.id)?;
    }
    if !practices.is_empty() {
        done.push(format!("Практики с файлами и рецензиями на них ({})", practices.len()));
    }
    let mut rows = 0;
    for sql in ["UPDATE practice_use SET person_id = NULL, place_words = '', outcome = '' WHERE person_id = $1", "UPDATE practice_review SET person_id = NULL WHERE person_id = $1"] {
        rows += tx.execute(sql, params![person])?;
    }
    if let Some(account) = access::accounts::of_person(tx, person)? {
        for sql in ["UPDATE practice_review SET reviewer = NULL WHERE reviewer = $1", "UPDATE practice_use SET decided_by = NULL WHERE decided_by = $1"] {
            rows += tx.execute(sql, params![account.id])?;
        }
    }
    if rows > 0 {
        done.push("Рецензии и применение практик обезличены".into());
    }
    Ok(done)
}

fn delete(tx: &mut Tx<'_>, id: PracticeId) -> Result<()> {
    let digests: Vec<files::Digest> = tx.query("SELECT DISTINCT digest FROM practice_file WHERE practice_id = $1", params![id], |row| row.get(0))?;
    for sql in [
        "DELETE FROM practice_file WHERE practice_id = $1",
        "DELETE FROM practice_review WHERE practice_id = $1",
        "DELETE FROM practice_use WHERE practice_id = $1",
        "DELETE FROM practice_version WHERE practice_id = $1",
        "DELETE FROM practice WHERE id = $1",
    ] {
        tx.execute(sql, params![id])?;
    }
    for digest in &digests {
        files::forget_unused(tx, digest)?;
    }
    Ok(())
}
