//! Lists of outside assessments: a sheet is read, its columns guessed, each row told whom it means and what is wrong; then all of it is
//! loaded or nothing, and a loaded list can be taken back as long as nothing rests on it.

mod check;
mod column;
mod run;
mod store;

pub use check::{Candidate, Found, Verdict};
pub use column::{Column, Mapping};
pub use run::{Rest, Uploaded, choose, discard, load, read_in, remap, template, undo};
pub use store::{Import, ImportRow, ImportState, find, list, rows};

/// Rows of one list.
pub const MOST_ROWS: usize = 2_000;
