//! Which column of a file holds what: guessed by titles, changed by hand.

use intake::{Content, Table};
use kernel::search::fold;
use people::import::Field;

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

impl Content for Column {
    fn label(self) -> &'static str {
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

    fn missing(mapping: &Mapping) -> Vec<String> {
        let is_named = mapping.at(Self::FullName).is_some() || mapping.at(Self::Family).is_some();
        if is_named { Vec::new() } else { vec!["Не указано, где ФИО. Выберите столбец".into()] }
    }
}

impl Column {
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

/// Which column of a file of graduates holds what.
pub type Mapping = intake::Mapping<Column>;

/// The likeliest reading of a table.
#[must_use]
pub fn guess(table: &Table) -> Mapping {
    let people = people::import::guess(table);
    let claims: Vec<_> = people.titles.iter().zip(&people.fields).map(|(title, field)| field.and_then(Column::of_person).or_else(|| Column::of_title(title))).collect();
    Mapping::guessed(people.titles, claims)
}

/// The whole name, out of one column or three.
#[must_use]
pub fn name(mapping: &Mapping, cells: &[String]) -> String {
    let whole = mapping.text(cells, Column::FullName);
    if !whole.is_empty() {
        return kernel::name::clean_line(whole);
    }
    kernel::name::clean_line(&[Column::Family, Column::Given, Column::Patronymic].map(|column| mapping.text(cells, column)).join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_lists_of_graduates_are_understood() {
        let titles = ["№", "Слушатель", "Дата рождения", "Место работы", "Телефон"];
        let table = Table { sheet: String::new(), titles: titles.map(str::to_owned).to_vec(), rows: Vec::new() };
        assert_eq!(guess(&table).columns, [None, Some(Column::FullName), Some(Column::BirthOn), Some(Column::School), None]);
    }

    #[test]
    fn a_file_without_names_is_not_read() {
        let mapping = Mapping { titles: vec![String::new()], columns: vec![Some(Column::School)] };
        assert!(mapping.check().is_err());
    }
}
