//! Lists of resources: a sheet is read, its columns guessed, each row told what is wrong or known already; then all of it becomes
//! drafts or nothing, and as long as nobody has reviewed them the whole list can be taken back.

mod check;
mod column;
mod run;
mod store;

pub use check::{Found, Verdict};
pub use column::{Column, Mapping};
pub use intake::{ImportState, Rest};
pub use run::{Uploaded, choose, discard, find, list, load, read_in, remap, rows, template, undo};
pub use store::{About, Import, ImportRow};

pub(crate) use run::is_own;
