//! Reading and writing stages.

use super::{
    counters,
    model::{Counted, Expected, Input, Progress, Stage, StageId, study_year},
};
use jiff::{ToSpan, civil::Date};
use kernel::{Result, Row, Timestamp, Tx, db::DbError, id::PersonId, params, row};

const SELECT: &str = "SELECT id, year, code, title, owner, owner_id, starts_on, ends_on, result, version FROM programme_stage";

fn shape(row: &Row<'_>) -> Result<Stage, DbError> {
    Ok(Stage {
        id: row.get(0)?,
        year: row.get(1)?,
        code: row.get(2)?,
        title: row.get(3)?,
        owner: row.get(4)?,
        owner_id: row.get(5)?,
        starts_on: row.get(6)?,
        ends_on: row.get(7)?,
        result: row.get(8)?,
        version: row.get(9)?,
        expects: Vec::new(),
    })
}

fn with_expected(tx: &mut Tx<'_>, mut stage: Stage) -> Result<Stage> {
    stage.expects = tx.query("SELECT counter, expected FROM programme_expected WHERE stage_id = $1 ORDER BY counter", params![stage.id], row!(Expected { counter, expected }))?;
    stage.expects.sort_by_key(|expected| expected.counter);
    Ok(stage)
}

/// A stage.
///
/// # Errors
/// [`kernel::Error::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: StageId) -> Result<Stage> {
    let stage = tx.one(&format!("{SELECT} WHERE id = $1"), params![id], shape)?;
    with_expected(tx, stage)
}

/// The stages of a study year, in the order of their days.
///
/// # Errors
/// The store fails.
pub fn of_year(tx: &mut Tx<'_>, year: i64) -> Result<Vec<Stage>> {
    let stages = tx.query(&format!("{SELECT} WHERE year = $1 ORDER BY starts_on, ends_on, id"), params![year], shape)?;
    stages.into_iter().map(|stage| with_expected(tx, stage)).collect()
}

/// The years that have a programme, newest first.
///
/// # Errors
/// The store fails.
pub fn years(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(tx.query("SELECT DISTINCT year FROM programme_stage ORDER BY year DESC", params![], |row| row.get(0))?)
}

/// A stage with what the program counts of it today.
pub fn progress(tx: &mut Tx<'_>, stage: Stage) -> Result<Progress> {
    let on = tx.today();
    let mut counted = Vec::new();
    for Expected { counter, expected } in &stage.expects {
        let done = if on < stage.starts_on { 0 } else { counters::count(tx, *counter, stage.starts_on, stage.ends_on)? };
        counted.push(Counted { counter: *counter, expected: *expected, done });
    }
    Ok(Progress { stage, counted, on })
}

/// What the programme waits for from whoever keeps it: last year had one and this year has none yet; stages that begin within a week.
///
/// # Errors
/// The store fails.
pub fn waiting(tx: &mut Tx<'_>) -> Result<(bool, u64, Option<Date>)> {
    let today = tx.today();
    let soon = today.checked_add(7.days()).unwrap_or(today);
    let known = years(tx)?;
    let missing = known.contains(&(study_year(today) - 1)) && !known.contains(&study_year(today));
    let (count, first) = tx.one("SELECT COUNT(*), MIN(starts_on) FROM programme_stage WHERE starts_on > $1 AND starts_on <= $2", params![today, soon], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((missing, count, first))
}

/// A new stage's row: where it comes from.
pub struct Origin<'a> {
    pub year: i64,
    pub code: &'a str,
    pub copied_from: Option<StageId>,
}

pub fn insert(tx: &mut Tx<'_>, origin: &Origin<'_>, input: &Input) -> Result<StageId> {
    let (id, now) = (StageId::fresh(), tx.now());
    tx.execute(
        "INSERT INTO programme_stage (id, year, code, title, owner, owner_id, starts_on, ends_on, result, copied_from, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![id, origin.year, origin.code, input.title, input.owner, input.owner_id, input.starts_on, input.ends_on, input.result, origin.copied_from, now],
    )?;
    put_expected(tx, id, &input.expects)?;
    Ok(id)
}

pub fn update(tx: &mut Tx<'_>, stage: &Stage, input: &Input) -> Result<()> {
    tx.change_one(
        "Этап",
        "UPDATE programme_stage SET title = $1, owner = $2, owner_id = $3, starts_on = $4, ends_on = $5, result = $6, version = version + 1 WHERE id = $7 AND version = $8",
        params![input.title, input.owner, input.owner_id, input.starts_on, input.ends_on, input.result, stage.id, stage.version],
    )?;
    tx.execute("DELETE FROM programme_expected WHERE stage_id = $1", params![stage.id])?;
    put_expected(tx, stage.id, &input.expects)
}

fn put_expected(tx: &mut Tx<'_>, id: StageId, expects: &[Expected]) -> Result<()> {
    for Expected { counter, expected } in expects {
        tx.execute("INSERT INTO programme_expected (stage_id, counter, expected) VALUES ($1, $2, $3)", params![id, counter, expected])?;
    }
    Ok(())
}

pub fn delete(tx: &mut Tx<'_>, stage: &Stage) -> Result<()> {
    tx.execute("DELETE FROM programme_expected WHERE stage_id = $1", params![stage.id])?;
    tx.change_one("Этап", "DELETE FROM programme_stage WHERE id = $1 AND version = $2", params![stage.id, stage.version])
}

/// A line of the history.
#[derive(Debug, Clone)]
pub struct Change {
    pub title: String,
    pub field: String,
    pub was: String,
    pub became: String,
    pub who: Option<String>,
    pub at: Timestamp,
}

/// What changed in a year's programme, or in one stage of it: newest first.
pub fn history(tx: &mut Tx<'_>, year: i64, stage: Option<StageId>) -> Result<Vec<Change>> {
    let of = stage.map(|id| id.to_string()).unwrap_or_default();
    let sql = "SELECT c.stage_title, c.field, c.was, c.became, a.display_name, c.changed_at FROM programme_change c LEFT JOIN account a ON a.id = c.account_id
        WHERE c.year = $1 AND (CAST($2 AS TEXT) = '' OR c.stage_id = $2) ORDER BY c.changed_at DESC, c.id DESC LIMIT 500";
    Ok(tx.query(sql, params![year, of], row!(Change { title, field, was, became, who, at }))?)
}

/// Notes a change.
pub fn note(tx: &mut Tx<'_>, by: &audit::By, stage: (i64, StageId, &str), (field, was, became): (&str, &str, &str)) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO programme_change (id, year, stage_id, stage_title, field, was, became, account_id, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![kernel::id::Uuid::now_v7().to_string(), stage.0, stage.1, stage.2, field, was, became, by.account, now],
    )?;
    Ok(())
}

/// Those who may own a stage: people of the register who coordinate or work as methodists, within the viewer's scope.
pub fn owners(tx: &mut Tx<'_>, scope: &access::Scope) -> Result<Vec<(PersonId, String)>> {
    let today = tx.today();
    let sql = "SELECT DISTINCT p.id, p.family, p.given, p.patronymic, p.sort_key FROM role_grant g JOIN account a ON a.id = g.account_id JOIN person p ON p.id = a.person_id JOIN place pl ON pl.id = p.place_id
        WHERE g.role IN ('coordinator', 'methodist', 'municipal') AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1) AND a.disabled_at IS NULL AND p.erased_at IS NULL AND p.merged_into IS NULL
        AND pl.path >= $2 AND pl.path < $3 AND (CAST($4 AS TEXT) = '' OR p.id = $4) ORDER BY p.sort_key, p.id LIMIT 300";
    Ok(tx.query(sql, params![today, scope.from(), scope.to(), scope.own()], |row| {
        let name = kernel::name::FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        Ok((row.get(0)?, name.full()))
    })?)
}

/// The owner's name, to those whose scope reaches the card.
pub fn owner_name(tx: &mut Tx<'_>, scope: &access::Scope, person: Option<PersonId>) -> Result<Option<String>> {
    let Some(person) = person else { return Ok(None) };
    let sql = "SELECT p.family, p.given, p.patronymic FROM person p JOIN place pl ON pl.id = p.place_id
        WHERE p.id = $1 AND p.erased_at IS NULL AND pl.path >= $2 AND pl.path < $3 AND (CAST($4 AS TEXT) = '' OR p.id = $4)";
    Ok(tx.maybe(sql, params![person, scope.from(), scope.to(), scope.own()], |row| Ok(kernel::name::FullName { family: row.get(0)?, given: row.get(1)?, patronymic: row.get(2)? }.full()))?)
}
