//! SQL over the tables of the domains above, read only: few questions, each a sum by place. None gives a row about a person.

pub mod accompanied;
pub mod held;
pub mod helped;
pub mod met;

use crate::tree::real;
use kernel::{Result, Tx, id::PlaceId, params};
use std::collections::HashMap;

/// Counts by the place itself.
pub type ByPlace = HashMap<PlaceId, i64>;

/// Teachers of the register: whoever works at a school.
///
/// # Errors
/// The store fails.
pub fn teachers(tx: &mut Tx<'_>) -> Result<ByPlace> {
    let sql = "SELECT p.place_id, COUNT(*) FROM person p JOIN place pl ON pl.id = p.place_id WHERE pl.kind = 'school' AND p.erased_at IS NULL AND p.merged_into IS NULL GROUP BY p.place_id";
    let rows: Vec<(PlaceId, i64)> = tx.query(sql, params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// Whole days as a number to draw.
#[must_use]
pub fn days(count: i32) -> f64 {
    real(i64::from(count))
}
