//! Counts what was read against the limits, so that no file can fill the memory; both sides of the pipe count.

use crate::{Cell, Limits, ReadError, address};

pub(super) struct Guard {
    sheet: String,
    sheets: usize,
    cells: u64,
    text: u64,
    limits: Limits,
}

impl Guard {
    pub fn new(limits: &Limits) -> Self {
        Self { sheet: String::new(), sheets: 0, cells: 0, text: 0, limits: limits.clone() }
    }

    pub fn sheet(&mut self, name: &str) -> Result<(), ReadError> {
        self.sheets += 1;
        name.clone_into(&mut self.sheet);
        if self.sheets > self.limits.sheets {
            return Err(ReadError::TooManySheets { limit: self.limits.sheets });
        }
        Ok(())
    }

    /// Asked for every filled cell before it is stored.
    pub fn place(&self, row: u32, column: u32) -> Result<(), ReadError> {
        let named = || (self.sheet.clone(), address(row, column));
        if row >= self.limits.rows {
            let (sheet, cell) = named();
            return Err(ReadError::TooManyRows { sheet, cell, limit: self.limits.rows });
        }
        if column >= self.limits.columns {
            let (sheet, cell) = named();
            return Err(ReadError::TooManyColumns { sheet, cell, limit: self.limits.columns });
        }
        Ok(())
    }

    /// Asked for every text before it is copied.
    pub fn text(&mut self, row: u32, column: u32, bytes: usize) -> Result<(), ReadError> {
        if bytes > self.limits.cell_bytes {
            return Err(ReadError::CellTooLong { sheet: self.sheet.clone(), cell: address(row, column), limit: self.limits.cell_bytes });
        }
        self.text = self.text.saturating_add(bytes as u64);
        if self.text > self.limits.text_bytes { Err(self.too_much(row, column)) } else { Ok(()) }
    }

    /// Asked while a text grows: it is not counted yet.
    pub fn long(&self, row: u32, column: u32, bytes: usize) -> Result<(), ReadError> {
        if bytes > self.limits.cell_bytes.saturating_mul(4) {
            return Err(ReadError::CellTooLong { sheet: self.sheet.clone(), cell: address(row, column), limit: self.limits.cell_bytes });
        }
        Ok(())
    }

    /// Asked for every row when it is whole.
    pub fn row(&mut self, row: u32, cells: &[Cell]) -> Result<(), ReadError> {
        self.cells = self.cells.saturating_add(cells.len() as u64);
        if self.cells > self.limits.cells { Err(self.too_much(row, 0)) } else { Ok(()) }
    }

    fn too_much(&self, row: u32, column: u32) -> ReadError {
        ReadError::TooMuch { sheet: self.sheet.clone(), cell: address(row, column) }
    }
}
