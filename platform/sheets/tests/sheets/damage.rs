//! Good files spoiled at random: whatever comes out, it is a table or a polite refusal, never trouble of our own.

use proptest::prelude::*;
use sheets::{Column, ReadError, Value, export};

use crate::read;

fn good() -> Vec<u8> {
    let columns = ["ФИО", "Школа", "Дата"].map(Column::new);
    let row = |number: i64| vec![Value::from("Иванов Иван"), Value::from(number), Value::from(jiff::civil::date(2026, 9, 1))];
    export("Люди", &columns, (0..50).map(row), None).unwrap()
}

fn is_polite(outcome: &Result<sheets::Book, ReadError>) -> bool {
    match outcome {
        Ok(book) => book.first_filled().is_some(),
        Err(error) => !error.is_internal() && error.message().ends_with('.'),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_workbook_with_bytes_changed(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = good();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let outcome = read(&bytes);
        prop_assert!(is_polite(&outcome), "{outcome:?}");
    }

    #[test]
    fn markup_of_a_sheet_with_a_piece_out_of_place(from in any::<prop::sample::Index>(), length in 1..40_usize, to in any::<prop::sample::Index>()) {
        let rows: String = (1..30).map(|row| format!(r#"<row r="{row}"><c r="A{row}" s="1"><v>{row}</v></c><c r="B{row}" t="b"><v>1</v></c></row>"#)).collect();
        let mut sheet = crate::craft::worksheet(&rows, r#"<mergeCells><mergeCell ref="A1:B2"/></mergeCells>"#);
        let from = from.index(sheet.len());
        let piece: String = sheet.drain(from..(from + length).min(sheet.len())).collect();
        sheet.insert_str(to.index(sheet.len()), &piece);
        let mut parts = crate::craft::frame();
        parts.push(("xl/worksheets/sheet1.xml", sheet));
        let outcome = read(&crate::craft::pack(&parts));
        prop_assert!(is_polite(&outcome) || matches!(outcome, Err(ReadError::Empty)), "{outcome:?}");
    }

    #[test]
    fn any_bytes_at_all(bytes in prop::collection::vec(any::<u8>(), 1..400)) {
        let outcome = read(&bytes);
        prop_assert!(is_polite(&outcome), "{outcome:?}");
    }
}
