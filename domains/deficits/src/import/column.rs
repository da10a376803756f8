//! Which column of a sheet holds what: guessed by titles, changed by hand.

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
        Email = "email",
        School = "school",
        Subject = "subject",
        Title = "title",
        Competency = "competency",
        TakenOn = "taken_on",
        Score = "score",
        Most = "most",
        Level = "level",
        Document = "document",
    }
}

impl Column {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::FullName => "ФИО целиком",
            Self::Family => "Фамилия",
            Self::Given => "Имя",
            Self::Patronymic => "Отчество",
            Self::BirthOn => "Дата рождения",
            Self::Email => "Электронная почта",
            Self::School => "Школа",
            Self::Subject => "Предмет",
            Self::Title => "Что оценивали",
            Self::Competency => "Компетенция",
            Self::TakenOn => "Дата оценки",
            Self::Score => "Балл",
            Self::Most => "Из скольких",
            Self::Level => "Уровень",
            Self::Document => "Документ",
        }
    }

    /// By the title alone, for what a list of people doesn't have.
    fn of_title(title: &str) -> Option<Self> {
        let title = fold(title);
        let has = |stem: &str| title.split(' ').any(|word| word.starts_with(stem));
        if has("рожд") {
            None
        } else if has("макс") || title.contains("из скольких") {
            Some(Self::Most)
        } else if has("балл") || has("процент") || title == "результат" || title == "итог" {
            Some(Self::Score)
        } else if has("уров") {
            Some(Self::Level)
        } else if has("компетенц") || has("дефицит") {
            Some(Self::Competency)
        } else if has("дата") || title == "когда" {
            Some(Self::TakenOn)
        } else if has("документ") || has("сертификат") || has("удостоверен") || has("справк") {
            Some(Self::Document)
        } else if has("оценк") || has("диагностик") || has("испытан") || title.contains("что оценивали") {
            Some(Self::Title)
        } else {
            None
        }
    }

    /// What a list of people calls the same.
    fn of_person(field: Field) -> Option<Self> {
        match field {
            Field::FullName => Some(Self::FullName),
            Field::Family => Some(Self::Family),
            Field::Given => Some(Self::Given),
            Field::Patronymic => Some(Self::Patronymic),
            Field::BirthOn => Some(Self::BirthOn),
            Field::Email => Some(Self::Email),
            Field::School => Some(Self::School),
            Field::Subjects => Some(Self::Subject),
            Field::Municipality | Field::Position | Field::Since | Field::Phone => None,
        }
    }
}

/// Columns of a sheet and what each holds; `None` is not loaded.
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
            let claimed = Column::of_title(title).or_else(|| field.and_then(Column::of_person));
            columns.push(claimed.filter(|column| !columns.contains(&Some(*column))));
        }
        Self { titles: people.titles, columns }
    }

    /// The text of a row in a column of this kind.
    #[must_use]
    pub fn text<'a>(&self, cells: &'a [String], column: Column) -> &'a str {
        self.at(column).and_then(|at| cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// Which column holds it, counted from 0.
    #[must_use]
    pub fn at(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|known| *known == Some(column))
    }

    /// What keeps this mapping from being used.
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
        let is_named = self.at(Column::FullName).is_some() || (self.at(Column::Family).is_some() && self.at(Column::Given).is_some());
        if !is_named {
            errors.add("column-0", "Не указано, где ФИО. Выберите столбец «ФИО целиком» или два столбца: «Фамилия» и «Имя»");
        }
        if self.at(Column::Score).is_none() && self.at(Column::Level).is_none() {
            errors.add("column-0", "Не указано, где результат. Выберите столбец «Балл» или «Уровень»");
        }
        errors.or(Some(()))
    }

    /// The name of a row.
    #[must_use]
    pub fn name(&self, cells: &[String]) -> String {
        let whole = self.text(cells, Column::FullName);
        if !whole.is_empty() {
            return whole.to_owned();
        }
        [Column::Family, Column::Given, Column::Patronymic].map(|part| self.text(cells, part)).join(" ").trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(titles: &[&str]) -> Vec<Option<Column>> {
        Mapping::guess(&Table { sheet: String::new(), titles: titles.iter().map(|title| (*title).to_owned()).collect(), rows: Vec::new() }).columns
    }

    #[test]
    fn titles_of_lists_are_understood() {
        use Column::*;
        let titles = ["№ п/п", "Ф.И.О. педагога", "Дата рождения", "Образовательная организация", "Предмет", "Дата проведения", "Балл", "Максимальный балл", "Уровень компетенций", "№ сертификата"];
        assert_eq!(guessed(&titles), [None, Some(FullName), Some(BirthOn), Some(School), Some(Subject), Some(TakenOn), Some(Score), Some(Most), Some(Level), Some(Document)]);
    }

    #[test]
    fn a_mapping_needs_a_name_and_a_result_and_no_column_twice() {
        let mapping = |columns: &[Option<Column>]| Mapping { titles: columns.iter().map(|_| String::new()).collect(), columns: columns.to_vec() };
        assert!(mapping(&[Some(Column::FullName), Some(Column::Score)]).check().is_ok());
        assert!(mapping(&[Some(Column::Family), Some(Column::Score)]).check().is_err());
        assert!(mapping(&[Some(Column::FullName), None]).check().is_err());
        assert!(mapping(&[Some(Column::FullName), Some(Column::Score), Some(Column::Score)]).check().is_err_and(|errors| errors.of("column-2").is_some()));
    }
}
