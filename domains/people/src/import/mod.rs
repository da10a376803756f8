//! Import of people from the sheets that institutes have: read, understood, shown as a dry run, committed, undone.
//!
//! * Nothing is thrown away: each row is kept as it was read, and what is not understood is asked about.
//! * A dry run and a commit are the same check; a commit repeats it in its own transaction.
//! * Likeness to an existing card is a question to a person, unless two data agree.
//! * A batch is undone as a whole, and only if nobody has touched its people since.

mod batch;
mod check;
mod command;
mod commit;
mod directory;
mod field;
mod known;
mod mapping;
mod matching;
mod note;
mod outcome;
mod plan;
mod school_name;
mod undo;
mod values;

pub use batch::{Batch, BatchId, BatchState, Counts, RowFilter, Source, StoredRow, batches, discard, find, list_rows, read_in, remap, set_choices, tidy};
pub use check::{Checked, Draft};
pub use command::{Options, import_command};
pub use commit::{Mode, Summary, commit};
pub use field::Field;
pub use intake::{Table, TableRow, limits};
pub use mapping::{Mapping, guess};
pub use matching::Match;
pub use note::{Choice, Level, Note, Verdict};
pub use outcome::{errors_sheet, template};
pub use undo::undo;
