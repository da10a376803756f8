//! What becomes of this domain's rows when a person leaves, is erased, or turns out to be two cards.

use crate::{model::MeetingId, store::minutes};
use kernel::{Result, Tx, id::PersonId, news::News, params};

/// Who withdraws the consent to processing leaves all unions; erasure takes every row and, out of approved minutes, the name.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::ProcessingWithdrawn { person } => {
            let count = leave_all(tx, person)?;
            Ok(if count > 0 { vec![format!("Участие в объединениях прекращено ({count})")] } else { Vec::new() })
        }
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => merge(tx, gone, kept),
        // To be in a union of one's school needs no membership of the active.
        News::InclusionWithdrawn { .. }
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

fn leave_all(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    let today = tx.today();
    tx.execute("UPDATE union_office SET valid_to = $2 WHERE person_id = $1 AND (valid_to IS NULL OR valid_to > $2)", params![person, today])?;
    Ok(tx.execute("UPDATE union_member SET left_on = $2 WHERE person_id = $1 AND (left_on IS NULL OR left_on > $2)", params![person, today])?)
}

/// Meetings whose approved minutes may name the person.
fn minuted(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(MeetingId, i64)>> {
    Ok(tx.query("SELECT meeting_id, number FROM union_minutes WHERE snapshot LIKE $1 ORDER BY meeting_id, number", params![format!("%{person}%")], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let mut done = Vec::new();
    let mut minuted_in = 0;
    for (meeting, number) in minuted(tx, person)? {
        let mut snapshot = minutes::snapshot(tx, meeting, number)?;
        if snapshot.forget(person) {
            minutes::put(tx, meeting, number, &snapshot)?;
            minuted_in += 1;
        }
    }
    if minuted_in > 0 {
        done.push(format!("Имя в протоколах объединений ({minuted_in})"));
    }
    let mut rows = 0;
    for sql in [
        "DELETE FROM union_attendance WHERE person_id = $1",
        "DELETE FROM union_office WHERE person_id = $1",
        "DELETE FROM union_member WHERE person_id = $1",
        "UPDATE union_agenda SET speaker_id = NULL WHERE speaker_id = $1",
        "UPDATE union_decision SET owner_id = NULL, done_note = '' WHERE owner_id = $1",
        "UPDATE union_plan_line SET owner_id = NULL WHERE owner_id = $1",
    ] {
        rows += tx.execute(sql, params![person])?;
    }
    if let Some(account) = access::accounts::of_person(tx, person)? {
        for sql in ["UPDATE union_body SET made_by = NULL WHERE made_by = $1", "UPDATE union_meeting SET made_by = NULL WHERE made_by = $1", "UPDATE union_minutes SET approved_by = NULL WHERE approved_by = $1"] {
            rows += tx.execute(sql, params![account.id])?;
        }
    }
    if rows > 0 {
        done.push("Участие в объединениях, заседаниях и поручения".into());
    }
    Ok(done)
}

/// What both cards had counts once.
fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<Vec<String>> {
    for (meeting, number) in minuted(tx, gone)? {
        let text = serde_json::to_string(&minutes::snapshot(tx, meeting, number)?).map_err(anyhow::Error::new)?;
        let snapshot = serde_json::from_str(&text.replace(&gone.to_string(), &kept.to_string())).map_err(anyhow::Error::new)?;
        minutes::put(tx, meeting, number, &snapshot)?;
    }
    for sql in [
        "DELETE FROM union_attendance WHERE person_id = $1 AND EXISTS (SELECT 1 FROM union_attendance o WHERE o.meeting_id = union_attendance.meeting_id AND o.person_id = $2)",
        "DELETE FROM union_member WHERE person_id = $1 AND left_on IS NULL AND EXISTS (SELECT 1 FROM union_member o WHERE o.union_id = union_member.union_id AND o.person_id = $2 AND o.left_on IS NULL)",
        "DELETE FROM union_office WHERE person_id = $1 AND valid_to IS NULL AND EXISTS (SELECT 1 FROM union_office o WHERE o.union_id = union_office.union_id AND o.office = union_office.office AND o.person_id = $2 AND o.valid_to IS NULL)",
        "UPDATE union_attendance SET person_id = $2 WHERE person_id = $1",
        "UPDATE union_member SET person_id = $2 WHERE person_id = $1",
        "UPDATE union_office SET person_id = $2 WHERE person_id = $1",
        "UPDATE union_agenda SET speaker_id = $2 WHERE speaker_id = $1",
        "UPDATE union_decision SET owner_id = $2 WHERE owner_id = $1",
        "UPDATE union_plan_line SET owner_id = $2 WHERE owner_id = $1",
    ] {
        tx.execute(sql, params![gone, kept])?;
    }
    Ok(Vec::new())
}
