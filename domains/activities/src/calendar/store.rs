//! Meetings of activities between two instants: one range of an index, narrow rows.

use crate::{
    model::{ActivityId, Kind, State},
    sight::{SEEN, Sight},
};
use kernel::{Result, Timestamp, Tx, params};

/// A meeting in the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub activity: ActivityId,
    pub title: String,
    pub kind: Kind,
    pub state: State,
    pub starts_at: Timestamp,
}

/// Which ones; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub direction: String,
    pub kind: Option<Kind>,
    /// Path of a municipality or a school: itself and below.
    pub place: String,
    /// Held by the viewer, or signed up for.
    pub is_mine: bool,
}

/// What the viewer may see of `[from, until)`, in the order of time.
///
/// # Errors
/// The store fails.
pub fn entries(tx: &mut Tx<'_>, sight: &Sight, filter: &Filter, (from, until): (Timestamp, Timestamp)) -> Result<Vec<Entry>> {
    let mut sql = format!(
        "SELECT a.id, a.title, a.kind, a.state, s.starts_at FROM activity_session s JOIN activity a ON a.id = s.activity_id JOIN place pl ON pl.id = a.place_id WHERE s.starts_at >= $6 AND s.starts_at < $7 AND ({SEEN})"
    );
    let (kind, end) = (filter.kind.map(Kind::as_str).unwrap_or_default(), kernel::search::after(&filter.place));
    let mut values = params![sight.from, sight.to, sight.drafts, sight.path, sight.person, from, until].to_vec();
    // Conditions that are not asked for are not there: the plan stays the walk along the range.
    if !filter.direction.is_empty() {
        values.extend_from_slice(params![filter.direction]);
        let at = values.len();
        sql.push_str(&format!(" AND (a.direction = ${at} OR EXISTS (SELECT 1 FROM activity_direction d WHERE d.activity_id = a.id AND d.direction = ${at}))"));
    }
    if !kind.is_empty() {
        values.extend_from_slice(params![kind]);
        sql.push_str(&format!(" AND a.kind = ${}", values.len()));
    }
    if !filter.place.is_empty() {
        values.extend_from_slice(params![filter.place, end]);
        sql.push_str(&format!(" AND pl.path >= ${} AND pl.path < ${}", values.len() - 1, values.len()));
    }
    if filter.is_mine {
        sql.push_str(" AND (EXISTS (SELECT 1 FROM activity_host mh WHERE mh.activity_id = a.id AND mh.person_id = $5 AND mh.state <> 'declined') OR EXISTS (SELECT 1 FROM activity_seat ms WHERE ms.activity_id = a.id AND ms.person_id = $5 AND ms.state <> 'left'))");
    }
    sql.push_str(" ORDER BY s.starts_at, a.id");
    Ok(tx.query(&sql, &values, kernel::row!(Entry { activity, title, kind, state, starts_at }))?)
}
