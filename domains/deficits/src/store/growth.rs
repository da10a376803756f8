//! Growth: a repeat beside the first measurement, with the prior that was used.

use crate::model::{AttemptId, Growth, Incomparable};
use kernel::{
    Result, Row, Tx,
    db::DbError,
    id::{PersonId, PlaceId, Uuid},
    params,
};

const COLUMNS: &str =
    "g.competency_code, COALESCE((SELECT MAX(c.title) FROM result r JOIN competency c ON c.id = r.competency_id WHERE r.attempt_id = g.second_attempt AND c.code = g.competency_code), g.competency_code),
    g.first_attempt, g.second_attempt, g.verdict, g.reason, g.change, g.low, g.high, g.p_grew";

fn growth(row: &Row<'_>) -> Result<Growth, DbError> {
    Ok(Growth { code: row.get(0)?, title: row.get(1)?, first: row.get(2)?, second: row.get(3)?, verdict: row.get(4)?, reason: row.get(5)?, change: row.get(6)?, low: row.get(7)?, high: row.get(8)?, p_grew: row.get(9)? })
}

/// What a repeat shows. Whether it may be seen was asked with [`super::results::find`].
pub(crate) fn of_second(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<Vec<Growth>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM growth g WHERE g.second_attempt = $1 ORDER BY g.id"), params![attempt], growth)?)
}

/// The repeats of an attempt that have been scored.
pub(crate) fn repeats_of(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<Vec<AttemptId>> {
    Ok(tx.query("SELECT DISTINCT second_attempt FROM growth WHERE first_attempt = $1", params![attempt], |row| row.get(0))?)
}

pub(crate) fn insert(tx: &mut Tx<'_>, person: PersonId, place: &PlaceId, growth: &Growth, prior: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO growth (id, person_id, place_id, competency_code, first_attempt, second_attempt, verdict, reason, change, low, high, p_grew, prior, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (first_attempt, second_attempt, competency_code) DO NOTHING",
        params![Uuid::now_v7().to_string(), person, place, growth.code, growth.first, growth.second, growth.verdict, growth.reason, growth.change, growth.low, growth.high, growth.p_grew, prior, now],
    )?;
    Ok(())
}

/// A line that says only why there is nothing to compare.
pub(crate) fn not_comparable(code: &str, title: &str, first: AttemptId, second: AttemptId, why: Incomparable) -> Growth {
    Growth { code: code.into(), title: title.into(), first, second, verdict: crate::model::Verdict::NotComparable, reason: why.words().into(), change: None, low: None, high: None, p_grew: None }
}

const COMPARED: &str = "FROM growth WHERE verdict <> 'not_comparable'";

/// How many pairs of measurements on one scale there are.
pub(crate) fn count_pairs(tx: &mut Tx<'_>) -> Result<u64> {
    Ok(tx.count(&format!("SELECT COUNT(*) {COMPARED}"), params![])?)
}

/// The newest pairs: first attempt, second attempt, code of the competency. What the prior of change is learned from; nobody is named.
pub(crate) fn pairs(tx: &mut Tx<'_>, most: u32) -> Result<Vec<(AttemptId, AttemptId, String)>> {
    Ok(tx.query(&format!("SELECT first_attempt, second_attempt, competency_code {COMPARED} ORDER BY id DESC LIMIT $1"), params![most], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

/// The prior that was used last.
pub(crate) fn last_prior(tx: &mut Tx<'_>) -> Result<Option<String>> {
    Ok(tx.maybe("SELECT prior FROM growth ORDER BY id DESC LIMIT 1", params![], |row| row.get(0))?)
}
