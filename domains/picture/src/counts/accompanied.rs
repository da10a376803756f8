//! Teachers with diagnostics, cases, pathways; open cases by rung; pathways by state.

use super::{ByPlace, is_school};
use crate::{asked::Asked, people::OfPeople, tree::Tree};
use kernel::{Date, Result, Tx, id::PlaceId, params};
use std::collections::HashMap;

/// Teachers by place: in the window, and in the same days a year before.
#[derive(Debug, Clone, Default)]
pub struct Pair {
    pub now: ByPlace,
    pub past: ByPlace,
}

impl Pair {
    fn of(tree: &Tree, rows: Vec<(PlaceId, i64, i64)>) -> Self {
        let mut pair = Self::default();
        for (place, now, past) in rows.into_iter().filter(|(place, ..)| is_school(tree, place)) {
            pair.now.insert(place.clone(), now);
            pair.past.insert(place, past);
        }
        pair
    }
}

/// The person `p` is of the register; counted where they work today, so that sums of places add up.
const TEACHER: &str = "WHERE p.erased_at IS NULL AND p.merged_into IS NULL";

/// Who finished a diagnostic.
///
/// # Errors
/// The store fails.
pub fn diagnosed(tx: &mut Tx<'_>, tree: &Tree, asked: &Asked) -> Result<Pair> {
    let sql = format!(
        "SELECT p.place_id, COUNT(DISTINCT CASE WHEN t.submitted_at >= $3 THEN t.person_id END), COUNT(DISTINCT CASE WHEN t.submitted_at < $2 THEN t.person_id END)
         FROM attempt t JOIN person p ON p.id = t.person_id {TEACHER} AND t.state IN ('submitted', 'scored') AND t.submitted_at >= $1 AND t.submitted_at < $4 GROUP BY p.place_id"
    );
    let days = params![asked.past.from_at, asked.past.until_at, asked.now.from_at, asked.now.until_at];
    Ok(Pair::of(tree, tx.query(&sql, days, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?))
}

/// With whom a case was going on.
///
/// # Errors
/// The store fails.
pub fn in_cases(tx: &mut Tx<'_>, tree: &Tree, asked: &Asked) -> Result<Pair> {
    let sql = format!(
        "SELECT p.place_id, COUNT(DISTINCT CASE WHEN c.closed_on IS NULL OR c.closed_on >= $3 THEN c.person_id END), COUNT(DISTINCT CASE WHEN c.opened_on < $2 THEN c.person_id END)
         FROM case_file c JOIN person p ON p.id = c.person_id {TEACHER} AND c.state NOT IN ('proposed', 'declined') AND c.opened_on < $4 AND (c.closed_on IS NULL OR c.closed_on >= $1) GROUP BY p.place_id"
    );
    let days = params![asked.past.from, asked.past.until, asked.now.from, asked.now.until];
    Ok(Pair::of(tree, tx.query(&sql, days, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?))
}

/// Who had an agreed pathway.
///
/// # Errors
/// The store fails.
pub fn on_pathways(tx: &mut Tx<'_>, tree: &Tree, asked: &Asked) -> Result<Pair> {
    let sql = format!(
        "SELECT p.place_id, COUNT(DISTINCT CASE WHEN w.closed_at IS NULL OR w.closed_at >= $3 THEN c.person_id END), COUNT(DISTINCT CASE WHEN w.agreed_at < $2 THEN c.person_id END)
         FROM pathway w JOIN case_file c ON c.id = w.case_id JOIN person p ON p.id = c.person_id {TEACHER} AND w.agreed_at < $4 AND (w.closed_at IS NULL OR w.closed_at >= $1) GROUP BY p.place_id"
    );
    let days = params![asked.past.from_at, asked.past.until_at, asked.now.from_at, asked.now.until_at];
    Ok(Pair::of(tree, tx.query(&sql, days, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?))
}

/// An open case as nobody's: where, on which rung, since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub place: PlaceId,
    /// For counting people, of whom one may have several cases.
    pub person: String,
    pub rung: i64,
    pub since: Date,
}

/// Open cases.
///
/// # Errors
/// The store fails.
pub fn standing(tx: &mut Tx<'_>) -> Result<Vec<Standing>> {
    Ok(tx.query("SELECT place_id, person_id, rung, rung_since FROM case_file WHERE state = 'open'", params![], |row| Ok(Standing { place: row.get(0)?, person: row.get(1)?, rung: row.get(2)?, since: row.get(3)? }))?)
}

/// Open cases with a proven end on the pupils' strand, by rung and place.
///
/// # Errors
/// The store fails.
pub fn pupils_ends(tx: &mut Tx<'_>) -> Result<HashMap<i64, OfPeople>> {
    let sql = "SELECT c.place_id, c.person_id, e.rung, COUNT(DISTINCT c.id) FROM case_file c JOIN case_evidence e ON e.case_id = c.id
        WHERE c.state = 'open' AND e.strand = 'pupils' AND e.withdrawn_at IS NULL AND e.is_hypothesis = 0 AND (e.round = c.round OR (e.round < c.round AND e.rung <= 2)) GROUP BY c.place_id, c.person_id, e.rung";
    let rows: Vec<(PlaceId, String, i64, i64)> = tx.query(sql, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let mut found: HashMap<i64, OfPeople> = HashMap::new();
    for (place, person, rung, count) in rows {
        found.entry(rung).or_default().add(place, person, count);
    }
    Ok(found)
}

/// Pathways by state and place, one for a case whatever versions it had; what ended a year before has «before_» in front.
///
/// # Errors
/// The store fails.
pub fn pathway_states(tx: &mut Tx<'_>, asked: &Asked) -> Result<HashMap<String, OfPeople>> {
    let sql = "SELECT c.place_id, c.person_id, CASE WHEN w.state IN ('closed', 'stopped') AND w.closed_at < $2 THEN 'before_' || w.state ELSE w.state END, COUNT(DISTINCT w.case_id)
        FROM pathway w JOIN case_file c ON c.id = w.case_id
        WHERE w.state IN ('draft', 'agreed', 'active', 'presented') OR (w.state IN ('closed', 'stopped') AND ((w.closed_at >= $1 AND w.closed_at < $2) OR (w.closed_at >= $3 AND w.closed_at < $4)))
        GROUP BY c.place_id, c.person_id, CASE WHEN w.state IN ('closed', 'stopped') AND w.closed_at < $2 THEN 'before_' || w.state ELSE w.state END";
    let days = params![asked.past.from_at, asked.past.until_at, asked.now.from_at, asked.now.until_at];
    let rows: Vec<(PlaceId, String, String, i64)> = tx.query(sql, days, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let mut found: HashMap<String, OfPeople> = HashMap::new();
    for (place, person, state, count) in rows {
        found.entry(state).or_default().add(place, person, count);
    }
    Ok(found)
}
