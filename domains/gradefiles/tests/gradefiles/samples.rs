//! Our own sample, and files as bytes.

use crate::{bytes, hints, told};
use gradefiles::Layout;

#[test]
fn our_own_sample_is_read_back() {
    let found = bytes(&gradefiles::template().unwrap(), &hints()).unwrap();
    assert_eq!(found.layouts, [Layout::Template]);
    assert_eq!(told(&found), ["7А Математика: 2 8 9 5", "7Б Математика: "]);
    assert_eq!((found.rows[1].figures.pupils, found.rows[1].figures.under, found.rows[1].figures.scale), (Some(24), Some(4), Some(20.0)));
}

#[test]
fn delimited_text_in_1251_with_semicolons_is_read() {
    let text = "Муниципалитет;Школа;Класс;Предмет;5;4;3;2\r\nг. Хабаровск;МБОУ СОШ № 5;7А;Математика;5;9;8;2\r\nХабаровский район;МБОУ СОШ № 5;7А;Математика;1;2;3;4\r\n";
    for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::UTF_8] {
        let found = bytes(&encoding.encode(text).0, &hints()).unwrap();
        assert_eq!((told(&found), found.schools.len()), (vec!["7А Математика: 2 8 9 5".to_owned(), "7А Математика: 4 3 2 1".to_owned()], 2));
        assert_eq!(found.schools[1].municipality, "Хабаровский район");
    }
}

#[test]
fn a_web_page_saved_as_xls_is_read() {
    let page = "<html><body><h1>Отчёт</h1><table><tr><td>Класс: 7А</td></tr></table><table><tr><th>Ученик</th><th>Математика</th></tr><tr><td>Ёлкина Анна</td><td>5</td></tr><tr><td>Ким Ли</td><td>2</td></tr></table></body></html>";
    let found = bytes(page.as_bytes(), &hints()).unwrap();
    assert_eq!((told(&found), found.had_people), (vec!["7А Математика: 1 0 0 1".to_owned()], true));
}

#[test]
fn a_long_sample_is_read_row_by_row() {
    let mut text = String::from("Школа;Класс;Предмет;5;4;3;2\n");
    for school in 1..=200 {
        for letter in ["А", "Б"] {
            text.push_str(&format!("СОШ № {school};7{letter};Математика;5;9;8;2\n"));
        }
    }
    text.push_str("СОШ № 200;13А;Математика;5;9;8;2\n");
    let wrong = bytes(text.as_bytes(), &hints()).unwrap_err();
    assert_eq!(wrong.list[0].to_string(), "строка 402, ячейка B402: 13 класса не бывает: классы от 1 до 11");
    let right = text.replace("13А", "8А");
    assert_eq!(bytes(right.as_bytes(), &hints()).unwrap().rows.len(), 401);
}

#[test]
fn formulas_of_a_workbook_are_told() {
    let mut file = rust_xlsxwriter::Workbook::new();
    let sheet = file.add_worksheet();
    for (column, title) in (0_u16..).zip(["Класс", "Предмет", "5", "4", "3", "2"]) {
        sheet.write_string(0, column, title).unwrap();
    }
    sheet.write_string(1, 0, "7А").unwrap().write_string(1, 1, "Математика").unwrap();
    for (column, value) in (2_u16..).zip(["5", "9", "8", "2"]) {
        sheet.write_formula(1, column, rust_xlsxwriter::Formula::new(format!("={value}+0")).set_result(value)).unwrap();
    }
    let found = bytes(&file.save_to_buffer().unwrap(), &hints()).unwrap();
    assert_eq!(told(&found), ["7А Математика: 2 8 9 5"]);
    assert!(found.notes.iter().any(|note| note.text.contains("ячеек: 4, первая C2")), "{:?}", found.notes);
}

mod anything {
    use proptest::prelude::*;
    use sheets::{Book, Cell, Merge, Row, Sheet};

    fn cell() -> impl Strategy<Value = Cell> {
        prop_oneof![
            Just(Cell::Empty),
            prop::sample::select(vec![
                "Класс",
                "Предмет",
                "5",
                "4",
                "3",
                "2",
                "Ученик",
                "Математика",
                "7А",
                "Итого",
                "н/а",
                "Группы участников",
                "0",
                "1",
                "Кол-во участников",
                "Первичный балл",
                "++-1(2)",
                "ОО",
                "Фамилия",
                "%"
            ])
            .prop_map(|text| Cell::Text(text.into())),
            (-5.0..120.0).prop_map(Cell::Number),
            ".{0,12}".prop_map(Cell::Text),
        ]
    }

    proptest! {
        #[test]
        fn no_book_breaks_it(rows in prop::collection::vec(prop::collection::vec(cell(), 0..9), 0..12), merge in any::<Option<(u32, u32, u32, u32)>>()) {
            let rows = (0..).zip(rows).map(|(index, cells)| Row { index, cells }).collect();
            let merges = merge.into_iter().map(|(top, left, bottom, right)| Merge { top: top % 20, left: left % 20, bottom, right }).collect();
            let book = Book { sheets: vec![Sheet { name: "Л".into(), rows, merges, ..Sheet::default() }], child_peak_kib: 0 };
            let hints = crate::hints();
            let _ = gradefiles::recognise(&book, &hints).and_then(|found| gradefiles::joined(vec![found], &hints));
        }
    }
}
