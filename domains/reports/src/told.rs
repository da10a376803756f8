//! What is told about reports: to those who make them below and above. Who has no card finds it on the first page.

use crate::{ground::above, model::Report, period::Period};
use access::{Action, Role, rights};
use jiff::Span;
use kernel::{
    Date, Result, Tx,
    id::{PersonId, PlaceId},
    params,
};
use notices::{Notice, Topic};

/// Days after the end of a period within which its report is handed in.
pub const DAYS: i64 = 15;

/// The last day to hand in a report.
#[must_use]
pub fn due(period: Period) -> Date {
    period.last().checked_add(Span::new().days(DAYS)).unwrap_or(Date::MAX)
}

/// People who make reports at a place now.
fn makers(tx: &mut Tx<'_>, place: &PlaceId) -> Result<Vec<PersonId>> {
    let today = tx.today();
    let sql = "SELECT DISTINCT a.person_id, g.role FROM account a JOIN role_grant g ON g.account_id = a.id JOIN person p ON p.id = a.person_id
        WHERE g.place_id = $1 AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2) AND a.disabled_at IS NULL AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY a.person_id";
    let held: Vec<(PersonId, Role)> = tx.query(sql, params![place, today], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut found: Vec<PersonId> = held.into_iter().filter(|(_, role)| rights::allows(*role, Action::MakeReports)).map(|(person, _)| person).collect();
    found.dedup();
    Ok(found)
}

fn tell(tx: &mut Tx<'_>, place: &PlaceId, key: &str, (subject, body): (&str, String), url: &str) -> Result<u64> {
    let people = makers(tx, place)?;
    for person in &people {
        notices::tell(tx, &Notice { once_key: format!("{key}/{person}"), person: *person, topic: Topic::Reports, subject: subject.to_owned(), body: body.clone(), url: url.to_owned() })?;
    }
    Ok(people.len() as u64)
}

/// The place above hears that a report came.
///
/// # Errors
/// The store fails.
pub fn handed_in(tx: &mut Tx<'_>, report: &Report) -> Result<()> {
    let Some(place) = above(tx, &report.place)? else { return Ok(()) };
    let body = format!("{}: отчёт за {} сдан, редакция {}. Посмотрите его, примите или верните.", report.place_name, report.period.label(), report.edition);
    tell(tx, &place, &format!("report/{}/handed_in/{}", report.id, report.edition), ("Сдан отчёт", body), &crate::url(report.id)).map(|_| ())
}

/// Whoever made it hears that it came back.
///
/// # Errors
/// The store fails.
pub fn returned(tx: &mut Tx<'_>, report: &Report) -> Result<()> {
    let body = format!("Отчёт за {} вернули. Что исправить, написано на его странице.", report.period.label());
    tell(tx, &report.place, &format!("report/{}/returned/{}", report.id, report.edition), ("Отчёт вернули", body), &crate::url(report.id)).map(|_| ())
}

/// Whoever made it hears that it was accepted.
///
/// # Errors
/// The store fails.
pub fn accepted(tx: &mut Tx<'_>, report: &Report) -> Result<()> {
    let body = format!("Отчёт за {} принят.", report.period.label());
    tell(tx, &report.place, &format!("report/{}/accepted/{}", report.id, report.edition), ("Отчёт принят", body), &crate::url(report.id)).map(|_| ())
}

/// Places right below that have not handed in for a period, in the order of their ids.
///
/// # Errors
/// The store fails.
pub fn missing(tx: &mut Tx<'_>, place: &PlaceId, period: Period) -> Result<Vec<PlaceId>> {
    let today = tx.today();
    let sql = "SELECT pl.id FROM place pl WHERE pl.parent_id = $1 AND pl.kind IN ('municipality', 'school') AND (pl.opened_on IS NULL OR pl.opened_on <= $2) AND (pl.closed_on IS NULL OR pl.closed_on > $2)
        AND NOT EXISTS (SELECT 1 FROM report r WHERE r.place_id = pl.id AND r.from_on = $3 AND r.until_on = $4 AND r.handed_on IS NOT NULL AND r.state <> 'returned') ORDER BY pl.id";
    Ok(tx.query(sql, params![place, today, period.from, period.until], |row| row.get(0))?)
}

/// Reminds those below a place, each once a day. How many places have somebody to remind.
///
/// # Errors
/// The store fails.
pub fn remind_below(tx: &mut Tx<'_>, place: &PlaceId, period: Period) -> Result<u64> {
    let today = tx.today();
    let mut count = 0;
    for place in missing(tx, place, period)? {
        let body = format!("Отчёт за {} ещё не сдан. Цифры уже посчитаны: осталось написать три строки и сдать. Срок — {}.", period.label(), kernel::date::short(due(period)));
        let told = tell(tx, &place, &format!("report/{place}/{}/{}/reminded/{today}", period.from, period.until), ("Отчёт ещё не сдан", body), "/reports")?;
        count += u64::from(told > 0);
    }
    Ok(count)
}

/// The job: a week before the last day, on it, and a week after, those who have not handed in the half-year hear of it.
///
/// # Errors
/// The store fails.
pub fn remind_due(tx: &mut Tx<'_>) -> Result<u64> {
    let today = tx.today();
    if !structure::is_set_up(tx)? {
        return Ok(0);
    }
    let period = Period::half_of(today).before();
    let last = due(period);
    let is_day = [-7, 0, 7].iter().any(|days| last.checked_add(Span::new().days(*days)).is_ok_and(|day| day == today));
    if !is_day {
        return Ok(0);
    }
    let places: Vec<PlaceId> = tx.query("SELECT id FROM place WHERE kind IN ('region', 'municipality') ORDER BY id", params![], |row| row.get(0))?;
    let mut count = 0;
    for place in places {
        count += remind_below(tx, &place, period)?;
    }
    Ok(count)
}
