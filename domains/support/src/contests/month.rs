//! Stages of contests in the calendar of a month: their first and last days.

use super::{
    store::{ContestId, SEEN, eye},
    url,
};
use crate::rules;
use access::Actor;
use activities::calendar::{Asked, Day};
use kernel::{Date, Result, Tx, params};

/// Direction 7: support of participants of contests.
const DIRECTION: &str = "d07";

/// Days of contests that the viewer sees; `is_mine`: of those that the viewer prepares for.
///
/// # Errors
/// The store fails.
pub fn days(tx: &mut Tx<'_>, actor: &Actor, asked: &Asked<'_>) -> Result<Vec<Day>> {
    let Asked { from, until, direction, under, is_mine } = *asked;
    if rules::enter(actor).is_err() || !matches!(direction, "" | DIRECTION) {
        return Ok(Vec::new());
    }
    let (first, last, path) = eye(tx, actor)?;
    let own = if is_mine { actor.person.map_or_else(|| "-".to_owned(), |person| person.to_string()) } else { String::new() };
    let end = kernel::search::after(under);
    let sql = format!(
        "SELECT c.id, c.title, s.title, s.starts_on, s.ends_on FROM contest_stage s JOIN contest c ON c.id = s.contest_id JOIN place pl ON pl.id = c.place_id
         WHERE {SEEN} AND s.starts_on < $5 AND s.ends_on >= $4 AND pl.path >= $6 AND pl.path < $7
           AND (CAST($8 AS TEXT) = '' OR EXISTS (SELECT 1 FROM contest_track t WHERE t.contest_id = c.id AND t.person_id = $8 AND t.state = 'preparing'))
         ORDER BY s.starts_on, s.id"
    );
    let rows: Vec<(ContestId, String, String, Date, Date)> = tx.query(&sql, params![first, last, path, from, until, under, end, own], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
    let mut found = Vec::new();
    for (contest, title, stage, starts, ends) in rows {
        let day = |on: Date, word: &str| Day { on, time: String::new(), title: format!("{word} «{title}»: {stage}"), url: url(contest), what: "конкурс" };
        found.push(day(starts, if starts == ends { "Конкурс" } else { "Начинается конкурс" }));
        if starts != ends {
            found.push(day(ends, "Последний день конкурса"));
        }
    }
    found.retain(|day| day.on >= from && day.on < until);
    Ok(found)
}
