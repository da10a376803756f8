//! Finds where the table on a sheet begins and what its columns are called: titles above, headers of two or three
//! lines with merged cells («Контакты» over «телефон» and «e-mail»), a line of column numbers, totals below.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use crate::{Cell, Merge, Row, Sheet};

/// The header of a table and what of the rows below belongs to the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Indexes of the header's rows on the sheet, counted from 0, a line of column numbers included.
    pub rows: RangeInclusive<u32>,
    /// The title of each column from the first; empty where a column has none.
    pub titles: Vec<String>,
    /// Indexes of rows below that are no data: totals, the header repeated on a new page.
    pub set_aside: Vec<u32>,
}

impl Header {
    /// The rows of data.
    pub fn body<'a>(&'a self, sheet: &'a Sheet) -> impl Iterator<Item = &'a Row> {
        sheet.rows.iter().filter(|row| row.index > *self.rows.end() && self.set_aside.binary_search(&row.index).is_err() && row.filled() > 0)
    }
}

/// How far down a header is looked for, and how many lines it may have.
const LOOK: usize = 50;
const LINES: usize = 3;
/// Web forms make whole questions into titles.
const LONGEST_TITLE: usize = 500;

/// The header of the first table on the sheet; none if no row looks like one.
pub fn find(sheet: &Sheet) -> Option<Header> {
    let table = Table { sheet, merges: merges_on_top(sheet), width: usual_width(sheet) };
    let at = table.first_line()?;
    let from = table.group_line_above(at).unwrap_or(at);
    let to = table.last_line(at);
    let lines = sheet.rows.get(from..=to)?;
    let titles = table.titles(lines);
    let numbers = sheet.rows.get(to + 1).filter(|row| numbers_columns(row)).map_or(to, |_| to + 1);
    let last = sheet.rows.get(numbers)?.index.max(table.reach(lines));
    let rows = lines.first()?.index..=last;
    let set_aside = sheet.rows.iter().skip(numbers + 1).filter(|row| is_total(row) || repeats(row, lines)).map(|row| row.index).collect();
    Some(Header { rows, titles, set_aside })
}

struct Table<'a> {
    sheet: &'a Sheet,
    merges: Vec<Merge>,
    width: usize,
}

impl Table<'_> {
    /// The first row that is wide enough, nearly all labels, and not much narrower than the widest such row above data.
    fn first_line(&self) -> Option<usize> {
        let mut found = Vec::new();
        for (at, row) in self.sheet.rows.iter().take(LOOK).enumerate() {
            let (covered, labels, filled) = self.coverage(row);
            let is_wide = filled > 0 && covered * 10 >= self.width * 6;
            let is_labels = labels * 10 >= filled * 8;
            match (is_wide, is_labels) {
                (true, true) => found.push((at, covered)),
                (true, false) => break,
                (false, _) => {}
            }
        }
        let widest = found.iter().map(|(_, covered)| *covered).max()?;
        found.iter().find(|(_, covered)| covered * 4 >= widest * 3).map(|(at, _)| *at)
    }

    /// Columns covered with merged cells spread out, labels, filled cells. A cell merged across most of the table is a
    /// title and counts as one.
    fn coverage(&self, row: &Row) -> (usize, usize, usize) {
        let mut counts = (0, 0, 0);
        for (column, cell) in (0_u32..).zip(&row.cells) {
            if cell.is_empty() {
                continue;
            }
            let across = self.merge_at(row.index, column).map_or(1, |merge| merge.width() as usize);
            counts.0 += if across * 10 > self.width * 6 { 1 } else { across };
            counts.1 += usize::from(is_label(cell));
            counts.2 += 1;
        }
        if distinct(row) < 2 && self.width > 1 { (0, 0, 0) } else { counts }
    }

    /// A row of group names over the found line, known by its merged cells.
    fn group_line_above(&self, at: usize) -> Option<usize> {
        let above = at.checked_sub(1)?;
        let row = self.sheet.rows.get(above)?;
        let is_next = self.sheet.rows.get(at)?.index == row.index + 1;
        let is_group = |(column, cell): (u32, &Cell)| {
            let merge = self.merge_at(row.index, column);
            cell.is_empty() || (is_label(cell) && merge.is_some_and(|merge| merge.width() > 1 && (merge.width() as usize) * 10 <= self.width * 6))
        };
        let all_groups = (0_u32..).zip(&row.cells).all(is_group);
        (is_next && row.filled() > 0 && all_groups).then_some(above)
    }

    fn last_line(&self, first: usize) -> usize {
        let mut last = first;
        while last + 1 - first < LINES {
            let (Some(above), Some(row)) = (self.sheet.rows.get(last), self.sheet.rows.get(last + 1)) else { break };
            if row.index != above.index + 1 || !self.continues(above, row) {
                break;
            }
            last += 1;
        }
        last
    }

    /// Whether `row` is one more line of the header under `above`: labels only, standing under groups, nothing under a
    /// column that already has its own title.
    fn continues(&self, above: &Row, row: &Row) -> bool {
        let mut under_groups = 0;
        for (column, cell) in (0_u32..).zip(&row.cells) {
            if cell.is_empty() {
                continue;
            }
            if !is_label(cell) || !self.is_in_group(above, row, column) {
                return false;
            }
            under_groups += 1;
        }
        under_groups > 0
    }

    /// A group is a cell merged across, or a cell with blank ones after it that have labels below.
    fn is_in_group(&self, above: &Row, row: &Row, column: u32) -> bool {
        if let Some(merge) = self.merge_at(above.index, column) {
            return merge.width() > 1 && merge.bottom < row.index;
        }
        let at = column as usize;
        let blank_with_label = |at: usize| above.cell(at).is_empty() && is_label(row.cell(at)) && self.merge_at(above.index, column.saturating_add(1)).is_none();
        above.cell(at).is_empty() || blank_with_label(at + 1)
    }

    fn titles(&self, lines: &[Row]) -> Vec<String> {
        let widest = self.sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        (0..widest).map(|column| self.title(lines, column)).collect()
    }

    /// The labels over one column from top to bottom, each once.
    fn title(&self, lines: &[Row], column: usize) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (line, row) in lines.iter().enumerate() {
            let below = lines.get(line + 1);
            let label = spaced(&self.label(row, below, column));
            if !label.is_empty() && parts.last() != Some(&label) {
                parts.push(label);
            }
        }
        parts.join(" ")
    }

    fn label(&self, row: &Row, below: Option<&Row>, column: usize) -> String {
        if let Some(merge) = u32::try_from(column).ok().and_then(|column| self.merge_at(row.index, column)) {
            let origin = self.sheet.rows.binary_search_by_key(&merge.top, |row| row.index).ok().and_then(|at| self.sheet.rows.get(at));
            return origin.map(|origin| origin.cell(merge.left as usize).text().into_owned()).unwrap_or_default();
        }
        let own = row.cell(column).text();
        match below {
            Some(below) if own.trim().is_empty() => self.carried(row, below, column),
            _ => own.into_owned(),
        }
    }

    /// Without merged cells (in delimited text) a group's name stands over its first column only.
    fn carried(&self, row: &Row, below: &Row, column: usize) -> String {
        for left in (0..=column).rev() {
            if below.cell(left).is_empty() {
                break;
            }
            if !row.cell(left).is_empty() {
                let is_merged = u32::try_from(left).is_ok_and(|left| self.merge_at(row.index, left).is_some());
                return if is_merged { String::new() } else { row.cell(left).text().into_owned() };
            }
        }
        String::new()
    }

    /// The lowest row that a cell merged downwards from the header reaches.
    fn reach(&self, lines: &[Row]) -> u32 {
        let last = lines.last().map_or(0, |row| row.index);
        let first = lines.first().map_or(0, |row| row.index);
        let within = |merge: &&Merge| (first..=last).contains(&merge.top) && merge.bottom <= last.saturating_add(1);
        self.merges.iter().filter(within).map(|merge| merge.bottom).max().unwrap_or(last).max(last)
    }

    fn merge_at(&self, row: u32, column: u32) -> Option<&Merge> {
        self.merges.iter().find(|merge| merge.contains(row, column))
    }
}

/// Only the merged cells where a header may be, and not too many of them: each cell looked at asks all of them.
fn merges_on_top(sheet: &Sheet) -> Vec<Merge> {
    const MOST: usize = 1_000;
    let lowest = sheet.rows.get(LOOK).or(sheet.rows.last()).map_or(0, |row| row.index);
    sheet.merges.iter().filter(|merge| merge.top <= lowest).take(MOST).copied().collect()
}

/// How many cells a row of this sheet usually fills: the median over rows with at least two.
fn usual_width(sheet: &Sheet) -> usize {
    let mut widths: Vec<usize> = sheet.rows.iter().take(300).map(Row::filled).filter(|filled| *filled > 1).collect();
    widths.sort_unstable();
    widths.get(widths.len() / 2).copied().unwrap_or(1)
}

/// A text that may name a column: has a letter or is «№», is short, is no address.
fn is_label(cell: &Cell) -> bool {
    let Cell::Text(text) = cell else { return false };
    let text = text.trim();
    let is_mail = text.contains('@') && !text.contains(char::is_whitespace);
    let has_letter = text.contains('№') || text.chars().any(char::is_alphabetic);
    has_letter && !is_mail && text.chars().count() <= LONGEST_TITLE
}

fn distinct(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).map(|cell| spaced(&cell.text())).collect::<HashSet<_>>().len()
}

/// «1 2 3 4»: a line of column numbers that Russian forms put under the header.
fn numbers_columns(row: &Row) -> bool {
    let filled: Vec<String> = row.cells.iter().filter(|cell| !cell.is_empty()).map(|cell| cell.text().trim().to_owned()).collect();
    filled.len() > 1 && filled.iter().zip(1_usize..).all(|(text, number)| *text == number.to_string())
}

fn is_total(row: &Row) -> bool {
    let first = row.cells.iter().find(|cell| !cell.is_empty()).map(|cell| cell.text().trim().to_lowercase()).unwrap_or_default();
    let word = first.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    matches!(word, "итого" | "всего" | "итог")
}

fn repeats(row: &Row, lines: &[Row]) -> bool {
    row.filled() > 1 && lines.iter().any(|line| line.cells == row.cells)
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
