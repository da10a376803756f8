//! Pathways and what became of deficits.

use super::WITHIN;
use crate::{
    figure::{Extra, FEW, Figure},
    ground::Ground,
};
use kernel::{Result, Tx, params};

/// Pathways agreed in the period, once for a case whatever versions it had; closed, stopped, overdue beside it.
///
/// # Errors
/// The store fails.
pub fn pathways(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    let happened = |what: &str| format!("SELECT COUNT(DISTINCT w.case_id) FROM pathway w JOIN case_file c ON c.id = w.case_id JOIN place pl ON pl.id = c.place_id WHERE {WITHIN} AND {what}");
    let days = params![ground.from, ground.to, ground.from_at, ground.until_at];
    let opened: i64 = tx.one(&happened("w.follows_id IS NULL AND w.agreed_at >= $3 AND w.agreed_at < $4"), days, |row| row.get(0))?;
    let closed: i64 = tx.one(&happened("w.state = 'closed' AND w.closed_at >= $3 AND w.closed_at < $4"), days, |row| row.get(0))?;
    let stopped: i64 = tx.one(&happened("w.state = 'stopped' AND w.closed_at >= $3 AND w.closed_at < $4"), days, |row| row.get(0))?;
    let held = params![ground.from, ground.to, ground.day];
    let active: i64 = tx.one(&happened("w.state IN ('agreed', 'active', 'presented') AND CAST($3 AS TEXT) <> ''"), held, |row| row.get(0))?;
    let overdue: i64 = tx.one(&happened("w.state IN ('agreed', 'active') AND w.ends_on < $3"), held, |row| row.get(0))?;
    let extras = vec![Extra::count("Закрыто в периоде", closed), Extra::count("Остановлено в периоде", stopped), Extra::count("Идут сейчас", active), Extra::count("Из них просрочено", overdue)];
    Ok(Figure::count(opened).with(extras))
}

/// What was decided of deficits that cases worked on in the period. Without a comparable repeat nothing is removed: it isn't assessed.
///
/// # Errors
/// The store fails.
pub fn removed(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    let sql = format!(
        "SELECT CASE WHEN d.verdict_on < $4 THEN d.verdict ELSE '' END, COUNT(*) FROM case_deficit d JOIN case_file c ON c.id = d.case_id JOIN place pl ON pl.id = c.place_id
         WHERE {WITHIN} AND c.state NOT IN ('proposed', 'declined') AND d.taken_on < $4 AND (d.verdict_on IS NULL OR d.verdict_on >= $3) AND (c.closed_on IS NULL OR c.closed_on >= $3) GROUP BY CASE WHEN d.verdict_on < $4 THEN d.verdict ELSE '' END"
    );
    let days = params![ground.from, ground.to, ground.period.from, ground.period.until];
    let rows: Vec<(String, i64)> = tx.query(&sql, days, |row| Ok((row.get::<Option<String>>(0)?.unwrap_or_default(), row.get(1)?)))?;
    let sql = format!(
        "SELECT COUNT(DISTINCT c.person_id) FROM case_deficit d JOIN case_file c ON c.id = d.case_id JOIN place pl ON pl.id = c.place_id
         WHERE {WITHIN} AND c.state NOT IN ('proposed', 'declined') AND d.taken_on < $4 AND (d.verdict_on IS NULL OR d.verdict_on >= $3) AND (c.closed_on IS NULL OR c.closed_on >= $3)"
    );
    let people: i64 = tx.one(&sql, days, |row| row.get(0))?;
    if people == 0 {
        return Ok(Figure::none("С затруднениями в этом периоде не работали"));
    }
    if people < FEW {
        return Ok(Figure::none("Педагогов меньше пяти: число скрыто, чтобы по нему не узнали человека"));
    }
    let of = |verdict: &str| rows.iter().find(|(known, _)| known == verdict).map_or(0, |(_, count)| *count);
    let all = rows.iter().map(|(_, count)| count).sum();
    let extras = vec![
        Extra::count("Сняты частично", of("partly")),
        Extra::count("Не сняты", of("not_removed")),
        Extra::count("Не оценены (нет сопоставимой повторной диагностики)", of("not_assessed")),
        Extra::count("В работе", of("")),
        Extra::count("Педагогов", people),
    ];
    Ok(Figure::share(of("removed"), all).with(extras))
}
