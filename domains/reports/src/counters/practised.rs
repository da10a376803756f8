//! Practices that were published, and used by others.

use super::WITHIN;
use crate::{
    figure::{Extra, Figure},
    ground::Ground,
};
use kernel::{Result, Tx, params};

/// Practices first published in the period, with the author's yes; uses elsewhere that were confirmed beside it.
///
/// # Errors
/// The store fails.
pub fn practices(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    let days = params![ground.from, ground.to, ground.period.from, ground.period.until];
    let published: i64 = tx.one(
        &format!("SELECT COUNT(*) FROM practice r JOIN place pl ON pl.id = r.place_id WHERE {WITHIN} AND r.published_on >= $3 AND r.published_on < $4 AND r.published_number > 0 AND r.agreed_at IS NOT NULL"),
        days,
        |row| row.get(0),
    )?;
    let used: i64 = tx.one(&format!("SELECT COUNT(*) FROM practice_use u JOIN place pl ON pl.id = u.place_id WHERE {WITHIN} AND u.used_on >= $3 AND u.used_on < $4 AND u.state = 'confirmed'"), days, |row| row.get(0))?;
    let bank: i64 = tx.one(
        &format!("SELECT COUNT(*) FROM practice r JOIN place pl ON pl.id = r.place_id WHERE {WITHIN} AND r.published_number > 0 AND r.published_on <= $3 AND r.state <> 'withdrawn'"),
        params![ground.from, ground.to, ground.day],
        |row| row.get(0),
    )?;
    Ok(Figure::count(published).with(vec![Extra::count("Подтверждённое использование чужих практик", used), Extra::count("Всего в банке", bank)]))
}
