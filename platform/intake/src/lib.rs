//! Lists taken into the house as sheets: read by a confined child, kept row by row, its columns guessed and set by hand, each row told
//! what is wrong with it or asks; then loaded as a whole or not at all, and taken back as a whole.
//!
//! * A domain says what its lists are ([`List`]): the tables they lie in, what a column may hold, what a row was found to say. What a row
//!   means ([`Checks`]), who may, what loading writes and what the journal notes stay with the domain.
//! * The check of the dry run is the check of the loading: a domain has one.
//! * Whoever read a list sees it, nobody else. Rows go when a list ends: only what was loaded stays.

mod kept;
mod mapping;
mod run;
mod sent;
mod table;
pub mod views;

pub use kept::{Import, ImportRow, ImportState, Tables};
pub use mapping::{Content, Mapping};
pub use run::{Checks, Rest, as_count, check_size, chosen, read_anew, read_rows, set_choices};
pub use sent::{Sheet, act, back, choices, columns, rest, sheet};
pub use table::{Table, TableRow, limits};

use kernel::{
    Row, ToValue, Value,
    db::{DbError, FromColumn},
    id::Word,
};
use std::fmt::Display;

/// What the lists of a domain are; the value is what is the same for all rows of one (whose they are, who measured, when).
pub trait List: Sized {
    type Id: Copy + Display + ToValue + FromColumn;
    type Column: Content;
    type Found: Finding;
    const TABLES: Tables;
    /// The own columns of the list's table, as SQL names them.
    const ABOUT: &'static str;
    /// Out of those columns, the first of which is number `from`.
    ///
    /// # Errors
    /// A column is of another type.
    fn about(row: &Row<'_>, from: usize) -> Result<Self, DbError>;
    /// For those columns.
    fn values(&self) -> Vec<Value<'_>>;
}

/// What a row was found to say.
pub trait Finding: serde::Serialize + serde::de::DeserializeOwned {
    type Verdict: Verdict;
    /// What is to become of the row after this choice: nothing, `skip`, or one of those that the row offers.
    fn verdict(&self, choice: &str) -> Self::Verdict;
    /// Whether the choice is one that the row offers.
    fn offers(&self, choice: &str) -> bool;
}

/// What is to become of a row.
pub trait Verdict: Word {
    fn label(self) -> &'static str;
    /// Stands in the way of loading until somebody decides.
    fn waits(self) -> bool;
}

/// Rows of one list.
pub const MOST_ROWS: usize = 2_000;

/// The choice that leaves a row out.
pub const SKIP: &str = "skip";
