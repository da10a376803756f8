//! How many are in the active, and where there is nobody.

use super::{IN_FORCE, PAUSED, WITHIN};
use crate::{
    figure::{Extra, Figure},
    ground::{Ground, Level},
};
use kernel::{Result, Tx, params};
use std::collections::BTreeMap;

/// Seats taken out of the quota. A person may hold two seats: each is a place of the quota.
///
/// # Errors
/// The store fails.
pub fn quota(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    let sql = format!(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN {PAUSED} THEN 1 ELSE 0 END), 0) AS BIGINT) FROM membership m JOIN person p ON p.id = m.person_id JOIN place pl ON pl.id = p.place_id WHERE {WITHIN} AND {IN_FORCE}"
    );
    let (all, paused): (i64, i64) = tx.one(&sql, params![ground.from, ground.to, ground.day], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let extras = vec![Extra::count("Участие приостановлено", paused)];
    let places = match ground.level {
        // Whole kinds: their lines by subject and direction are the same places once more.
        Level::Region => places(tx, ground, "q.subject IS NULL AND q.direction IS NULL AND q.municipality_id IS NULL", "")?,
        Level::Municipality => places(tx, ground, "q.municipality_id = $2", ground.place.as_str())?,
        Level::School => 0,
    };
    let figure = if places > 0 { Figure::share(all - paused, places) } else { Figure::count(all - paused) };
    Ok(figure.with(extras))
}

fn places(tx: &mut Tx<'_>, ground: &Ground, which: &str, municipality: &str) -> Result<i64> {
    let sql = format!("SELECT CAST(COALESCE(SUM(q.places), 0) AS BIGINT) FROM quota q WHERE q.valid_from <= $1 AND (q.valid_to IS NULL OR q.valid_to > $1) AND CAST($2 AS TEXT) = $2 AND {which}");
    tx.one(&sql, params![ground.day, municipality], |row| row.get(0))
}

/// Municipalities with somebody of the active, and the same by subject.
///
/// # Errors
/// The store fails.
pub fn coverage(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    let sql = format!("SELECT DISTINCT pl.id, COALESCE(m.subject, '') FROM membership m JOIN place pl ON pl.id = m.municipality_id WHERE {WITHIN} AND pl.kind = 'municipality' AND {IN_FORCE} AND NOT {PAUSED}");
    let rows: Vec<(String, String)> = tx.query(&sql, params![ground.from, ground.to, ground.day], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let all: i64 = tx.one(
        "SELECT COUNT(*) FROM place pl WHERE pl.path >= $1 AND pl.path < $2 AND pl.kind = 'municipality' AND (pl.opened_on IS NULL OR pl.opened_on <= $3) AND (pl.closed_on IS NULL OR pl.closed_on > $3)",
        params![ground.from, ground.to, ground.day],
        |row| row.get(0),
    )?;
    let mut municipalities: Vec<&str> = rows.iter().map(|(place, _)| place.as_str()).collect();
    municipalities.sort_unstable();
    municipalities.dedup();
    let covered = i64::try_from(municipalities.len()).unwrap_or(i64::MAX);
    let mut by_subject: BTreeMap<&str, i64> = BTreeMap::new();
    for (_, subject) in rows.iter().filter(|(_, subject)| !subject.is_empty()) {
        *by_subject.entry(subject).or_default() += 1;
    }
    let terms = structure::terms::terms(tx, structure::profile::TermKind::Subject, ground.day)?;
    let extras = terms.iter().filter_map(|term| Some((term, by_subject.get(term.code.as_str())?))).map(|(term, count)| Extra::new(&term.label, format!("{count} из {all}"))).collect();
    Ok(Figure::share(covered, all).with(extras))
}
