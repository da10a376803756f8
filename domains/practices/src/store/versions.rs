//! Versions of a practice and their files.

use crate::{
    form::Draft,
    model::{Attached, PracticeId, Text, VersionState},
};
use files::{Digest, Stored};
use kernel::{Result, Row, Tx, db::DbError, params};

pub(crate) const COLUMNS: &str = "v.practice_id, v.number, v.title, v.problem, v.idea, v.steps, v.results, v.evidence, v.subject, v.direction, v.audience, v.link, v.state, v.submitted_on, v.decided_on";

pub(crate) fn shape(row: &Row<'_>) -> Result<Text, DbError> {
    kernel::row!(Text { practice, number, title, problem, idea, steps, results, evidence, subject, direction, audience, link, state, submitted_on, decided_on })(row)
}

/// A version by its number.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, id: PracticeId, number: i64) -> Result<Text> {
    tx.one(&format!("SELECT {COLUMNS} FROM practice_version v WHERE v.practice_id = $1 AND v.number = $2"), params![id, number], shape)
}

/// The newest version, published or not.
///
/// # Errors
/// Not found.
pub fn newest(tx: &mut Tx<'_>, id: PracticeId) -> Result<Text> {
    tx.one(&format!("SELECT {COLUMNS} FROM practice_version v WHERE v.practice_id = $1 ORDER BY v.number DESC LIMIT 1"), params![id], shape)
}

fn search_key(draft: &Draft) -> String {
    format!(" {}", kernel::search::fold(&[draft.title.as_str(), &draft.problem, &draft.idea].join(" ")))
}

pub(crate) fn insert(tx: &mut Tx<'_>, id: PracticeId, number: i64, draft: &Draft) -> Result<()> {
    let Draft { title, problem, idea, steps, results, evidence, subject, direction, audience, link } = draft;
    tx.execute(
        "INSERT INTO practice_version (practice_id, number, title, search_key, problem, idea, steps, results, evidence, subject, direction, audience, link, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft')",
        params![id, number, title, search_key(draft), problem, idea, steps, results, evidence, subject, direction, audience, link],
    )?;
    Ok(())
}

pub(crate) fn change(tx: &mut Tx<'_>, id: PracticeId, number: i64, draft: &Draft) -> Result<()> {
    let Draft { title, problem, idea, steps, results, evidence, subject, direction, audience, link } = draft;
    tx.execute(
        "UPDATE practice_version SET title = $3, search_key = $4, problem = $5, idea = $6, steps = $7, results = $8, evidence = $9, subject = $10, direction = $11, audience = $12, link = $13 WHERE practice_id = $1 AND number = $2",
        params![id, number, title, search_key(draft), problem, idea, steps, results, evidence, subject, direction, audience, link],
    )?;
    Ok(())
}

/// Sent, taken back, decided: the days go with it.
pub(crate) fn set_state(tx: &mut Tx<'_>, id: PracticeId, number: i64, state: VersionState) -> Result<()> {
    let today = tx.today();
    let sql = match state {
        VersionState::Draft => "UPDATE practice_version SET state = $1, submitted_on = NULL WHERE practice_id = $2 AND number = $3 AND CAST($4 AS TEXT) <> ''",
        VersionState::Review => "UPDATE practice_version SET state = $1, submitted_on = $4 WHERE practice_id = $2 AND number = $3",
        VersionState::Accepted | VersionState::Returned | VersionState::Declined => "UPDATE practice_version SET state = $1, decided_on = $4 WHERE practice_id = $2 AND number = $3",
    };
    tx.execute(sql, params![state, id, number, today])?;
    Ok(())
}

/// Files of a version by their names.
///
/// # Errors
/// The store fails.
pub fn files_of(tx: &mut Tx<'_>, id: PracticeId, number: i64) -> Result<Vec<Attached>> {
    let sql = "SELECT w.digest, w.name, f.kind FROM practice_file w JOIN file f ON f.digest = w.digest WHERE w.practice_id = $1 AND w.number = $2 ORDER BY w.name, w.digest";
    Ok(tx.query(sql, params![id, number], kernel::row!(Attached { digest, name, kind }))?)
}

pub(crate) fn add_file(tx: &mut Tx<'_>, id: PracticeId, number: i64, stored: &Stored, name: &str) -> Result<()> {
    files::record(tx, stored)?;
    let name = files::display_name(name, stored.kind);
    tx.execute("INSERT INTO practice_file (practice_id, number, digest, name) VALUES ($1, $2, $3, $4) ON CONFLICT (practice_id, number, digest) DO NOTHING", params![id, number, stored.digest, name])?;
    Ok(())
}

/// Whether there was such a file.
pub(crate) fn remove_file(tx: &mut Tx<'_>, id: PracticeId, number: i64, digest: &Digest) -> Result<bool> {
    let was_there = tx.execute("DELETE FROM practice_file WHERE practice_id = $1 AND number = $2 AND digest = $3", params![id, number, digest])? > 0;
    if was_there {
        files::forget_unused(tx, digest)?;
    }
    Ok(was_there)
}

/// The next version begins with the files of the one before.
pub(crate) fn carry_files(tx: &mut Tx<'_>, id: PracticeId, from: i64, to: i64) -> Result<()> {
    tx.execute("INSERT INTO practice_file (practice_id, number, digest, name) SELECT practice_id, CAST($3 AS BIGINT), digest, name FROM practice_file WHERE practice_id = $1 AND number = $2", params![id, from, to])?;
    Ok(())
}
