//! Summaries and lists of e-journals.

use crate::{book, hints, merged, read, read_with, sheet, told, wrong};
use gradefiles::{ClassName, Hints, Layout};
use sheets::Cell;

const HEAD: &[&str] = &["Класс", "Предмет", "Учащихся", "5", "4", "3", "2", "Н/А"];

#[test]
fn a_summary_is_read_with_classes_in_any_dress() {
    let found = read(&[
        &["Сводный отчёт за 1 четверть"],
        &[],
        HEAD,
        &["7А", "Математика", "25", "5", "9", "8", "2", "1"],
        &["7-б", "Математика", "24", "4", "10", "10", "0", ""],
        &["", "Русский язык", "24", "4", "10", "9", "1", ""],
        &["Итого", "", "", "13", "29", "27", "3", ""],
        &["Директор школы", "", "", "", "", "", "", ""],
    ])
    .unwrap();
    assert_eq!(told(&found), ["7А Математика: 2 8 9 5", "7Б Математика: 0 10 10 4", "7Б Русский язык: 1 9 10 4"]);
    assert_eq!((found.layouts.as_slice(), found.had_people), ([Layout::Summary].as_slice(), false));
    assert_eq!((found.rows[0].line, found.rows[0].figures.mean), (4, Some(3.708)));
}

#[test]
fn merged_headers_and_merged_classes_are_understood() {
    let sheet = merged(
        sheet(&[
            &["Класс", "Предмет", "Количество отметок", "", "", "", "Средний балл"],
            &["", "", "«5»", "«4»", "«3»", "«2»", ""],
            &["7A", "Математика", "5", "9", "8", "2", "3,71"],
            &["", "Физика", "1", "2", "3", "4", "3,0"],
        ]),
        &[[0, 0, 1, 0], [0, 1, 1, 1], [0, 2, 0, 5], [0, 6, 1, 6], [2, 0, 3, 0]],
    );
    let found = gradefiles::recognise(&book(vec![sheet]), &hints()).unwrap();
    assert_eq!(told(&found), ["7А Математика: 2 8 9 5", "7А Физика: 4 3 2 1"]);
}

#[test]
fn classes_in_rows_and_subjects_in_columns() {
    let found = read(&[&["Класс", "Математика", "", "", "", "Физика", "", "", ""], &["", "5", "4", "3", "2", "5", "4", "3", "2"], &["8А", "5", "9", "8", "2", "3", "9", "10", "2"]]).unwrap();
    assert_eq!(told(&found), ["8А математика: 2 8 9 5", "8А физика: 2 10 9 3"]);
}

#[test]
fn what_does_not_add_up_is_named_by_row_and_cell() {
    assert_eq!(wrong(&[HEAD, &["7А", "Математика", "26", "5", "9", "8", "2", "1"]]), ["строка 2, ячейка C2: итог не сходится: учеников 26, а отметок 24, без отметки 1"]);
    assert_eq!(wrong(&[HEAD, &["7А", "Математика", "25", "5", "9", "8", "2", "1"], &["Итого", "", "", "5", "9", "9", "2", ""]]), ["строка 3, ячейка F3: итоговая строка не сходится с суммой строк над ней"]);
    let found = read(&[&["Класс", "Предмет", "5", "4", "3", "2", "Средний балл"], &["7А", "Математика", "5", "9", "8", "2", "4,5"]]).unwrap();
    assert!(found.notes[0].text.contains("G2") && found.notes[0].text.contains("3,71"), "{:?}", found.notes);
}

#[test]
fn totals_of_years_and_of_the_school_are_sums_of_what_is_above() {
    let head: &[&str] = &["Класс", "Предмет", "5", "4", "3", "2"];
    let rows: &[&[&str]] = &[
        head,
        &["5А", "Математика", "1", "2", "3", "4"],
        &["5Б", "Математика", "1", "1", "1", "1"],
        &["Итого по 5 классам", "", "2", "3", "4", "5"],
        &["6А", "Математика", "2", "2", "2", "2"],
        &["Всего по школе", "", "4", "5", "6", "7"],
    ];
    assert_eq!(read(rows).unwrap().rows.len(), 3);
}

#[test]
fn a_class_that_does_not_exist_is_named() {
    let problems = wrong(&[
        HEAD,
        &["12А", "Математика", "3", "1", "1", "1", "0", ""],
        &["0", "Математика", "3", "1", "1", "1", "0", ""],
        &["7D", "Физика", "3", "1", "1", "1", "0", ""],
        &["Кружок", "Физика", "3", "1", "1", "1", "0", ""],
    ]);
    assert_eq!(problems[..2], ["строка 2, ячейка A2: 12 класса не бывает: классы от 1 до 11", "строка 3, ячейка A3: 0 класса не бывает: классы от 1 до 11"]);
    assert!(problems[2].starts_with("строка 4, ячейка A4: буква класса не русская") && problems[3].contains("A5"));
}

#[test]
fn two_rows_for_one_class_are_named_both() {
    assert_eq!(wrong(&[HEAD, &["7А", "Физика", "3", "1", "1", "1", "0", ""], &["7 «A»", "Физика", "3", "1", "1", "1", "0", ""]]), ["строка 3, ячейка A3: класс 7А с этим предметом уже есть в строке 2: оставьте одну"]);
}

#[test]
fn dates_texts_and_formulas_in_place_of_numbers_are_named() {
    let problems = wrong(&[HEAD, &["7А", "Физика", "3", "=СУММ(A1)", "05.04.2025", "три", "1", ""]]);
    assert!(problems[0].contains("ячейка D2: здесь формула") && problems[1].contains("ячейка E2: здесь дата") && problems[2].contains("ячейка F2: здесь должно быть число"), "{problems:?}");
    let mut day = sheet(&[HEAD, &["7А", "Физика", "3", "1", "1", "1", "0", ""]]);
    day.rows[1].cells[3] = Cell::Date(kernel::date::parse("05.04.2025").unwrap());
    let said = gradefiles::recognise(&book(vec![day]), &hints()).unwrap_err().list[0].to_string();
    assert!(said.starts_with("строка 2, ячейка D2: здесь дата"), "{said}");
}

#[test]
fn saved_values_of_formulas_are_used_and_it_is_told() {
    let mut one = sheet(&[HEAD, &["7А", "Физика", "3", "1", "1", "1", "0", ""]]);
    one.formulas = vec![(1, 3), (1, 4)];
    let found = gradefiles::recognise(&book(vec![one.clone()]), &hints()).unwrap();
    assert!(found.notes.iter().any(|note| note.text.contains("ячеек: 2, первая D2")), "{:?}", found.notes);
    one.rows[1].cells[3] = Cell::Empty;
    let said = gradefiles::recognise(&book(vec![one]), &hints()).unwrap_err().list[0].to_string();
    assert!(said.starts_with("строка 2, ячейка D2: здесь формула без сохранённого значения"), "{said}");
}

#[test]
fn a_number_merged_over_two_rows_belongs_to_neither() {
    let one = merged(sheet(&[HEAD, &["7А", "Физика", "", "1", "1", "1", "0"], &["7Б", "Физика", "", "", "1", "1", "0"]]), &[[1, 3, 2, 3]]);
    let said = gradefiles::recognise(&book(vec![one]), &hints()).unwrap_err().list[0].to_string();
    assert!(said.starts_with("строка 3, ячейка D3: ячейка объединена с D2"), "{said}");
}

#[test]
fn a_list_of_pupils_gives_numbers_and_no_name() {
    let found = read(&[
        &["Сводная ведомость", "", "Класс: 7А"],
        &["№", "Ученик", "Математика", "Русский язык", "Физика"],
        &["1", "Ёлкина Анна Петровна", "5", "4", "н/а"],
        &["2", "Ким Ли", "4", "4", "осв"],
        &["3", "Мамедов Али Расул оглы", "2", "н", "3"],
        &["4", "Ян", "3", "5", ""],
        &["Средний балл", "", "3,5", "4,3", "3"],
        &["Классный руководитель: Петрова С. С."],
    ])
    .unwrap();
    assert_eq!(told(&found), ["7А Математика: 1 1 1 1", "7А Русский язык: 0 0 2 1", "7А Физика: 0 1 0 0"]);
    assert!(found.had_people && found.layouts == [Layout::Roster]);
    let all = format!("{found:?}");
    for name in ["Ёлкин", "Ким", "Мамедов", "Ян", "Петров"] {
        assert!(!all.contains(name), "{name}: {all}");
    }
}

#[test]
fn a_page_of_a_journal_has_its_mark_of_the_period() {
    let rows: &[&[&str]] =
        &[&["Предмет: Математика", "", "7Б класс"], &["№", "ФИО", "03.09.2026", "10.09.2026", "1 четверть", "2 четверть"], &["1", "Ёлкина Анна", "5", "н", "5", "4"], &["2", "Ким Ли", "2", "3", "3", "4"]];
    assert_eq!(told(&read_with(rows, &Hints { period: Some(1), ..hints() }).unwrap()), ["7Б Математика: 0 1 0 1"]);
    assert_eq!(told(&read(rows).unwrap()), ["7Б Математика: 0 0 2 0"]);
    let lessons: &[&[&str]] = &[&["Предмет: Математика", "", "7Б класс"], &["№", "ФИО", "03.09.2026", "10.09.2026"], &["1", "Ёлкина Анна", "5", "н"]];
    assert!(wrong(lessons)[0].contains("нет столбца с отметкой за период"));
}

#[test]
fn marks_outside_of_the_scale_are_named_and_no_name_is_repeated() {
    let problems = wrong(&[&["7А класс"], &["Ученик", "Математика", "Физика"], &["Ёлкина Анна", "6", "5"], &["Ким Ли", "4,5", "Ким Ли"], &["Ян Чен", "0", "3"]]);
    assert_eq!(problems.len(), 4);
    assert!(problems[0].starts_with("строка 3, ячейка B3: отметка вне шкалы") && problems[1].starts_with("строка 4, ячейка B4") && problems[3].starts_with("строка 5, ячейка B5"), "{problems:?}");
    assert!(!problems.concat().contains("Ким") && !problems.concat().contains("Ёлкин"));
}

#[test]
fn pupils_in_columns_are_no_subjects() {
    let all = format!("{:?}", read(&[&["7А класс"], &["Предмет", "Ёлкина Анна", "Ким Ли"], &["Математика", "5", "4"]]));
    assert!(!all.contains("Ёлкин") && !all.contains("Ким"), "{all}");
}

#[test]
fn without_a_class_or_a_subject_the_form_is_asked() {
    let rows: &[&[&str]] = &[&["ФИО", "Итог"], &["Ёлкина Анна", "5"], &["Ким Ли", "4"]];
    assert!(wrong(rows)[0].contains("впишите его в форме"));
    let said = Hints { class: ClassName::parse("9В").ok(), subject: Some("Физика".into()), ..hints() };
    assert_eq!(told(&read_with(rows, &said).unwrap()), ["9В Физика: 0 0 1 1"]);
}

#[test]
fn what_is_no_result_is_told_so() {
    assert!(wrong(&[&["Фамилия", "Адрес"], &["Ёлкина", "ул. Мира"]])[0].contains("Не удалось узнать"));
    assert!(wrong(&[HEAD, &["Итого", "", "", "", "", "", "", ""]])[0].contains("ни одной строки"));
}
