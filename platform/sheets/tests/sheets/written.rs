//! What is written is what is read, by us and by calamine, and no text of ours is a formula.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use jiff::civil::date;
use proptest::prelude::*;
use sheets::{Cell, Column, Limits, Made, Value, Workbook, export, export_csv};

use crate::{only_sheet, read_patiently, texts};

const FORMULAS: [&str; 7] = ["=1+1", "=HYPERLINK(\"http://a\")", "+7 914 123-45-67", "-2", "@SUM(A1)", "\t=1", "\r=1"];

fn made() -> Made {
    Made { by: "Петрова А. & Ко".into(), at: date(2026, 9, 5).at(14, 7, 0, 0), filter: "предмет: физика".into() }
}

fn columns(titles: &[&str]) -> Vec<Column> {
    titles.iter().copied().map(Column::new).collect()
}

#[test]
fn a_written_list_reads_back_with_its_types() {
    let row = vec![
        Value::from("Ёлкина Анна"),
        Value::from(date(2026, 2, 28)),
        Value::from(0.5),
        Value::from(42_i64),
        Value::from(None::<String>),
        Value::from("+79141234567"),
        Value::Integer(i64::MAX),
        Value::Number(f64::NAN),
        Value::Date(date(1800, 1, 1)),
    ];
    let titles = columns(&["ФИО", "Дата", "Доля", "Число", "Пусто", "Телефон", "Номер", "Нет", "Давно"]);
    let sheet = only_sheet(&export("Заявки", &titles, [row], Some(&made())).unwrap());
    let expected = [
        Cell::Text("Ёлкина Анна".into()),
        Cell::Date(date(2026, 2, 28)),
        Cell::Number(0.5),
        Cell::Number(42.0),
        Cell::Empty,
        Cell::Text("+79141234567".into()),
        Cell::Text(i64::MAX.to_string()),
        Cell::Empty,
        Cell::Text("01.01.1800".into()),
    ];
    assert_eq!((sheet.name.as_str(), sheet.rows[1].cells.as_slice()), ("Заявки", expected.as_slice()));
}

#[test]
fn a_formula_in_a_list_stays_a_string() {
    let rows = FORMULAS.map(|text| vec![Value::from(text)]);
    let bytes = export(FORMULAS[0], &columns(&["=2+2"]), rows, None).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0);
    let range = book.worksheet_range(&name).unwrap();
    let strings: Vec<&Data> = range.rows().map(|row| &row[0]).collect();
    assert_eq!(strings[0], &Data::String("=2+2".into()));
    for (cell, text) in strings[1..].iter().zip(FORMULAS) {
        assert!(matches!(cell, Data::String(read) if read.trim() == text.trim()), "{cell:?} for {text:?}");
    }
}

#[test]
fn who_took_the_list_out_and_when_stands_on_a_sheet_of_its_own() {
    let book = read_patiently(&export("Список", &columns(&["ФИО"]), [vec![Value::from("Иванов")]], Some(&made())).unwrap());
    let about = book.sheets.iter().find(|sheet| sheet.name == "О выгрузке").unwrap();
    let lines = texts(about);
    assert!(lines.contains(&vec!["Кто выгрузил".into(), "Петрова А. & Ко".into()]), "{lines:?}");
    assert!(lines.contains(&vec!["Когда".into(), "05.09.2026 14:07".into()]), "{lines:?}");
    assert!(lines.contains(&vec!["Строк".into(), "1".into()]), "{lines:?}");
}

#[test]
fn the_same_list_made_at_the_same_moment_is_the_same_file() {
    let once = || export("Список", &columns(&["ФИО"]), [vec![Value::from("Иванов")]], Some(&made())).unwrap();
    assert_eq!(once(), once());
}

#[test]
fn two_lists_of_one_name_and_an_empty_one_make_a_good_workbook() {
    let mut workbook = Workbook::new(None);
    workbook.add_sheet("Школы: все", &columns(&["Имя"]), [vec![Value::from("СОШ")]]).unwrap();
    workbook.add_sheet("Школы: все", &columns(&["Имя"]), std::iter::empty()).unwrap();
    workbook.add_sheet("", &[], std::iter::empty()).unwrap();
    let names: Vec<String> = read_patiently(&workbook.finish().unwrap()).sheets.into_iter().map(|sheet| sheet.name).collect();
    assert_eq!(names, ["Школы все", "Школы все 2", "Список"]);
}

#[test]
fn delimited_text_opens_in_excel_and_hides_no_formula() {
    let rows = [vec![Value::from("Анна \"Аня\"; Ёлкина"), Value::from(1.5), Value::from(date(2026, 9, 5)), Value::from("+7914"), Value::Integer(-2)]];
    let bytes = export_csv(&columns(&["ФИО", "Ставка", "Дата", "Телефон", "Разница"]), rows).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text, "\u{feff}ФИО;Ставка;Дата;Телефон;Разница\r\n\"Анна \"\"Аня\"\"; Ёлкина\";1,5;05.09.2026;'+7914;-2\r\n");
    let dangerous = export_csv(&[], FORMULAS.map(|text| vec![Value::from(text)])).unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(b';').from_reader(&dangerous[3..]);
    assert!(reader.records().all(|record| record.unwrap()[0].starts_with('\'')));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any texts written as .csv come back as they were (without a child: our own file).
    #[test]
    fn any_text_survives_a_round_trip_through_csv(cells in prop::collection::vec("[=+@;,\"'\n\r\tа-яЁ \\-0-9]{1,12}", 2..6)) {
        use std::io::{Seek, Write};
        let titles: Vec<Column> = (0..cells.len()).map(|number| Column::new(format!("Столбец {number}"))).collect();
        let row: Vec<Value> = cells.iter().map(|text| Value::from(text.as_str())).collect();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&export_csv(&titles, [row.clone(), row]).unwrap()).unwrap();
        file.rewind().unwrap();
        let book = sheets::read_in_process(file, &Limits::default()).unwrap();
        let read = texts(&book.sheets[0]);
        prop_assert_eq!(&read[1], &cells);
        prop_assert_eq!(&read[2], &cells);
    }
}
