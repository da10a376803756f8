//! Files made to hurt: each ends as a polite refusal, in time, without the memory growing.

use std::time::{Duration, Instant};

use sheets::{Limits, Looks, ReadError};

use crate::craft::{self, inline};
use crate::{limits, read};

/// What is refused, is refused within the time we promise, and the memory of this process stays small.
fn refused(bytes: &[u8]) -> ReadError {
    let begun = Instant::now();
    let Err(error) = read(bytes) else { panic!("must be refused") };
    assert!(begun.elapsed() < Duration::from_secs(6), "took {:?}", begun.elapsed());
    assert!(own_peak_mib() < 300, "peak {} MiB", own_peak_mib());
    assert!(!error.is_internal(), "{error}");
    assert!(error.message().ends_with('.') && !error.message().contains("  "), "{}", error.message());
    error
}

fn own_peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}

#[test]
fn a_megabyte_that_unpacks_to_a_gigabyte_is_refused_by_its_directory() {
    let bomb = craft::bomb(1 << 30);
    assert!(bomb.len() < 2 << 20);
    assert_eq!(refused(&bomb), ReadError::Bomb);
}

#[test]
fn a_bomb_whose_directory_lies_is_refused_while_unpacking() {
    let error = refused(&craft::bomb(1_000));
    assert!(matches!(error, ReadError::Bomb | ReadError::Damaged { .. }), "{error}");
}

#[test]
fn two_far_corners_do_not_make_a_rectangle() {
    let rows = format!(r#"<row r="1">{}</row><row r="1048576">{}</row>"#, inline("A1", "а"), inline("XFD1048576", "я"));
    let error = refused(&craft::workbook(&rows));
    assert_eq!(error, ReadError::TooManyRows { sheet: "Люди".into(), cell: "XFD1048576".into(), limit: 200_000 });
    assert!(error.message().contains("XFD1048576") && error.message().contains("«Люди»"));
}

#[test]
fn a_cell_too_far_to_the_right_is_named() {
    let error = refused(&craft::workbook(&format!(r#"<row r="3">{}</row>"#, inline("GS3", "а"))));
    assert_eq!(error, ReadError::TooManyColumns { sheet: "Люди".into(), cell: "GS3".into(), limit: 200 });
    assert!(error.message().contains("GS3") && error.message().contains("столбца GR"));
}

#[test]
fn a_table_of_strings_that_lies_about_its_count_is_refused() {
    for count in ["4294967295", "40000000", "18446744073709551615"] {
        let mut parts = craft::frame();
        parts.push(("xl/worksheets/sheet1.xml", craft::worksheet(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#, "")));
        parts.push(("xl/sharedStrings.xml", format!(r#"<sst xmlns="{}" count="{count}" uniqueCount="{count}"><si><t>а</t></si></sst>"#, craft::MAIN)));
        let error = refused(&craft::pack(&parts));
        assert!(matches!(error, ReadError::TooHeavy | ReadError::Damaged { .. }), "{count}: {error}");
    }
}

#[test]
fn one_long_string_repeated_in_every_cell_is_refused() {
    let cells: String = (1..=3_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
    let mut parts = craft::frame();
    parts.push(("xl/worksheets/sheet1.xml", craft::worksheet(&cells, "")));
    parts.push(("xl/sharedStrings.xml", format!(r#"<sst xmlns="{}"><si><t>{}</t></si></sst>"#, craft::MAIN, "ы".repeat(30_000))));
    assert!(matches!(refused(&craft::pack(&parts)), ReadError::TooMuch { .. }));
}

#[test]
fn a_cell_of_a_megabyte_is_refused_by_name() {
    let error = refused(&craft::workbook(&format!(r#"<row r="2">{}</row>"#, inline("B2", &"x".repeat(1 << 20)))));
    assert_eq!(error, ReadError::CellTooLong { sheet: "Люди".into(), cell: "B2".into(), limit: 200_000 });
}

#[test]
fn rows_going_backwards_are_damage() {
    let rows = format!(r#"<row r="5">{}</row><row r="2">{}</row>"#, inline("A5", "а"), inline("A2", "б"));
    assert_eq!(refused(&craft::workbook(&rows)), ReadError::Damaged { near: Some("A2".into()) });
}

#[test]
fn a_file_cut_short_is_damaged() {
    let whole = craft::workbook(&format!(r#"<row r="1">{}</row>"#, inline("A1", "а")));
    for length in [4, 60, whole.len() / 2, whole.len() - 30] {
        assert_eq!(refused(&whole[..length]), ReadError::Damaged { near: None }, "{length}");
    }
}

#[test]
fn broken_markup_tells_after_which_cell() {
    let error = refused(&craft::workbook(&format!(r#"<row r="1">{}<c r="B1"><v>1</c></row>"#, inline("A1", "а"))));
    assert_eq!(error, ReadError::Damaged { near: Some("A1".into()) });
    assert!(error.message().contains("после ячейки A1"));
}

#[test]
fn what_only_bears_the_name_of_a_spreadsheet_is_called_by_its_own() {
    let named = [
        (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3".to_vec(), Looks::Pdf),
        (b"\x89PNG\r\n\x1a\n".to_vec(), Looks::Image),
        ("<html><table><tr><td>ФИО</td></tr></table></html>".into(), Looks::WebPage),
        (vec![7; 3_000], Looks::Unknown),
        (craft::pack(&[("a.txt", "а".into())]), Looks::Archive),
        (craft::pack(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet".into()), ("content.xml", "<a/>".into())]), Looks::OpenDocument),
        (craft::pack(&[("word/document.xml", "<a/>".into())]), Looks::TextDocument),
        (craft::pack(&[("xl/workbook.bin", "а".into())]), Looks::BinaryWorkbook),
    ];
    for (bytes, looks) in named {
        assert_eq!(refused(&bytes), ReadError::NotASpreadsheet(looks));
    }
}

#[test]
fn old_and_encrypted_workbooks_are_told_apart() {
    let compound = |stream: &str| {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.resize(1024, 0);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(2048, 0);
        bytes
    };
    assert_eq!(refused(&compound("Workbook")), ReadError::OldXls);
    assert_eq!(refused(&compound("EncryptedPackage")), ReadError::Password);
    assert_eq!(refused(&compound("WordDocument")), ReadError::NotASpreadsheet(Looks::TextDocument));
}

#[test]
fn nothing_inside_is_said_plainly() {
    assert_eq!(refused(b""), ReadError::Empty);
    assert_eq!(refused(b"\r\n;;\r\n"), ReadError::Empty);
    assert_eq!(refused(&craft::workbook("")), ReadError::Empty);
}

#[test]
fn a_file_over_the_limit_is_not_even_given_to_the_child() {
    let small = Limits { file_bytes: 10, ..limits() };
    let error = sheets::read_bytes(b"a;b\r\nc;d\r\ne;f", &small).unwrap_err();
    assert_eq!(error, ReadError::TooLarge { bytes: 13, limit: 10 });
}

/// A program of ours in place of the child, from this folder.
fn instead(program: &str) -> Limits {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/children").join(program);
    Limits { program: Some(path), wall: Duration::from_secs(2), ..Limits::default() }
}

#[test]
fn a_child_that_never_ends_is_ended() {
    let begun = Instant::now();
    assert_eq!(sheets::read_bytes(b"a;b", &instead("never_ends.sh")), Err(ReadError::TimedOut { seconds: 2 }));
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_child_that_has_told_all_is_not_waited_for() {
    let begun = Instant::now();
    let book = sheets::read_bytes(b"a;b", &instead("tells_and_stays.sh")).unwrap();
    assert_eq!(book.sheets[0].rows[0].cells, [sheets::Cell::Text("a".into())]);
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_child_that_talks_nonsense_is_our_own_trouble() {
    let error = sheets::read_bytes(b"a;b", &instead("talks_nonsense.sh")).unwrap_err();
    assert!(error.is_internal() && error.message().contains("неполадки у нас"), "{error}");
}

#[test]
fn an_unclosed_quote_is_a_long_cell_with_an_address() {
    let error = refused(format!("ФИО;Школа\r\nИванов;\"СОШ\r\n{}", "Петров;СОШ 2\r\n".repeat(20_000)).as_bytes());
    assert_eq!(error, ReadError::CellTooLong { sheet: String::new(), cell: "B2".into(), limit: 200_000 });
    assert!(error.message().contains("кавычки"));
}
