//! Which column holds what: guessed by titles, and by what stands below where a title says nothing.

use super::{Field, Table};
use kernel::{FieldErrors, search::fold};
use serde::{Deserialize, Serialize};

/// Columns of a sheet and what each holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub sheet: String,
    pub titles: Vec<String>,
    /// By column; `None` is not loaded.
    pub fields: Vec<Option<Field>>,
}

/// Rows looked at when the titles are silent.
const SAMPLE: usize = 50;

/// The likeliest field of each column: the strongest claim first, a field once.
#[must_use]
pub fn guess(table: &Table) -> Mapping {
    let width = table.titles.len().max(table.rows.iter().take(SAMPLE).map(|row| row.cells.len()).max().unwrap_or(0));
    let titles: Vec<String> = (0..width).map(|at| table.titles.get(at).cloned().unwrap_or_default()).collect();
    let mut claims: Vec<(u32, usize, Field)> = Vec::new();
    for (column, title) in titles.iter().enumerate() {
        let folded = fold(title);
        let by_title = Field::ALL.iter().map(|field| (field.fits_title(&folded), column, *field));
        claims.extend(by_title.filter(|(strength, _, _)| *strength > 0));
        claims.extend(by_content(table, column).map(|field| (30, column, field)));
    }
    claims.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut fields: Vec<Option<Field>> = vec![None; width];
    for (_, column, field) in claims {
        let is_free = field.may_repeat() || !fields.contains(&Some(field));
        if let Some(place) = fields.get_mut(column).filter(|place| place.is_none() && is_free) {
            *place = Some(field);
        }
    }
    settle_names(&mut fields);
    Mapping { sheet: table.sheet.clone(), titles, fields }
}

/// A sheet with the family name apart has no full name, whatever another column is called.
fn settle_names(fields: &mut [Option<Field>]) {
    if fields.contains(&Some(Field::Family)) && fields.contains(&Some(Field::Given)) {
        fields.iter_mut().filter(|field| **field == Some(Field::FullName)).for_each(|field| *field = None);
    }
}

fn by_content(table: &Table, column: usize) -> Option<Field> {
    let values: Vec<&str> = table.rows.iter().take(SAMPLE).filter_map(|row| row.cells.get(column)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let mostly = |fits: &dyn Fn(&str) -> bool| !values.is_empty() && values.iter().filter(|value| fits(value)).count() * 10 >= values.len() * 7;
    if mostly(&|value| value.contains('@')) {
        Some(Field::Email)
    } else if mostly(&|value| kernel::contact::phone(value).is_ok()) {
        Some(Field::Phone)
    } else if mostly(&|value| ["вич", "вна", "ична", "оглы", "кызы"].iter().any(|end| value.to_lowercase().ends_with(end)) && value.split_whitespace().count() >= 3) {
        Some(Field::FullName)
    } else {
        None
    }
}

impl Mapping {
    /// The columns of a field, from the left.
    pub fn columns(&self, field: Field) -> impl Iterator<Item = usize> {
        self.fields.iter().enumerate().filter(move |(_, known)| **known == Some(field)).map(|(column, _)| column)
    }

    fn has(&self, field: Field) -> bool {
        self.fields.contains(&Some(field))
    }

    /// What keeps this mapping from being used: names or schools nowhere, one field in two columns.
    ///
    /// # Errors
    /// One sentence per column or about the whole, by the names of the form.
    pub fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        for field in Field::ALL.iter().filter(|field| !field.may_repeat()) {
            for column in self.columns(*field).skip(1) {
                errors.add(format!("column-{column}"), format!("«{}» выбрано для двух столбцов. Оставьте один", field.label()));
            }
        }
        let has_name_in_parts = self.has(Field::Family) && self.has(Field::Given);
        if !self.has(Field::FullName) && !has_name_in_parts {
            errors.add("column-0", "Не указано, где ФИО. Выберите столбец «ФИО целиком» или два столбца: «Фамилия» и «Имя»");
        }
        if self.has(Field::FullName) && self.has(Field::Family) {
            errors.add("column-0", "ФИО указано дважды: целиком и по частям. Оставьте что-то одно");
        }
        if !self.has(Field::School) && !self.has(Field::Municipality) {
            errors.add("column-0", "Не указано, где место работы. Выберите столбец «Школа» и, если есть, «Муниципалитет»");
        }
        errors.or(Some(()))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::TableRow, *};
    use proptest::prelude::*;

    fn mapped(titles: &[&str]) -> Vec<Option<Field>> {
        guess(&Table { sheet: String::new(), titles: titles.iter().map(|title| (*title).to_owned()).collect(), rows: Vec::new() }).fields
    }

    #[test]
    fn titles_of_real_sheets_are_understood() {
        use Field::*;
        let known: &[(&str, Option<Field>)] = &[
            ("Ф.И.О.", Some(FullName)),
            ("ФИО учителя (полностью)", Some(FullName)),
            ("Фамилия, имя, отчество", Some(FullName)),
            ("Укажите Ваши фамилию, имя и отчество", Some(FullName)),
            ("Фамилия", Some(Family)),
            ("Дата рождения", Some(BirthOn)),
            ("Контакты телефон", Some(Phone)),
            ("Моб. тел.", Some(Phone)),
            ("E-mail", Some(Email)),
            ("Адрес эл. почты", Some(Email)),
            ("Муниципалитет", Some(Municipality)),
            ("Район", Some(Municipality)),
            ("Муниципальный район / городской округ", Some(Municipality)),
            ("ОО", Some(School)),
            ("Наименование образовательной организации", Some(School)),
            ("Муниципальное образовательное учреждение", Some(School)),
            ("Должность", Some(Position)),
            ("Преподаваемый предмет(ы)", Some(Subjects)),
            ("В должности с", Some(Since)),
            ("Стаж в должности", None),
            ("Телефон директора", None),
            ("ФИО директора школы", None),
            ("№ п/п", None),
            ("Квалификационная категория", None),
            ("Почтовый индекс", None),
        ];
        for (title, field) in known {
            assert_eq!(mapped(&[title]), [*field], "{title}");
        }
    }

    #[test]
    fn a_column_without_a_title_is_known_by_what_stands_in_it() {
        let row = |line, cells: [&str; 3]| TableRow { line, cells: cells.map(Into::into).to_vec() };
        let table = Table {
            sheet: "Лист1".into(), titles: vec![String::new(), "Столбец".into(), "Школа".into()], rows: vec![row(2, ["a@b.ru", "8 914 123-45-67", "СОШ 1"]), row(3, ["c@d.ru", "89141234568", "СОШ 2"])]
        };
        assert_eq!(guess(&table).fields, [Some(Field::Email), Some(Field::Phone), Some(Field::School)]);
    }

    #[test]
    fn a_mapping_without_names_or_with_a_field_twice_is_refused() {
        let of = |fields: &[Option<Field>]| Mapping { sheet: String::new(), titles: vec![String::new(); fields.len()], fields: fields.to_vec() }.check();
        assert!(of(&[Some(Field::FullName), Some(Field::School)]).is_ok());
        assert!(of(&[Some(Field::Family), Some(Field::School)]).is_err());
        assert!(of(&[Some(Field::FullName)]).is_err());
        assert!(of(&[Some(Field::FullName), Some(Field::School), Some(Field::Phone), Some(Field::Phone)]).is_err_and(|errors| errors.of("column-3").is_some()));
        assert!(of(&[Some(Field::FullName), Some(Field::School), Some(Field::Subjects), Some(Field::Subjects)]).is_ok());
    }

    const TITLES: [&str; 10] = ["Ф.И.О.", "Дата рождения", "Муниципалитет", "ОО", "Должность", "Предмет", "Телефон", "E-mail", "Стаж", "Примечание"];

    proptest! {
        #[test]
        fn a_field_is_given_once_whatever_the_titles(titles in proptest::collection::vec("\\PC{0,30}|Телефон.{0,5}|ФИО.{0,5}|Школа.{0,8}|[Фф]амилия|Имя|Район", 0..25)) {
            let found = guess(&Table { sheet: String::new(), titles, rows: Vec::new() });
            for field in Field::ALL.iter().filter(|field| !field.may_repeat()) {
                prop_assert!(found.columns(*field).count() <= 1);
            }
        }

        #[test]
        fn the_order_and_the_dress_of_titles_do_not_matter(order in Just((0..TITLES.len()).collect::<Vec<_>>()).prop_shuffle(), upper in any::<bool>(), around in "[ \u{a0}\n*:]{0,3}") {
            let dressed: Vec<String> = order.iter().map(|at| { let title = if upper { TITLES[*at].to_uppercase() } else { TITLES[*at].to_owned() }; format!("{around}{title}{around}") }).collect();
            let found = guess(&Table { sheet: String::new(), titles: dressed, rows: Vec::new() });
            let plain = mapped(&TITLES);
            for (column, at) in order.iter().enumerate() {
                prop_assert_eq!(found.fields[column], plain[*at]);
            }
        }
    }
}
