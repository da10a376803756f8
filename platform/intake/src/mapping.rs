//! Which column of a sheet holds what: guessed by titles, changed by hand.

use kernel::{FieldErrors, id::Word};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// What a column of a list may hold.
pub trait Content: Word + Serialize + DeserializeOwned {
    fn label(self) -> &'static str;
    /// What a list can't do without and this mapping has nowhere, in sentences.
    fn missing(mapping: &Mapping<Self>) -> Vec<String>;
}

/// Columns of a sheet and what each holds; `None` is not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping<C> {
    pub titles: Vec<String>,
    pub columns: Vec<Option<C>>,
}

impl<C: Content> Mapping<C> {
    /// The likeliest reading: what each column claims to hold, the first from the left where two claim the same.
    #[must_use]
    pub fn guessed(titles: Vec<String>, claims: impl IntoIterator<Item = Option<C>>) -> Self {
        let mut columns: Vec<Option<C>> = Vec::new();
        for claimed in claims {
            columns.push(claimed.filter(|column| !columns.contains(&Some(*column))));
        }
        Self { titles, columns }
    }

    /// The same sheet read another way.
    #[must_use]
    pub fn with(&self, columns: Vec<Option<C>>) -> Self {
        Self { titles: self.titles.clone(), columns }
    }

    /// The text of a row in a column of this kind.
    #[must_use]
    pub fn text<'a>(&self, cells: &'a [String], column: C) -> &'a str {
        self.at(column).and_then(|at| cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// Which column holds it, counted from 0.
    #[must_use]
    pub fn at(&self, column: C) -> Option<usize> {
        self.columns.iter().position(|known| *known == Some(column))
    }

    /// «Строка 7, ячейка C7: …».
    #[must_use]
    pub fn says(&self, line: u32, column: C, sentence: &str) -> String {
        let cell = self.at(column).and_then(|at| u32::try_from(at).ok()).map(|at| format!(", ячейка {}", sheets::address(line.saturating_sub(1), at))).unwrap_or_default();
        format!("Строка {line}{cell}: {sentence}")
    }

    /// What keeps this mapping from being used: a content in two columns, one that is needed in none.
    ///
    /// # Errors
    /// One sentence per column, by the names of the form.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        for (at, column) in self.columns.iter().enumerate() {
            if let Some(column) = column.filter(|column| self.at(*column) != Some(at)) {
                errors.add(format!("column-{at}"), format!("«{}» выбрано для двух столбцов. Оставьте один", column.label()));
            }
        }
        for sentence in C::missing(self) {
            errors.add("column-0", sentence);
        }
        errors.or(Some(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    kernel::text_enum! { Column { Name = "name", Hours = "hours" } }

    impl Content for Column {
        fn label(self) -> &'static str {
            match self {
                Self::Name => "Название",
                Self::Hours => "Часы",
            }
        }

        fn missing(mapping: &Mapping<Self>) -> Vec<String> {
            if mapping.at(Self::Name).is_none() { vec!["Не указано, где название".into()] } else { Vec::new() }
        }
    }

    fn guessed(claims: &[Option<Column>]) -> Mapping<Column> {
        Mapping::guessed(vec![String::new(); claims.len()], claims.iter().copied())
    }

    #[test]
    fn what_two_columns_claim_is_held_by_the_first_and_a_cell_is_named_by_its_address() {
        let mapping = guessed(&[None, Some(Column::Name), Some(Column::Name), Some(Column::Hours)]);
        assert_eq!(mapping.columns, [None, Some(Column::Name), None, Some(Column::Hours)]);
        let cells = ["1", " Курс ", "", "36"].map(str::to_owned);
        assert_eq!((mapping.text(&cells, Column::Name), mapping.text(&cells[..2], Column::Hours)), ("Курс", ""));
        assert_eq!(mapping.says(7, Column::Hours, "много"), "Строка 7, ячейка D7: много");
        assert_eq!(guessed(&[Some(Column::Name)]).says(7, Column::Hours, "нет"), "Строка 7: нет", "a column that isn't there has no cell");
    }

    #[test]
    fn a_content_twice_and_one_that_lacks_are_said_at_their_columns() {
        assert!(guessed(&[Some(Column::Name)]).check().is_ok());
        let twice = guessed(&[Some(Column::Hours)]).with(vec![Some(Column::Hours), Some(Column::Hours)]).check().unwrap_err();
        assert_eq!((twice.of("column-0"), twice.of("column-1")), (Some("Не указано, где название"), Some("«Часы» выбрано для двух столбцов. Оставьте один")));
    }
}
