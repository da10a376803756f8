//! Where files lie, and what is the same for all rows of one.

use super::{check::Found, column::Column};
use crate::courses::model::{CourseId, ImportId};
use intake::{List, Tables};
use kernel::{Row, Value, db::DbError, params};

/// What is said of a file beside its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Whose graduates.
    pub course: CourseId,
}

impl List for About {
    type Id = ImportId;
    type Column = Column;
    type Found = Found;
    const TABLES: Tables = Tables { lists: "course_import", rows: "course_import_row" };
    const ABOUT: &'static str = "course_id";

    fn about(row: &Row<'_>, from: usize) -> Result<Self, DbError> {
        Ok(Self { course: row.get(from)? })
    }

    fn values(&self) -> Vec<Value<'_>> {
        params![self.course].to_vec()
    }
}

/// A file of graduates.
pub type Import = intake::Import<About>;
/// One of its rows.
pub type ImportRow = intake::ImportRow<Found>;
