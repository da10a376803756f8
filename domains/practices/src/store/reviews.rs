//! Reviews, taken and given.

use crate::{
    form::ReviewDraft,
    model::{PracticeId, Review, ReviewId},
};
use access::Actor;
use kernel::{
    Date, Result, Row, ToValue, Tx, Value,
    db::DbError,
    id::{AccountId, PersonId},
    params,
};

const COLUMNS: &str = "w.id, w.practice_id, w.number, w.reviewer, w.verdict, w.marks, w.words, w.taken_on, w.given_on";

fn shape(row: &Row<'_>) -> Result<Review, DbError> {
    let marks: String = row.get(5)?;
    Ok(Review {
        id: row.get(0)?,
        practice: row.get(1)?,
        number: row.get(2)?,
        reviewer: row.get(3)?,
        verdict: row.get(4)?,
        marks: serde_json::from_str(&marks).map_err(|cause| DbError::Shape(format!("marks of a review: {cause}")))?,
        words: row.get(6)?,
        taken_on: row.get(7)?,
        given_on: row.get(8)?,
    })
}

/// Reviews of a version in the order they were taken.
///
/// # Errors
/// The store fails.
pub fn of_version(tx: &mut Tx<'_>, id: PracticeId, number: i64) -> Result<Vec<Review>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM practice_review w WHERE w.practice_id = $1 AND w.number = $2 ORDER BY w.id"), params![id, number], shape)?)
}

/// What a reviewer has taken and not yet given.
///
/// # Errors
/// The store fails.
pub fn taken_by(tx: &mut Tx<'_>, reviewer: AccountId) -> Result<Vec<Review>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM practice_review w WHERE w.reviewer = $1 AND w.verdict = '' ORDER BY w.taken_on, w.id"), params![reviewer], shape)?)
}

/// Whose reviews were given on which days of `[from, to)`, a line for each. Whose work may be read is the caller's question.
///
/// # Errors
/// The store fails.
pub fn given_by(tx: &mut Tx<'_>, people: &[PersonId], (from, to): (Date, Date)) -> Result<Vec<(PersonId, Date)>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value<'_>> = params![from, to].to_vec();
    let listed = (3..3 + people.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
    values.extend(people.iter().map(ToValue::to_value));
    let sql = format!("SELECT person_id, given_on FROM practice_review WHERE person_id IN ({listed}) AND verdict <> '' AND given_on >= $1 AND given_on < $2");
    Ok(tx.query(&sql, &values, |row| Ok((row.get(0)?, row.get(1)?)))?)
}

pub(crate) fn take(tx: &mut Tx<'_>, id: PracticeId, number: i64, actor: &Actor) -> Result<ReviewId> {
    let (review, today) = (ReviewId::fresh(), tx.today());
    tx.execute("INSERT INTO practice_review (id, practice_id, number, reviewer, person_id, taken_on) VALUES ($1, $2, $3, $4, $5, $6)", params![review, id, number, actor.account, actor.person, today])?;
    Ok(review)
}

pub(crate) fn give_back(tx: &mut Tx<'_>, id: ReviewId) -> Result<()> {
    tx.execute("DELETE FROM practice_review WHERE id = $1 AND verdict = ''", params![id])?;
    Ok(())
}

pub(crate) fn give(tx: &mut Tx<'_>, id: ReviewId, draft: &ReviewDraft) -> Result<()> {
    let today = tx.today();
    let marks = serde_json::to_string(&draft.marks).map_err(anyhow::Error::new)?;
    tx.change_one("Рецензия", "UPDATE practice_review SET verdict = $1, marks = $2, words = $3, given_on = $4 WHERE id = $5 AND verdict = ''", params![draft.verdict, marks, draft.words, today, id])
}

/// Those who were still reading when it was decided or taken back have nothing to do any more.
pub(crate) fn release(tx: &mut Tx<'_>, id: PracticeId, number: i64) -> Result<()> {
    tx.execute("DELETE FROM practice_review WHERE practice_id = $1 AND number = $2 AND verdict = ''", params![id, number])?;
    Ok(())
}
