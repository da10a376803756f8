//! Who has been through diagnostics. Only that somebody took part: what came out is for the person and whom the person lets read.

use super::WITHIN;
use crate::{
    figure::{Extra, Figure},
    ground::Ground,
};
use kernel::{Result, Tx, params};

/// Teachers who finished an entry diagnostic in the period, out of those who work here.
///
/// # Errors
/// The store fails.
pub fn diagnosed(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    let attempts = |condition: &str| {
        format!(
            "SELECT COUNT(DISTINCT t.person_id) FROM attempt t JOIN assignment a ON a.id = t.assignment_id JOIN place pl ON pl.id = t.place_id WHERE {WITHIN} AND t.state IN ('submitted', 'scored') AND t.submitted_at >= $3 AND t.submitted_at < $4 AND {condition}"
        )
    };
    let days = params![ground.from, ground.to, ground.from_at, ground.until_at];
    let entry: i64 = tx.one(&attempts("a.repeat_of IS NULL"), days, |row| row.get(0))?;
    let repeat: i64 = tx.one(&attempts("a.repeat_of IS NOT NULL"), days, |row| row.get(0))?;
    let sql = format!("SELECT COUNT(*) FROM person p JOIN place pl ON pl.id = p.place_id WHERE {WITHIN} AND pl.kind = 'school' AND p.erased_at IS NULL AND p.merged_into IS NULL");
    let teachers: i64 = tx.one(&sql, params![ground.from, ground.to], |row| row.get(0))?;
    Ok(Figure::share(entry, teachers).with(vec![Extra::count("Прошли повторную диагностику", repeat)]))
}
