//! Those who take part, with their names, as far as the viewer reads them.

use crate::{
    model::{ActivityId, SeatState, SessionId},
    presence::CAME,
};
use access::Scope;
use kernel::{Result, Timestamp, Tx, id::PersonId, name::FullName, params};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub person: PersonId,
    pub name: String,
    pub school: String,
    pub state: SeatState,
    pub since: Timestamp,
    pub opened_at: Option<Timestamp>,
    pub read_at: Option<Timestamp>,
    /// Sessions at which the person was.
    pub was_at: BTreeSet<SessionId>,
}

/// Participants within a scope: signed up by name, the waiting list in its order, the invited, those who left.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, scope: &Scope, id: ActivityId) -> Result<Vec<Participant>> {
    let today = tx.today();
    let mut here: BTreeMap<PersonId, BTreeSet<SessionId>> = BTreeMap::new();
    tx.each("SELECT person_id, session_id FROM activity_presence WHERE activity_id = $1", params![id], |row| {
        here.entry(row.get(0)?).or_default().insert(row.get(1)?);
        Ok(())
    })?;
    let sql = "SELECT t.person_id, p.family, p.given, p.patronymic, COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = p.place_id AND pn.valid_from <= $5 AND (pn.valid_to IS NULL OR pn.valid_to > $5) ORDER BY pn.valid_from DESC LIMIT 1), ''), t.state, t.since, t.opened_at, t.read_at
        FROM activity_seat t JOIN person p ON p.id = t.person_id JOIN place pl ON pl.id = p.place_id
        WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) AND t.activity_id = $4
        ORDER BY CASE t.state WHEN 'signed' THEN 0 WHEN 'waiting' THEN 1 WHEN 'invited' THEN 2 ELSE 3 END, CASE t.state WHEN 'waiting' THEN t.since ELSE '' END, p.sort_key, p.id";
    Ok(tx.query(sql, params![scope.from(), scope.to(), scope.own(), id, today], |row| {
        let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        let person: PersonId = row.get(0)?;
        Ok(Participant { person, name: name.full(), school: row.get(4)?, state: row.get(5)?, since: row.get(6)?, opened_at: row.get(7)?, read_at: row.get(8)?, was_at: here.get(&person).cloned().unwrap_or_default() })
    })?)
}

/// How many are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub signed: i64,
    pub waiting: i64,
    pub invited: i64,
    pub present: i64,
}

/// # Errors
/// The store fails.
pub fn counts(tx: &mut Tx<'_>, id: ActivityId) -> Result<Counts> {
    let mut found = Counts::default();
    let rows: Vec<(SeatState, i64)> = tx.query("SELECT state, COUNT(*) FROM activity_seat WHERE activity_id = $1 GROUP BY state", params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (state, count) in rows {
        match state {
            SeatState::Signed => found.signed = count,
            SeatState::Waiting => found.waiting = count,
            SeatState::Invited => found.invited = count,
            SeatState::Left => {}
        }
    }
    let present = tx.count(&format!("SELECT COUNT(DISTINCT r.person_id) FROM activity_presence r WHERE r.activity_id = $1 AND {CAME}"), params![id])?;
    found.present = i64::try_from(present).unwrap_or(0);
    Ok(found)
}
