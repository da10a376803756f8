//! Approved minutes, frozen; a correction is the next version.

use crate::{model::MeetingId, quorum::Quorum, snapshot::Snapshot};
use kernel::{Date, Error, Result, Tx, id::AccountId, params};

/// Minutes as approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    pub number: i64,
    pub has_quorum: bool,
    pub members: i64,
    pub present: i64,
    pub approved_on: Date,
    pub annulled_on: Option<Date>,
    pub annulled_why: String,
}

/// All versions, the newest first.
///
/// # Errors
/// The store fails.
pub fn versions(tx: &mut Tx<'_>, meeting: MeetingId) -> Result<Vec<Approved>> {
    let sql = "SELECT number, has_quorum, members, present, approved_on, annulled_on, annulled_why FROM union_minutes WHERE meeting_id = $1 ORDER BY number DESC";
    Ok(tx.query(sql, params![meeting], kernel::row!(Approved { number, has_quorum, members, present, approved_on, annulled_on, annulled_why }))?)
}

/// What a version says.
///
/// # Errors
/// Not found.
pub fn snapshot(tx: &mut Tx<'_>, meeting: MeetingId, number: i64) -> Result<Snapshot> {
    let text: String = tx.one("SELECT snapshot FROM union_minutes WHERE meeting_id = $1 AND number = $2", params![meeting, number], |row| row.get(0))?;
    serde_json::from_str(&text).map_err(|cause| Error::Internal(anyhow::anyhow!("minutes of {meeting}: {cause}")))
}

pub(crate) fn put(tx: &mut Tx<'_>, meeting: MeetingId, number: i64, snapshot: &Snapshot) -> Result<()> {
    let text = serde_json::to_string(snapshot).map_err(anyhow::Error::new)?;
    tx.execute("UPDATE union_minutes SET snapshot = $1 WHERE meeting_id = $2 AND number = $3", params![text, meeting, number])?;
    Ok(())
}

/// The next version comes into force; its number.
pub(crate) fn approve(tx: &mut Tx<'_>, meeting: MeetingId, snapshot: &Snapshot, quorum: Quorum, by: AccountId, version: i64) -> Result<i64> {
    let today = tx.today();
    let number: i64 = tx.one("SELECT COALESCE(MAX(number), 0) + 1 FROM union_minutes WHERE meeting_id = $1", params![meeting], |row| row.get(0))?;
    tx.change_one("Заседание", "UPDATE union_meeting SET state = 'held', minutes_number = $1, correcting = 0, version = version + 1 WHERE id = $2 AND version = $3", params![number, meeting, version])?;
    let text = serde_json::to_string(snapshot).map_err(anyhow::Error::new)?;
    tx.execute(
        "INSERT INTO union_minutes (meeting_id, number, snapshot, members, present, has_quorum, approved_by, approved_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![meeting, number, text, quorum.members, quorum.present, quorum.is_there(), by, today],
    )?;
    Ok(number)
}

pub(crate) fn correct(tx: &mut Tx<'_>, meeting: MeetingId, version: i64) -> Result<()> {
    tx.change_one("Заседание", "UPDATE union_meeting SET correcting = 1, version = version + 1 WHERE id = $1 AND version = $2", params![meeting, version])
}

pub(crate) fn annul(tx: &mut Tx<'_>, meeting: MeetingId, number: i64, why: &str, version: i64) -> Result<()> {
    let today = tx.today();
    tx.change_one("Заседание", "UPDATE union_meeting SET minutes_number = 0, correcting = 0, version = version + 1 WHERE id = $1 AND version = $2", params![meeting, version])?;
    tx.execute("UPDATE union_minutes SET annulled_on = $1, annulled_why = $2 WHERE meeting_id = $3 AND number = $4", params![today, why, meeting, number])?;
    tx.execute("UPDATE union_decision SET force = 'void' WHERE meeting_id = $1 AND force <> 'draft'", params![meeting])?;
    Ok(())
}
