//! Days of a person's calendar, and one activity as a file for a calendar.

use crate::{
    model::{Activity, ActivityId, Session},
    store, told,
};
use kernel::{Date, Result, Timestamp, Tx, id::PersonId, params};

/// Something at a time, as a calendar shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    pub id: String,
    pub title: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub url: String,
    /// The calendar strikes it through.
    pub is_cancelled: bool,
}

impl From<Timed> for pathways::ics::Entry {
    fn from(one: Timed) -> Self {
        // The day only orders the feed; the hours are what a calendar shows.
        let day = one.starts_at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
        Self { hours: Some((one.starts_at, one.ends_at)), is_cancelled: one.is_cancelled, ..Self::on(one.id, day, one.title, one.url) }
    }
}

/// What the personal calendar shows: meetings by the hour, answers on their last day.
///
/// # Errors
/// The store fails.
pub fn feed(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<pathways::ics::Entry>> {
    let mut found: Vec<pathways::ics::Entry> = timed(tx, person)?.into_iter().map(Into::into).collect();
    found.extend(due(tx, person)?.into_iter().map(|(id, day, title, url)| pathways::ics::Entry::on(id, day, title, url)));
    Ok(found)
}

/// Days on which a person has something to come to or to hand in, from a year ago on.
///
/// # Errors
/// The store fails.
pub fn entries(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(String, Date, String, String)>> {
    let zone = structure::zone(tx)?;
    let mut found: Vec<(String, Date, String, String)> =
        timed(tx, person)?.into_iter().filter(|one| !one.is_cancelled).map(|one| (one.id, one.starts_at.to_zoned_datetime(zone.clone()).date(), one.title, one.url)).collect();
    found.extend(due(tx, person)?);
    Ok(found)
}

/// Meetings with their hours: those that one holds or has a place at; a cancelled one stays, as cancelled.
///
/// # Errors
/// The store fails.
pub fn timed(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Timed>> {
    let sql = "SELECT s.id, a.id, a.kind, a.title, s.starts_at, s.ends_at, a.state FROM activity_session s JOIN activity a ON a.id = s.activity_id
        WHERE a.state <> 'draft' AND s.starts_at >= $2
        AND (EXISTS (SELECT 1 FROM activity_host h WHERE h.activity_id = a.id AND h.person_id = $1 AND h.state = 'joined') OR EXISTS (SELECT 1 FROM activity_seat t WHERE t.activity_id = a.id AND t.person_id = $1 AND t.state = 'signed'))
        ORDER BY s.starts_at, s.id";
    let from = tx.now() - jiff::SignedDuration::from_hours(24 * 365);
    Ok(tx.query(sql, params![person, from], |row| {
        let (session, id, kind, title, state): (crate::SessionId, ActivityId, crate::Kind, String, crate::State) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(6)?);
        Ok(Timed { id: format!("activity-{session}"), title: format!("{} «{title}»", kind.label()), starts_at: row.get(4)?, ends_at: row.get(5)?, url: crate::url(id), is_cancelled: state == crate::State::Cancelled })
    })?)
}

/// Tasks after a meeting that aren't answered.
fn due(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(String, Date, String, String)>> {
    let sql = "SELECT a.id, a.title, k.due_on FROM activity_task k JOIN activity a ON a.id = k.activity_id JOIN activity_seat t ON t.activity_id = a.id AND t.person_id = $1 AND t.state = 'signed'
        WHERE a.state IN ('announced', 'held', 'closed') AND NOT EXISTS (SELECT 1 FROM activity_answer w WHERE w.activity_id = a.id AND w.person_id = $1) ORDER BY k.due_on, a.id";
    let rows: Vec<(ActivityId, String, Date)> = tx.query(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.into_iter().map(|(id, title, day)| (format!("activity-task-{id}"), day, format!("Ответить, что попробовали: {title}"), format!("{}/followup", crate::url(id)))).collect())
}

/// One activity for a calendar: every meeting an entry.
///
/// # Errors
/// The store fails.
pub fn of_activity(tx: &mut Tx<'_>, one: &Activity) -> Result<Vec<Timed>> {
    let entry = |session: Session| Timed {
        id: format!("activity-{}", session.id),
        title: told::called(one),
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        url: crate::url(one.id),
        is_cancelled: one.state == crate::State::Cancelled,
    };
    Ok(store::sessions(tx, one.id)?.into_iter().map(entry).collect())
}
