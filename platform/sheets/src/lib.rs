//! Spreadsheets in and out: .xlsx and delimited text are read (old .xls and tables of web pages where asked), .xlsx and
//! .csv are written.
//!
//! What holds here:
//! - A file from outside is hostile until proven otherwise: it is parsed by a child process (our own program started
//!   again with [`CHILD_FLAG`]) that limits its own memory and time before it touches the file; a crash there is a
//!   polite refusal here.
//! - Cells are given as they stand: no trimming, no guessing of dates from text. Cleaning and asking are the importer's.
//! - Every refusal says in Russian what is wrong, where, and what to do: [`ReadError::message`].
//! - A text written is a text read: no value of ours can become a formula in the reader's program.

mod book;
mod error;
mod limits;
mod read;

pub mod header;
pub mod titled;
pub mod write;

pub use book::{Book, Cell, Merge, Row, Sheet, Unseen, address, column_letters};
pub use error::{Looks, ReadError};
pub use limits::Limits;
pub use read::{CHILD_FLAG, Sink, child_main, read, read_bytes, read_file, read_in_process, stream_bytes};
pub use write::{Column, Made, Value, Workbook, WriteError, export, export_csv};
