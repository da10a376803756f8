//! Meetings of a month, for a calendar that shows more than unions.

use crate::{model::MeetingId, store, url};
use access::{Action, Actor, Role};
use kernel::{Date, Result, Tx, params};

/// A meeting in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub on: Date,
    /// `14:00`, in the zone of the union's place.
    pub begins: String,
    pub title: String,
    pub url: String,
}

/// Which ones; what is empty doesn't limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    pub from: Date,
    /// Exclusive.
    pub until: Date,
    pub direction: &'a str,
    /// Path of a place: itself and below.
    pub under: &'a str,
    /// Only of unions that the viewer is in.
    pub is_mine: bool,
}

const MOST: i64 = 2_000;

/// What concerns the viewer: staff see the unions of their place and below, a teacher those they are in and those of the own school,
/// municipality and region. A cancelled meeting isn't shown.
///
/// # Errors
/// The store fails.
pub fn days(tx: &mut Tx<'_>, actor: &Actor, asked: &Asked<'_>) -> Result<Vec<Day>> {
    if !actor.can(Action::ViewUnions) {
        return Ok(Vec::new());
    }
    let is_narrow = asked.is_mine || actor.role == Role::Member;
    let person = if is_narrow { actor.person.map_or_else(|| "-".to_owned(), |person| person.to_string()) } else { String::new() };
    let own_path = if is_narrow && !asked.is_mine { actor.place_path.as_str() } else { "" };
    let reach = match (is_narrow, asked.under) {
        (_, under) if !under.is_empty() => under,
        (true, _) => "",
        (false, _) => actor.place_path.as_str(),
    };
    let sql = format!(
        "SELECT m.id, m.held_on, m.begins, m.title, {} FROM union_meeting m JOIN union_body u ON u.id = m.union_id JOIN place pl ON pl.id = u.place_id
        WHERE m.held_on >= $1 AND m.held_on < $2 AND m.state <> 'cancelled' AND (CAST($3 AS TEXT) = '' OR m.direction = $3) AND pl.path >= $4 AND pl.path < $5
        AND (CAST($6 AS TEXT) = '' OR CAST($7 AS TEXT) LIKE pl.path || '%' OR EXISTS (SELECT 1 FROM union_member b WHERE b.union_id = u.id AND b.person_id = $6 AND b.joined_on <= m.held_on AND (b.left_on IS NULL OR b.left_on > m.held_on)))
        ORDER BY m.held_on, m.begins, m.id LIMIT $8",
        store::title_sql("u.id", "m.held_on")
    );
    let end = kernel::search::after(reach);
    Ok(tx.query(&sql, params![asked.from, asked.until, asked.direction, reach, end, person, own_path, MOST], |row| {
        let (id, subject, union): (MeetingId, String, String) = (row.get(0)?, row.get(3)?, row.get(4)?);
        Ok(Day { on: row.get(1)?, begins: row.get(2)?, title: format!("{union}: {subject}"), url: url::meeting(id) })
    })?)
}
