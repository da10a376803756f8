//! Bringing results in from files: read, shown as sums, checked, loaded whole or not at all, undone within a day.
//!
//! * The file is never kept: it goes through the confined child's pipe, and only sums of classes come out of [`gradefiles`]. Neither its
//!   name nor a word of a cell that may be a person's is written anywhere.
//! * What waits to be confirmed are sums of classes, what schools and subjects were called, and remarks; it is forgotten after a week.
//! * A name of a school means a school only as a whole; what isn't known a person says.

mod batch;
mod form;
mod load;
mod meaning;
mod undo;
mod views;
mod web;

use batch::BatchState;
pub use batch::tidy;
pub use web::router;

/// How long a loaded file may be undone, hours.
const UNDO_HOURS: i64 = 24;
