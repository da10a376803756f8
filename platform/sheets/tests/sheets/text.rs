//! Delimited text as institutes have it.

use sheets::Cell;

use crate::{only_sheet, texts};

#[test]
fn a_file_in_1251_with_semicolons_is_read() {
    let text = "ФИО;Школа;Телефон\r\nЁлкина Анна;МБОУ СОШ № 5;8 (914) 123-45-67\r\n";
    let (bytes, _, lossy) = encoding_rs::WINDOWS_1251.encode(text);
    assert!(!lossy);
    let sheet = only_sheet(&bytes);
    assert_eq!(texts(&sheet), [["ФИО", "Школа", "Телефон"], ["Ёлкина Анна", "МБОУ СОШ № 5", "8 (914) 123-45-67"]]);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_title() {
    assert_eq!(texts(&only_sheet("\u{feff}ФИО,Школа\nИванов,СОШ\n".as_bytes())), [["ФИО", "Школа"], ["Иванов", "СОШ"]]);
}

#[test]
fn quotes_keep_delimiters_and_line_breaks() {
    let sheet = only_sheet("Имя;Адрес\r\n\"Анна \"\"Аня\"\"\";\"г. Хабаровск;\nул. Мира\"\r\n\r\nПётр;Бикин\r\n".as_bytes());
    assert_eq!(sheet.rows[1].cells, [Cell::Text("Анна \"Аня\"".into()), Cell::Text("г. Хабаровск;\nул. Мира".into())]);
    let numbers: Vec<u32> = sheet.rows.iter().map(sheets::Row::number).collect();
    assert_eq!(numbers, [1, 2, 4], "row numbers are those of the spreadsheet program");
}

#[test]
fn uneven_rows_are_kept_as_they_are() {
    assert_eq!(texts(&only_sheet("a;b;c\n1\n1;2;3;4\n;;5\n".as_bytes())), [vec!["a", "b", "c"], vec!["1"], vec!["1", "2", "3", "4"], vec!["", "", "5"]]);
}

#[test]
fn tabs_and_excels_own_mark_of_the_delimiter_are_understood() {
    assert_eq!(texts(&only_sheet("ФИО\tШкола\nИванов\tСОШ, 5\n".as_bytes())), [["ФИО", "Школа"], ["Иванов", "СОШ, 5"]]);
    let marked = only_sheet("sep=|\r\nа|б\r\n".as_bytes());
    assert_eq!((texts(&marked), marked.rows[0].number()), (vec![vec!["а".into(), "б".into()]], 2));
}

#[test]
fn direction_marks_and_invisible_letters_come_through_untouched() {
    let odd = "Ива\u{200b}нов\u{202e}";
    assert_eq!(texts(&only_sheet(format!("ФИО;Школа\n{odd};СОШ\n").as_bytes()))[1][0], odd);
}

#[test]
fn rows_are_numbered_whatever_ends_a_line() {
    for end in ["\n", "\r\n"] {
        let text = ["\"а\nа\";б", "", "\"в\nг\";д", "", "", "е;ж"].join(end);
        let numbers: Vec<u32> = only_sheet(text.as_bytes()).rows.iter().map(sheets::Row::number).collect();
        assert_eq!(numbers, [1, 3, 6], "{end:?}");
    }
    let mac: Vec<u32> = only_sheet(b"a;b\rc;d\re;f").rows.iter().map(sheets::Row::number).collect();
    assert_eq!(mac, [1, 2, 3]);
}
