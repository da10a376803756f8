//! What becomes of mentoring when a person leaves, is erased or merged.

use super::{
    answering, ending,
    model::{EndReason, MentoringId, Role, SideId, State},
    store,
};
use kernel::{Result, Tx, id::PersonId, news::News, params};

/// A withdrawn consent ends what goes on; erasure takes what a pair wrote; a merge carries sides over.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::ProcessingWithdrawn { person } => {
            let count = leave_all(tx, person)?;
            Ok(if count > 0 { vec![format!("Наставничество прекращено ({count})")] } else { Vec::new() })
        }
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => {
            merge(tx, gone, kept)?;
            Ok(Vec::new())
        }
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

/// The person takes part in nothing any more: a group goes on without a mentee, a pair ends.
fn leave_all(tx: &mut Tx<'_>, person: PersonId) -> Result<usize> {
    let sql = "SELECT m.id, s.id, s.role, m.state FROM mentoring m JOIN mentoring_side s ON s.mentoring_id = m.id WHERE s.person_id = $1 AND s.answer <> 'no' AND s.left_on IS NULL AND m.state IN ('proposed', 'active') ORDER BY m.id";
    let open: Vec<(MentoringId, SideId, Role, State)> = tx.query(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    for (id, side, role, state) in &open {
        store::leave(tx, *side)?;
        let others = store::sides(tx, *id)?.iter().any(|one| one.role == Role::Mentee && one.counts());
        match (role, state) {
            (_, State::Proposed) => answering::settle(tx, *id)?,
            (Role::Mentee, _) if others => {}
            (Role::Mentor | Role::Mentee, _) => ending::close(tx, *id, EndReason::Consent)?,
        }
    }
    Ok(open.len())
}

/// Of a pair nothing that was written stays; of a group, what others wrote for each other does.
fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    leave_all(tx, person)?;
    let sql = "SELECT s.mentoring_id FROM mentoring_side s WHERE s.person_id = $1 AND (s.role = 'mentor' OR NOT EXISTS (SELECT 1 FROM mentoring_side o WHERE o.mentoring_id = s.mentoring_id AND o.role = 'mentee' AND o.id <> s.id AND o.person_id IS NOT NULL))";
    let whole: Vec<MentoringId> = tx.query(sql, params![person], |row| row.get(0))?;
    for id in &whole {
        tx.execute("DELETE FROM mentoring_line WHERE mentoring_id = $1", params![id])?;
        tx.execute("UPDATE mentoring SET goals = '', expected = '', order_number = '', ordered_on = NULL, pay_number = '', pay_on = NULL WHERE id = $1", params![id])?;
        tx.execute("UPDATE mentoring_meeting SET next = '' WHERE mentoring_id = $1", params![id])?;
        tx.execute("UPDATE mentoring_survey SET to_other = '', to_curator = '' WHERE side_id IN (SELECT id FROM mentoring_side WHERE mentoring_id = $1)", params![id])?;
        tx.execute("DELETE FROM mentoring_start WHERE side_id IN (SELECT id FROM mentoring_side WHERE mentoring_id = $1)", params![id])?;
    }
    for table in ["mentoring_survey", "mentoring_start"] {
        tx.execute(&format!("DELETE FROM {table} WHERE side_id IN (SELECT id FROM mentoring_side WHERE person_id = $1)"), params![person])?;
    }
    tx.execute("UPDATE mentoring_meeting SET next = '', written_by = NULL WHERE written_by = $1", params![person])?;
    let sides = tx.execute("UPDATE mentoring_side SET person_id = NULL WHERE person_id = $1", params![person])?;
    if let Some(account) = access::accounts::of_person(tx, person)? {
        tx.execute("UPDATE mentoring SET curator_id = NULL WHERE curator_id = $1", params![account.id])?;
        tx.execute("UPDATE mentoring SET made_by = NULL WHERE made_by = $1", params![account.id])?;
    }
    Ok(if sides > 0 { vec![format!("Наставничество: программа, встречи, опросы ({sides})")] } else { Vec::new() })
}

/// Where both cards stand in one mentoring, the kept one's side stays.
fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    let twice = "SELECT s.id FROM mentoring_side s WHERE s.person_id = $1 AND EXISTS (SELECT 1 FROM mentoring_side o WHERE o.mentoring_id = s.mentoring_id AND o.person_id = $2)";
    let twice: Vec<SideId> = tx.query(twice, params![gone, kept], |row| row.get(0))?;
    for side in &twice {
        tx.execute("DELETE FROM mentoring_survey WHERE side_id = $1", params![side])?;
        tx.execute("DELETE FROM mentoring_start WHERE side_id = $1", params![side])?;
        tx.execute("DELETE FROM mentoring_side WHERE id = $1", params![side])?;
    }
    tx.execute("UPDATE mentoring_side SET person_id = $2 WHERE person_id = $1", params![gone, kept])?;
    tx.execute("UPDATE mentoring_meeting SET written_by = $2 WHERE written_by = $1", params![gone, kept])?;
    Ok(())
}
