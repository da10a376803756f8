//! The team.

use super::cases::place_name;
use crate::model::{CaseId, Member, Seat, SeatId, SeatState, TeamRole};
use kernel::{
    Result, Row, Tx,
    db::DbError,
    id::{AccountId, PersonId},
    name::FullName,
    params,
};

fn seat(row: &Row<'_>) -> Result<Seat, DbError> {
    Ok(Seat { id: row.get(0)?, case: row.get(1)?, person: row.get(2)?, role: row.get(3)?, state: row.get(4)?, version: row.get(5)? })
}

/// A person's seats of a case, whatever their state.
///
/// # Errors
/// The store fails.
pub fn held_by(tx: &mut Tx<'_>, case: CaseId, person: PersonId) -> Result<Vec<Seat>> {
    Ok(tx.query("SELECT id, case_id, person_id, role, state, version FROM case_seat WHERE case_id = $1 AND person_id = $2 ORDER BY invited_at, id", params![case, person], seat)?)
}

/// A seat of a case.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, case: CaseId, id: SeatId) -> Result<Seat> {
    tx.one("SELECT id, case_id, person_id, role, state, version FROM case_seat WHERE case_id = $1 AND id = $2", params![case, id], seat)
}

/// An invitation of a person's own that waits for an answer, whichever case it is of.
///
/// # Errors
/// Not found.
pub fn invitation(tx: &mut Tx<'_>, id: SeatId, person: PersonId) -> Result<Seat> {
    tx.one("SELECT s.id, s.case_id, s.person_id, s.role, s.state, s.version FROM case_seat s WHERE s.id = $1 AND s.person_id = $2", params![id, person], seat)
}

/// Invitations of open cases that wait for a person's answer, the oldest first; the teacher's own seat is no invitation.
///
/// # Errors
/// The store fails.
pub fn waiting_for(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<SeatId>> {
    let sql = "SELECT s.id FROM case_seat s JOIN case_file c ON c.id = s.case_id
         WHERE s.person_id = $1 AND s.state = 'invited' AND s.role <> 'teacher' AND c.state = 'open' ORDER BY s.invited_at, s.id LIMIT 100";
    Ok(tx.query(sql, params![person], |row| row.get(0))?)
}

/// Everybody who sits, sat or was asked.
///
/// # Errors
/// The store fails.
pub fn team(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<Member>> {
    let today = tx.today();
    let sql = format!(
        "SELECT s.id, s.person_id, p.family, p.given, p.patronymic, {}, s.role, s.state, s.invited_at, s.answered_at, s.left_at, s.words, s.version
         FROM case_seat s JOIN person p ON p.id = s.person_id WHERE s.case_id = $2
         ORDER BY CASE s.state WHEN 'joined' THEN 0 WHEN 'invited' THEN 1 ELSE 2 END, CASE s.role WHEN 'teacher' THEN 0 ELSE 1 END, s.invited_at, s.id",
        place_name("p.place_id", "$1")
    );
    let member = |row: &Row<'_>| {
        Ok(Member {
            seat: row.get(0)?,
            person: row.get(1)?,
            name: FullName { family: row.get(2)?, given: row.get(3)?, patronymic: row.get(4)? }.full(),
            place_name: row.get(5)?,
            role: row.get(6)?,
            state: row.get(7)?,
            invited_at: row.get(8)?,
            answered_at: row.get(9)?,
            left_at: row.get(10)?,
            words: row.get(11)?,
            version: row.get(12)?,
        })
    };
    Ok(tx.query(&sql, params![today, case], member)?)
}

/// A new seat, waiting for an answer or taken at once.
///
/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, new: &Seat, invited_by: Option<AccountId>) -> Result<()> {
    let now = tx.now();
    let answered_at = (new.state == SeatState::Joined).then_some(now);
    tx.execute(
        "INSERT INTO case_seat (id, case_id, person_id, role, state, invited_by, invited_at, answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![new.id, new.case, new.person, new.role, new.state, invited_by, now, answered_at],
    )?;
    Ok(())
}

const WHAT: &str = "Место в команде";

/// The invited person's word.
///
/// # Errors
/// Stale: answered already.
pub fn answer(tx: &mut Tx<'_>, seat: &Seat, state: SeatState, words: &str) -> Result<()> {
    let now = tx.now();
    tx.change_one(WHAT, "UPDATE case_seat SET state = $1, answered_at = $2, words = $3, version = version + 1 WHERE id = $4 AND version = $5 AND state = 'invited'", params![state, now, words, seat.id, seat.version])
}

/// Somebody leaves, or an invitation is taken back.
///
/// # Errors
/// Stale: somebody was first.
pub fn leave(tx: &mut Tx<'_>, seat: &Seat, words: &str) -> Result<()> {
    let now = tx.now();
    tx.change_one(
        WHAT,
        "UPDATE case_seat SET state = 'left', left_at = $1, words = $2, version = version + 1 WHERE id = $3 AND version = $4 AND state IN ('invited', 'joined')",
        params![now, words, seat.id, seat.version],
    )
}

/// Ends every seat of this role; how many there were. The program's own act.
///
/// # Errors
/// The store fails.
pub fn end_role(tx: &mut Tx<'_>, case: CaseId, role: TeamRole, words: &str) -> Result<u64> {
    let now = tx.now();
    Ok(tx.execute("UPDATE case_seat SET state = 'left', left_at = $1, words = $2, version = version + 1 WHERE case_id = $3 AND role = $4 AND state IN ('invited', 'joined')", params![now, words, case, role])?)
}
