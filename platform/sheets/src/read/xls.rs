//! The cells of an old binary .xls book. The library holds each sheet as a rectangle whose size the file chooses: the limit on the
//! child's memory is what ends a book of two far corners.

use std::fs::File;
use std::io::{BufReader, Seek};

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};

use super::Sink;
use super::builder::{FORMULAS_KEPT, MERGES_KEPT};
use super::guard::Guard;
use super::xlsx::{filled, from_iso, from_serial};
use crate::{Cell, Limits, Merge, ReadError};

type Workbook = Xls<BufReader<File>>;

pub(super) fn parse(mut file: File, limits: &Limits, sink: &mut dyn Sink) -> Result<(), ReadError> {
    file.rewind().map_err(super::kind::internal)?;
    let mut workbook: Workbook = Xls::new(BufReader::new(file)).map_err(|error| refused(&error))?;
    let mut guard = Guard::new(limits);
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        guard.sheet(&sheet.name)?;
        sink.sheet(&sheet.name, sheet.visible != SheetVisible::Visible)?;
        cells(&mut workbook, &sheet.name, &mut guard, sink)?;
        around(&mut workbook, &sheet.name, limits, sink)?;
    }
    Ok(())
}

fn cells(workbook: &mut Workbook, sheet: &str, guard: &mut Guard, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let range = workbook.worksheet_range(sheet).map_err(|error| refused(&error))?;
    let Some((top, left)) = range.start() else { return Ok(()) };
    for (row, values) in (top..).zip(range.rows()) {
        let Some(last) = values.iter().rposition(|value| !matches!(value, Data::Empty)) else { continue };
        let mut cells = vec![Cell::Empty; left as usize];
        for (column, value) in (left..).zip(values.get(..=last).unwrap_or_default()) {
            if !matches!(value, Data::Empty) {
                guard.place(row, column)?;
                guard.text(row, column, text_bytes(value))?;
            }
            cells.push(convert(value));
        }
        while cells.last() == Some(&Cell::Empty) {
            cells.pop();
        }
        if !cells.is_empty() {
            guard.row(row, &cells)?;
            sink.row(row, cells)?;
        }
    }
    Ok(())
}

fn around(workbook: &mut Workbook, sheet: &str, limits: &Limits, sink: &mut dyn Sink) -> Result<(), ReadError> {
    for region in workbook.merge_cells_by_sheet_name(sheet).unwrap_or_default().iter().take(MERGES_KEPT) {
        let ((top, left), (bottom, right)) = (region.start, region.end);
        sink.merge(Merge { top, left, bottom, right })?;
    }
    if limits.formulas {
        let formulas = workbook.worksheet_formula(sheet).map_err(|error| refused(&error))?;
        let (top, left) = formulas.start().unwrap_or_default();
        let places = formulas.used_cells().map(|(row, column, _)| (row, column)).take(FORMULAS_KEPT);
        for (row, column) in places {
            sink.formula(top.saturating_add(u32::try_from(row).unwrap_or(u32::MAX)), left.saturating_add(u32::try_from(column).unwrap_or(u32::MAX)))?;
        }
    }
    Ok(())
}

fn text_bytes(value: &Data) -> usize {
    match value {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.len(),
        _ => 0,
    }
}

fn convert(value: &Data) -> Cell {
    match value {
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(value) => Cell::Bool(*value),
        Data::Error(error) => Cell::Error(error.to_string()),
        Data::DateTime(moment) => from_serial(*moment),
        Data::DateTimeIso(text) => from_iso(text),
        Data::String(text) | Data::DurationIso(text) => filled(text),
        _ => Cell::Empty,
    }
}

fn refused(error: &XlsError) -> ReadError {
    match error {
        XlsError::Password => ReadError::Password,
        _ => ReadError::Damaged { near: None },
    }
}
