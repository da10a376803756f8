//! What a file hides or mixes up: names where nobody looks for them, classes in one list, cells that only seem empty.

use crate::{book, hints, read, sheet, told, wrong};
use gradefiles::{Found, Problems, Reader};
use sheets::{Cell, Merge, Sheet, Sink};

#[test]
fn a_tab_called_after_a_pupil_is_told_by_its_number() {
    for name in ["Ёлкина", "Ёлкина А", "Ким Ли", "Изотова Мария"] {
        let tab = |name: &str, mark: &str| Sheet { name: name.into(), ..sheet(&[&["7А класс"], &["Ученик", "Математика"], &["Ян Чен", mark]]) };
        let said = gradefiles::recognise(&book(vec![tab("Лист1", "5"), tab(name, "6")]), &hints()).unwrap_err().list[0].to_string();
        assert!(said.starts_with("лист «№ 2», строка 3, ячейка B3"), "{said}");
    }
    let tab = |name: &str| Sheet { name: name.into(), ..sheet(&[&["Ученик", "Математика"], &["Ян Чен", "6"]]) };
    let said = gradefiles::recognise(&book(vec![tab("7А"), tab("7Б")]), &hints()).unwrap_err();
    assert_eq!(said.list.iter().map(|one| one.tab.sheet.as_str()).collect::<Vec<_>>(), ["7А", "7Б"]);
}

#[test]
fn teachers_beside_subjects_and_pupils_over_marks_are_not_kept() {
    let lists: [&[&[&str]]; 3] = [
        &[&["7А класс"], &["Ученик", "Физика (Петрова С. С.)", "Математика Ёлкина А. П.", "Изотова Мария"], &["Ян Чен", "5", "4", "3"]],
        &[&["Предмет: Физика, учитель Петрова С. С."], &["Класс", "5", "4", "3", "2"], &["7А", "1", "2", "3", "4"]],
        &[&["Класс", "Предмет", "Математика 5", "Математика 4", "Математика 3", "Математика 2", "Ёлкина Анна 5", "Ёлкина Анна 4", "Ёлкина Анна 3", "Ёлкина Анна 2"], &["7А", "", "1", "2", "3", "4", "4", "3", "2", "1"]],
    ];
    for rows in lists {
        let found = read(rows).unwrap();
        let all = format!("{found:?}").to_lowercase();
        assert!(["петров", "ёлкин", "елкин", "изотов"].iter().all(|name| !all.contains(name)), "{all}");
    }
    assert_eq!(told(&read(lists[0]).unwrap()), ["7А Математика: 0 0 1 0", "7А Физика: 0 0 0 1"]);
}

#[test]
fn two_classes_in_one_list_are_two() {
    let rows: &[&[&str]] = &[&["Класс: 7А"], &["Ученик", "Математика"], &["Ян Чен", "5"], &["Ким Ли", "4"], &["Итого", "2"], &["Класс: 7Б"], &["Ученик", "Математика"], &["Цой Лев", "2"]];
    assert_eq!(told(&read(rows).unwrap()), ["7А Математика: 0 0 1 1", "7Б Математика: 1 0 0 0"]);
    let unread: &[&[&str]] = &[&["Класс: 7А"], &["Ученик", "Математика"], &["Ян Чен", "5"], &["Класс: 12Б"], &["Цой Лев", "2"]];
    assert_eq!(wrong(unread), ["строка 4: не читается класс, список которого начинается здесь"]);
}

#[test]
fn marks_below_the_totals_are_not_left_out_silently() {
    let rows: &[&[&str]] = &[&["Класс: 7А"], &["Ученик", "Математика"], &["Ян Чен", "5"], &["Средний балл", "5"], &["Ким Ли", "2"]];
    assert!(wrong(rows)[0].starts_with("строка 5: ниже итоговой строки снова идут отметки"), "{:?}", wrong(rows));
    let signed: &[&[&str]] = &[&["Класс: 7А"], &["Ученик", "Математика"], &["Ян Чен", "5"], &["Итого", "5"], &["Петрова Светлана Сергеевна", ""], &["Количество «5»", "1"]];
    assert!(read(signed).is_ok());
}

#[test]
fn a_title_that_says_vpr_is_noticed() {
    let rows = |title: &'static str| read(&[&[title], &["Класс", "Предмет", "5", "4", "3", "2"], &["7А", "Математика", "1", "2", "3", "4"]]).unwrap().says_vpr;
    assert!(rows("Результаты ВПР 2026") && rows("Всероссийская проверочная работа") && !rows("Отчёт за год"));
    assert!(read(&[&["ВПР, 7А класс"], &["Ученик", "Математика"], &["Ян Чен", "5"]]).unwrap().says_vpr);
}

#[test]
fn every_sheet_of_our_sample_counts() {
    let hints = hints();
    let tell = |second: &[&[&str]]| {
        let mut reader = Reader::new(&hints);
        for (name, rows) in [("5 классы", &[&["Класс", "Предмет", "5", "4", "3", "2"][..], &["5А", "Математика", "1", "2", "3", "4"]][..]), ("6 классы", second)] {
            reader.sheet(name, false).unwrap();
            sheet(rows).rows.into_iter().for_each(|row| reader.row(row.index, row.cells).unwrap());
        }
        reader.finish()
    };
    let head: &[&str] = &["Класс", "Предмет", "5", "4", "3", "2"];
    assert_eq!(told(&tell(&[head, &["6А", "Математика", "4", "3", "2", "1"]]).unwrap()), ["5А Математика: 4 3 2 1", "6А Математика: 1 2 3 4"]);
    let said = tell(&[head, &["13А", "Математика", "4", "3", "2", "1"]]).unwrap_err().list[0].to_string();
    assert!(said.starts_with("лист «6 классы», строка 2, ячейка A2: 13 класса не бывает"), "{said}");
    assert!(tell(&[&["Ученик", "Математика"], &["Ян Чен", "7"]]).unwrap_err().list[0].to_string().contains("лист «6 классы»"), "a list of pupils beside it is no explanation");
    assert_eq!(tell(&[&["Как заполнять"], &["Класс", "Год обучения и буква"]]).unwrap().rows.len(), 1);
}

/// Our sample as the child tells it: rows, then merged cells and formulas, then the second sheet.
fn streamed(rows: &[&[&str]], merges: &[Merge], formulas: &[(u32, u32)]) -> Result<Found, Problems> {
    let hints = hints();
    let mut reader = Reader::new(&hints);
    reader.sheet("Результаты", false).unwrap();
    for row in sheet(rows).rows {
        reader.row(row.index, row.cells).unwrap();
    }
    merges.iter().for_each(|merge| reader.merge(*merge).unwrap());
    formulas.iter().for_each(|(row, column)| reader.formula(*row, *column).unwrap());
    reader.sheet("Как заполнять", false).unwrap();
    reader.row(0, vec![Cell::Text("Пояснение".into())]).unwrap();
    reader.finish()
}

#[test]
fn cells_of_our_sample_that_only_seem_empty_are_named() {
    let rows: &[&[&str]] = &[&["Класс", "Предмет", "5", "4", "3", "2"], &["7А", "Математика", "1", "2", "3", "4"], &["7Б", "Математика", "1", "2", "3", ""], &["Итого", "", "2", "4", "6", ""]];
    assert_eq!(streamed(rows, &[], &[]).unwrap().rows.len(), 2, "an empty cell is nobody");
    let said = |wrong: Result<Found, Problems>| wrong.unwrap_err().list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let told = said(streamed(rows, &[], &[(2, 5), (3, 5)]));
    assert!(told.len() == 1 && told[0].starts_with("строка 3, ячейка F3: здесь формула без сохранённого значения"), "{told:?}");
    let told = said(streamed(rows, &[Merge { top: 1, left: 5, bottom: 2, right: 5 }], &[]));
    assert!(told.len() == 1 && told[0].starts_with("строка 3, ячейка F3: ячейка объединена с F2"), "{told:?}");
    assert!(streamed(rows, &[Merge { top: 1, left: 1, bottom: 2, right: 1 }], &[(2, 2)]).is_ok(), "a merged subject and a formula with its value");
    // The same sheet, long enough to be known while it is read.
    let many: Vec<Vec<String>> = (0..80)
        .map(|at| vec![format!("{}{}", at / 20 + 5, char::from_u32('А' as u32 + at % 20).unwrap()), "Математика".into(), "1".into(), "2".into(), "3".into(), if at == 70 { String::new() } else { "4".into() }])
        .collect();
    let lines: Vec<Vec<&str>> = std::iter::once(rows[0].to_vec()).chain(many.iter().map(|row| row.iter().map(String::as_str).collect())).collect();
    let lines: Vec<&[&str]> = lines.iter().map(Vec::as_slice).collect();
    assert_eq!(streamed(&lines, &[], &[]).unwrap().rows.len(), 80);
    let told = said(streamed(&lines, &[Merge { top: 70, left: 5, bottom: 71, right: 5 }], &[(71, 5)]));
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn rows_of_nobody_are_named_and_rows_without_names_are_counted() {
    let rows: &[&[&str]] = &[&["7А класс"], &["№", "Ученик", "Математика"], &["1", "", "5"], &["2", "", "4"], &["3", "", ""]];
    assert_eq!(told(&read(rows).unwrap()), ["7А Математика: 0 0 1 1"]);
    let nobody: &[&[&str]] = &[&["7А класс"], &["Ученик", "Класс", "Математика"], &["Ян Чен", "7А", "5"], &["", "7А", "4"]];
    assert!(wrong(nobody)[0].starts_with("строка 4: в строке отметки, но нет ни имени"), "{:?}", wrong(nobody));
}

#[test]
fn a_class_with_pupils_and_no_marks_is_told() {
    let found = read(&[&["Класс", "Предмет", "Учащихся", "5", "4", "3", "2"], &["7А", "Математика", "10", "1", "2", "3", "4"], &["7Б", "Математика", "24", "", "", "", ""]]).unwrap();
    assert!(found.rows.len() == 1 && found.notes[0].text == "Строка 3: нет ни одной отметки, она не загружается.", "{:?}", found.notes);
}

#[test]
fn a_title_in_a_table_of_its_own_says_vpr_too() {
    let page = "<table><tr><td>Результаты ВПР</td></tr></table><table><tr><th>Класс</th><th>Предмет</th><th>5</th><th>4</th><th>3</th><th>2</th></tr><tr><td>7А</td><td>Математика</td><td>1</td><td>2</td><td>3</td><td>4</td></tr></table>";
    assert!(crate::bytes(page.as_bytes(), &hints()).unwrap().says_vpr);
}
