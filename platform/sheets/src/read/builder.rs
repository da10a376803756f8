//! Builds a book in memory from what is streamed, with the same limits once more: the child is not trusted.

use super::Sink;
use super::guard::Guard;
use crate::{Book, Cell, Limits, Merge, ReadError, Row, Sheet};

pub(super) struct Builder {
    book: Book,
    guard: Guard,
}

/// Merged cells only help to understand a header; beyond this many they are let go.
pub(super) const MERGES_KEPT: usize = 10_000;

impl Builder {
    pub fn new(limits: &Limits) -> Self {
        Self { book: Book::default(), guard: Guard::new(limits) }
    }

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
        self.guard.sheet(name)?;
        self.book.sheets.push(Sheet { name: name.into(), hidden, ..Sheet::default() });
        Ok(())
    }

    fn row(&mut self, index: u32, cells: Vec<Cell>) -> Result<(), ReadError> {
        self.guard.place(index, u32::try_from(cells.len()).unwrap_or(u32::MAX).saturating_sub(1))?;
        self.guard.row(index, &cells)?;
        for (column, cell) in (0_u32..).zip(&cells) {
            if let Cell::Text(text) | Cell::Error(text) = cell {
                self.guard.text(index, column, text.len())?;
            }
        }
        let sheet = self.last()?;
        if sheet.rows.last().is_some_and(|before| before.index >= index) {
            return Err(ReadError::Damaged { near: Some(crate::address(index, 0)) });
        }
        sheet.rows.push(Row { index, cells });
        Ok(())
    }

    fn merge(&mut self, merge: Merge) -> Result<(), ReadError> {
        let merges = &mut self.last()?.merges;
        if merges.len() < MERGES_KEPT {
            merges.push(merge);
        }
        Ok(())
    }
}
