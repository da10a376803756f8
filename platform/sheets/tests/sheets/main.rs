//! Stories of reading and writing, through the real child process.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

mod craft;
mod damage;
mod header;
mod hostile;
mod older;
mod text;
mod workbook;
mod written;

use std::path::PathBuf;
use std::time::Duration;

use sheets::{Book, Limits, ReadError, Sheet};

fn limits() -> Limits {
    Limits { program: Some(PathBuf::from(env!("CARGO_BIN_EXE_sheet-child"))), ..Limits::default() }
}

fn read(bytes: &[u8]) -> Result<Book, ReadError> {
    sheets::read_bytes(bytes, &limits())
}

/// For honest files in an unoptimised build on a busy machine.
fn read_patiently(bytes: &[u8]) -> Book {
    sheets::read_bytes(bytes, &limits().within(Duration::from_secs(60))).unwrap()
}

fn only_sheet(bytes: &[u8]) -> Sheet {
    read_patiently(bytes).sheets.into_iter().next().unwrap()
}

fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
    sheet.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text().into_owned()).collect()).collect()
}
