//! Which column of a file holds what: guessed by titles, changed by hand.

use kernel::{FieldErrors, search::fold};
use people::import::{Field, Table};
use serde::{Deserialize, Serialize};

kernel::text_enum! {
    /// What a column may hold.
    Column {
        FullName = "full_name",
        Family = "family",
        Given = "given",
        Patronymic = "patronymic",
        BirthOn = "birth_on",
        School = "school",
        Email = "email",
    }
}

impl Column {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::FullName => "ФИО",
            Self::Family => "Фамилия",
            Self::Given => "Имя",
            Self::Patronymic => "Отчество",
            Self::BirthOn => "Дата рождения",
            Self::School => "Школа",
            Self::Email => "Электронная почта",
        }
    }

    fn of_person(field: Field) -> Option<Self> {
        match field {
            Field::FullName => Some(Self::FullName),
            Field::Family => Some(Self::Family),
            Field::Given => Some(Self::Given),
            Field::Patronymic => Some(Self::Patronymic),
            Field::BirthOn => Some(Self::BirthOn),
            Field::School => Some(Self::School),
            Field::Email => Some(Self::Email),
            Field::Subjects | Field::Municipality | Field::Position | Field::Since | Field::Phone => None,
        }
    }

    /// Words of lists of graduates that lists of people don't use.
    fn of_title(title: &str) -> Option<Self> {
        let title = fold(title);
        let has = |stem: &str| title.split(' ').any(|word| word.starts_with(stem));
        match () {
            () if has("слушател") || has("выпускник") || has("обучающ") || has("педагог") => Some(Self::FullName),
            () if has("организац") || title.contains("место работы") => Some(Self::School),
            () => None,
        }
    }
}

/// Columns of a file and what each holds; `None` is not read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub titles: Vec<String>,
    pub columns: Vec<Option<Column>>,
}

impl Mapping {
    /// The likeliest reading of a table.
    #[must_use]
    pub fn guess(table: &Table) -> Self {
        let people = people::import::guess(table);
        let mut columns: Vec<Option<Column>> = Vec::new();
        for (title, field) in people.titles.iter().zip(&people.fields) {
            let claimed = field.and_then(Column::of_person).or_else(|| Column::of_title(title));
            columns.push(claimed.filter(|column| !columns.contains(&Some(*column))));
        }
        Self { titles: people.titles, columns }
    }

    #[must_use]
    pub fn text<'a>(&self, cells: &'a [String], column: Column) -> &'a str {
        self.at(column).and_then(|at| cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// The whole name, out of one column or three.
    #[must_use]
    pub fn name(&self, cells: &[String]) -> String {
        let whole = self.text(cells, Column::FullName);
        if !whole.is_empty() {
            return kernel::name::clean_line(whole);
        }
        kernel::name::clean_line(&[Column::Family, Column::Given, Column::Patronymic].map(|column| self.text(cells, column)).join(" "))
    }

    #[must_use]
    pub fn at(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|known| *known == Some(column))
    }

    /// What keeps this mapping from being used.
    ///
    /// # Errors
    /// By the names of the form.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        for (at, column) in self.columns.iter().enumerate() {
            if let Some(column) = column.filter(|column| self.at(*column) != Some(at)) {
                errors.add(format!("column-{at}"), format!("«{}» выбрано для двух столбцов. Оставьте один", column.label()));
            }
        }
        if self.at(Column::FullName).is_none() && self.at(Column::Family).is_none() {
            errors.add("column-0", "Не указано, где ФИО. Выберите столбец");
        }
        errors.or(Some(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_lists_of_graduates_are_understood() {
        let titles = ["№", "Слушатель", "Дата рождения", "Место работы", "Телефон"];
        let table = Table { sheet: String::new(), titles: titles.map(str::to_owned).to_vec(), rows: Vec::new() };
        assert_eq!(Mapping::guess(&table).columns, [None, Some(Column::FullName), Some(Column::BirthOn), Some(Column::School), None]);
    }

    #[test]
    fn a_file_without_names_is_not_read() {
        let mapping = Mapping { titles: vec![String::new()], columns: vec![Some(Column::School)] };
        assert!(mapping.check().is_err());
    }
}
