//! What else a person has at the time of an activity: a warning with the names of both things, never a bar.

use crate::{
    model::{ActivityId, Kind, Session},
    sight::{SEEN, Sight},
};
use kernel::{Result, Timestamp, Tx, id::PersonId, params};

/// Another thing at the same time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// As the viewer may read it.
    pub title: String,
    pub starts_at: Timestamp,
}

/// What the person has at the time of these sessions besides the activity itself. Titles that the viewer doesn't see are not told.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, sight: &Sight, person: PersonId, besides: Option<ActivityId>, sessions: &[Session]) -> Result<Vec<Clash>> {
    let besides = besides.map(|id| id.to_string()).unwrap_or_default();
    let sql = format!(
        "SELECT a.kind, a.title, s.starts_at, CAST(CASE WHEN {SEEN} THEN 1 ELSE 0 END AS BIGINT) FROM activity_session s JOIN activity a ON a.id = s.activity_id JOIN place pl ON pl.id = a.place_id
        WHERE s.starts_at < $7 AND s.ends_at > $6 AND a.id <> $8 AND a.state IN ('announced', 'held', 'draft')
        AND (EXISTS (SELECT 1 FROM activity_host h WHERE h.activity_id = a.id AND h.person_id = $9 AND h.state = 'joined') OR EXISTS (SELECT 1 FROM activity_seat t WHERE t.activity_id = a.id AND t.person_id = $9 AND t.state = 'signed'))
        ORDER BY s.starts_at, a.id"
    );
    let mut found: Vec<Clash> = Vec::new();
    for session in sessions {
        let values = params![sight.from, sight.to, sight.drafts, sight.path, sight.person, session.starts_at, session.ends_at, besides, person];
        let rows: Vec<(Kind, String, Timestamp, bool)> = tx.query(&sql, values, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        for (kind, title, starts_at, is_seen) in rows {
            let title = if is_seen { format!("{} «{title}»", kind.label()) } else { "другое мероприятие".to_owned() };
            found.push(Clash { title, starts_at });
        }
        found.extend(meetings(tx, sight, person, session)?);
    }
    found.dedup();
    Ok(found)
}

/// Meetings of the person's unions at that time; which union it is, is the person's own to read.
fn meetings(tx: &mut Tx<'_>, sight: &Sight, person: PersonId, session: &Session) -> Result<Vec<Clash>> {
    let zone = structure::zone(tx)?;
    let day = session.starts_at.to_zoned_datetime(zone.clone()).date();
    let (begins, minutes) = (ui::ru::time(session.starts_at, &zone), (session.ends_at - session.starts_at).as_mins());
    let is_own = sight.person == person.to_string();
    let busy = unions::overlaps(tx, &[person], day, (&begins, minutes), None)?;
    Ok(busy.into_iter().map(|one| Clash { title: if is_own { format!("заседание «{}», {}", one.title, one.hours) } else { format!("заседание объединения, {}", one.hours) }, starts_at: session.starts_at }).collect())
}
