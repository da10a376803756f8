//! What the active did: hours out of the ledger, activities.

use super::WITHIN;
use crate::{
    figure::{Extra, FEW, Figure, median, number, real},
    ground::Ground,
};
use kernel::{Result, Tx, params};
use ledger::NOT_PRIVATE;

/// Hours of the ledger; what is usual for one member only where there are five or more.
///
/// # Errors
/// The store fails.
pub fn load(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    let days = params![ground.from, ground.to, ground.period.from, ground.period.until];
    let sql = format!(
        "SELECT COALESCE(d.person_id, ''), CAST(SUM(d.minutes) AS BIGINT) FROM deed d JOIN place pl ON pl.id = d.place_id WHERE {WITHIN} AND d.done_on >= $3 AND d.done_on < $4 AND {NOT_PRIVATE} GROUP BY COALESCE(d.person_id, '')"
    );
    let by_person: Vec<(String, i64)> = tx.query(&sql, days, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let total: i64 = by_person.iter().map(|(_, minutes)| minutes).sum();
    let mut hours: Vec<f64> = by_person.iter().filter(|(person, _)| !person.is_empty()).map(|(_, minutes)| real(*minutes) / 60.0).collect();
    let consulted: i64 =
        tx.one(&format!("SELECT COUNT(*) FROM consultation c JOIN place pl ON pl.id = c.place_id WHERE {WITHIN} AND c.held_on >= $3 AND c.held_on < $4 AND c.state <> 'struck'"), days, |row| row.get(0))?;
    let accompanied: i64 = tx.one(
        &format!(
            "SELECT COUNT(DISTINCT c.person_id) FROM case_file c JOIN place pl ON pl.id = c.place_id WHERE {WITHIN} AND c.state NOT IN ('proposed', 'declined') AND c.opened_on < $4 AND (c.closed_on IS NULL OR c.closed_on >= $3)
             AND EXISTS (SELECT 1 FROM case_seat s WHERE s.case_id = c.id AND s.role <> 'teacher' AND s.state = 'joined')"
        ),
        days,
        |row| row.get(0),
    )?;
    let people = i64::try_from(hours.len()).unwrap_or(i64::MAX);
    let middle = if people < FEW { "скрыто: участников меньше пяти".to_owned() } else { median(&mut hours).map_or_else(|| "—".to_owned(), |hours| format!("{}\u{a0}ч", number(hours))) };
    let extras = vec![Extra::count("Участников, которые работали", people), Extra::new("Середина ряда на участника", middle), Extra::count("Консультаций", consulted), Extra::count("Педагогов сопровождали", accompanied)];
    Ok(Figure { numerator: Some(real(total) / 60.0), ..Figure::default() }.with(extras))
}

/// The activity `a` is of a place within, or held together with somebody who works there: once, whoever else held it.
const HELD_HERE: &str = "(EXISTS (SELECT 1 FROM place pl WHERE pl.id = a.place_id AND pl.path >= $1 AND pl.path < $2)
    OR EXISTS (SELECT 1 FROM activity_host h JOIN person p ON p.id = h.person_id JOIN place pl ON pl.id = p.place_id WHERE h.activity_id = a.id AND h.state = 'joined' AND pl.path >= $1 AND pl.path < $2))";

/// Activities held out of those that were to be held in the period; who held one is no participant of it.
///
/// # Errors
/// The store fails.
pub fn events(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    let days = params![ground.from, ground.to, ground.from_at, ground.until_at];
    let sql = format!(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN a.state IN ('held', 'closed') THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN a.state = 'cancelled' THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(a.guests), 0) AS BIGINT)
         FROM activity a WHERE a.starts_at >= $3 AND a.starts_at < $4 AND a.state <> 'draft' AND {HELD_HERE}"
    );
    let (planned, held, cancelled, guests): (i64, i64, i64, i64) = tx.one(&sql, days, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let sql = format!(
        "SELECT COUNT(DISTINCT s.person_id), COUNT(DISTINCT CASE WHEN w.kind = 'school' THEN w.parent_id ELSE w.id END) FROM activity_presence s JOIN activity a ON a.id = s.activity_id JOIN person o ON o.id = s.person_id JOIN place w ON w.id = o.place_id
         WHERE a.starts_at >= $3 AND a.starts_at < $4 AND a.state IN ('held', 'closed') AND {HELD_HERE}
         AND NOT EXISTS (SELECT 1 FROM activity_host x WHERE x.activity_id = a.id AND x.person_id = s.person_id AND x.state = 'joined')"
    );
    let (people, places): (i64, i64) = tx.one(&sql, days, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let sql = format!(
        "SELECT COUNT(*), AVG(CAST(f.useful AS DOUBLE PRECISION)) FROM activity_feedback f JOIN activity a ON a.id = f.activity_id WHERE a.starts_at >= $3 AND a.starts_at < $4 AND a.state IN ('held', 'closed') AND {HELD_HERE}"
    );
    let (answers, useful): (i64, Option<f64>) = tx.one(&sql, days, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mean = match useful {
        Some(useful) if answers >= FEW => format!("{} из 5, {} ответов", number(useful), answers),
        _ => "ответов меньше пяти".to_owned(),
    };
    let extras = vec![
        Extra::count("Отменено", cancelled),
        Extra::count("Участников (разных людей)", people),
        Extra::count("Гостей без имени", guests),
        Extra::count("Муниципалитетов, откуда были участники", places),
        Extra::new("Полезность по отзывам", mean),
    ];
    Ok(Figure::share(held, planned).with(extras))
}
