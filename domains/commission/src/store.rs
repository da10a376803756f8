//! SQL of meetings and seats; items and votes lie in [`items`].

pub mod items;

use crate::model::{Attendee, Meeting, MeetingId, MeetingState};
use kernel::{Date, Result, Row, Tx, db::DbError, id::AccountId, params};

const COLUMNS: &str = "m.id, m.number, m.held_on, m.state, m.seats, m.chair_id, m.secretary_id, m.opened_at, m.closed_at, m.minutes_digest, m.version";

fn shape(row: &Row<'_>) -> Result<Meeting, DbError> {
    kernel::row!(Meeting { id, number, held_on, state, seats, chair, secretary, opened_at, closed_at, minutes, version })(row)
}

/// A meeting with how far its agenda has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingRow {
    pub meeting: Meeting,
    pub items: i64,
    pub settled: i64,
}

/// All meetings, those that are not closed first, then the newest.
///
/// # Errors
/// The store fails.
pub fn meetings(tx: &mut Tx<'_>) -> Result<Vec<MeetingRow>> {
    let sql = format!(
        "SELECT {COLUMNS}, (SELECT COUNT(*) FROM agenda_item i WHERE i.meeting_id = m.id), (SELECT COUNT(*) FROM agenda_item i WHERE i.meeting_id = m.id AND i.outcome <> '')
         FROM meeting m ORDER BY CASE WHEN m.state = 'closed' THEN 1 ELSE 0 END, m.held_on DESC, m.number DESC"
    );
    Ok(tx.query(&sql, params![], |row| Ok(MeetingRow { meeting: shape(row)?, items: row.get(11)?, settled: row.get(12)? }))?)
}

/// A meeting.
///
/// # Errors
/// [`kernel::Error::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: MeetingId) -> Result<Meeting> {
    tx.one(&format!("SELECT {COLUMNS} FROM meeting m WHERE m.id = $1"), params![id], shape)
}

/// What a meeting is planned with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub held_on: Date,
    pub chair: AccountId,
    pub secretary: AccountId,
}

/// The next number of minutes in the year of a day.
pub fn next_number(tx: &mut Tx<'_>, held_on: Date) -> Result<i64> {
    let (first, last_day) = (format!("{:04}-01-01", held_on.year()), format!("{:04}-12-31", held_on.year()));
    let last: Option<i64> = tx.one("SELECT MAX(number) FROM meeting WHERE held_on >= $1 AND held_on <= $2", params![first, last_day], |row| row.get(0))?;
    Ok(last.unwrap_or(0) + 1)
}

pub fn insert(tx: &mut Tx<'_>, id: MeetingId, number: i64, planned: &Planned) -> Result<()> {
    tx.execute(
        "INSERT INTO meeting (id, number, held_on, state, seats, chair_id, secretary_id) VALUES ($1, $2, $3, $4, 0, $5, $6)",
        params![id, number, planned.held_on, MeetingState::Planned, planned.chair, planned.secretary],
    )?;
    Ok(())
}

/// Changes a meeting; refuses when somebody else was first.
pub fn replan(tx: &mut Tx<'_>, meeting: &Meeting, version: i64, number: i64, planned: &Planned) -> Result<()> {
    tx.change_one(
        "Заседание",
        "UPDATE meeting SET held_on = $1, number = $2, chair_id = $3, secretary_id = $4, version = version + 1 WHERE id = $5 AND version = $6",
        params![planned.held_on, number, planned.chair, planned.secretary, meeting.id, version],
    )
}

pub fn delete(tx: &mut Tx<'_>, id: MeetingId) -> Result<()> {
    for sql in ["DELETE FROM agenda_item WHERE meeting_id = $1", "DELETE FROM meeting_seat WHERE meeting_id = $1", "DELETE FROM meeting WHERE id = $1"] {
        tx.execute(sql, params![id])?;
    }
    Ok(())
}

/// Freezes the seats.
pub fn set_seats(tx: &mut Tx<'_>, id: MeetingId, members: &[(AccountId, String)]) -> Result<()> {
    tx.execute("DELETE FROM meeting_seat WHERE meeting_id = $1", params![id])?;
    for (account, name) in members {
        tx.execute("INSERT INTO meeting_seat (meeting_id, account_id, name, present) VALUES ($1, $2, $3, 0)", params![id, account, name])?;
    }
    tx.execute("UPDATE meeting SET seats = $1 WHERE id = $2", params![members.len(), id])?;
    Ok(())
}

/// The seats by name.
pub fn attendees(tx: &mut Tx<'_>, id: MeetingId) -> Result<Vec<Attendee>> {
    Ok(tx.query("SELECT account_id, name, present FROM meeting_seat WHERE meeting_id = $1 ORDER BY name, account_id", params![id], kernel::row!(Attendee { account, name, present }))?)
}

pub fn set_present(tx: &mut Tx<'_>, id: MeetingId, present: &[AccountId], chair: AccountId) -> Result<()> {
    tx.execute("UPDATE meeting_seat SET present = 0 WHERE meeting_id = $1", params![id])?;
    for account in present {
        tx.execute("UPDATE meeting_seat SET present = 1 WHERE meeting_id = $1 AND account_id = $2", params![id, account])?;
    }
    tx.execute("UPDATE meeting SET chair_id = $1 WHERE id = $2", params![chair, id])?;
    Ok(())
}

/// Takes the step to a state; refuses when somebody else was first.
pub fn open(tx: &mut Tx<'_>, meeting: &Meeting, version: i64) -> Result<()> {
    let now = tx.now();
    tx.change_one("Заседание", "UPDATE meeting SET state = 'open', opened_at = $1, version = version + 1 WHERE id = $2 AND version = $3 AND state = 'planned'", params![now, meeting.id, version])
}

pub fn close(tx: &mut Tx<'_>, meeting: &Meeting, minutes: &str) -> Result<()> {
    let now = tx.now();
    tx.change_one("Заседание", "UPDATE meeting SET state = 'closed', closed_at = $1, minutes_digest = $2, version = version + 1 WHERE id = $3 AND state = 'open'", params![now, minutes, meeting.id])
}
