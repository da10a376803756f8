//! Reading: the parent's side starts a child, the child's side parses and streams the cells back.

mod archive;
mod builder;
mod child;
mod encoding;
mod guard;
mod html;
mod kind;
mod parent;
mod text;
mod unseen;
mod watched;
mod wire;
mod xls;
mod xlsx;

use std::fs::File;

pub use child::{CHILD_FLAG, child_main};
pub use parent::{read, read_bytes, read_file, stream_bytes};

use crate::{Book, Cell, Limits, Merge, ReadError, Unseen};

/// Where parsed cells go: into a pipe in the child, into a [`Book`] in memory, to a reader that keeps less than all.
pub trait Sink {
    /// A new sheet begins.
    ///
    /// # Errors
    /// Nothing more is wanted.
    fn sheet(&mut self, name: &str, hidden: bool) -> Result<(), ReadError>;
    /// What of the sheet is hidden, if anything is; told before its rows. Whoever doesn't ask for it need not listen.
    ///
    /// # Errors
    /// Nothing more is wanted.
    fn unseen(&mut self, _unseen: Unseen) -> Result<(), ReadError> {
        Ok(())
    }
    /// Rows of a sheet come in ascending order; the last cell is never empty.
    ///
    /// # Errors
    /// Nothing more is wanted.
    fn row(&mut self, index: u32, cells: Vec<Cell>) -> Result<(), ReadError>;
    /// Merged cells come after the rows of their sheet.
    ///
    /// # Errors
    /// Nothing more is wanted.
    fn merge(&mut self, merge: Merge) -> Result<(), ReadError>;
    /// A cell that is a formula, told after the rows of its sheet.
    ///
    /// # Errors
    /// Nothing more is wanted.
    fn formula(&mut self, row: u32, column: u32) -> Result<(), ReadError>;
}

/// Reads a file **made by ourselves** without a child process: a hostile file can take this process down. For tests
/// and for the demo's own files.
pub fn read_in_process(file: File, limits: &Limits) -> Result<Book, ReadError> {
    let mut builder = builder::Builder::default();
    parse(file, limits, &mut watched::Watched::new(limits, &mut builder))?;
    builder.finish(0)
}

/// Parses by what the file is, not by what it is called.
fn parse(mut file: File, limits: &Limits, sink: &mut dyn Sink) -> Result<(), ReadError> {
    match kind::of(&mut file, limits)? {
        kind::Kind::Xlsx => {
            let inside = archive::inspect(&file, limits)?;
            xlsx::parse(file, &inside, limits, sink)
        }
        kind::Kind::Xls => xls::parse(file, limits, sink),
        kind::Kind::Html(bytes) => html::parse(&bytes, limits, sink),
        kind::Kind::Text(bytes) => text::parse(&bytes, limits, sink),
    }
}
