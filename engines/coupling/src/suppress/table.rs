//! The table, its sums, and what is left of it.

use super::Reason;
use crate::{error::Error, share::Count};

/// Pupils of one school in one subject, and how many teachers stand behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    pub count: Count,
    pub teachers: u32,
}

impl Cell {
    /// People who are counted and not judged: halves stand for two sides, so that what may be taken from the cell is taken from its number.
    #[must_use]
    pub fn people(count: i64) -> Self {
        Self { count: Count::new(count / 2, count).unwrap_or_default(), teachers: 0 }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub parent: Option<usize>,
    /// `None`: a sum of the rows below it.
    pub cells: Option<Vec<Cell>>,
    /// By column, that after the last for the total; where known better than by adding up.
    pub teachers: Vec<(usize, u32)>,
}

/// Rows in a tree, by columns. Rows are numbered in the order in which they were added, those above before those below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: usize,
    pub(super) rows: Vec<Row>,
}

impl Table {
    #[must_use]
    pub fn new(columns: usize) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// A region, a municipality: the sum of what is put below it.
    ///
    /// # Errors
    /// A parent that isn't there or is no sum.
    pub fn sum(&mut self, parent: Option<usize>) -> Result<usize, Error> {
        self.add(Row { parent, cells: None, teachers: Vec::new() })
    }

    /// A school with a cell for every column.
    ///
    /// # Errors
    /// A parent that isn't there or is no sum; another number of cells than the table has columns.
    pub fn leaf(&mut self, parent: Option<usize>, cells: Vec<Cell>) -> Result<usize, Error> {
        if cells.len() != self.columns {
            return Err(Error::Shape { what: "cells of a row", found: cells.len(), wanted: self.columns });
        }
        self.add(Row { parent, cells: Some(cells), teachers: Vec::new() })
    }

    /// How many teachers stand behind a cell, or without a column behind the whole row, where that is known better than by adding up:
    /// subjects of a school may share theirs, and so may schools.
    ///
    /// # Errors
    /// A row or a column that isn't there.
    pub fn know_teachers(&mut self, row: usize, column: Option<usize>, teachers: u32) -> Result<(), Error> {
        let column = column.unwrap_or(self.columns);
        if column > self.columns {
            return Err(Error::OutOfRange { what: "a column" });
        }
        self.rows.get_mut(row).ok_or(Error::OutOfRange { what: "a row" })?.teachers.push((column, teachers));
        Ok(())
    }

    fn add(&mut self, row: Row) -> Result<usize, Error> {
        if row.parent.is_some_and(|at| self.rows.get(at).is_none_or(|above| above.cells.is_some())) {
            return Err(Error::OutOfRange { what: "the row above" });
        }
        self.rows.push(row);
        Ok(self.rows.len() - 1)
    }

    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Where a cell stands among the sums; the total is the column after the last.
    pub(super) fn at(&self, row: usize, column: usize) -> usize {
        row * (self.columns + 1) + column
    }

    /// Every cell with every total. Schools' teachers add up; a school's subjects may share theirs, so its total has as many as its largest unless [`Table::know_teachers`] says better.
    pub(super) fn sums(&self) -> Vec<Cell> {
        let mut sums = vec![Cell::default(); self.rows.len() * (self.columns + 1)];
        for (at, row) in self.rows.iter().enumerate() {
            let Some(cells) = &row.cells else { continue };
            let start = self.at(at, 0);
            sums[start..start + self.columns].copy_from_slice(cells);
            let count = cells.iter().fold(Count::default(), |sum, cell| sum.and(cell.count));
            sums[start + self.columns] = Cell { count, teachers: cells.iter().map(|cell| cell.teachers).max().unwrap_or(0) };
        }
        for at in (0..self.rows.len()).rev() {
            for (column, teachers) in &self.rows[at].teachers {
                sums[self.at(at, *column)].teachers = *teachers;
            }
            let Some(parent) = self.rows[at].parent else { continue };
            for column in 0..=self.columns {
                let own = sums[self.at(at, column)];
                let above = &mut sums[self.at(parent, column)];
                *above = Cell { count: above.count.and(own.count), teachers: above.teachers.saturating_add(own.teachers) };
            }
        }
        sums
    }
}

/// What a reader sees of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Nobody was measured.
    Empty,
    Hidden,
    Value(Count),
}

/// A table of which nothing hidden can be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    columns: usize,
    leaves: Vec<bool>,
    sums: Vec<Cell>,
    why: Vec<Option<Reason>>,
}

impl Suppressed {
    pub(super) fn new(table: &Table, sums: Vec<Cell>, why: Vec<Option<Reason>>) -> Self {
        Self { columns: table.columns, leaves: table.rows.iter().map(|row| row.cells.is_some()).collect(), sums, why }
    }

    /// A cell; without a column the row's total. A place that isn't in the table is hidden.
    #[must_use]
    pub fn shown(&self, row: usize, column: Option<usize>) -> Shown {
        match self.at(row, column).and_then(|at| Some((self.sums.get(at)?, self.why.get(at)?))) {
            None | Some((_, Some(_))) => Shown::Hidden,
            Some((cell, None)) if cell.count.of() == 0 => Shown::Empty,
            Some((cell, None)) => Shown::Value(cell.count),
        }
    }

    /// Why it is hidden.
    #[must_use]
    pub fn why(&self, row: usize, column: Option<usize>) -> Option<Reason> {
        self.at(row, column).and_then(|at| *self.why.get(at)?)
    }

    /// Which are hidden, row by row, the total after the last column: what [`super::attack`] takes.
    #[must_use]
    pub fn mask(&self) -> Vec<bool> {
        self.why.iter().map(Option::is_some).collect()
    }

    /// Of the cells of schools with anybody in them: all, hidden by the rule, hidden to protect; and the share of pupils in what is shown.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        let mut pupils = (0.0, 0.0);
        for (at, (cell, why)) in self.sums.iter().zip(&self.why).enumerate() {
            let (row, column) = (at / (self.columns + 1), at % (self.columns + 1));
            if !self.leaves[row] || column == self.columns || cell.count.of() == 0 {
                continue;
            }
            tally.cells += 1;
            pupils.0 += f64::from(cell.count.of());
            match why {
                None => pupils.1 += f64::from(cell.count.of()),
                Some(Reason::Complementary) => tally.complementary += 1,
                Some(Reason::FewPupils | Reason::FewTeachers | Reason::NearEdge) => tally.primary += 1,
            }
        }
        tally.pupils_shown = if pupils.0 > 0.0 { pupils.1 / pupils.0 } else { 1.0 };
        tally
    }

    fn at(&self, row: usize, column: Option<usize>) -> Option<usize> {
        let column = column.unwrap_or(self.columns);
        (row < self.leaves.len() && column <= self.columns).then_some(row * (self.columns + 1) + column)
    }
}

/// What suppression cost.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    pub cells: usize,
    pub primary: usize,
    pub complementary: usize,
    pub pupils_shown: f64,
}
