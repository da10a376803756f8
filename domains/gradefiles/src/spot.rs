//! Where something stands: which of several files, which of several sheets, which row and cell.

use serde::{Deserialize, Serialize};
use sheets::address;
use std::fmt;

/// A sheet among several, of a file among several; nothing is told of what there is only one of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tab {
    /// Its number among the files that were chosen together; 0: the only one. What a file is called may be a pupil's name.
    #[serde(default)]
    pub file: u32,
    /// As it may be shown; empty: the only one.
    #[serde(default)]
    pub sheet: String,
}

static ONLY: Tab = Tab { file: 0, sheet: String::new() };

impl Tab {
    /// Whether there is nothing to tell it from.
    #[must_use]
    pub fn is_only(&self) -> bool {
        *self == ONLY
    }

    /// «файл 2, лист «7Б», строка 12, ячейка D12».
    #[must_use]
    pub fn at(&self, row: u32, cell: &str) -> String {
        let cell = if cell.is_empty() { String::new() } else { format!("ячейка {cell}") };
        let parts = [self.to_string(), format!("строка {row}"), cell];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for Tab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.file, self.sheet.as_str()) {
            (0, "") => Ok(()),
            (0, sheet) => write!(f, "лист «{sheet}»"),
            (file, "") => write!(f, "файл {file}"),
            (file, sheet) => write!(f, "файл {file}, лист «{sheet}»"),
        }
    }
}

/// A place of one of the tabs that were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    #[serde(rename = "w", default)]
    pub tab: u32,
    /// The number at the left edge of the sheet.
    #[serde(rename = "l")]
    pub row: u32,
    /// Counted from 0; absent: the row as a whole.
    #[serde(rename = "c", default)]
    pub column: Option<u32>,
}

impl Spot {
    /// On the only tab read so far; its number is given when tabs come together.
    pub(crate) fn here(row: u32, column: Option<usize>) -> Self {
        Self { tab: 0, row, column: column.and_then(|column| u32::try_from(column).ok()) }
    }

    /// In words.
    #[must_use]
    pub fn told(self, tabs: &[Tab]) -> String {
        let cell = self.column.map_or_else(String::new, |column| address(self.row.saturating_sub(1), column));
        tabs.get(self.tab as usize).unwrap_or(&ONLY).at(self.row, &cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_one_of_is_not_told() {
        let tab = |file: u32, sheet: &str| Tab { file, sheet: sheet.into() };
        assert_eq!(tab(0, "").at(12, "D12"), "строка 12, ячейка D12");
        assert_eq!(tab(0, "7Б").at(12, "D12"), "лист «7Б», строка 12, ячейка D12");
        assert_eq!(tab(2, "7Б").at(12, ""), "файл 2, лист «7Б», строка 12");
        assert_eq!((tab(2, "").to_string().as_str(), tab(0, "").is_only()), ("файл 2", true));
        let tabs = [tab(1, ""), tab(2, "")];
        assert_eq!(Spot { tab: 1, row: 4, column: Some(1) }.told(&tabs), "файл 2, строка 4, ячейка B4");
        assert_eq!(Spot::here(4, None).told(&[]), "строка 4");
    }
}
