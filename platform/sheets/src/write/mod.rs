//! Lists out of the product: as .xlsx with typed cells, as .csv that opens in Excel with a double click.

pub(crate) mod csv;
mod xlsx;

use jiff::civil::{Date, DateTime};

pub use self::csv::export_csv;
pub use self::xlsx::{Workbook, export};

/// What goes into a cell. A text stays a text: a phone keeps its zeros and `+`, a formula stays a harmless string.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    Date(Date),
    Number(f64),
    Integer(i64),
    Empty,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.into()) }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A column of a list; without a width of its own it is as wide as what stands in it, within reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub title: String,
    /// In characters.
    pub width: Option<u16>,
}

impl Column {
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), width: None }
    }

    pub fn wide(self, width: u16) -> Self {
        Self { width: Some(width), ..self }
    }
}

/// Who took the list out and when: printed at the foot of each page and kept on a sheet of its own, so that a file
/// found lying about tells where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    pub by: String,
    /// By the clock of the place.
    pub at: DateTime,
    /// The filter in force, in words; empty when none was.
    pub filter: String,
}

impl Made {
    fn moment(&self) -> String {
        let at = self.at;
        format!("{} {:02}:{:02}", crate::book::plain_date(at.date()), at.hour(), at.minute())
    }
}

#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("{rows} rows do not fit on a sheet")]
    TooManyRows { rows: usize },
    #[error("{columns} columns do not fit on a sheet")]
    TooManyColumns { columns: usize },
    #[error("cannot write the workbook")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    #[error("cannot write the table")]
    Csv(#[from] ::csv::Error),
}

impl WriteError {
    /// What is wrong and what to do, for the person who asked for the list.
    pub fn message(&self) -> &'static str {
        match self {
            Self::TooManyRows { .. } => "В таблицу Excel столько строк не помещается. Сузьте список фильтром и выгрузите его по частям.",
            Self::TooManyColumns { .. } => "В таблицу Excel столько столбцов не помещается. Выберите меньше столбцов.",
            Self::Xlsx(_) | Self::Csv(_) => "Не удалось выгрузить список из-за неполадки у нас. Попробуйте ещё раз; если не поможет, сообщите администратору.",
        }
    }
}
