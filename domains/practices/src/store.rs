//! SQL of this domain's tables; people and places are joined for display.

pub mod list;
pub mod reviews;
pub mod uses;
pub mod versions;

use crate::{
    form::Agreement,
    model::{Practice, PracticeId, State},
};
use consent::conditions::conditions_sql;
use kernel::{
    Date, Result, Row, Tx,
    db::DbError,
    id::{PersonId, PlaceId},
    params,
};

/// A place's short name on the day `$1`, as a column.
pub(crate) fn place_name_sql(place: &str) -> String {
    format!("COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = {place} AND pn.valid_from <= $1 AND (pn.valid_to IS NULL OR pn.valid_to > $1) ORDER BY pn.valid_from DESC LIMIT 1), {place})")
}

/// A person's name in full, as a column; who was erased has none.
pub(crate) fn full_name_sql(person: &str) -> String {
    format!("COALESCE(CASE WHEN {person}.erased_at IS NULL THEN TRIM({person}.family || ' ' || {person}.given || ' ' || COALESCE({person}.patronymic, '')) ELSE '' END, '')")
}

/// Columns of a practice `r` with its author `p` and place `pl`.
pub(crate) fn columns() -> String {
    format!(
        "r.id, r.author_id, r.place_id, r.state, r.published_number, r.published_on, r.with_name, r.is_open, r.withdrawn_why, r.work_id, r.resource_id, r.certificate_code, r.version, {}, {}, pl.path",
        full_name_sql("p"),
        place_name_sql("r.place_id")
    )
}

pub(crate) const JOINS: &str = "FROM practice r JOIN place pl ON pl.id = r.place_id LEFT JOIN person p ON p.id = r.author_id";
/// How many columns [`columns`] has.
pub(crate) const WIDTH: usize = 16;

pub(crate) fn shape(row: &Row<'_>) -> Result<Practice, DbError> {
    kernel::row!(Practice { id, author, place, state, published_number, published_on, with_name, is_open, withdrawn_why, work, resource, certificate_code, version, author_name, place_name, place_path })(row)
}

/// A practice; whether it may be seen is for `sight`.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, id: PracticeId) -> Result<Practice> {
    let today = tx.today();
    tx.one(&format!("SELECT {} {JOINS} WHERE r.id = $2", columns()), params![today, id], shape)
}

/// The practice of a certificate's code.
///
/// # Errors
/// Not found.
pub fn by_certificate(tx: &mut Tx<'_>, code: &str) -> Result<Practice> {
    let today = tx.today();
    tx.one(&format!("SELECT {} {JOINS} WHERE r.certificate_code = $2 AND r.certificate_code <> ''", columns()), params![today, code], shape)
}

/// An author's practices, the newest first.
///
/// # Errors
/// The store fails.
pub fn of_author(tx: &mut Tx<'_>, author: PersonId) -> Result<Vec<Practice>> {
    let today = tx.today();
    Ok(tx.query(&format!("SELECT {} {JOINS} WHERE r.author_id = $2 ORDER BY r.made_at DESC, r.id DESC", columns()), params![today, author], shape)?)
}

/// An author's own conditions of being published, printed beside the name; empty: none. Ask only where the name may be shown.
///
/// # Errors
/// Not found.
pub(crate) fn conditions_of(tx: &mut Tx<'_>, person: PersonId) -> Result<String> {
    tx.one(&format!("SELECT COALESCE({}, '') FROM person p WHERE p.id = $1", conditions_sql("p.id")), params![person], |row| row.get(0))
}

pub(crate) fn insert(tx: &mut Tx<'_>, author: PersonId, place: &PlaceId, work: &str) -> Result<PracticeId> {
    let (id, now) = (PracticeId::fresh(), tx.now());
    tx.execute("INSERT INTO practice (id, author_id, place_id, state, work_id, made_at) VALUES ($1, $2, $3, 'draft', $4, $5)", params![id, author, place, work, now])?;
    Ok(id)
}

const WHAT: &str = "Практика";

pub(crate) fn touch(tx: &mut Tx<'_>, id: PracticeId, version: i64) -> Result<()> {
    tx.change_one(WHAT, "UPDATE practice SET version = version + 1 WHERE id = $1 AND version = $2", params![id, version])
}

/// Where it stands; what is published stays so while a newer version goes its way.
pub(crate) fn set_state(tx: &mut Tx<'_>, id: PracticeId, state: State) -> Result<()> {
    tx.execute("UPDATE practice SET state = CASE WHEN published_number > 0 AND state = 'published' THEN 'published' ELSE $1 END, version = version + 1 WHERE id = $2", params![state, id])?;
    Ok(())
}

pub(crate) fn agree(tx: &mut Tx<'_>, id: PracticeId, agreement: Agreement) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE practice SET with_name = $1, is_open = $2, agreed_at = $3 WHERE id = $4", params![agreement.with_name, agreement.is_open, now, id])?;
    Ok(())
}

pub(crate) fn publish(tx: &mut Tx<'_>, id: PracticeId, number: i64, code: &str, on: Date) -> Result<()> {
    tx.execute(
        "UPDATE practice SET state = 'published', published_number = $1, published_on = COALESCE(published_on, $2), certificate_code = CASE WHEN certificate_code = '' THEN $3 ELSE certificate_code END, version = version + 1 WHERE id = $4",
        params![number, on, code, id],
    )?;
    Ok(())
}

pub(crate) fn withdraw(tx: &mut Tx<'_>, id: PracticeId, why: &str, version: i64) -> Result<()> {
    tx.change_one(WHAT, "UPDATE practice SET state = 'withdrawn', published_number = 0, withdrawn_why = $1, version = version + 1 WHERE id = $2 AND version = $3", params![why, id, version])
}

pub(crate) fn set_resource(tx: &mut Tx<'_>, id: PracticeId, resource: &str) -> Result<()> {
    tx.execute("UPDATE practice SET resource_id = $1, version = version + 1 WHERE id = $2", params![resource, id])?;
    Ok(())
}
