//! What goes back to the person who gave the sheet: the rows to put right with words beside them, and a template.

use super::{
    Batch, Field, Level, RowFilter, StoredRow, Verdict,
    batch::{self, BatchId},
};
use access::Scope;
use kernel::{Result, Slice, Tx};
use sheets::{Column, Value};

/// The rows that need somebody, as they were read, with a column «Что исправить». The file can be put right and loaded again.
///
/// # Errors
/// [`kernel::Error::NotFound`] for another's batch.
pub fn errors_sheet(tx: &mut Tx<'_>, scope: &Scope, id: BatchId) -> Result<Vec<u8>> {
    let found = batch::find(tx, scope, id)?;
    let mut rows = Vec::new();
    for verdict in [Verdict::Error, Verdict::Duplicate] {
        rows.extend(batch::list_rows(tx, scope, id, RowFilter { verdict: Some(verdict) }, Slice::all(100_000))?.0.rows);
    }
    rows.sort_by_key(|row| row.line);
    sheet(&found, &rows)
}

fn sheet(batch: &Batch, rows: &[StoredRow]) -> Result<Vec<u8>> {
    let width = rows.iter().map(|row| row.cells.len()).chain([batch.mapping.titles.len()]).max().unwrap_or(0);
    let title = |at: usize| batch.mapping.titles.get(at).filter(|title| !title.is_empty()).cloned().unwrap_or_else(|| format!("Столбец {}", sheets::column_letters(u32::try_from(at).unwrap_or(0))));
    let columns: Vec<Column> = (0..width).map(|at| Column::new(title(at))).chain([Column::new("Строка в файле"), Column::new("Что исправить").wide(80)]).collect();
    let cells = rows.iter().map(|row| {
        let own = (0..width).map(|at| Value::from(row.cells.get(at).map_or("", String::as_str)));
        own.chain([Value::Integer(i64::from(row.line)), Value::from(advice(row))]).collect::<Vec<_>>()
    });
    Ok(sheets::export("Исправить", &columns, cells, None).map_err(anyhow::Error::new)?)
}

/// All that keeps a row from being loaded, in one cell.
pub(super) fn advice(row: &StoredRow) -> String {
    let said = row.notes.iter().filter(|note| matches!(note.level, Level::Stop | Level::Gap) || row.verdict == Verdict::Duplicate);
    said.map(|note| if note.cell.is_empty() { note.text.clone() } else { format!("{}: {}", note.cell, note.text) }).collect::<Vec<_>>().join(". ")
}

/// An empty sheet with the titles that are understood and two invented lines to copy.
///
/// # Errors
/// The workbook can't be written.
pub fn template() -> Result<Vec<u8>> {
    const FIELDS: [Field; 11] = [Field::Family, Field::Given, Field::Patronymic, Field::BirthOn, Field::Municipality, Field::School, Field::Position, Field::Subjects, Field::Since, Field::Phone, Field::Email];
    const LINES: [[&str; 11]; 2] = [
        ["Образцова", "Анна", "Петровна", "05.09.1985", "Хабаровский район", "МБОУ СОШ № 1", "Учитель", "Математика, Информатика", "01.09.2015", "+7 914 000-00-01", "obraztsova@school.example"],
        ["Примеров", "Олег", "", "17.03.1979", "г. Хабаровск", "Лицей № 2", "Заместитель директора по учебно-воспитательной работе", "", "01.09.2019", "+7 914 000-00-02", ""],
    ];
    let columns: Vec<Column> = FIELDS.iter().map(|field| Column::new(field.label()).wide(24)).collect();
    let lines = LINES.iter().map(|line| line.iter().map(|cell| Value::from(*cell)).collect::<Vec<_>>());
    Ok(sheets::export("Люди", &columns, lines, None).map_err(anyhow::Error::new)?)
}
