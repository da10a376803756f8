//! SQL over the tables of the domains above, read only: few questions, each a sum by place. What is of people by several things each is summed by [`crate::people`]; a row about a person goes no further.

pub mod accompanied;
pub mod held;
pub mod helped;
pub mod history;
pub mod met;
pub mod schooling;

use crate::tree::{Tree, real};
use kernel::{Result, Tx, id::PlaceId, params};
use std::collections::HashMap;
use structure::places::PlaceKind;

/// Counts by the place itself.
pub type ByPlace = HashMap<PlaceId, i64>;

/// Teachers of the register: whoever works at a school.
///
/// # Errors
/// The store fails.
pub fn teachers(tx: &mut Tx<'_>, tree: &Tree) -> Result<ByPlace> {
    let sql = "SELECT place_id, COUNT(*) FROM person WHERE erased_at IS NULL AND merged_into IS NULL GROUP BY place_id";
    let rows: Vec<(PlaceId, i64)> = tx.query(sql, params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().filter(|(place, _)| is_school(tree, place)).collect())
}

/// Whether whoever works there is a teacher of the register: the tree knows, so that no question asks for the kind of each person's place.
fn is_school(tree: &Tree, place: &PlaceId) -> bool {
    tree.find(place).is_some_and(|spot| spot.kind == PlaceKind::School)
}

/// Whole days as a number to draw.
#[must_use]
pub fn days(count: i32) -> f64 {
    real(i64::from(count))
}
