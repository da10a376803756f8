//! Lists of outside assessments: a sheet is read, its columns guessed, each row told whom it means and what is wrong; then all of it is
//! loaded or nothing, and a loaded list can be taken back as long as nothing rests on it.

mod check;
pub(crate) mod column;
mod run;
mod store;

pub use check::{Candidate, Found, Verdict};
pub use column::{Column, Mapping};
pub use intake::{ImportState, Rest};
pub use run::{Uploaded, choose, discard, find, list, load, read_in, remap, rows, template, undo};
pub use store::{About, Import, ImportRow};
