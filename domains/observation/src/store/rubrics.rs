//! Rubrics: no personal data, so no scope.

use crate::rubric::{Body, Rubric, RubricId, RubricState};
use kernel::{Error, Result, Row, Tx, db::DbError, id::AccountId, params};

const COLUMNS: &str = "id, code, number, title, framework_id, state, body, version";

fn rubric(row: &Row<'_>) -> Result<Rubric, DbError> {
    let body: String = row.get(6)?;
    let body: Body = serde_json::from_str(&body).map_err(|cause| DbError::Shape(format!("rubric.body: {cause}")))?;
    Ok(Rubric { id: row.get(0)?, code: row.get(1)?, number: row.get(2)?, title: row.get(3)?, framework: row.get(4)?, state: row.get(5)?, body, version: row.get(7)? })
}

fn written(body: &Body) -> Result<String> {
    serde_json::to_string(body).map_err(|cause| Error::Internal(cause.into()))
}

/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, id: RubricId) -> Result<Rubric> {
    tx.one(&format!("SELECT {COLUMNS} FROM rubric WHERE id = $1"), params![id], rubric)
}

/// All versions, those of one rubric together, the newest first; a state, if it is named.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, state: Option<RubricState>) -> Result<Vec<Rubric>> {
    let state = state.map(RubricState::as_str).unwrap_or_default();
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM rubric WHERE CAST($1 AS TEXT) = '' OR state = $1 ORDER BY title, code, number DESC"), params![state], rubric)?)
}

/// Keeps a new version.
///
/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, new: &Rubric, by: Option<AccountId>) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO rubric (id, code, number, title, framework_id, state, body, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![new.id, new.code, new.number, new.title, new.framework, new.state, written(&new.body)?, by, now],
    )?;
    Ok(())
}

/// Writes a draft's title and body.
///
/// # Errors
/// Stale: somebody was first.
pub fn save(tx: &mut Tx<'_>, rubric: &Rubric) -> Result<()> {
    let body = written(&rubric.body)?;
    tx.change_one(
        "Карта",
        "UPDATE rubric SET title = $1, framework_id = $2, body = $3, version = version + 1 WHERE id = $4 AND version = $5 AND state = 'draft'",
        params![rubric.title, rubric.framework, body, rubric.id, rubric.version],
    )
}

/// # Errors
/// Stale: somebody was first.
pub fn set_state(tx: &mut Tx<'_>, rubric: &Rubric, state: RubricState) -> Result<()> {
    tx.change_one("Карта", "UPDATE rubric SET state = $1, version = version + 1 WHERE id = $2 AND version = $3", params![state, rubric.id, rubric.version])
}

/// Retires the live versions of a rubric but one.
///
/// # Errors
/// The store fails.
pub fn retire_others(tx: &mut Tx<'_>, rubric: &Rubric) -> Result<()> {
    tx.execute("UPDATE rubric SET state = 'retired', version = version + 1 WHERE code = $1 AND id <> $2 AND state = 'live'", params![rubric.code, rubric.id])?;
    Ok(())
}

/// Throws a draft away.
///
/// # Errors
/// Stale: somebody was first.
pub fn remove_draft(tx: &mut Tx<'_>, rubric: &Rubric) -> Result<()> {
    tx.change_one("Карта", "DELETE FROM rubric WHERE id = $1 AND version = $2 AND state = 'draft'", params![rubric.id, rubric.version])
}

/// The number of the next version, and the draft that is already there.
///
/// # Errors
/// The store fails.
pub fn next(tx: &mut Tx<'_>, code: &str) -> Result<(i64, Option<RubricId>)> {
    let last: i64 = tx.one("SELECT COALESCE(MAX(number), 0) FROM rubric WHERE code = $1", params![code], |row| row.get(0))?;
    let draft = tx.maybe("SELECT id FROM rubric WHERE code = $1 AND state = 'draft'", params![code], |row| row.get(0))?;
    Ok((last + 1, draft))
}

/// # Errors
/// The store fails.
pub fn any(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.maybe("SELECT 1 FROM rubric LIMIT 1", params![], |_| Ok(()))?.is_some())
}

/// Frameworks to choose from: live ones, and the one already chosen.
///
/// # Errors
/// The store fails.
pub fn frameworks(tx: &mut Tx<'_>, chosen: Option<&str>) -> Result<Vec<(String, String)>> {
    let map = |row: &Row<'_>| Ok((row.get::<String>(0)?, format!("{}, версия {}", row.get::<String>(1)?, row.get::<i64>(2)?)));
    Ok(tx.query("SELECT id, title, number FROM framework WHERE state = 'live' OR id = $1 ORDER BY title, number DESC", params![chosen.unwrap_or_default()], map)?)
}

/// Competencies of a framework that are not blocks: code and title.
///
/// # Errors
/// The store fails.
pub fn competencies(tx: &mut Tx<'_>, framework: Option<&str>) -> Result<Vec<(String, String)>> {
    let Some(framework) = framework else { return Ok(Vec::new()) };
    let sql = "SELECT code, title FROM competency WHERE framework_id = $1 AND parent_id IS NOT NULL ORDER BY code";
    Ok(tx.query(sql, params![framework], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
