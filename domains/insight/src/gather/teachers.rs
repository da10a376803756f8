//! What is known of teachers: where the entry diagnostics found them, when a pathway began, which month a lot gave them.

use kernel::{Date, Result, Timestamp, Tx, id::PersonId, params};
use std::collections::BTreeMap;

/// Of the entry diagnostics, before any pathway: a repeat would be a part of what is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ability {
    /// Mean of the expected abilities over competencies, each by its newest entry measurement.
    pub theta: f64,
    /// The surest difficulty.
    pub most_sure: f64,
}

/// Everybody measured before a day.
///
/// # Errors
/// The store fails.
pub fn abilities(tx: &mut Tx<'_>, before: Date) -> Result<BTreeMap<PersonId, Ability>> {
    let entry = |attempt: &str| format!("EXISTS (SELECT 1 FROM attempt t JOIN assignment a ON a.id = t.assignment_id WHERE t.id = {attempt} AND a.repeat_of IS NULL)");
    let sql = format!(
        "SELECT r.person_id, AVG(r.theta), MAX(r.p_below) FROM result r JOIN person p ON p.id = r.person_id WHERE p.erased_at IS NULL AND r.taken_on < $1 AND {}
        AND NOT EXISTS (SELECT 1 FROM result n WHERE n.person_id = r.person_id AND n.competency_id = r.competency_id AND n.taken_on < $1 AND {} AND (n.taken_on > r.taken_on OR (n.taken_on = r.taken_on AND n.attempt_id > r.attempt_id)))
        GROUP BY r.person_id ORDER BY r.person_id",
        entry("r.attempt_id"),
        entry("n.attempt_id")
    );
    let rows: Vec<(PersonId, f64, f64)> = tx.query(&sql, params![before], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.into_iter().map(|(person, theta, most_sure)| (person, Ability { theta, most_sure })).collect())
}

/// On which day somebody's first pathway was agreed.
///
/// # Errors
/// The store fails.
pub fn begun(tx: &mut Tx<'_>) -> Result<BTreeMap<PersonId, Date>> {
    let zone = structure::zone(tx)?;
    let sql = "SELECT c.person_id, MIN(w.agreed_at) FROM pathway w JOIN case_file c ON c.id = w.case_id WHERE w.agreed_at IS NOT NULL GROUP BY c.person_id ORDER BY c.person_id";
    let rows: Vec<(PersonId, Timestamp)> = tx.query(sql, params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().map(|(person, at)| (person, zone.to_datetime(at).date())).collect())
}

/// What a lot gave somebody: the list says among whom, the month when. Who left after the draw stays: what chance gave is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    pub lot: String,
    pub drawn_at: Timestamp,
    pub starts_on: Date,
}

/// The first month that a lot gave each person.
///
/// # Errors
/// The store fails.
pub fn turns(tx: &mut Tx<'_>) -> Result<BTreeMap<PersonId, Turn>> {
    let sql = "SELECT e.person_id, l.id, l.drawn_at, e.starts_on FROM insight_lot_entry e JOIN insight_lot l ON l.id = e.lot_id
        WHERE l.state = 'drawn' AND l.drawn_at IS NOT NULL AND e.person_id IS NOT NULL AND e.starts_on IS NOT NULL ORDER BY l.drawn_at DESC, l.id DESC";
    let rows: Vec<(PersonId, Turn)> = tx.query(sql, params![], |row| Ok((row.get(0)?, Turn { lot: row.get(1)?, drawn_at: row.get(2)?, starts_on: row.get(3)? })))?;
    // The first draw is read last and stays.
    Ok(rows.into_iter().collect())
}
