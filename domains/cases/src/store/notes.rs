//! What the team writes to each other.

use crate::model::{CaseId, Note, NoteId, SeatId};
use kernel::{Result, Tx, name::FullName, params};

/// The latest notes, the newest first.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, case: CaseId, most: i64) -> Result<Vec<Note>> {
    let sql = "SELECT n.id, p.family, p.given, p.patronymic, s.role, n.words, n.made_at FROM case_note n JOIN case_seat s ON s.id = n.seat_id JOIN person p ON p.id = s.person_id
        WHERE n.case_id = $1 ORDER BY n.made_at DESC, n.id DESC LIMIT $2";
    Ok(tx.query(sql, params![case, most], |row| {
        let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        Ok(Note { id: row.get(0)?, who: name.full(), role: row.get(4)?, words: row.get(5)?, made_at: row.get(6)? })
    })?)
}

/// Keeps a note.
///
/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, case: CaseId, seat: SeatId, words: &str) -> Result<()> {
    let now = tx.now();
    tx.execute("INSERT INTO case_note (id, case_id, seat_id, words, made_at) VALUES ($1, $2, $3, $4, $5)", params![NoteId::fresh(), case, seat, words, now])?;
    Ok(())
}
