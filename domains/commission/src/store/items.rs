//! SQL of the agenda's items and of votes. Items say something about people, so lists of them take the scope.

use crate::{
    candidates,
    model::{Item, ItemId, Meeting, MeetingId, MeetingState, Outcome, Vote, Words},
};
use access::Scope;
use applications::ApplicationId;
use kernel::{
    Result, Row, Tx,
    db::DbError,
    id::{AccountId, PersonId, PlaceId},
    params,
};
use membership::Seat;
use structure::profile::MembershipKind;

const SELECT: &str = "SELECT i.id, i.meeting_id, i.application_id, i.person_id, i.position, i.outcome, i.kind, i.subject, i.direction, i.municipality_id, i.reason, i.note, i.over_quota, i.decided_at, i.version, i.words
    FROM agenda_item i JOIN person p ON p.id = i.person_id JOIN place pl ON pl.id = p.place_id
    WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3)";

fn shape(row: &Row<'_>) -> Result<Item, DbError> {
    let (kind, municipality): (Option<MembershipKind>, Option<PlaceId>) = (row.get(6)?, row.get(9)?);
    let (subject, direction) = (row.get(7)?, row.get(8)?);
    let words: Words = serde_json::from_str(&row.get::<String>(15)?).map_err(|cause| DbError::Shape(format!("agenda_item words: {cause}")))?;
    Ok(Item {
        id: row.get(0)?,
        meeting: row.get(1)?,
        application: row.get(2)?,
        person: row.get(3)?,
        position: row.get(4)?,
        outcome: row.get(5)?,
        seat: kind.zip(municipality).map(|(kind, municipality)| Seat { kind, subject, direction, municipality }),
        reason: row.get(10)?,
        note: row.get(11)?,
        over_quota: row.get(12)?,
        decided_at: row.get(13)?,
        version: row.get(14)?,
        words,
        gone: false,
    })
}

/// The agenda within a scope, in order.
pub fn of_meeting(tx: &mut Tx<'_>, scope: &Scope, meeting: &Meeting) -> Result<Vec<Item>> {
    let sql = format!("{SELECT} AND i.meeting_id = $4 ORDER BY i.position, i.id");
    let mut items = tx.query(&sql, params![scope.from(), scope.to(), scope.own(), meeting.id], shape)?;
    for item in items.iter_mut().filter(|_| meeting.state != MeetingState::Closed) {
        item.gone = !candidates::is_before_us(candidates::state(tx, item.application)?);
    }
    Ok(items)
}

pub fn insert(tx: &mut Tx<'_>, meeting: MeetingId, (application, person): (ApplicationId, PersonId), words: &Words) -> Result<ItemId> {
    let id = ItemId::fresh();
    let last: Option<i64> = tx.one("SELECT MAX(position) FROM agenda_item WHERE meeting_id = $1", params![meeting], |row| row.get(0))?;
    let words = serde_json::to_string(words).map_err(anyhow::Error::new)?;
    tx.execute("INSERT INTO agenda_item (id, meeting_id, application_id, person_id, words, position) VALUES ($1, $2, $3, $4, $5, $6)", params![id, meeting, application, person, words, last.unwrap_or(0) + 1])?;
    Ok(id)
}

pub fn delete(tx: &mut Tx<'_>, id: ItemId) -> Result<()> {
    tx.execute("DELETE FROM agenda_item WHERE id = $1", params![id])?;
    Ok(())
}

/// Numbers the agenda anew in the order given.
pub fn renumber(tx: &mut Tx<'_>, order: &[ItemId]) -> Result<()> {
    for (position, id) in (1_i64..).zip(order) {
        tx.execute("UPDATE agenda_item SET position = $1 WHERE id = $2", params![position, id])?;
    }
    Ok(())
}

/// What is written when an item is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<'a> {
    pub outcome: Outcome,
    pub seat: Option<&'a Seat>,
    pub reason: &'a str,
    pub note: &'a str,
    pub over_quota: bool,
}

/// Writes a decision; refuses when somebody else decided first.
pub fn decide(tx: &mut Tx<'_>, item: &Item, version: i64, written: &Written<'_>) -> Result<()> {
    let (now, seat) = (tx.now(), written.seat);
    let decided_at = (written.outcome != Outcome::Undecided).then_some(now);
    tx.change_one(
        &format!("Решение по кандидатуре «{}»", item.words.shown_name()),
        "UPDATE agenda_item SET outcome = $1, kind = $2, subject = $3, direction = $4, municipality_id = $5, reason = $6, note = $7, over_quota = $8, decided_at = $9, version = version + 1
         WHERE id = $10 AND version = $11",
        params![
            written.outcome,
            seat.map(|s| s.kind),
            seat.and_then(|s| s.subject.clone()),
            seat.and_then(|s| s.direction.clone()),
            seat.map(|s| s.municipality.clone()),
            written.reason,
            written.note,
            written.over_quota,
            decided_at,
            item.id,
            version
        ],
    )
}

/// All votes of a meeting.
pub fn votes(tx: &mut Tx<'_>, meeting: MeetingId) -> Result<Vec<Vote>> {
    Ok(tx.query(
        "SELECT v.agenda_item_id, v.account_id, v.voice, v.note, v.entered_by, v.cast_at FROM vote v JOIN agenda_item i ON i.id = v.agenda_item_id WHERE i.meeting_id = $1 ORDER BY v.cast_at",
        params![meeting],
        kernel::row!(Vote { item, account, voice, conflict, entered_by, cast_at }),
    )?)
}

/// The last vote of a member on an item is the one that counts.
pub fn put_vote(tx: &mut Tx<'_>, vote: &Vote) -> Result<()> {
    tx.execute(
        "INSERT INTO vote (agenda_item_id, account_id, voice, note, entered_by, cast_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (agenda_item_id, account_id) DO UPDATE SET voice = excluded.voice, note = excluded.note, entered_by = excluded.entered_by, cast_at = excluded.cast_at",
        params![vote.item, vote.account, vote.voice, vote.conflict, vote.entered_by, vote.cast_at],
    )?;
    Ok(())
}

/// Seats that were decided on: with the application, and whether the meeting is closed.
pub fn included(tx: &mut Tx<'_>) -> Result<Vec<(ItemId, ApplicationId, Seat, bool)>> {
    Ok(tx.query(
        "SELECT i.id, i.application_id, i.kind, i.subject, i.direction, i.municipality_id, m.state FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id
         WHERE i.outcome = 'include' AND i.kind IS NOT NULL AND i.municipality_id IS NOT NULL",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?, Seat { kind: row.get(2)?, subject: row.get(3)?, direction: row.get(4)?, municipality: row.get(5)? }, row.get::<MeetingState>(6)? == MeetingState::Closed)),
    )?)
}

/// Who still waits for a member's vote: (meeting, how many items).
pub fn waiting(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<(MeetingId, i64)>> {
    Ok(tx.query(
        "SELECT m.id, COUNT(*) FROM meeting m JOIN meeting_seat s ON s.meeting_id = m.id AND s.account_id = $1 AND s.present = 1 JOIN agenda_item i ON i.meeting_id = m.id AND i.outcome = ''
         WHERE m.state = 'open' AND NOT EXISTS (SELECT 1 FROM vote v WHERE v.agenda_item_id = i.id AND v.account_id = $1) GROUP BY m.id ORDER BY m.id",
        params![account],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// A merged card: the items follow the person.
pub fn repoint(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    tx.execute("UPDATE agenda_item SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
    Ok(())
}

/// Empties what the agenda says of a person; the decision stays as a bare fact of the minutes.
pub fn empty(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    Ok(tx.execute("UPDATE agenda_item SET words = '{}', note = '' WHERE person_id = $1", params![person])?)
}
