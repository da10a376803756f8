//! Several sheets, several files, hidden rows: whatever is told says where it stands.

use crate::{book, bytes, hints, sheet, told};
use gradefiles::{ClassName, Found, Hints, Places, Problems};
use proptest::prelude::*;
use sheets::{Book, Sheet, Unseen};
use std::sync::Arc;

const HEAD: &[&str] = &["Класс", "Предмет", "5", "4", "3", "2"];

fn tab(name: &str, rows: &[&[&str]]) -> Sheet {
    Sheet { name: name.into(), ..sheet(rows) }
}

fn read(sheets: Vec<Sheet>) -> Result<Found, Problems> {
    gradefiles::recognise(&book(sheets), &hints())
}

fn said(wrong: Result<Found, Problems>) -> Vec<String> {
    wrong.unwrap_err().list.iter().map(ToString::to_string).collect()
}

fn places(found: &Found) -> Vec<String> {
    found.rows.iter().map(|row| row.spot().told(&found.tabs)).collect()
}

#[test]
fn rows_questions_and_remarks_name_their_sheet() {
    let strange: &[&str] = &["7Б", "Робототехника", "1", "1", "1", "1"];
    let empty: &[&str] = &["7Г", "Математика", "", "", "", ""];
    let found = read(vec![tab("7А", &[HEAD, &["7А", "Математика", "1", "2", "3", "4"]]), tab("7Б", &[HEAD, strange, empty])]).unwrap();
    assert_eq!(places(&found), ["лист «7А», строка 2", "лист «7Б», строка 2"]);
    assert_eq!(found.subject_spots.iter().map(|spot| spot.told(&found.tabs)).collect::<Vec<_>>(), ["лист «7А», строка 2, ячейка B2", "лист «7Б», строка 2, ячейка B2"]);
    assert_eq!(found.notes.iter().map(ToString::to_string).collect::<Vec<_>>(), ["Лист «7Б». Строка 3: нет ни одной отметки, она не загружается."]);
}

#[test]
fn what_is_said_of_a_whole_sheet_names_it_too() {
    let list: &[&[&str]] = &[&["Ученик", "Математика"], &["Ян Чен", "5"]];
    assert_eq!(said(read(vec![tab("Лист1", list), tab("Лист2", list)])), ["лист «Лист1»: Не видно, какой это класс: впишите его в форме.", "лист «Лист2»: Не видно, какой это класс: впишите его в форме."]);
}

#[test]
fn a_class_whose_sheet_cannot_be_read_is_not_left_out_silently() {
    let good = || tab("7А", &[HEAD, &["7А", "Математика", "1", "2", "3", "4"]]);
    let strange: &[&[&str]] = &[&["Журнал сдан"], &["12", "15"]];
    assert_eq!(said(read(vec![good(), tab("7Б", strange)])), ["лист «7Б»: не похож на таблицу с результатами: исправьте его или удалите из файла"]);
    let found = read(vec![good(), tab("Ёлкина", strange), Sheet { hidden: true, ..tab("7В", strange) }]).unwrap();
    let notes: Vec<String> = found.notes.iter().map(ToString::to_string).collect();
    assert!(notes[0].starts_with("Скрытых листов: 1") && notes[1].starts_with("Лист «№ 2». На таблицу с результатами не похож"), "{notes:?}");
}

#[test]
fn files_chosen_together_are_told_by_their_numbers() {
    let one = |twos: &str| read(vec![sheet(&[HEAD, &["7А", "Математика", "1", "2", "3", twos]])]).unwrap();
    let other = read(vec![sheet(&[HEAD, &["7Б", "Физика", "1", "2", "3", "4"]])]).unwrap();
    let both = gradefiles::joined(vec![one("4").of_file(1), other.of_file(2)], &hints()).unwrap();
    assert_eq!(places(&both), ["файл 1, строка 2", "файл 2, строка 2"]);
    assert_eq!(both.subject_spots[1].told(&both.tabs), "файл 2, строка 2, ячейка B2");
    let clash = said(gradefiles::joined(vec![one("4").of_file(1), one("5").of_file(2)], &hints()));
    assert_eq!(clash, ["файл 2, строка 2: класс 7А: другое число учеников, чем у того же класса и предмета (файл 1, строка 2). Оставьте одно из двух"]);
    let wrong = read(vec![tab("7А", &[HEAD, &["13А", "Физика", "1", "1", "1", "1"]]), tab("7Б", &[HEAD])]).unwrap_err().of_file(2);
    assert!(wrong.list[0].to_string().starts_with("файл 2, лист «7А», строка 2, ячейка A2: 13 класса не бывает"), "{}", wrong.list[0]);
}

#[test]
fn hidden_rows_and_columns_are_counted_and_told() {
    let mut file = rust_xlsxwriter::Workbook::new();
    for name in ["7А", "7Б"] {
        let sheet = file.add_worksheet().set_name(name).unwrap();
        for (row, texts) in (0_u32..).zip([["Ученик", "Математика", "Физика"], ["Ян Чен", "5", "4"], ["Ким Ли", "4", "2"], ["Цой Лев", "3", "3"]]) {
            for (column, text) in (0_u16..).zip(texts) {
                sheet.write_string(row, column, text).unwrap();
            }
        }
        if name == "7Б" {
            sheet.set_row_hidden(2).unwrap().set_row_hidden(9).unwrap().set_column_hidden(2).unwrap();
        }
    }
    let found = bytes(&file.save_to_buffer().unwrap(), &hints()).unwrap();
    assert_eq!(told(&found)[2..], ["7Б Математика: 0 1 1 1", "7Б Физика: 1 1 1 0"]);
    assert_eq!(found.notes.iter().map(ToString::to_string).collect::<Vec<_>>(), ["Лист «7Б». Скрытых строк: 1, первая 3. Они посчитаны.", "Лист «7Б». Скрытых столбцов: 1 (C). Они посчитаны."]);
}

#[test]
fn hidden_rows_of_our_sample_are_told_while_it_is_read_row_by_row() {
    let mut file = rust_xlsxwriter::Workbook::new();
    let sheet = file.add_worksheet();
    for (row, cells) in (0_u32..).zip(classes(7, 20, None).into_iter().chain(classes(8, 20, None).into_iter().skip(1)).chain(classes(9, 25, None).into_iter().skip(1))) {
        for (column, text) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    sheet.set_row_hidden(1).unwrap().set_row_hidden(64).unwrap().set_column_hidden(5).unwrap();
    let found = bytes(&file.save_to_buffer().unwrap(), &hints()).unwrap();
    assert_eq!(
        (found.rows.len(), found.notes.iter().map(ToString::to_string).collect::<Vec<_>>()),
        (65, vec!["Скрытых строк: 2, первая 2. Они посчитаны.".to_owned(), "Скрытых столбцов: 1 (F). Они посчитаны.".to_owned()])
    );
}

/// A summary of so many classes, one of them beyond the schools if asked.
fn classes(grade: u8, count: usize, wrong: Option<usize>) -> Vec<Vec<String>> {
    let line = |at: usize| {
        let letter = char::from_u32('А' as u32 + u32::try_from(at).unwrap()).unwrap();
        let grade = if wrong == Some(at) { 13 } else { grade };
        vec![format!("{grade}{letter}"), "Математика".into(), "1".into(), "2".into(), "3".into(), "4".into()]
    };
    std::iter::once(HEAD.iter().map(|title| (*title).to_owned()).collect()).chain((0..count).map(line)).collect()
}

fn as_sheet(name: &str, rows: &[Vec<String>]) -> Sheet {
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    tab(name, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// However many sheets there are, each row is where it is told to be, and a wrong one is named by its own sheet, row and cell.
    #[test]
    fn every_row_is_told_by_its_own_sheet(counts in prop::collection::vec(1_usize..12, 2..6), at in any::<prop::sample::Index>(), row in any::<prop::sample::Index>()) {
        let name = |sheet: usize| format!("Лист{}", sheet + 1);
        let grade = |sheet: usize| u8::try_from(sheet + 1).unwrap();
        let right = counts.iter().enumerate().map(|(sheet, count)| as_sheet(&name(sheet), &classes(grade(sheet), *count, None))).collect();
        let found = read(right).unwrap();
        let expected: Vec<String> = counts.iter().enumerate().flat_map(|(sheet, count)| (2..count + 2).map(move |line| format!("лист «Лист{}», строка {line}", sheet + 1))).collect();
        prop_assert_eq!(places(&found), expected);
        let sheet = at.index(counts.len());
        let wrong = row.index(counts[sheet]);
        let sheets = counts.iter().enumerate().map(|(one, count)| as_sheet(&name(one), &classes(grade(one), *count, (one == sheet).then_some(wrong)))).collect();
        prop_assert_eq!(said(read(sheets)), [format!("лист «{}», строка {}, ячейка A{}: 13 класса не бывает: классы от 1 до 11", name(sheet), wrong + 2, wrong + 2)]);
    }

    /// Of hidden rows those are told that were counted, all of them and no other.
    #[test]
    fn as_many_hidden_rows_are_told_as_were_counted(hidden in prop::collection::vec(any::<bool>(), 3..20)) {
        let count = hidden.len() - 2;
        let mut one = as_sheet("Лист1", &classes(7, count, None));
        one.unseen = Unseen { rows: (0..).zip(&hidden).filter(|(_, hidden)| **hidden).map(|(row, _)| (row, row)).collect(), columns: Vec::new() };
        let found = gradefiles::recognise(&Book { sheets: vec![one], child_peak_kib: 0 }, &hints()).unwrap();
        let so_many = hidden.get(1..=count).unwrap().iter().filter(|hidden| **hidden).count();
        let told = found.notes.iter().find(|note| note.text.starts_with("Скрытых строк: ")).map(|note| note.text.clone());
        prop_assert_eq!(told.is_some(), so_many > 0);
        let begins = format!("Скрытых строк: {so_many}, ");
        prop_assert!(told.is_none_or(|told| told.starts_with(&begins)));
    }
}

#[test]
fn a_school_that_nobody_knows_and_that_reads_like_nothing_is_not_repeated() {
    let rows = |school: &'static str| [["Школа", "Класс", "Предмет", "5", "4", "3", "2"], [school, "7А", "Математика", "1", "2", "3", "4"]];
    let read = |school: &'static str, hints: &Hints| {
        let rows = rows(school);
        gradefiles::recognise(&book(vec![sheet(&[&rows[0], &rows[1]])]), hints)
    };
    for name in ["Ким Ли", "Ким", "Ёлкина", "Белые Росы"] {
        let wrong = said(read(name, &hints()));
        assert!(wrong.len() == 1 && wrong[0].starts_with("строка 2, ячейка A2: здесь") && !wrong[0].contains(name), "{wrong:?}");
    }
    let known = Hints { places: Arc::new(Places::of(["Белые росы"], [])), ..hints() };
    assert_eq!(read("Белые Росы", &known).unwrap().schools[0].name, "Белые Росы");
    assert_eq!(read("СОШ № 99", &hints()).unwrap().schools[0].name, "СОШ № 99");
    assert_eq!(ClassName::parse("7А").unwrap(), read("СОШ № 99", &hints()).unwrap().rows[0].class);
}
