//! Help: schools with low results, those new to the profession, requests and how soon they were answered.

use super::WITHIN;
use crate::{
    figure::{Extra, Figure, median, real},
    ground::Ground,
};
use kernel::{Date, Result, Tx, params};

/// Of fewer schools nothing is said.
const FEW_SCHOOLS: i64 = 3;

/// Schools of the year's list that have a plan of help, out of the list. Which schools they are is nobody's to read here.
///
/// # Errors
/// The store fails.
pub fn low_schools(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    // A study year is named by the calendar year in which it begins.
    let year = |day: Date| i64::from(if day.month() >= 9 { day.year() } else { day.year() - 1 });
    let (first, last) = (year(ground.period.from), year(ground.period.last()));
    let listed = format!("SELECT COUNT(DISTINCT l.place_id) FROM low_school l JOIN place pl ON pl.id = l.place_id WHERE {WITHIN} AND l.year >= $3 AND l.year <= $4");
    let days = params![ground.from, ground.to, first, last];
    let all: i64 = tx.one(&listed, days, |row| row.get(0))?;
    let planned: i64 = tx.one(&format!("{listed} AND EXISTS (SELECT 1 FROM low_school_line n WHERE n.low_id = l.id)"), days, |row| row.get(0))?;
    let visited: i64 = tx.one(
        &format!("SELECT COUNT(*) FROM low_school_visit v JOIN low_school l ON l.id = v.low_id JOIN place pl ON pl.id = l.place_id WHERE {WITHIN} AND v.held_on >= $3 AND v.held_on < $4"),
        params![ground.from, ground.to, ground.period.from, ground.period.until],
        |row| row.get(0),
    )?;
    if all == 0 {
        return Ok(Figure::none("Школ в списке этого года нет"));
    }
    if all < FEW_SCHOOLS {
        return Ok(Figure::none("Школ меньше трёх: число скрыто, чтобы по нему не узнали школу"));
    }
    Ok(Figure::share(planned, all).with(vec![Extra::count("Выездов и посещений", visited)]))
}

/// Days of work from a request to the first answer: the middle of the row. What is asked in confidence is not here at all.
///
/// # Errors
/// The store fails.
pub fn response(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    let asked = format!("FROM help_request r JOIN place pl ON pl.id = r.place_id WHERE {WITHIN} AND r.asked_on >= $3 AND r.asked_on < $4");
    let days = params![ground.from, ground.to, ground.period.from, ground.period.until];
    let mut answered: Vec<f64> = tx.query(&format!("SELECT r.response_days {asked} AND r.response_days IS NOT NULL"), days, |row| row.get::<i64>(0).map(real))?;
    let all: i64 = tx.one(&format!("SELECT COUNT(*) {asked} AND r.state <> 'withdrawn'"), days, |row| row.get(0))?;
    let waiting: i64 = tx.one(&format!("SELECT COUNT(*) {asked} AND r.response_days IS NULL AND r.state IN ('new', 'taken')"), days, |row| row.get(0))?;
    let late: i64 = tx.one(
        &format!("SELECT COUNT(*) {asked} AND r.response_days IS NULL AND r.state IN ('new', 'taken') AND r.due_on < $5"),
        params![ground.from, ground.to, ground.period.from, ground.period.until, ground.day],
        |row| row.get(0),
    )?;
    let extras = vec![Extra::count("Обращений", all), Extra::count("Ждут первого ответа", waiting), Extra::count("Из них дольше срока", late)];
    let figure = match median(&mut answered) {
        Some(days) => Figure { numerator: Some(days), ..Figure::default() },
        None => Figure::none(if all == 0 { "Обращений в этом периоде не было" } else { "На обращения этого периода ещё не ответили" }),
    };
    Ok(figure.with(extras))
}

/// Teachers who work for less than three years, and those of them who have a mentor by the yes of both. A job whose beginning isn't known
/// speaks against being new, as in the list of newcomers.
///
/// # Errors
/// The store fails.
pub fn young_mentored(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    let since = ground.day.checked_sub(jiff::Span::new().years(3)).unwrap_or(Date::MIN);
    let young = format!(
        "SELECT COUNT(*) FROM person p JOIN place pl ON pl.id = p.place_id WHERE {WITHIN} AND pl.kind = 'school' AND p.erased_at IS NULL AND p.merged_into IS NULL
         AND EXISTS (SELECT 1 FROM person_job j WHERE j.person_id = p.id AND j.valid_from <= $4)
         AND NOT EXISTS (SELECT 1 FROM person_job j WHERE j.person_id = p.id AND (j.valid_from IS NULL OR j.valid_from <= $3))"
    );
    let held = params![ground.from, ground.to, since, ground.day];
    let all: i64 = tx.one(&young, held, |row| row.get(0))?;
    let sql = format!(
        "{young} AND EXISTS (SELECT 1 FROM mentoring_side s JOIN mentoring m ON m.id = s.mentoring_id WHERE s.person_id = p.id AND s.role = 'mentee' AND s.answer = 'yes' AND (s.left_on IS NULL OR s.left_on > $4)
         AND m.state IN ('active', 'ended') AND m.started_on <= $4 AND (m.ended_on IS NULL OR m.ended_on > $4))"
    );
    let mentored: i64 = tx.one(&sql, held, |row| row.get(0))?;
    let sql = format!(
        "SELECT COUNT(DISTINCT g.id) FROM mentoring_meeting g JOIN mentoring_side s ON s.mentoring_id = g.mentoring_id AND s.role = 'mentee' JOIN person p ON p.id = s.person_id JOIN place pl ON pl.id = p.place_id WHERE {WITHIN} AND g.held_on >= $3 AND g.held_on < $4"
    );
    let meetings: i64 = tx.one(&sql, params![ground.from, ground.to, ground.period.from, ground.period.until], |row| row.get(0))?;
    if all == 0 {
        return Ok(Figure::none("Педагогов со стажем до трёх лет нет (или не известен первый день работы)"));
    }
    Ok(Figure::share(mentored, all).with(vec![Extra::count("Встреч наставников в периоде", meetings)]))
}
