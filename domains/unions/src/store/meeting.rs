//! Meetings, their agenda and attendance.

use super::full_name_sql;
use crate::{
    form::{ItemDraft, MeetingDraft},
    model::{Answer, Attendee, Item, ItemId, Meeting, MeetingId, State, UnionId},
};
use kernel::{
    Date, Result, Row, Tx,
    db::DbError,
    id::{AccountId, PersonId},
    params,
};
use std::collections::BTreeMap;

pub(crate) const COLUMNS: &str = "m.id, m.union_id, m.number, m.title, m.held_on, m.begins, m.minutes, m.venue, m.link, m.direction, m.invited, m.state, m.cancelled_why, m.minutes_number, m.correcting, m.version";

pub(crate) fn shape(row: &Row<'_>) -> Result<Meeting, DbError> {
    kernel::row!(Meeting { id, union, number, title, held_on, begins, minutes, venue, link, direction, invited, state, cancelled_why, minutes_number, is_correcting, version })(row)
}

/// A meeting; whether it may be seen is for `access::load` of its union.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, id: MeetingId) -> Result<Meeting> {
    tx.one(&format!("SELECT {COLUMNS} FROM union_meeting m WHERE m.id = $1"), params![id], shape)
}

/// Meetings of a union of `[from, to)`, the newest first.
///
/// # Errors
/// The store fails.
pub fn of_union(tx: &mut Tx<'_>, union: UnionId, from: Date, to: Date) -> Result<Vec<Meeting>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM union_meeting m WHERE m.union_id = $1 AND m.held_on >= $2 AND m.held_on < $3 ORDER BY m.held_on DESC, m.number DESC"), params![union, from, to], shape)?)
}

/// # Errors
/// The store fails.
pub fn items(tx: &mut Tx<'_>, meeting: MeetingId) -> Result<Vec<Item>> {
    let sql = format!(
        "SELECT i.id, i.title, i.speaker_id, COALESCE({}, ''), i.lasts, i.heard FROM union_agenda i LEFT JOIN person p ON p.id = i.speaker_id WHERE i.meeting_id = $1 ORDER BY i.position, i.id",
        full_name_sql("p")
    );
    Ok(tx.query(&sql, params![meeting], kernel::row!(Item { id, title, speaker, speaker_name, lasts, heard }))?)
}

/// Members on the day of the meeting, with what they answered and whether they were there.
///
/// # Errors
/// The store fails.
pub fn attendees(tx: &mut Tx<'_>, meeting: &Meeting) -> Result<Vec<Attendee>> {
    let members = super::people::on(tx, meeting.union, meeting.held_on)?;
    let mut kept: BTreeMap<PersonId, (Answer, bool, bool)> = BTreeMap::new();
    tx.each("SELECT person_id, answer, present, by_self FROM union_attendance WHERE meeting_id = $1", params![meeting.id], |row| {
        kept.insert(row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?));
        Ok(())
    })?;
    Ok(members
        .into_iter()
        .map(|member| {
            let (answer, is_present, by_self) = kept.get(&member.person).copied().unwrap_or((Answer::None, false, false));
            Attendee { member, answer, is_present, by_self }
        })
        .collect())
}

pub(crate) fn insert(tx: &mut Tx<'_>, union: UnionId, draft: &MeetingDraft, by: AccountId) -> Result<MeetingId> {
    let (id, now) = (MeetingId::fresh(), tx.now());
    let MeetingDraft { title, held_on, begins, minutes, venue, link, direction, invited, items } = draft;
    tx.execute(
        "INSERT INTO union_meeting (id, union_id, number, title, held_on, begins, minutes, venue, link, direction, invited, state, made_by, made_at)
         SELECT $1, $2, COALESCE(MAX(m.number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, 'planned', $11, $12 FROM union_meeting m WHERE m.union_id = $2",
        params![id, union, title, held_on, begins, minutes, venue, link, direction, invited, by, now],
    )?;
    set_items(tx, id, items)?;
    Ok(id)
}

pub(crate) fn change(tx: &mut Tx<'_>, id: MeetingId, draft: &MeetingDraft, version: i64) -> Result<()> {
    let MeetingDraft { title, held_on, begins, minutes, venue, link, direction, invited, items } = draft;
    tx.change_one(
        "Заседание",
        "UPDATE union_meeting SET title = $1, held_on = $2, begins = $3, minutes = $4, venue = $5, link = $6, direction = $7, invited = $8, version = version + 1 WHERE id = $9 AND version = $10",
        params![title, held_on, begins, minutes, venue, link, direction, invited, id, version],
    )?;
    set_items(tx, id, items)
}

/// The agenda in the order given; what is known by id keeps what was heard on it, what isn't named any more goes.
fn set_items(tx: &mut Tx<'_>, meeting: MeetingId, drafts: &[ItemDraft]) -> Result<()> {
    let before: Vec<ItemId> = tx.query("SELECT id FROM union_agenda WHERE meeting_id = $1", params![meeting], |row| row.get(0))?;
    for gone in before.iter().filter(|id| !drafts.iter().any(|draft| draft.id == Some(**id))) {
        tx.execute("UPDATE union_decision SET agenda_id = NULL WHERE agenda_id = $1", params![gone])?;
        tx.execute("DELETE FROM union_agenda WHERE id = $1", params![gone])?;
    }
    for (at, draft) in (1_i64..).zip(drafts) {
        match draft.id.filter(|id| before.contains(id)) {
            Some(id) => tx.execute("UPDATE union_agenda SET position = $1, title = $2, speaker_id = $3, lasts = $4 WHERE id = $5", params![at, draft.title, draft.speaker, draft.lasts, id])?,
            None => {
                tx.execute("INSERT INTO union_agenda (id, meeting_id, position, title, speaker_id, lasts) VALUES ($1, $2, $3, $4, $5, $6)", params![ItemId::fresh(), meeting, at, draft.title, draft.speaker, draft.lasts])?
            }
        };
    }
    Ok(())
}

pub(crate) fn touch(tx: &mut Tx<'_>, id: MeetingId, version: i64) -> Result<()> {
    tx.change_one("Заседание", "UPDATE union_meeting SET version = version + 1 WHERE id = $1 AND version = $2", params![id, version])
}

pub(crate) fn cancel(tx: &mut Tx<'_>, id: MeetingId, why: &str, version: i64) -> Result<()> {
    tx.change_one("Заседание", "UPDATE union_meeting SET state = $1, cancelled_why = $2, version = version + 1 WHERE id = $3 AND version = $4", params![State::Cancelled, why, id, version])
}

pub(crate) fn set_answer(tx: &mut Tx<'_>, meeting: MeetingId, person: PersonId, answer: Answer) -> Result<()> {
    tx.execute("INSERT INTO union_attendance (meeting_id, person_id, answer) VALUES ($1, $2, $3) ON CONFLICT (meeting_id, person_id) DO UPDATE SET answer = $3", params![meeting, person, answer])?;
    Ok(())
}

pub(crate) fn set_present(tx: &mut Tx<'_>, meeting: MeetingId, person: PersonId, is_present: bool, by_self: bool) -> Result<()> {
    tx.execute(
        "INSERT INTO union_attendance (meeting_id, person_id, present, by_self) VALUES ($1, $2, $3, $4) ON CONFLICT (meeting_id, person_id) DO UPDATE SET present = $3, by_self = $4",
        params![meeting, person, is_present, by_self],
    )?;
    Ok(())
}

pub(crate) fn set_heard(tx: &mut Tx<'_>, meeting: MeetingId, item: ItemId, heard: &str) -> Result<()> {
    tx.execute("UPDATE union_agenda SET heard = $1 WHERE id = $2 AND meeting_id = $3", params![heard, item, meeting])?;
    Ok(())
}
