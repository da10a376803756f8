//! A file of graduates: read, columns guessed, each row matched to a card by name, birth date and school. Nobody is made: a stranger is a
//! row with a name that waits for a decision — skip, or choose the card. All of it is loaded or nothing; taken back as a whole.

mod check;
mod column;
mod run;
mod store;

pub use check::{Candidate, Found, Verdict};
pub use column::{Column, Mapping};
pub use intake::{ImportState, Rest, Sheet as Uploaded};
pub use run::{choose, choose_card, discard, find, list, load, read_in, remap, rows, template, undo};
pub use store::{About, Import, ImportRow};
