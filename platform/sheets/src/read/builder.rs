//! Builds a book in memory from what is streamed.

use super::Sink;
use crate::{Book, Cell, Merge, ReadError, Row, Sheet, Unseen};

#[derive(Default)]
pub(super) struct Builder {
    book: Book,
}

/// Merged cells only help to understand a header; beyond this many they are let go.
pub(super) const MERGES_KEPT: usize = 10_000;
/// Formulas are only told about; beyond this many on a sheet it is enough to know that there are many.
pub(super) const FORMULAS_KEPT: usize = 100_000;

impl Builder {
    pub fn finish(self, child_peak_kib: u64) -> Result<Book, ReadError> {
        if self.book.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
            return Err(ReadError::Empty);
        }
        Ok(Book { child_peak_kib, ..self.book })
    }

    fn last(&mut self) -> Result<&mut Sheet, ReadError> {
        self.book.sheets.last_mut().ok_or(ReadError::Damaged { near: None })
    }
}

impl Sink for Builder {
    fn sheet(&mut self, name: &str, hidden: bool) -> Result<(), ReadError> {
        self.book.sheets.push(Sheet { name: name.into(), hidden, ..Sheet::default() });
        Ok(())
    }

    fn unseen(&mut self, unseen: Unseen) -> Result<(), ReadError> {
        self.last()?.unseen = unseen;
        Ok(())
    }

    fn row(&mut self, index: u32, cells: Vec<Cell>) -> Result<(), ReadError> {
        self.last()?.rows.push(Row { index, cells });
        Ok(())
    }

    fn merge(&mut self, merge: Merge) -> Result<(), ReadError> {
        let merges = &mut self.last()?.merges;
        if merges.len() < MERGES_KEPT {
            merges.push(merge);
        }
        Ok(())
    }

    fn formula(&mut self, row: u32, column: u32) -> Result<(), ReadError> {
        let formulas = &mut self.last()?.formulas;
        if formulas.len() < FORMULAS_KEPT {
            formulas.push((row, column));
        }
        Ok(())
    }
}
