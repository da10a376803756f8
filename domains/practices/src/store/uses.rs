//! Re-uses.

use super::{full_name_sql, place_name_sql};
use crate::{
    form::UseDraft,
    model::{PracticeId, UseId, UseState, Used},
};
use kernel::{
    Result, Row, Tx,
    db::DbError,
    id::{AccountId, PersonId, PlaceId},
    params,
};

fn select() -> String {
    format!(
        "SELECT e.id, e.practice_id, e.person_id, {}, {}, pl.path, e.used_on, e.place_words, e.outcome, e.state, e.refused_why, e.version FROM practice_use e JOIN place pl ON pl.id = e.place_id LEFT JOIN person p ON p.id = e.person_id",
        full_name_sql("p"),
        place_name_sql("e.place_id")
    )
}

fn shape(row: &Row<'_>) -> Result<Used, DbError> {
    kernel::row!(Used { id, practice, person, person_name, place_name, place_path, used_on, place_words, outcome, state, refused_why, version })(row)
}

/// Of a practice, the newest first.
///
/// # Errors
/// The store fails.
pub fn of_practice(tx: &mut Tx<'_>, id: PracticeId) -> Result<Vec<Used>> {
    let today = tx.today();
    Ok(tx.query(&format!("{} WHERE e.practice_id = $2 ORDER BY e.used_on DESC, e.id DESC LIMIT 200", select()), params![today, id], shape)?)
}

/// Of a person.
///
/// # Errors
/// The store fails.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Used>> {
    let today = tx.today();
    Ok(tx.query(&format!("{} WHERE e.person_id = $2 ORDER BY e.used_on DESC, e.id DESC LIMIT 200", select()), params![today, person], shape)?)
}

/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, id: UseId) -> Result<Used> {
    let today = tx.today();
    tx.one(&format!("{} WHERE e.id = $2", select()), params![today, id], shape)
}

/// Told and undecided, at places within a range or of practices of this author.
///
/// # Errors
/// The store fails.
pub fn waiting(tx: &mut Tx<'_>, (from, to): (&str, &str), author: Option<PersonId>) -> Result<Vec<Used>> {
    let (today, author) = (tx.today(), author.map(|id| id.to_string()).unwrap_or_default());
    let sql = format!(
        "{} JOIN practice r ON r.id = e.practice_id WHERE e.state = 'told' AND ((pl.path >= $2 AND pl.path < $3) OR (CAST($4 AS TEXT) <> '' AND r.author_id = $4)) AND (CAST($4 AS TEXT) = '' OR e.person_id IS NULL OR e.person_id <> $4) ORDER BY e.made_at, e.id LIMIT 200",
        select()
    );
    Ok(tx.query(&sql, params![today, from, to, author], shape)?)
}

pub(crate) fn insert(tx: &mut Tx<'_>, id: PracticeId, (person, place): (PersonId, &PlaceId), draft: &UseDraft) -> Result<UseId> {
    let (used, now) = (UseId::fresh(), tx.now());
    tx.execute(
        "INSERT INTO practice_use (id, practice_id, person_id, place_id, used_on, place_words, outcome, state, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'told', $8)",
        params![used, id, person, place, draft.used_on, draft.place_words, draft.outcome, now],
    )?;
    Ok(used)
}

pub(crate) fn decide(tx: &mut Tx<'_>, id: UseId, (state, why): (UseState, &str), by: AccountId, version: i64) -> Result<()> {
    let today = tx.today();
    tx.change_one(
        "Применение практики",
        "UPDATE practice_use SET state = $1, refused_why = $2, decided_by = $3, decided_on = $4, version = version + 1 WHERE id = $5 AND version = $6",
        params![state, why, by, today, id, version],
    )
}

pub(crate) fn remove(tx: &mut Tx<'_>, id: UseId) -> Result<()> {
    tx.execute("DELETE FROM practice_use WHERE id = $1", params![id])?;
    Ok(())
}

/// Whether the person has told of the same day already.
pub(crate) fn is_told(tx: &mut Tx<'_>, id: PracticeId, person: PersonId, draft: &UseDraft) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM practice_use WHERE practice_id = $1 AND person_id = $2 AND used_on = $3 AND state <> 'refused'", params![id, person, draft.used_on])? > 0)
}
