//! SQL of schools with low results. Every read takes the actor: $1–$2 the places of the office, $3 the person, $4 the day.

use super::model::{Factor, FactorId, Helper, HelperId, HelperState, Level, Line, LineId, LowSchool, LowSchoolId, Measure, MeasureId, Outcome, Visit, VisitId};
use crate::{
    rules::overseen_schools,
    sql::{name_of, place_name},
};
use access::Actor;
use kernel::{
    Date, Error, Result, Row, Tx,
    db::DbError,
    id::{AccountId, PersonId},
    params,
};

const SEEN: &str = "((pl.path >= $1 AND pl.path < $2) OR (CAST($3 AS TEXT) <> '' AND EXISTS (SELECT 1 FROM low_school_methodist m WHERE m.low_id = l.id AND m.person_id = $3 AND m.state IN ('asked', 'yes'))))";

fn select() -> String {
    format!(
        "SELECT l.id, l.place_id, l.year, l.basis, l.recheck_on, l.closed_on, l.closing, l.version, {}, pl.path, COALESCE({}, ''),
            (SELECT COUNT(*) FROM low_school_factor f WHERE f.low_id = l.id), (SELECT MAX(v.held_on) FROM low_school_visit v WHERE v.low_id = l.id)
         FROM low_school l JOIN place pl ON pl.id = l.place_id",
        place_name("l.place_id", "$4"),
        place_name("pl.parent_id", "$4")
    )
}

fn shape(row: &Row<'_>) -> Result<LowSchool, DbError> {
    kernel::row!(LowSchool { id, place, year, basis, recheck_on, closed_on, closing, version, place_name, place_path, municipality, factors, last_visit })(row)
}

fn person(actor: &Actor) -> String {
    actor.person.map(|person| person.to_string()).unwrap_or_default()
}

/// A school's card that the actor sees.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId) -> Result<LowSchool> {
    crate::rules::enter(actor)?;
    let (range, today) = (overseen_schools(actor), tx.today());
    tx.one(&format!("{} WHERE {SEEN} AND l.id = $5", select()), params![range.from, range.to, person(actor), today, id], shape)
}

/// Which schools.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The study year, if one is asked for.
    pub year: Option<i64>,
    /// Code of a factor.
    pub factor: String,
    /// `open`, `recheck` (due), `unhelped` (nobody helps or was asked to), or empty.
    pub show: String,
}

/// Schools that the actor sees, by place name: nothing ranks them.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, filter: &Filter) -> Result<Vec<LowSchool>> {
    crate::rules::enter(actor)?;
    let (range, today) = (overseen_schools(actor), tx.today());
    let sql = format!(
        "{} WHERE {SEEN} AND (CAST($5 AS BIGINT) = 0 OR l.year = $5) AND (CAST($6 AS TEXT) = '' OR EXISTS (SELECT 1 FROM low_school_factor f WHERE f.low_id = l.id AND f.factor = $6))
         AND (CAST($7 AS TEXT) = '' OR (l.closed_on IS NULL AND ($7 = 'open' OR ($7 = 'recheck' AND l.recheck_on <= $4)
            OR ($7 = 'unhelped' AND NOT EXISTS (SELECT 1 FROM low_school_methodist m WHERE m.low_id = l.id AND m.state IN ('asked', 'yes')))))) ORDER BY 11, 9, l.year DESC, l.id LIMIT 1000",
        select()
    );
    Ok(tx.query(&sql, params![range.from, range.to, person(actor), today, filter.year.unwrap_or_default(), filter.factor, filter.show], shape)?)
}

/// Whether the actor has said yes to help there.
pub(crate) fn helps(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId) -> Result<bool> {
    let Some(person) = actor.person else { return Ok(false) };
    Ok(tx.count("SELECT COUNT(*) FROM low_school_methodist WHERE low_id = $1 AND person_id = $2 AND state = 'yes'", params![id, person])? > 0)
}

/// Requests to help that wait for a person's answer: id of the request, the school's card, factor.
///
/// # Errors
/// The store fails.
pub fn asked_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(HelperId, LowSchoolId, String, String)>> {
    let today = tx.today();
    let sql = format!(
        "SELECT m.id, l.id, {}, m.factor FROM low_school_methodist m JOIN low_school l ON l.id = m.low_id WHERE m.person_id = $2 AND m.state = 'asked' AND l.closed_on IS NULL ORDER BY m.asked_at, m.id",
        place_name("l.place_id", "$1")
    );
    Ok(tx.query(&sql, params![today, person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?)
}

/// Schools where a person helps now: the card and its name.
///
/// # Errors
/// The store fails.
pub fn helped_by(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(LowSchoolId, String)>> {
    let today = tx.today();
    let sql = format!(
        "SELECT DISTINCT l.id, {} FROM low_school_methodist m JOIN low_school l ON l.id = m.low_id WHERE m.person_id = $2 AND m.state = 'yes' AND l.closed_on IS NULL ORDER BY 2, 1",
        place_name("l.place_id", "$1")
    );
    Ok(tx.query(&sql, params![today, person], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

pub(super) fn insert(tx: &mut Tx<'_>, new: &super::form::Opening, by: AccountId) -> Result<LowSchoolId> {
    let (id, now) = (LowSchoolId::fresh(), tx.now());
    tx.execute("INSERT INTO low_school (id, place_id, year, basis, recheck_on, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)", params![id, new.place, new.year, new.basis, new.recheck_on, by, now])?;
    Ok(id)
}

pub(super) fn is_known(tx: &mut Tx<'_>, place: &str, year: i64) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM low_school WHERE place_id = $1 AND year = $2", params![place, year])? > 0)
}

pub(super) fn set_closed(tx: &mut Tx<'_>, id: LowSchoolId, closed: Option<Date>, words: &str, version: i64) -> Result<()> {
    tx.change_one("Карточка школы", "UPDATE low_school SET closed_on = $1, closing = $2, version = version + 1 WHERE id = $3 AND version = $4", params![closed, words, id, version])
}

pub(super) fn touch(tx: &mut Tx<'_>, id: LowSchoolId, version: i64) -> Result<()> {
    tx.change_one("Карточка школы", "UPDATE low_school SET version = version + 1 WHERE id = $1 AND version = $2", params![id, version])
}

pub(super) fn set_recheck(tx: &mut Tx<'_>, id: LowSchoolId, on: Date) -> Result<()> {
    tx.execute("UPDATE low_school SET recheck_on = $1 WHERE id = $2", params![on, id])?;
    Ok(())
}

// --- factors ---------------------------------------------------------------------------------------------------------------

/// Factors of a school with all their measurements.
pub(crate) fn factors(tx: &mut Tx<'_>, id: LowSchoolId) -> Result<Vec<Factor>> {
    let mut factors = tx.query("SELECT id, factor FROM low_school_factor WHERE low_id = $1 ORDER BY factor", params![id], |row| Ok(Factor { id: row.get(0)?, code: row.get(1)?, measures: Vec::new() }))?;
    let sql = "SELECT m.factor_id, m.measured_on, m.level, m.result, m.grounds FROM low_school_measure m JOIN low_school_factor f ON f.id = m.factor_id WHERE f.low_id = $1 ORDER BY m.measured_on, m.made_at, m.id";
    let measures = tx.query(sql, params![id], kernel::row!(Measure { factor, on, level, result, grounds }))?;
    for factor in &mut factors {
        factor.measures = measures.iter().filter(|measure| measure.factor == factor.id).cloned().collect();
    }
    Ok(factors)
}

pub(super) fn insert_factor(tx: &mut Tx<'_>, low: LowSchoolId, code: &str) -> Result<FactorId> {
    let id = FactorId::fresh();
    tx.execute("INSERT INTO low_school_factor (id, low_id, factor) VALUES ($1, $2, $3)", params![id, low, code])?;
    Ok(id)
}

pub(super) fn insert_measure(tx: &mut Tx<'_>, factor: FactorId, measured: &super::form::Measuring, result: Outcome, by: AccountId) -> Result<()> {
    let (id, now): (MeasureId, _) = (MeasureId::fresh(), tx.now());
    let super::form::Measuring { on, level, grounds } = measured;
    let level: &Level = level;
    tx.execute("INSERT INTO low_school_measure (id, factor_id, measured_on, level, result, grounds, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", params![id, factor, on, level, result, grounds, by, now])?;
    Ok(())
}

// --- the plan --------------------------------------------------------------------------------------------------------------

/// Lines of the plan, the nearest term first.
pub(crate) fn lines(tx: &mut Tx<'_>, id: LowSchoolId) -> Result<Vec<Line>> {
    let sql = "SELECT id, factor, what, who, due_on, expected, done_on, done_words FROM low_school_line WHERE low_id = $1 ORDER BY due_on, id";
    Ok(tx.query(sql, params![id], kernel::row!(Line { id, factor, what, who, due_on, expected, done_on, done_words }))?)
}

pub(super) fn insert_line(tx: &mut Tx<'_>, low: LowSchoolId, planned: &super::form::Planned) -> Result<LineId> {
    let (id, now) = (LineId::fresh(), tx.now());
    let super::form::Planned { factor, what, who, due_on, expected } = planned;
    tx.execute("INSERT INTO low_school_line (id, low_id, factor, what, who, due_on, expected, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", params![id, low, factor, what, who, due_on, expected, now])?;
    Ok(id)
}

pub(super) fn finish_line(tx: &mut Tx<'_>, low: LowSchoolId, id: LineId, done: Option<Date>, words: &str) -> Result<()> {
    match tx.execute("UPDATE low_school_line SET done_on = $1, done_words = $2 WHERE id = $3 AND low_id = $4", params![done, words, id, low])? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

pub(super) fn delete_line(tx: &mut Tx<'_>, low: LowSchoolId, id: LineId) -> Result<()> {
    match tx.execute("DELETE FROM low_school_line WHERE id = $1 AND low_id = $2 AND done_on IS NULL", params![id, low])? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

// --- who helps, and visits -------------------------------------------------------------------------------------------------

/// Who was asked to help and what they said.
pub(crate) fn helpers(tx: &mut Tx<'_>, id: LowSchoolId) -> Result<Vec<Helper>> {
    let sql = format!("SELECT m.id, m.factor, m.person_id, {}, m.state FROM low_school_methodist m WHERE m.low_id = $1 ORDER BY m.factor, m.asked_at, m.id", name_of("m.person_id"));
    Ok(tx.query(&sql, params![id], kernel::row!(Helper { id, factor, person, name, state }))?)
}

pub(super) fn insert_helper(tx: &mut Tx<'_>, low: LowSchoolId, factor: &str, person: PersonId) -> Result<HelperId> {
    let (id, now) = (HelperId::fresh(), tx.now());
    tx.execute("INSERT INTO low_school_methodist (id, low_id, factor, person_id, asked_at) VALUES ($1, $2, $3, $4, $5)", params![id, low, factor, person, now])?;
    Ok(id)
}

/// A request to help: the card, the person, the state.
pub(super) fn helper(tx: &mut Tx<'_>, id: HelperId) -> Result<(LowSchoolId, Option<PersonId>, HelperState)> {
    tx.one("SELECT low_id, person_id, state FROM low_school_methodist WHERE id = $1", params![id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(super) fn set_helper(tx: &mut Tx<'_>, id: HelperId, (from, to): (HelperState, HelperState)) -> Result<()> {
    let now = tx.now();
    tx.change_one("Назначение", "UPDATE low_school_methodist SET state = $1, answered_at = $2 WHERE id = $3 AND state = $4", params![to, now, id, from])
}

/// The latest visits, as many as a page holds.
pub(crate) fn visits(tx: &mut Tx<'_>, id: LowSchoolId) -> Result<Vec<Visit>> {
    visits_of(tx, id, 200)
}

/// All visits, the latest first: a paper leaves none out.
pub(super) fn all_visits(tx: &mut Tx<'_>, id: LowSchoolId) -> Result<Vec<Visit>> {
    visits_of(tx, id, i64::from(i32::MAX))
}

fn visits_of(tx: &mut Tx<'_>, id: LowSchoolId, most: i64) -> Result<Vec<Visit>> {
    let sql = format!("SELECT v.id, {}, v.held_on, v.minutes, v.factors, v.done, v.next FROM low_school_visit v WHERE v.low_id = $1 ORDER BY v.held_on DESC, v.id DESC LIMIT $2", name_of("v.person_id"));
    Ok(tx.query(&sql, params![id, most], |row| {
        let factors: String = row.get(4)?;
        Ok(Visit { id: row.get(0)?, name: row.get(1)?, on: row.get(2)?, minutes: row.get(3)?, factors: factors.split_whitespace().map(str::to_owned).collect(), done: row.get(5)?, next: row.get(6)? })
    })?)
}

pub(super) fn insert_visit(tx: &mut Tx<'_>, low: LowSchoolId, person: PersonId, logged: &super::form::Logged) -> Result<VisitId> {
    let (id, now) = (VisitId::fresh(), tx.now());
    let super::form::Logged { on, minutes, factors, done, next } = logged;
    let sql = "INSERT INTO low_school_visit (id, low_id, person_id, held_on, minutes, factors, done, next, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    tx.execute(sql, params![id, low, person, on, minutes, factors.join(" "), done, next, now])?;
    Ok(id)
}
