//! Which column of a sheet holds what: guessed by titles, changed by hand.

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

impl Content for Column {
    fn label(self) -> &'static str {
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

    fn missing(mapping: &Mapping) -> Vec<String> {
        let has = |column| mapping.at(column).is_some();
        let name = "Не указано, где ФИО. Выберите столбец «ФИО целиком» или два столбца: «Фамилия» и «Имя»";
        let result = "Не указано, где результат. Выберите столбец «Балл» или «Уровень»";
        let is_named = has(Self::FullName) || (has(Self::Family) && has(Self::Given));
        let is_judged = has(Self::Score) || has(Self::Level);
        [(is_named, name), (is_judged, result)].into_iter().filter(|(is_there, _)| !is_there).map(|(_, sentence)| sentence.to_owned()).collect()
    }
}

impl Column {
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

/// Which column of a list of assessments holds what.
pub type Mapping = intake::Mapping<Column>;

/// The likeliest reading of a table.
#[must_use]
pub fn guess(table: &Table) -> Mapping {
    let people = people::import::guess(table);
    let claims = people.titles.iter().zip(&people.fields).map(|(title, field)| Column::of_title(title).or_else(|| field.and_then(Column::of_person)));
    let claims: Vec<_> = claims.collect();
    Mapping::guessed(people.titles, claims)
}

/// The name of a row.
#[must_use]
pub fn name(mapping: &Mapping, cells: &[String]) -> String {
    let whole = mapping.text(cells, Column::FullName);
    if !whole.is_empty() {
        return whole.to_owned();
    }
    [Column::Family, Column::Given, Column::Patronymic].map(|part| mapping.text(cells, part)).join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(titles: &[&str]) -> Vec<Option<Column>> {
        guess(&Table { sheet: String::new(), titles: titles.iter().map(|title| (*title).to_owned()).collect(), rows: Vec::new() }).columns
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
