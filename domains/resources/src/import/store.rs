//! Where lists lie, and what is the same for all rows of one.

use super::{check::Found, column::Column};
use crate::model::ImportId;
use intake::{List, Tables};
use kernel::{Row, Value, db::DbError, id::PlaceId, params};

/// What is said of a list beside its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Whose catalogue.
    pub place: PlaceId,
}

impl List for About {
    type Id = ImportId;
    type Column = Column;
    type Found = Found;
    const TABLES: Tables = Tables { lists: "resource_import", rows: "resource_import_row" };
    const ABOUT: &'static str = "place_id";

    fn about(row: &Row<'_>, from: usize) -> Result<Self, DbError> {
        Ok(Self { place: row.get(from)? })
    }

    fn values(&self) -> Vec<Value<'_>> {
        params![self.place].to_vec()
    }
}

/// A list of resources.
pub type Import = intake::Import<About>;
/// One of its rows.
pub type ImportRow = intake::ImportRow<Found>;
