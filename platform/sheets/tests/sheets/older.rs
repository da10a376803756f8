//! What schools' programs save as .xls: the old binary book and a web page with a table in it. Read only where it is asked for.

use std::io::{Cursor, Write};

use sheets::{Book, Cell, Limits, Looks, Merge, ReadError, Sheet};

use crate::craft::{self, inline};
use crate::{limits, texts};

fn older() -> Limits {
    Limits { older: true, formulas: true, ..limits() }.within(std::time::Duration::from_secs(60))
}

fn read(bytes: &[u8]) -> Result<Book, ReadError> {
    sheets::read_bytes(bytes, &older())
}

fn page(table: &str) -> Vec<u8> {
    format!("<html><head><meta charset=\"utf-8\"><style>td {{ color: red }}</style></head><body>{table}</body></html>").into_bytes()
}

fn only(bytes: &[u8]) -> Sheet {
    let book = read(bytes).unwrap();
    assert_eq!(book.sheets.len(), 1);
    book.sheets.into_iter().next().unwrap()
}

#[test]
fn a_web_page_saved_as_xls_is_a_table() {
    let sheet = only(&page("<table><tr><th rowspan=2>Класс</th><th colspan=\"2\">Отметки</th></tr><tr><td>5</td><td>4</td></tr><tr><td>7&nbsp;&laquo;А&raquo;</td><td> 3 <br></td><td><b>1</b>2</td></tr></table>"));
    assert_eq!(texts(&sheet), [vec!["Класс".to_owned(), "Отметки".to_owned()], vec![String::new(), "5".into(), "4".into()], vec!["7 «А»".into(), "3".into(), "12".into()]]);
    assert_eq!(sheet.merges, [Merge { top: 0, left: 0, bottom: 1, right: 0 }, Merge { top: 0, left: 1, bottom: 0, right: 2 }]);
}

#[test]
fn a_page_in_1251_with_its_tags_left_open_is_read() {
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode("<HTML><META charset=windows-1251><TABLE><TR><TD>Класс<TD>Предмет<TR><TD>7А<TD>Математика</TABLE>");
    assert_eq!(texts(&only(&bytes)), [["Класс", "Предмет"], ["7А", "Математика"]]);
}

#[test]
fn tables_of_a_page_are_sheets_and_scripts_are_nothing() {
    let book = read(&page("<script>var a = '<table><tr><td>нет</td></tr></table>';</script><table><tr><td>Класс<table><tr><td>7А</td></tr></table></td></tr></table><table></table>")).unwrap();
    assert_eq!(book.sheets.iter().map(texts).collect::<Vec<_>>(), [[["Класс"]], [["7А"]]]);
}

#[test]
fn without_asking_both_are_refused_as_before() {
    assert_eq!(sheets::read_bytes(&page("<table><tr><td>1</td></tr></table>"), &limits()), Err(ReadError::NotASpreadsheet(Looks::WebPage)));
    assert_eq!(sheets::read_bytes(&old_book(&[]), &limits()), Err(ReadError::OldXls));
}

#[test]
fn hostile_pages_are_refused_politely() {
    assert_eq!(read(&page("<p>Привет</p>")), Err(ReadError::NotASpreadsheet(Looks::WebPage)));
    assert_eq!(read(b"<?xml version=\"1.0\"?><Workbook></Workbook>"), Err(ReadError::NotASpreadsheet(Looks::WebPage)));
    assert_eq!(read(&page(&"<table><tr><td>".repeat(50_000))), Err(ReadError::TooHeavy));
    assert!(matches!(read(&page(&format!("<table><tr><td>{}</td></tr></table>", "ы".repeat(2_000_000)))), Err(ReadError::CellTooLong { .. })));
    assert!(matches!(read(&page(&format!("<table><tr>{}</tr></table>", "<td>1".repeat(300)))), Err(ReadError::TooManyColumns { .. })));
    assert!(matches!(read(&page(&format!("<table>{}</table>", "<tr><td>1".repeat(200_100)))), Err(ReadError::TooManyRows { .. })));
    assert!(matches!(read(&page("<table><tr><td colspan=900>1</td></tr></table>")), Err(ReadError::TooManyColumns { .. })));
    let wide = only(&page("<table><tr><td rowspan=4294967295 colspan=3>1</td></tr><tr><td>2</td></tr></table>"));
    assert_eq!(texts(&wide)[1], ["", "", "", "2"]);
    assert!(read(&page(&"<table><tr><td>1</td></tr></table>".repeat(101))).is_err());
}

#[test]
fn an_old_binary_book_is_read_with_what_its_formulas_gave() {
    let sheet = only(&old_book(&[label(0, 0, "Класс"), label(0, 1, "Отметок"), label(1, 0, "7А"), number(1, 1, 24.0), formula(2, 1, 24.0), merge(0, 0, 2, 3)]));
    assert_eq!((sheet.name.as_str(), sheet.rows[1].cells.as_slice()), ("Лист", [Cell::Text("7А".into()), Cell::Number(24.0)].as_slice()));
    assert_eq!(sheet.rows[2].cells, [Cell::Empty, Cell::Number(24.0)]);
    assert_eq!((sheet.formulas, sheet.merges), (vec![(2, 1)], vec![Merge { top: 0, left: 2, bottom: 0, right: 3 }]));
}

#[test]
fn an_old_book_of_two_far_corners_or_of_noise_is_refused() {
    let far = read(&old_book(&[number(0, 0, 1.0), number(65_535, 65_535, 1.0)])).unwrap_err();
    assert!(matches!(far, ReadError::TooHeavy | ReadError::TooManyColumns { .. } | ReadError::TooManyRows { .. }), "{far}");
    let whole = old_book(&[number(0, 0, 1.0)]);
    for length in [600, 1_200, whole.len() / 2] {
        let cut = read(&whole[..length]).unwrap_err();
        assert!(!cut.is_internal(), "{length}: {cut}");
    }
}

#[test]
fn formulas_of_a_new_book_are_told_when_asked_for() {
    let bytes = craft::workbook(&format!(r#"<row r="1">{}<c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><f>A1</f></c></row>"#, inline("A1", "а")));
    let sheet = only(&bytes);
    assert_eq!(sheet.formulas, [(0, 1), (0, 2)]);
    assert_eq!(sheet.rows[0].cells, [Cell::Text("а".into()), Cell::Number(2.0)]);
    assert_eq!(sheets::read_bytes(&bytes, &limits()).unwrap().sheets[0].formulas, []);
}

#[test]
fn a_reader_of_its_own_gets_rows_as_they_come_and_may_stop() {
    struct Two(usize);
    impl sheets::Sink for Two {
        fn sheet(&mut self, _: &str, _: bool) -> Result<(), ReadError> {
            Ok(())
        }
        fn row(&mut self, _: u32, _: Vec<Cell>) -> Result<(), ReadError> {
            self.0 += 1;
            if self.0 > 2 { Err(ReadError::Empty) } else { Ok(()) }
        }
        fn merge(&mut self, _: Merge) -> Result<(), ReadError> {
            Ok(())
        }
        fn formula(&mut self, _: u32, _: u32) -> Result<(), ReadError> {
            Ok(())
        }
    }
    let mut two = Two(0);
    sheets::stream_bytes(b"a;b\nc;d\n", &older(), &mut two).unwrap();
    assert_eq!(two.0, 2);
    assert_eq!(sheets::stream_bytes("a;b\n".repeat(100_000).as_bytes(), &older(), &mut Two(0)), Err(ReadError::Empty));
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
}

fn place(row: u16, column: u16) -> Vec<u8> {
    [row, column, 0].into_iter().flat_map(u16::to_le_bytes).collect()
}

fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(text.chars().count()).unwrap().to_le_bytes();
    record(0x0204, &[place(row, column), length.to_vec(), vec![1], wide].concat())
}

fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    record(0x0203, &[place(row, column), value.to_le_bytes().to_vec()].concat())
}

/// A formula `=24` with a saved value.
fn formula(row: u16, column: u16, value: f64) -> Vec<u8> {
    let tokens = [0x1E, 24, 0];
    let rest = [vec![0; 6], 3_u16.to_le_bytes().to_vec(), tokens.to_vec()].concat();
    record(0x0006, &[place(row, column), value.to_le_bytes().to_vec(), rest].concat())
}

fn merge(top: u16, bottom: u16, left: u16, right: u16) -> Vec<u8> {
    record(0x00E5, &[1, top, bottom, left, right].into_iter().flat_map(u16::to_le_bytes).collect::<Vec<_>>())
}

/// A book of Excel 97 with one sheet of these records.
fn old_book(cells: &[Vec<u8>]) -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &[0x0600, kind, 0, 0, 0, 0, 0, 0].into_iter().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    let name: Vec<u8> = "Лист".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let end = record(0x000A, &[]);
    let bound = |at: u32| record(0x0085, &[at.to_le_bytes().to_vec(), vec![0, 0, 4, 1], name.clone()].concat());
    let head = begin(5).len() + bound(0).len() + end.len();
    let mut stream = [begin(5), bound(u32::try_from(head).unwrap()), end.clone(), begin(0x10), cells.concat(), end].concat();
    stream.resize(stream.len().max(5_000), 0);
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}
