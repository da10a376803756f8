//! Lists of resources: a sheet is read, its columns guessed, each row told what is wrong or known already; then all of it becomes
//! drafts or nothing, and as long as nobody has reviewed them the whole list can be taken back.

mod check;
mod column;
mod run;
mod store;

pub use check::{Found, Verdict};
pub use column::{Column, Mapping};
pub use run::{Rest, Uploaded, choose, discard, load, read_in, remap, template, undo};
pub use store::{Import, ImportRow, ImportState, find, list, rows};

pub(crate) use run::is_own;

/// Rows of one list.
pub const MOST_ROWS: usize = 2_000;
