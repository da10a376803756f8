//! What becomes of the catalogue when a person leaves, is erased or merged.

use crate::{model::ResourceId, workflow::mentor_left};
use kernel::{Result, Tx, id::PersonId, news::News, params};

/// A mentor who leaves is no longer offered; one who is erased is no longer named, and what was written about them goes. Accounts of
/// an erased person no longer stand as authors and reviewers.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::ProcessingWithdrawn { person } | News::InclusionWithdrawn { person } => {
            let count = leave(tx, person, "Наставник больше не участвует в активе")?;
            Ok(if count > 0 { vec![format!("Наставничество снято из каталога ресурсов ({count})")] } else { Vec::new() })
        }
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => {
            tx.execute("UPDATE resource SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
            Ok(Vec::new())
        }
        News::PublicationWithdrawn { .. }
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

fn leave(tx: &mut Tx<'_>, person: PersonId, why: &str) -> Result<usize> {
    let those: Vec<ResourceId> = tx.query("SELECT id FROM resource WHERE person_id = $1 AND state <> 'withdrawn' ORDER BY id", params![person], |row| row.get(0))?;
    for id in &those {
        mentor_left(tx, *id, why)?;
    }
    Ok(those.len())
}

/// The row stays for pathways that refer to it; nothing in it tells of the person.
fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    leave(tx, person, "Наставник больше не участвует в активе")?;
    let digests: Vec<files::Digest> = tx.query("SELECT DISTINCT digest FROM resource WHERE person_id = $1 AND digest IS NOT NULL", params![person], |row| row.get(0))?;
    tx.execute("DELETE FROM resource_return WHERE resource_id IN (SELECT id FROM resource WHERE person_id = $1)", params![person])?;
    let sql = "UPDATE resource SET person_id = NULL, title = 'Наставник', search_key = ' наставник', summary = '', provider = '', technology = '', link = '', link_state = '', link_checked_at = NULL, digest = NULL, file_name = '', version = version + 1 WHERE person_id = $1";
    let mentors = tx.execute(sql, params![person])?;
    for digest in &digests {
        crate::store::forget_file(tx, digest)?;
    }
    let mut done = Vec::new();
    if mentors > 0 {
        done.push(format!("Наставничество в каталоге ресурсов ({mentors})"));
    }
    let Some(account) = access::accounts::of_person(tx, person)? else { return Ok(done) };
    let mut named = 0;
    for sql in [
        "UPDATE resource SET made_by = NULL WHERE made_by = $1",
        "UPDATE resource SET reviewed_by = NULL WHERE reviewed_by = $1",
        "UPDATE resource_return SET returned_by = NULL WHERE returned_by = $1",
        "DELETE FROM resource_import_row WHERE import_id IN (SELECT id FROM resource_import WHERE made_by = $1)",
        "UPDATE resource_import SET made_by = NULL WHERE made_by = $1",
    ] {
        named += tx.execute(sql, params![account.id])?;
    }
    if named > 0 {
        done.push("Авторство и проверки в каталоге ресурсов".into());
    }
    Ok(done)
}
