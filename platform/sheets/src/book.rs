//! A spreadsheet in memory: only rows that hold something, cells as they stand.

use std::borrow::Cow;

use jiff::civil::Date;

/// All sheets of one file, in the order of its tabs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    pub sheets: Vec<Sheet>,
    /// What reading cost the child process at its highest, in KiB; 0 where the system does not say.
    pub child_peak_kib: u64,
}

impl Book {
    /// The first sheet that a person sees and that is not empty.
    pub fn first_filled(&self) -> Option<&Sheet> {
        let filled = || self.sheets.iter().filter(|sheet| !sheet.rows.is_empty());
        filled().find(|sheet| !sheet.hidden).or_else(|| filled().next())
    }
}

/// One tab. Rows are in ascending order of their index; blank rows are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    pub name: String,
    pub hidden: bool,
    pub rows: Vec<Row>,
    pub merges: Vec<Merge>,
    /// Row and column of each cell that is a formula, if [`crate::Limits::formulas`] asked for them.
    pub formulas: Vec<(u32, u32)>,
    /// What of it the program doesn't show, if [`crate::Limits::unseen`] asked for it.
    pub unseen: Unseen,
}

/// Hidden rows and columns of a sheet: spans from … to …, counted from 0, in ascending order. Known of .xlsx only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unseen {
    pub rows: Vec<(u32, u32)>,
    pub columns: Vec<(u32, u32)>,
}

impl Unseen {
    pub fn has_row(&self, row: u32) -> bool {
        holds(&self.rows, row)
    }

    pub fn has_column(&self, column: u32) -> bool {
        holds(&self.columns, column)
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.columns.is_empty()
    }
}

fn holds(spans: &[(u32, u32)], number: u32) -> bool {
    let after = spans.partition_point(|(first, _)| *first <= number);
    after.checked_sub(1).and_then(|at| spans.get(at)).is_some_and(|(_, last)| number <= *last)
}

/// A row that holds something. Trailing empty cells are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Counted from 0; the number a person sees is [`Row::number`].
    pub index: u32,
    pub cells: Vec<Cell>,
}

impl Row {
    /// The number at the left edge of the sheet.
    pub fn number(&self) -> u32 {
        self.index.saturating_add(1)
    }

    /// The cell of a column counted from 0; beyond the last one everything is empty.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// What one cell holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    /// A calendar day; a time of day that stood with it is dropped.
    Date(Date),
    Bool(bool),
    /// What the spreadsheet program shows for a broken formula, such as `#N/A`.
    Error(String),
}

impl Cell {
    /// Nothing at all, or a text of nothing but white space.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Date(_) | Self::Bool(_) | Self::Error(_) => false,
        }
    }

    /// The cell as a person would read it: 89141234567 without an exponent, 05.09.2026.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Date(date) => Cow::Owned(plain_date(*date)),
            Self::Bool(true) => Cow::Borrowed("да"),
            Self::Bool(false) => Cow::Borrowed("нет"),
        }
    }
}

/// A rectangle of cells shown as one; its value stands in the top left cell. All bounds are inclusive, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    pub top: u32,
    pub left: u32,
    pub bottom: u32,
    pub right: u32,
}

impl Merge {
    pub fn contains(&self, row: u32, column: u32) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }

    pub fn width(&self) -> u32 {
        self.right.saturating_sub(self.left).saturating_add(1)
    }
}

/// `address(16, 2)` is `C17`: row and column counted from 0, the address as the program shows it.
pub fn address(row: u32, column: u32) -> String {
    format!("{}{}", column_letters(column), u64::from(row) + 1)
}

/// `column_letters(2)` is `C`, `column_letters(26)` is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

pub(crate) fn plain_date(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn addresses_are_those_of_the_spreadsheet_program() {
        assert_eq!(address(16, 2), "C17");
        assert_eq!(address(0, 25), "Z1");
        assert_eq!(address(0, 26), "AA1");
        assert_eq!(address(1_048_575, 16_383), "XFD1048576");
        assert_eq!(address(u32::MAX, u32::MAX), "MWLQKWV4294967296");
    }

    #[test]
    fn a_phone_that_became_a_number_reads_as_digits() {
        assert_eq!(Cell::Number(89_141_234_567.0).text(), "89141234567");
        assert_eq!(Cell::Number(0.5).text(), "0.5");
        assert_eq!(Cell::Date(date(2026, 9, 5)).text(), "05.09.2026");
    }
}
