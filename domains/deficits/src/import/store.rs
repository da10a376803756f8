//! Where lists lie, and what is the same for all rows of one.

use super::{check::Found, column::Column};
use crate::model::ImportId;
use intake::{List, Tables};
use kernel::{Date, Row, Value, db::DbError, id::PlaceId, params};

/// What is said of a list beside its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub place: PlaceId,
    pub source: String,
    pub title: String,
    pub taken_on: Date,
}

impl List for About {
    type Id = ImportId;
    type Column = Column;
    type Found = Found;
    const TABLES: Tables = Tables { lists: "assessment_import", rows: "assessment_import_row" };
    const ABOUT: &'static str = "place_id, source, title, taken_on";

    fn about(row: &Row<'_>, from: usize) -> Result<Self, DbError> {
        Ok(Self { place: row.get(from)?, source: row.get(from + 1)?, title: row.get(from + 2)?, taken_on: row.get(from + 3)? })
    }

    fn values(&self) -> Vec<Value<'_>> {
        params![self.place, self.source, self.title, self.taken_on].to_vec()
    }
}

/// A list of assessments.
pub type Import = intake::Import<About>;
/// One of its rows.
pub type ImportRow = intake::ImportRow<Found>;
