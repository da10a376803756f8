//! A sheet whose merged cells say everywhere what they say once, and the search for the lines of a header.

use crate::{Problem, Tab, key::words};
use kernel::name::clean_line;
use sheets::{Cell, Row, Sheet, address, column_letters};
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

pub(crate) struct Grid<'a> {
    pub sheet: &'a Sheet,
    /// Cell → the top left one of the merged cells it lies in.
    merged: HashMap<(u32, u32), (u32, u32)>,
    formulas: HashSet<(u32, u32)>,
}

/// More cells under merged ones than this is no report but a trap.
const MOST_MERGED: u64 = 200_000;

pub(crate) const NO_VALUE: &str = "здесь формула без сохранённого значения: откройте файл в табличном редакторе, сохраните и загрузите снова";

pub(crate) fn merged_with((row, column): (u32, u32)) -> String {
    format!("ячейка объединена с {}: число нельзя отнести к одной строке, разъедините ячейки", address(row, column))
}

static EMPTY: Cell = Cell::Empty;

impl<'a> Grid<'a> {
    pub fn of(sheet: &'a Sheet) -> Self {
        let mut merged = HashMap::new();
        let last = sheet.rows.last().map_or(0, |row| row.index);
        let mut left = MOST_MERGED;
        for merge in &sheet.merges {
            let (bottom, right) = (merge.bottom.min(last), merge.right.min(500));
            let size = u64::from(bottom.saturating_sub(merge.top) + 1) * u64::from(right.saturating_sub(merge.left) + 1);
            if size > left || merge.top > bottom || merge.left > right {
                continue;
            }
            left -= size;
            merged.extend((merge.top..=bottom).flat_map(|row| (merge.left..=right).map(move |column| ((row, column), (merge.top, merge.left)))));
        }
        Self { sheet, merged, formulas: sheet.formulas.iter().copied().collect() }
    }

    pub fn rows(&self) -> &'a [Row] {
        &self.sheet.rows
    }

    /// What a cell says, as it is or through the merged cells it lies in.
    pub fn cell<'r>(&'r self, row: &'r Row, column: usize) -> &'r Cell {
        let own = row.cell(column);
        if !own.is_empty() {
            return own;
        }
        self.origin(row.index, column).filter(|origin| *origin != (row.index, u32::try_from(column).unwrap_or(u32::MAX))).map_or(own, |(top, left)| self.at(top, left))
    }

    fn origin(&self, row: u32, column: usize) -> Option<(u32, u32)> {
        self.merged.get(&(row, u32::try_from(column).ok()?)).copied()
    }

    fn at(&self, row: u32, column: u32) -> &'a Cell {
        let rows = &self.sheet.rows;
        rows.binary_search_by_key(&row, |row| row.index).ok().and_then(|at| rows.get(at)).map_or(&EMPTY, |row| row.cell(column as usize))
    }

    pub fn text(&self, row: &Row, column: usize) -> String {
        clean_line(&self.cell(row, column).text())
    }

    /// A cell that must say something of its own row only.
    ///
    /// # Errors
    /// It is merged with cells of other rows, or is a formula without a saved value.
    pub fn own<'r>(&self, row: &'r Row, column: usize) -> Result<&'r Cell, String> {
        let own = row.cell(column);
        let place = (row.index, u32::try_from(column).unwrap_or(u32::MAX));
        if own.is_empty() && self.formulas.contains(&place) {
            return Err(NO_VALUE.into());
        }
        match self.origin(row.index, column) {
            Some(origin) if own.is_empty() && origin.0 != row.index && !self.at(origin.0, origin.1).is_empty() => Err(merged_with(origin)),
            _ => Ok(own),
        }
    }

    pub fn width(&self) -> usize {
        self.rows().iter().take(400).map(|row| row.cells.len()).max().unwrap_or(0)
    }

    pub fn problem(&self, row: u32, column: Option<usize>, text: impl Into<String>) -> Problem {
        let cell = column.map_or_else(String::new, |column| address(row, u32::try_from(column).unwrap_or(u32::MAX)));
        Problem { tab: Tab::default(), row: row.saturating_add(1), cell, text: text.into() }
    }

    /// How many of these columns' cells are formulas, and the first of them.
    pub fn formulas_in(&self, columns: &[usize]) -> Option<(usize, String)> {
        let mut found: Vec<&(u32, u32)> = self.formulas.iter().filter(|(_, column)| columns.contains(&(*column as usize))).collect();
        found.sort_unstable();
        found.first().map(|(row, column)| (found.len(), address(*row, *column)))
    }

    /// What of the rows that were counted and of their columns isn't seen in the program that shows the sheet.
    pub fn unseen(&self, rows: &[u32], columns: &[usize]) -> Vec<String> {
        let unseen = &self.sheet.unseen;
        let hidden: Vec<u32> = rows.iter().copied().filter(|row| unseen.has_row(*row)).collect();
        let mut columns: Vec<u32> = columns.iter().filter_map(|column| u32::try_from(*column).ok()).filter(|column| unseen.has_column(*column)).collect();
        columns.sort_unstable();
        columns.dedup();
        let letters: Vec<String> = columns.iter().take(10).map(|column| column_letters(*column)).collect();
        let of_rows = hidden.iter().min().map(|first| format!("Скрытых строк: {}, первая {}. Они посчитаны.", hidden.len(), first + 1));
        let of_columns = (!columns.is_empty()).then(|| format!("Скрытых столбцов: {} ({}). Они посчитаны.", columns.len(), letters.join(", ")));
        of_rows.into_iter().chain(of_columns).collect()
    }

    /// The best header among the first rows: the lines that make most titles mean something, the fewest of them.
    pub fn header(&self, worth: impl Fn(&[String]) -> usize) -> Option<Head> {
        let mut best: Option<(usize, Head)> = None;
        let width = self.width();
        for start in 0..self.rows().len().min(LOOK) {
            for length in 1..=LINES {
                let Some(lines) = self.rows().get(start..start + length) else { break };
                if lines.windows(2).any(|pair| matches!(pair, [above, below] if below.index != above.index + 1)) {
                    break;
                }
                let titles: Vec<String> = (0..width).map(|column| self.title(lines, column)).collect();
                let worth = worth(&titles);
                // Of two that say as much the one with fewer lines: a title above is no line of a header.
                let is_better = best.as_ref().map_or(worth > 0, |(most, head)| worth > *most || (worth == *most && length < head.body - head.start));
                if is_better {
                    best = Some((worth, Head { start, body: start + length, titles }));
                }
            }
        }
        let (_, mut head) = best?;
        if self.rows().get(head.body).is_some_and(numbers_columns) {
            head.body += 1;
        }
        Some(head)
    }

    fn title(&self, lines: &[Row], column: usize) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let own = self.text(line, column);
            let below = lines.get(at + 1..).unwrap_or_default();
            let part = if own.is_empty() && !below.is_empty() { self.carried(line, below, column) } else { own };
            if !part.is_empty() && parts.last() != Some(&part) {
                parts.push(part);
            }
        }
        parts.join(" ")
    }

    /// Without merged cells a group's name stands over its first column only.
    fn carried(&self, line: &Row, below: &[Row], column: usize) -> String {
        let filled_below = |column: usize| below.iter().any(|row| !row.cell(column).is_empty());
        for left in (0..=column).rev() {
            if !filled_below(left) {
                break;
            }
            if !line.cell(left).is_empty() {
                return if self.origin(line.index, left).is_some() { String::new() } else { self.text(line, left) };
            }
        }
        String::new()
    }
}

const LOOK: usize = 40;
const LINES: usize = 4;

/// Where a header was found.
pub(crate) struct Head {
    /// The first of its rows among the rows of the sheet.
    pub start: usize,
    /// The first row of data.
    pub body: usize,
    pub titles: Vec<String>,
}

/// «1 2 3 4»: a line of column numbers under a header.
fn numbers_columns(row: &Row) -> bool {
    let filled: Vec<Cow<'_, str>> = row.cells.iter().filter(|cell| !cell.is_empty()).map(Cell::text).collect();
    filled.len() > 2 && filled.iter().zip(1_usize..).all(|(text, number)| text.trim() == number.to_string())
}

/// Whether a row repeats the header on a new page.
pub(crate) fn repeats(row: &Row, titles: &[String]) -> bool {
    row.filled() > 1 && row.cells.iter().zip(titles).all(|(cell, title)| words(&cell.text()) == words(title))
}
