//! A file of graduates: read, columns guessed, each row matched to a card by name, birth date and school. Nobody is made: a stranger is a
//! row with a name that waits for a decision — skip, or choose the card. All of it is loaded or nothing; taken back as a whole.

mod check;
mod column;
mod run;
mod store;

pub use check::{Candidate, Found, Verdict};
pub use column::{Column, Mapping};
pub use run::{Rest, Uploaded, choose, choose_card, discard, load, read_in, remap, template, undo};
pub use store::{Import, ImportRow, ImportState, find, list, rows};

/// Rows of one file.
pub const MOST_ROWS: usize = 2_000;
