//! Workbooks as institutes have them.

use jiff::civil::date;
use sheets::{Cell, Merge, Unseen};

use crate::craft::{self, inline};
use crate::{only_sheet, read_patiently};

const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/></cellXfs></styleSheet>"#;

#[test]
fn each_kind_of_cell_arrives_as_what_it_is() {
    let row = concat!(
        r#"<row r="2"><c r="A2"><v>89141234567</v></c><c r="B2" s="1"><v>45904</v></c><c r="C2" s="2"><v>0.5</v></c>"#,
        r#"<c r="E2" t="b"><v>1</v></c><c r="F2" t="e"><v>#N/A</v></c><c r="G2" t="str"><f>A1&amp;B1</f><v>итог</v></c></row>"#
    );
    let mut parts = craft::frame();
    parts.push(("xl/styles.xml", STYLES.into()));
    parts.push(("xl/worksheets/sheet1.xml", craft::worksheet(row, "")));
    let sheet = only_sheet(&craft::pack(&parts));
    assert_eq!((sheet.name.as_str(), sheet.hidden, sheet.rows[0].number()), ("Люди", false, 2));
    let expected = [Cell::Number(89_141_234_567.0), Cell::Date(date(2025, 9, 4)), Cell::Text("12:00".into()), Cell::Empty, Cell::Bool(true), Cell::Error("#N/A".into()), Cell::Text("итог".into())];
    assert_eq!(sheet.rows[0].cells, expected);
}

#[test]
fn formatted_but_empty_cells_far_away_are_no_trouble() {
    let rows = format!(r#"<row r="1">{}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>"#, inline("A1", "а"));
    assert_eq!(only_sheet(&craft::workbook(&rows)).rows.len(), 1);
}

#[test]
fn merged_cells_are_told() {
    let bytes = craft::workbook_with(&format!(r#"<row r="1">{}</row>"#, inline("A1", "а")), r#"<mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells>"#);
    assert_eq!(only_sheet(&bytes).merges, [Merge { top: 0, left: 0, bottom: 1, right: 2 }]);
}

#[test]
fn a_cell_of_ten_thousand_letters_comes_whole() {
    let long = "ё".repeat(10_000);
    let sheet = only_sheet(&craft::workbook(&format!(r#"<row r="1">{}</row>"#, inline("A1", &long))));
    assert_eq!(sheet.rows[0].cells, [Cell::Text(long)]);
}

#[test]
fn the_childs_memory_is_told_and_small() {
    let peak = read_patiently(&craft::workbook(&format!(r#"<row r="1">{}</row>"#, inline("A1", "а")))).child_peak_kib;
    assert!((1..100 * 1024).contains(&peak), "{peak}");
}

#[test]
fn a_file_of_our_own_may_be_read_without_a_child() {
    let bytes = craft::workbook(&format!(r#"<row r="1">{}</row>"#, inline("A1", "а")));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &bytes).unwrap();
    let book = sheets::read_in_process(file.reopen().unwrap(), &sheets::Limits::default()).unwrap();
    assert_eq!(book.sheets, read_patiently(&bytes).sheets);
}

#[test]
fn hidden_rows_and_columns_are_told_where_they_are_asked_for() {
    let mut file = rust_xlsxwriter::Workbook::new();
    for hides in [false, true] {
        let sheet = file.add_worksheet();
        for row in 0..5 {
            sheet.write_number(row, 0, row).unwrap().write_number(row, 3, row).unwrap();
        }
        if hides {
            sheet.set_row_hidden(1).unwrap().set_row_hidden(2).unwrap().set_row_hidden(4).unwrap().set_column_hidden(3).unwrap();
        }
    }
    let bytes = file.save_to_buffer().unwrap();
    let asked = crate::limits().within(std::time::Duration::from_secs(60));
    let book = sheets::read_bytes(&bytes, &sheets::Limits { unseen: true, ..asked.clone() }).unwrap();
    let [seen, hidden] = book.sheets.as_slice() else { panic!("two sheets") };
    assert!(seen.unseen.is_empty() && hidden.unseen == Unseen { rows: vec![(1, 2), (4, 4)], columns: vec![(3, 3)] }, "{:?}", hidden.unseen);
    assert!(sheets::read_bytes(&bytes, &asked).unwrap().sheets.iter().all(|sheet| sheet.unseen.is_empty()));
}
