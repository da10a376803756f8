//! SQL of scales.

use crate::model::{Level, Scale, ScaleId};
use kernel::{Date, Result, Row, Tx, db::DbError, params, row};

const SCALE: &str = "SELECT id, code, number, title, valid_from, valid_to FROM scale";

fn bare(row: &Row<'_>) -> Result<Scale, DbError> {
    Ok(Scale { id: row.get(0)?, code: row.get(1)?, number: row.get(2)?, title: row.get(3)?, valid_from: row.get(4)?, valid_to: row.get(5)?, levels: Vec::new() })
}

fn with_levels(tx: &mut Tx<'_>, mut scale: Scale) -> Result<Scale> {
    scale.levels = tx.query("SELECT code, label, percent_from FROM scale_level WHERE scale_id = $1 ORDER BY percent_from, code", params![scale.id], row!(Level { code, label, percent_from }))?;
    Ok(scale)
}

/// All versions of all scales, newest version first.
///
/// # Errors
/// The store fails.
pub fn scales(tx: &mut Tx<'_>) -> Result<Vec<Scale>> {
    let rows = tx.query(&format!("{SCALE} ORDER BY code, number DESC"), params![], bare)?;
    rows.into_iter().map(|scale| with_levels(tx, scale)).collect()
}

/// A version of a scale.
///
/// # Errors
/// Not found, or the store fails.
pub fn scale(tx: &mut Tx<'_>, id: ScaleId) -> Result<Scale> {
    let found = tx.one(&format!("{SCALE} WHERE id = $1"), params![id], bare)?;
    with_levels(tx, found)
}

/// The scale in force on a day; of several the one that came last.
///
/// # Errors
/// The store fails.
pub fn current_scale(tx: &mut Tx<'_>, on: Date) -> Result<Option<Scale>> {
    let sql = format!("{SCALE} WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) ORDER BY valid_from DESC, code, number DESC LIMIT 1");
    match tx.maybe(&sql, params![on], bare)? {
        Some(found) => with_levels(tx, found).map(Some),
        None => Ok(None),
    }
}

/// The newest version by the scale's code.
pub(crate) fn newest(tx: &mut Tx<'_>, code: &str) -> Result<Option<Scale>> {
    Ok(tx.maybe(&format!("{SCALE} WHERE code = $1 ORDER BY number DESC LIMIT 1"), params![code], bare)?)
}

pub(crate) fn insert(tx: &mut Tx<'_>, new: &Scale) -> Result<()> {
    tx.execute("INSERT INTO scale (id, code, number, title, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6)", params![new.id, new.code, new.number, new.title, new.valid_from, new.valid_to])?;
    for level in &new.levels {
        tx.execute("INSERT INTO scale_level (scale_id, code, label, percent_from) VALUES ($1, $2, $3, $4)", params![new.id, level.code, level.label, level.percent_from])?;
    }
    Ok(())
}

/// The version ends on the day the next one begins.
pub(crate) fn end(tx: &mut Tx<'_>, id: ScaleId, on: Date) -> Result<()> {
    tx.execute("UPDATE scale SET valid_to = $1, version = version + 1 WHERE id = $2", params![on, id])?;
    Ok(())
}
