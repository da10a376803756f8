//! Which column of a sheet holds what: guessed by titles, changed by hand.

use intake::{Content, Table};
use kernel::search::fold;

kernel::text_enum! {
    /// What a column may hold.
    Column {
        Kind = "kind",
        Title = "title",
        Summary = "summary",
        Provider = "provider",
        Subject = "subject",
        Form = "form",
        Technology = "technology",
        Hours = "hours",
        StartsOn = "starts_on",
        EndsOn = "ends_on",
        ApplyBy = "apply_by",
        Seats = "seats",
        Link = "link",
        ValidTo = "valid_to",
        Tags = "tags",
    }
}

impl Content for Column {
    fn label(self) -> &'static str {
        match self {
            Self::Kind => "Вид",
            Self::Title => "Название",
            Self::Summary => "Описание",
            Self::Provider => "Организатор",
            Self::Subject => "Предмет",
            Self::Form => "Форма",
            Self::Technology => "Технология",
            Self::Hours => "Часы",
            Self::StartsOn => "Начало",
            Self::EndsOn => "Окончание",
            Self::ApplyBy => "Запись до",
            Self::Seats => "Мест",
            Self::Link => "Ссылка",
            Self::ValidTo => "Предлагать до",
            Self::Tags => "Компетенции",
        }
    }

    fn missing(mapping: &Mapping) -> Vec<String> {
        let lacking = [Self::Title, Self::Hours].into_iter().filter(|column| mapping.at(*column).is_none());
        lacking.map(|column| format!("Не указано, где «{}». Выберите столбец", column.label())).collect()
    }
}

impl Column {
    /// By the title alone.
    fn of_title(title: &str) -> Option<Self> {
        let title = fold(title);
        let has = |stem: &str| title.split(' ').any(|word| word.starts_with(stem));
        let is = |word: &str| title.split(' ').any(|known| known == word);
        // The narrower first: «дата окончания» is no beginning, «ссылка на программу» no title.
        let rules: [(bool, Self); 15] = [
            (has("ссылк") || has("сайт") || is("url"), Self::Link),
            (has("оконч") || has("заверш"), Self::EndsOn),
            (has("заявк") || has("запис") || has("регистрац"), Self::ApplyBy),
            (has("предлагать") || has("актуал") || has("действ"), Self::ValidTo),
            (has("начал") || has("дата") || has("дат"), Self::StartsOn),
            (has("компетенц") || has("дефицит") || has("затруднен"), Self::Tags),
            (has("организат") || has("провайдер") || title.contains("кто проводит"), Self::Provider),
            (has("технолог") || has("метод"), Self::Technology),
            (has("описан") || has("аннотац") || has("содержан"), Self::Summary),
            (has("предмет"), Self::Subject),
            (has("форма"), Self::Form),
            (has("час") || has("объем"), Self::Hours),
            (is("мест"), Self::Seats),
            (is("вид") || is("тип"), Self::Kind),
            (has("назван") || has("наименован") || has("тема") || has("программ"), Self::Title),
        ];
        rules.into_iter().find(|(fits, _)| *fits).map(|(_, column)| column)
    }
}

/// Which column of a list of resources holds what.
pub type Mapping = intake::Mapping<Column>;

/// The likeliest reading of a table.
#[must_use]
pub fn guess(table: &Table) -> Mapping {
    Mapping::guessed(table.titles.clone(), table.titles.iter().map(|title| Column::of_title(title)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(titles: &[&str]) -> Vec<Option<Column>> {
        guess(&Table { sheet: String::new(), titles: titles.iter().map(|title| (*title).to_owned()).collect(), rows: Vec::new() }).columns
    }

    #[test]
    fn titles_of_plans_and_lists_of_courses_are_understood() {
        use Column::*;
        let titles = ["№", "Наименование программы", "Кол-во часов", "Форма обучения", "Дата начала", "Дата окончания", "Количество мест", "Место проведения", "Ссылка на программу", "Дефициты"];
        assert_eq!(guessed(&titles), [None, Some(Title), Some(Hours), Some(Form), Some(StartsOn), Some(EndsOn), Some(Seats), None, Some(Link), Some(Tags)]);
        assert_eq!(guessed(&["Вид", "Тема мастер-класса", "Организатор", "Объём", "Запись до", "Предлагать до"]), [Some(Kind), Some(Title), Some(Provider), Some(Hours), Some(ApplyBy), Some(ValidTo)]);
        assert!(Column::ALL.iter().all(|column| Column::of_title(column.label()) == Some(*column)), "our own sample");
    }

    #[test]
    fn a_mapping_needs_a_title_and_hours_and_no_column_twice() {
        let mapping = |columns: &[Option<Column>]| Mapping { titles: columns.iter().map(|_| String::new()).collect(), columns: columns.to_vec() };
        assert!(mapping(&[Some(Column::Title), Some(Column::Hours)]).check().is_ok());
        assert!(mapping(&[Some(Column::Title)]).check().is_err());
        assert!(mapping(&[Some(Column::Title), Some(Column::Hours), Some(Column::Hours)]).check().is_err_and(|errors| errors.of("column-2").is_some()));
    }
}
