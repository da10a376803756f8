//! SQL of those who hold an activity.

use crate::model::{ActivityId, HostState, Part};
use kernel::{Result, Tx, id::PersonId, name::FullName, params};

/// One of those who hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    pub person: PersonId,
    pub name: String,
    pub school: String,
    pub part: Part,
    pub state: HostState,
    pub minutes: Option<i64>,
    pub hard: String,
    pub next_steps: String,
}

pub(crate) fn add(tx: &mut Tx<'_>, id: ActivityId, person: PersonId, part: Part, state: HostState) -> Result<()> {
    let now = tx.now();
    let sql = "INSERT INTO activity_host (activity_id, person_id, part, state, made_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (activity_id, person_id) DO UPDATE SET part = $3, state = $4";
    tx.execute(sql, params![id, person, part, state, now])?;
    Ok(())
}

/// Of an activity: who holds it first, by name then.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, id: ActivityId) -> Result<Vec<Host>> {
    let today = tx.today();
    let sql = "SELECT h.person_id, p.family, p.given, p.patronymic, COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = p.place_id AND pn.valid_from <= $2 AND (pn.valid_to IS NULL OR pn.valid_to > $2) ORDER BY pn.valid_from DESC LIMIT 1), ''), h.part, h.state, h.minutes, h.hard, h.next_steps
        FROM activity_host h JOIN person p ON p.id = h.person_id WHERE h.activity_id = $1 ORDER BY CASE h.part WHEN 'host' THEN 0 ELSE 1 END, p.sort_key, p.id";
    Ok(tx.query(sql, params![id, today], |row| {
        let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        Ok(Host { person: row.get(0)?, name: name.full(), school: row.get(4)?, part: row.get(5)?, state: row.get(6)?, minutes: row.get(7)?, hard: row.get(8)?, next_steps: row.get(9)? })
    })?)
}

pub(crate) fn state(tx: &mut Tx<'_>, id: ActivityId, person: PersonId) -> Result<Option<HostState>> {
    Ok(tx.maybe("SELECT state FROM activity_host WHERE activity_id = $1 AND person_id = $2", params![id, person], |row| row.get(0))?)
}
