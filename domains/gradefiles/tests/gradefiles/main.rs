//! Files as schools have them, invented layouts with invented names; each is made in its test.

#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod exams;
mod journals;
mod origins;
mod reports;
mod samples;
mod totals;
mod traps;

use gradefiles::{Figures, Found, Hints, Problems, Reader};
use sheets::{Book, Cell, Merge, Row, Sheet};

pub fn hints() -> Hints {
    Hints { subjects: ["Математика", "Русский язык", "Физика", "Английский язык"].map(str::to_owned).to_vec(), ..Hints::default() }
}

/// A sheet of texts; numbers are numbers, an empty text is an empty cell.
pub fn sheet(rows: &[&[&str]]) -> Sheet {
    let cell = |text: &&str| match text.parse::<f64>() {
        _ if text.is_empty() => Cell::Empty,
        Ok(number) => Cell::Number(number),
        Err(_) => Cell::Text((*text).to_owned()),
    };
    let rows = (0..).zip(rows).filter(|(_, cells)| !cells.is_empty()).map(|(index, cells)| Row { index, cells: cells.iter().map(cell).collect() });
    Sheet { name: "Лист1".into(), rows: rows.collect(), ..Sheet::default() }
}

pub fn merged(mut sheet: Sheet, merges: &[[u32; 4]]) -> Sheet {
    sheet.merges = merges.iter().map(|[top, left, bottom, right]| Merge { top: *top, left: *left, bottom: *bottom, right: *right }).collect();
    sheet
}

pub fn book(sheets: Vec<Sheet>) -> Book {
    Book { sheets, child_peak_kib: 0 }
}

pub fn read(rows: &[&[&str]]) -> Result<Found, Problems> {
    read_with(rows, &hints())
}

pub fn read_with(rows: &[&[&str]], hints: &Hints) -> Result<Found, Problems> {
    gradefiles::recognise(&book(vec![sheet(rows)]), hints).and_then(|found| gradefiles::joined(vec![found], hints))
}

/// What is wrong, as it is shown.
pub fn wrong(rows: &[&[&str]]) -> Vec<String> {
    read(rows).unwrap_err().list.iter().map(ToString::to_string).collect()
}

/// «7А Математика: 2 8 9 5» for each row.
pub fn told(found: &Found) -> Vec<String> {
    let marks = |figures: &Figures| figures.marks.map(|marks| marks.map(|count| count.to_string()).join(" ")).unwrap_or_default();
    found.rows.iter().map(|row| format!("{} {}: {}", row.class, found.subjects[row.subject as usize], marks(&row.figures))).collect()
}

/// Bytes of a file through the same reader as the product's, without the child: the file is ours.
pub fn bytes(bytes: &[u8], hints: &Hints) -> Result<Found, Problems> {
    use std::io::{Seek, Write};
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    let book = sheets::read_in_process(file, &gradefiles::limits()).unwrap();
    let mut reader = Reader::new(hints);
    for sheet in book.sheets {
        use sheets::Sink;
        reader.sheet(&sheet.name, sheet.hidden).unwrap();
        reader.unseen(sheet.unseen).unwrap();
        sheet.rows.into_iter().try_for_each(|row| reader.row(row.index, row.cells)).unwrap();
        sheet.merges.into_iter().try_for_each(|merge| reader.merge(merge)).unwrap();
        sheet.formulas.into_iter().try_for_each(|(row, column)| reader.formula(row, column)).unwrap();
    }
    reader.finish().and_then(|found| gradefiles::joined(vec![found], hints))
}
