//! The union itself, its titles and subjects.

use super::{place_name_sql, title_sql};
use crate::{
    form::Draft,
    model::{Kind, PastTitle, Union, UnionId},
};
use kernel::{
    Date, Result, Row, Tx,
    db::DbError,
    id::{AccountId, PlaceId},
    params,
};

/// `$1` is the day.
pub(crate) fn select() -> String {
    format!(
        "SELECT u.id, u.kind, u.parent_id, u.place_id, u.direction, u.about, u.link, u.quorum_percent, u.opened_on, u.closed_on, u.closed_why, u.version, {}, {}, pl.path FROM union_body u JOIN place pl ON pl.id = u.place_id",
        title_sql("u.id", "$1"),
        place_name_sql("u.place_id", "$1")
    )
}

pub(crate) fn shape(row: &Row<'_>) -> Result<Union, DbError> {
    kernel::row!(Union { id, kind, parent, place, direction, about, link, quorum_percent, opened_on, closed_on, closed_why, version, title, place_name, place_path })(row)
}

/// A union as it is called on a day. Whether it may be seen is for `access::load`.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, id: UnionId, on: Date) -> Result<Union> {
    tx.one(&format!("{} WHERE u.id = $2", select()), params![on, id], shape)
}

/// Codes of its subjects.
///
/// # Errors
/// The store fails.
pub fn subjects(tx: &mut Tx<'_>, id: UnionId) -> Result<Vec<String>> {
    Ok(tx.query("SELECT subject FROM union_subject WHERE union_id = $1 ORDER BY subject", params![id], |row| row.get(0))?)
}

/// Its names, the newest first.
///
/// # Errors
/// The store fails.
pub fn titles(tx: &mut Tx<'_>, id: UnionId) -> Result<Vec<PastTitle>> {
    Ok(tx.query("SELECT valid_from, valid_to, title FROM union_title WHERE union_id = $1 ORDER BY valid_from DESC", params![id], kernel::row!(PastTitle { from, until, title }))?)
}

/// Unions in force that something of this kind at this place may stand under.
///
/// # Errors
/// The store fails.
pub fn candidates(tx: &mut Tx<'_>, kinds: &[Kind], place_path: &str) -> Result<Vec<Union>> {
    let today = tx.today();
    let sql = format!("{} WHERE (u.closed_on IS NULL OR u.closed_on > $1) AND u.kind <> 'school' AND SUBSTR(CAST($2 AS TEXT), 1, LENGTH(pl.path)) = pl.path ORDER BY u.kind, 13, u.id", select());
    let found = tx.query(&sql, params![today, place_path], shape)?;
    Ok(found.into_iter().filter(|union| kinds.contains(&union.kind)).collect())
}

/// Unions in force that others may stand under, within a range of places and above it: for the list of a form.
///
/// # Errors
/// The store fails.
pub fn able_to_be_above(tx: &mut Tx<'_>, place_path: &str) -> Result<Vec<Union>> {
    let (today, until) = (tx.today(), kernel::search::after(place_path));
    let sql = format!(
        "{} WHERE (u.closed_on IS NULL OR u.closed_on > $1) AND u.kind <> 'school' AND (SUBSTR(CAST($2 AS TEXT), 1, LENGTH(pl.path)) = pl.path OR (pl.path >= $2 AND pl.path < $3)) ORDER BY u.kind, 13, u.id",
        select()
    );
    Ok(tx.query(&sql, params![today, place_path, until], shape)?)
}

/// The nearest union above that shares a subject, if there is exactly one of its kind.
///
/// # Errors
/// The store fails.
pub fn natural_parent(tx: &mut Tx<'_>, kind: Kind, place_path: &str, own: &[String]) -> Result<Option<UnionId>> {
    let candidates = candidates(tx, kind.above(), place_path)?;
    for above in kind.above() {
        let mut fitting = Vec::new();
        for union in candidates.iter().filter(|union| union.kind == *above) {
            // The krai's union is for everything; below it only a shared subject says who stands under whom.
            let theirs = subjects(tx, union.id)?;
            if theirs.is_empty() || theirs.iter().any(|subject| own.contains(subject)) {
                fitting.push(union.id);
            }
        }
        if let [only] = fitting[..] {
            return Ok(Some(only));
        }
    }
    Ok(None)
}

pub(crate) fn insert(tx: &mut Tx<'_>, draft: &Draft, parent: Option<UnionId>, by: AccountId) -> Result<UnionId> {
    let (id, now) = (UnionId::fresh(), tx.now());
    let Draft { kind, place, title, opened_on, subjects, direction, about, link, quorum_percent, parent: _ } = draft;
    tx.execute(
        "INSERT INTO union_body (id, kind, parent_id, place_id, direction, about, link, quorum_percent, opened_on, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![id, kind, parent, place, direction, about, link, i64::from(*quorum_percent), opened_on, by, now],
    )?;
    set_title(tx, id, *opened_on, title)?;
    set_subjects(tx, id, subjects)?;
    Ok(id)
}

pub(crate) fn change(tx: &mut Tx<'_>, id: UnionId, draft: &Draft, parent: Option<UnionId>, version: i64) -> Result<()> {
    tx.change_one(
        "Объединение",
        "UPDATE union_body SET parent_id = $1, direction = $2, about = $3, link = $4, quorum_percent = $5, version = version + 1 WHERE id = $6 AND version = $7",
        params![parent, draft.direction, draft.about, draft.link, i64::from(draft.quorum_percent), id, version],
    )?;
    set_subjects(tx, id, &draft.subjects)
}

/// Called so from a day on; the same day again mends the name.
pub(crate) fn set_title(tx: &mut Tx<'_>, id: UnionId, from: Date, title: &str) -> Result<()> {
    let key = format!(" {}", kernel::search::fold(title));
    tx.execute("INSERT INTO union_title (union_id, valid_from, title, search_key) VALUES ($1, $2, $3, $4) ON CONFLICT (union_id, valid_from) DO UPDATE SET title = $3, search_key = $4", params![id, from, title, key])?;
    tx.execute("UPDATE union_title SET valid_to = (SELECT MIN(n.valid_from) FROM union_title n WHERE n.union_id = union_title.union_id AND n.valid_from > union_title.valid_from) WHERE union_id = $1", params![id])?;
    Ok(())
}

fn set_subjects(tx: &mut Tx<'_>, id: UnionId, subjects: &[String]) -> Result<()> {
    tx.execute("DELETE FROM union_subject WHERE union_id = $1", params![id])?;
    for subject in subjects {
        tx.execute("INSERT INTO union_subject (union_id, subject) VALUES ($1, $2) ON CONFLICT (union_id, subject) DO NOTHING", params![id, subject])?;
    }
    Ok(())
}

pub(crate) fn touch(tx: &mut Tx<'_>, id: UnionId, version: i64) -> Result<()> {
    tx.change_one("Объединение", "UPDATE union_body SET version = version + 1 WHERE id = $1 AND version = $2", params![id, version])
}

pub(crate) fn close(tx: &mut Tx<'_>, id: UnionId, on: Date, why: &str, version: i64) -> Result<()> {
    tx.change_one("Объединение", "UPDATE union_body SET closed_on = $1, closed_why = $2, version = version + 1 WHERE id = $3 AND version = $4", params![on, why, id, version])
}

/// Unions of the same kind at a place that share a subject: a second one is likely the first.
pub(crate) fn twins(tx: &mut Tx<'_>, kind: Kind, place: &PlaceId, title: &str) -> Result<bool> {
    let (today, key) = (tx.today(), format!(" {}", kernel::search::fold(title)));
    let sql = "SELECT COUNT(*) FROM union_body u JOIN union_title t ON t.union_id = u.id WHERE u.kind = $1 AND u.place_id = $2 AND t.search_key = $3 AND t.valid_to IS NULL AND (u.closed_on IS NULL OR u.closed_on > $4)";
    Ok(tx.count(sql, params![kind, place, key, today])? > 0)
}
