//! How much a file from outside may ask of us before it is refused.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The defaults suit a file from a stranger: the worst one costs the two processes about 256 MB together and ends in
/// five seconds. For a big list from one's own staff give more time with [`Limits::within`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Limits {
    /// The program to start as the child; none is this very program.
    #[serde(skip)]
    pub program: Option<PathBuf>,
    /// Size of the file itself.
    pub file_bytes: u64,
    /// Everything inside the archive, unpacked.
    pub unpacked_bytes: u64,
    /// Unpacked to packed; only asked of what unpacks to more than 20 MB.
    pub ratio: u64,
    /// Files inside the archive.
    pub entries: usize,
    pub sheets: usize,
    pub rows: u32,
    pub columns: u32,
    /// Cells of the whole book, gaps before a filled cell included.
    pub cells: u64,
    /// Text of the whole book, in bytes of UTF-8.
    pub text_bytes: u64,
    /// Text of one cell, in bytes of UTF-8.
    pub cell_bytes: usize,
    /// What the child may take on top of what it has at its start.
    pub memory_bytes: u64,
    /// Whether what schools' programs save as .xls is read too: the old binary book and a web page with a table in it.
    #[serde(default)]
    pub older: bool,
    /// Whether it is told which cells are formulas; what is read of them is the value last saved.
    #[serde(default)]
    pub formulas: bool,
    /// Whether it is told which rows and columns of an .xlsx sheet are hidden.
    #[serde(default)]
    pub unseen: bool,
    /// Time by the clock; the same bound holds for processor time.
    pub wall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        const MB: u64 = 1 << 20;
        Self {
            program: None,
            file_bytes: 20 * MB,
            unpacked_bytes: 200 * MB,
            ratio: 200,
            entries: 2_000,
            sheets: 100,
            rows: 200_000,
            columns: 200,
            cells: 1_500_000,
            text_bytes: 40 * MB,
            cell_bytes: 200_000,
            memory_bytes: 144 * MB,
            older: false,
            formulas: false,
            unseen: false,
            wall: Duration::from_secs(5),
        }
    }
}

impl Limits {
    /// The same limits with another time.
    pub fn within(self, wall: Duration) -> Self {
        Self { wall, ..self }
    }

    pub(crate) fn wall_seconds(&self) -> u64 {
        self.wall.as_secs().saturating_add(u64::from(self.wall.subsec_nanos() > 0)).max(1)
    }
}
