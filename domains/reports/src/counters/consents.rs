//! Whether every member's consent is in order.

use super::{IN_FORCE, WITHIN};
use crate::{
    figure::{Extra, Figure},
    ground::Ground,
};
use kernel::{Result, Tx, params};

/// Members (paused ones too) whose newest consent to processing is to the text in force, has not run out and was not withdrawn.
///
/// # Errors
/// The store fails.
pub fn hygiene(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    let members = format!("FROM membership m JOIN person p ON p.id = m.person_id JOIN place pl ON pl.id = p.place_id WHERE {WITHIN} AND {IN_FORCE}");
    let held = params![ground.from, ground.to, ground.day];
    let all: i64 = tx.one(&format!("SELECT COUNT(DISTINCT m.person_id) {members}"), held, |row| row.get(0))?;
    let sql = format!(
        "SELECT COUNT(DISTINCT m.person_id) {members} AND EXISTS (SELECT 1 FROM consent c JOIN consent_text t ON t.id = c.text_id
            WHERE c.person_id = m.person_id AND c.kind = 'processing' AND (c.term_until IS NULL OR c.term_until > $3)
            AND t.valid_from <= $3 AND (t.valid_to IS NULL OR t.valid_to > $3)
            AND NOT EXISTS (SELECT 1 FROM consent n WHERE n.person_id = c.person_id AND n.kind = c.kind AND (n.given_at > c.given_at OR (n.given_at = c.given_at AND n.id > c.id)))
            AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.consent_id = c.id AND w.item IS NULL))"
    );
    let in_order: i64 = tx.one(&sql, held, |row| row.get(0))?;
    let (due, done) = withdrawals(tx, ground)?;
    let extras = vec![Extra::new("Обязанности по отзывам исполнены в срок", if due == 0 { "не было".to_owned() } else { format!("{done} из {due}") })];
    Ok(Figure::share(in_order, all).with(extras))
}

/// Duties that fell due in the period: how many, and how many were done on the last day or before.
fn withdrawals(tx: &mut Tx<'_>, ground: &Ground) -> Result<(i64, i64)> {
    let zone = structure::zone(tx)?;
    let sql = format!("SELECT y.due_on, y.closed_at FROM duty y JOIN person p ON p.id = y.person_id JOIN place pl ON pl.id = p.place_id WHERE {WITHIN} AND y.due_on >= $3 AND y.due_on < $4 AND y.due_on <= $5");
    let rows: Vec<(kernel::Date, Option<kernel::Timestamp>)> = tx.query(&sql, params![ground.from, ground.to, ground.period.from, ground.period.until, ground.day], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let in_time = |(due, closed): &&(kernel::Date, Option<kernel::Timestamp>)| closed.is_some_and(|at| zone.to_datetime(at).date() <= *due);
    let done = rows.iter().filter(in_time).count();
    Ok((i64::try_from(rows.len()).unwrap_or(i64::MAX), i64::try_from(done).unwrap_or(i64::MAX)))
}
