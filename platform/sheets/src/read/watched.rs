//! The same limits once more on the parent's side: the child is not trusted.

use super::Sink;
use super::guard::Guard;
use crate::{Cell, Limits, Merge, ReadError, Unseen, address};

pub(super) struct Watched<'a> {
    guard: Guard,
    /// The row before, to see that rows ascend; none at the start of a sheet.
    before: Option<u32>,
    begun: bool,
    inner: &'a mut dyn Sink,
}

impl<'a> Watched<'a> {
    pub fn new(limits: &Limits, inner: &'a mut dyn Sink) -> Self {
        Self { guard: Guard::new(limits), before: None, begun: false, inner }
    }

    fn in_sheet(&self) -> Result<(), ReadError> {
        if self.begun { Ok(()) } else { Err(ReadError::Damaged { near: None }) }
    }
}

impl Sink for Watched<'_> {
    fn sheet(&mut self, name: &str, hidden: bool) -> Result<(), ReadError> {
        self.guard.sheet(name)?;
        (self.before, self.begun) = (None, true);
        self.inner.sheet(name, hidden)
    }

    fn unseen(&mut self, unseen: Unseen) -> Result<(), ReadError> {
        self.in_sheet()?;
        self.inner.unseen(unseen)
    }

    fn row(&mut self, index: u32, cells: Vec<Cell>) -> Result<(), ReadError> {
        self.guard.place(index, u32::try_from(cells.len()).unwrap_or(u32::MAX).saturating_sub(1))?;
        self.guard.row(index, &cells)?;
        for (column, cell) in (0_u32..).zip(&cells) {
            if let Cell::Text(text) | Cell::Error(text) = cell {
                self.guard.text(index, column, text.len())?;
            }
        }
        self.in_sheet()?;
        if self.before.is_some_and(|before| before >= index) {
            return Err(ReadError::Damaged { near: Some(address(index, 0)) });
        }
        self.before = Some(index);
        self.inner.row(index, cells)
    }

    fn merge(&mut self, merge: Merge) -> Result<(), ReadError> {
        self.in_sheet()?;
        self.inner.merge(merge)
    }

    fn formula(&mut self, row: u32, column: u32) -> Result<(), ReadError> {
        self.in_sheet()?;
        self.inner.formula(row, column)
    }
}
