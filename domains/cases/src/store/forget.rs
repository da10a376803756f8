//! What goes: after a no, with a withdrawn consent, with a person.

use crate::model::CaseId;
use kernel::{Result, Tx, id::PersonId, params};

/// Everything that was written of a case, but for the case and its seats.
const CONTENT: [&str; 8] = [
    "DELETE FROM case_link_answer WHERE link_id IN (SELECT id FROM case_link WHERE case_id = $1)",
    "DELETE FROM case_link WHERE case_id = $1",
    "DELETE FROM case_measure WHERE case_id = $1",
    "DELETE FROM case_deficit WHERE case_id = $1",
    "DELETE FROM case_evidence WHERE case_id = $1",
    "DELETE FROM case_note WHERE case_id = $1",
    "DELETE FROM case_turn WHERE case_id = $1",
    "DELETE FROM case_event WHERE case_id = $1",
];

/// After a no: nothing is kept but that a proposal was made and declined.
///
/// # Errors
/// The store fails.
pub fn content(tx: &mut Tx<'_>, id: CaseId) -> Result<()> {
    tx.execute("UPDATE case_measure SET compared_with = NULL WHERE case_id = $1", params![id])?;
    for sql in CONTENT {
        tx.execute(sql, params![id])?;
    }
    Ok(())
}

/// All cases of a teacher; how many.
///
/// # Errors
/// The store fails: something above still refers to them.
pub fn cases_of(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    let ids: Vec<CaseId> = tx.query("SELECT id FROM case_file WHERE person_id = $1", params![person], |row| row.get(0))?;
    for id in &ids {
        content(tx, *id)?;
        tx.execute("DELETE FROM case_seat WHERE case_id = $1", params![id])?;
    }
    Ok(tx.execute("DELETE FROM case_file WHERE person_id = $1", params![person])?)
}

/// What somebody said in other teachers' cases: the words go, that there was a seat stays without a name behind it.
///
/// # Errors
/// The store fails.
pub fn words_of_member(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    let now = tx.now();
    tx.execute("UPDATE case_seat SET state = 'left', left_at = $1, version = version + 1 WHERE person_id = $2 AND state IN ('invited', 'joined')", params![now, person])?;
    let notes = tx.execute("DELETE FROM case_note WHERE seat_id IN (SELECT id FROM case_seat WHERE person_id = $1)", params![person])?;
    let answers = tx.execute("UPDATE case_link_answer SET words = '' WHERE words <> '' AND seat_id IN (SELECT id FROM case_seat WHERE person_id = $1)", params![person])?;
    let seats = tx.execute("UPDATE case_seat SET words = '' WHERE words <> '' AND person_id = $1", params![person])?;
    tx.execute("UPDATE case_event SET words = '' WHERE kind IN ('member_invited', 'member_joined') AND case_id IN (SELECT case_id FROM case_seat WHERE person_id = $1)", params![person])?;
    let grounds = tx.execute("UPDATE case_link SET grounds = '' WHERE grounds <> '' AND proposed_by IN (SELECT id FROM case_seat WHERE person_id = $1)", params![person])?;
    Ok(notes + answers + seats + grounds)
}

/// What was measured of a teacher, and what rests on it: links and deficits taken in go, evidence stays withdrawn without its words.
///
/// # Errors
/// The store fails.
pub fn measured_of(tx: &mut Tx<'_>, person: PersonId, why: &str) -> Result<u64> {
    let now = tx.now();
    let of = "case_id IN (SELECT id FROM case_file WHERE person_id = $1)";
    tx.execute(&format!("DELETE FROM case_link_answer WHERE link_id IN (SELECT id FROM case_link WHERE {of})"), params![person])?;
    tx.execute(&format!("DELETE FROM case_link WHERE {of}"), params![person])?;
    let deficits = tx.execute(&format!("DELETE FROM case_deficit WHERE {of}"), params![person])?;
    tx.execute(&format!("UPDATE case_event SET words = '' WHERE kind IN ('evidence_given', 'evidence_withdrawn', 'deficit_taken', 'deficit_left', 'verdict_given', 'link_proposed') AND {of}"), params![person])?;
    let sql = "UPDATE case_evidence SET withdrawn_at = COALESCE(withdrawn_at, $2), withdrawn_why = $3, words = '', source_id = '' WHERE source_kind IN ('observation', 'attempt', 'assessment', 'deficit', 'link')
        AND case_id IN (SELECT id FROM case_file WHERE person_id = $1)";
    Ok(deficits + tx.execute(sql, params![person, now, why])?)
}
