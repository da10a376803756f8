//! Files that were read: whoever read one sees it.

use super::{check::Found, column::Mapping};
use crate::courses::model::{CourseId, ImportId};
use kernel::{Result, Row, Timestamp, Tx, db::DbError, id::AccountId, params};

kernel::text_enum! {
    ImportState { Read = "read", Loaded = "loaded", Undone = "undone", Discarded = "discarded" }
}

impl ImportState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Read => "прочитан, не загружен",
            Self::Loaded => "загружен",
            Self::Undone => "загрузка отменена",
            Self::Discarded => "удалён",
        }
    }
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub id: ImportId,
    pub course: CourseId,
    pub file_name: String,
    pub mapping: Mapping,
    pub state: ImportState,
    pub loaded: i64,
    pub made_at: Timestamp,
    pub version: i64,
}

/// A row as it was read, with what was found and chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    pub line: u32,
    pub cells: Vec<String>,
    pub found: Found,
    /// Empty, `skip`, or the id of a card.
    pub choice: String,
}

const COLUMNS: &str = "id, course_id, file_name, mapping, state, loaded, made_at, version";

fn json<T: serde::de::DeserializeOwned>(raw: &str) -> Result<T, DbError> {
    serde_json::from_str(raw).map_err(|cause| DbError::Shape(format!("a file of graduates: {cause}")))
}

fn text<T: serde::Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::new)?)
}

fn import(row: &Row<'_>) -> Result<Import, DbError> {
    Ok(Import { id: row.get(0)?, course: row.get(1)?, file_name: row.get(2)?, mapping: json(&row.get::<String>(3)?)?, state: row.get(4)?, loaded: row.get(5)?, made_at: row.get(6)?, version: row.get(7)? })
}

/// A file that the account has read itself.
///
/// # Errors
/// [`kernel::Error::NotFound`].
pub fn find(tx: &mut Tx<'_>, by: AccountId, id: ImportId) -> Result<Import> {
    tx.one(&format!("SELECT {COLUMNS} FROM course_import WHERE id = $1 AND made_by = $2"), params![id, by], import)
}

/// The account's files of a course, newest first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, by: AccountId, course: CourseId) -> Result<Vec<Import>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM course_import WHERE made_by = $1 AND course_id = $2 AND state <> 'discarded' ORDER BY made_at DESC, id DESC LIMIT 50"), params![by, course], import)?)
}

/// The rows of a file in its order; none once it was loaded or discarded.
///
/// # Errors
/// The store fails.
pub fn rows(tx: &mut Tx<'_>, id: ImportId) -> Result<Vec<ImportRow>> {
    Ok(tx.query("SELECT line, cells, found, choice FROM course_import_row WHERE import_id = $1 ORDER BY line", params![id], |row| {
        Ok(ImportRow { line: row.get(0)?, cells: json(&row.get::<String>(1)?)?, found: json(&row.get::<String>(2)?)?, choice: row.get(3)? })
    })?)
}

pub(super) fn insert(tx: &mut Tx<'_>, by: AccountId, new: &Import) -> Result<()> {
    let Import { id, course, file_name, mapping, state, loaded, made_at, version: _ } = new;
    let sql = "INSERT INTO course_import (id, course_id, file_name, mapping, state, loaded, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    tx.execute(sql, params![id, course, file_name, text(mapping)?, state, loaded, by, made_at])?;
    Ok(())
}

pub(super) fn insert_row(tx: &mut Tx<'_>, id: ImportId, line: u32, cells: &[String], found: &Found) -> Result<()> {
    tx.execute("INSERT INTO course_import_row (import_id, line, cells, found) VALUES ($1, $2, $3, $4)", params![id, line, text(&cells)?, text(found)?])?;
    Ok(())
}

pub(super) fn set_row(tx: &mut Tx<'_>, id: ImportId, line: u32, found: &Found, choice: &str) -> Result<()> {
    tx.execute("UPDATE course_import_row SET found = $1, choice = $2 WHERE import_id = $3 AND line = $4", params![text(found)?, choice, id, line])?;
    Ok(())
}

pub(super) fn set_mapping(tx: &mut Tx<'_>, id: ImportId, mapping: &Mapping, version: i64) -> Result<()> {
    tx.change_one("Список", "UPDATE course_import SET mapping = $1, version = version + 1 WHERE id = $2 AND version = $3 AND state = 'read'", params![text(mapping)?, id, version])
}

/// Ends a file: its rows go, only what was loaded stays.
pub(super) fn set_state(tx: &mut Tx<'_>, id: ImportId, (from, to): (ImportState, ImportState), loaded: i64, version: i64) -> Result<()> {
    tx.execute("DELETE FROM course_import_row WHERE import_id = $1", params![id])?;
    tx.change_one("Список", "UPDATE course_import SET state = $1, loaded = $2, version = version + 1 WHERE id = $3 AND version = $4 AND state = $5", params![to, loaded, id, version, from])
}

pub(super) fn touch(tx: &mut Tx<'_>, id: ImportId, version: i64) -> Result<()> {
    tx.change_one("Список", "UPDATE course_import SET version = version + 1 WHERE id = $1 AND version = $2 AND state = 'read'", params![id, version])
}
