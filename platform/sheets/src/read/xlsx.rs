//! The cells of an .xlsx file, one after another; never a whole sheet as a rectangle, whose size the file would choose.

use std::fs::File;
use std::io::{BufReader, Seek};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};
use jiff::civil::Date;

use super::Sink;
use super::archive::Inside;
use super::builder::{FORMULAS_KEPT, MERGES_KEPT};
use super::guard::Guard;
use crate::{Cell, Limits, Merge, ReadError, address};

type Workbook = Xlsx<BufReader<File>>;

pub(super) fn parse(mut file: File, inside: &Inside, limits: &Limits, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let hidden = if inside.unseen { super::unseen::of_each_sheet(&file) } else { Vec::new() };
    file.rewind().map_err(super::kind::internal)?;
    let mut workbook: Workbook = Xlsx::new(BufReader::new(file)).map_err(|error| refused(&error, None))?;
    let mut guard = Guard::new(limits);
    let mut unseen = hidden.into_iter();
    for sheet in workbook.sheets_metadata().to_vec() {
        let unseen = unseen.next().unwrap_or_default();
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        guard.sheet(&sheet.name)?;
        sink.sheet(&sheet.name, sheet.visible != SheetVisible::Visible)?;
        if !unseen.is_empty() {
            sink.unseen(unseen)?;
        }
        let formulas = cells(&mut workbook, &sheet.name, &mut guard, (limits.formulas, sink))?;
        if inside.merges {
            merges(&mut workbook, &sheet.name, sink)?;
        }
        formulas.into_iter().try_for_each(|(row, column)| sink.formula(row, column))?;
    }
    Ok(())
}

/// Cells on their way to the sink; the places of formulas, if they are asked for.
fn cells(workbook: &mut Workbook, sheet: &str, guard: &mut Guard, (tells, sink): (bool, &mut dyn Sink)) -> Result<Vec<(u32, u32)>, ReadError> {
    let mut formulas = Vec::new();
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(|error| refused(&error, None))?;
    let mut gathered = Gathered::default();
    let mut last = None;
    loop {
        let Some(((row, column), is_formula, value)) = next(&mut reader, tells).map_err(|error| refused(&error, last))? else {
            gathered.flush(guard, sink)?;
            return Ok(formulas);
        };
        last = Some((row, column));
        if is_formula && formulas.len() < FORMULAS_KEPT {
            guard.place(row, column)?;
            formulas.push((row, column));
        }
        if matches!(value, DataRef::Empty) {
            continue;
        }
        guard.place(row, column)?;
        guard.text(row, column, text_bytes(&value))?;
        if row != gathered.index {
            gathered.flush(guard, sink)?;
            gathered.start(row)?;
        }
        gathered.put(column, convert(&value));
    }
}

/// The next cell: where it stands, whether it is a formula (known only where it `tells`), what it holds.
type Next<'a> = Option<((u32, u32), bool, DataRef<'a>)>;

fn next<'a>(reader: &mut XlsxCellReader<'a, BufReader<File>>, tells: bool) -> Result<Next<'a>, XlsxError> {
    if tells {
        return Ok(reader.next_cell_with_formula_metadata()?.map(|cell| (cell.pos, cell.formula.is_some(), cell.value)));
    }
    Ok(reader.next_cell()?.map(|cell| (cell.get_position(), false, cell.get_value().clone())))
}

fn merges(workbook: &mut Workbook, sheet: &str, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let regions = workbook.merge_cells_by_sheet_name(sheet).map_err(|error| refused(&error, None))?;
    for region in regions.iter().take(MERGES_KEPT) {
        let ((top, left), (bottom, right)) = (region.start, region.end);
        sink.merge(Merge { top, left, bottom, right })?;
    }
    Ok(())
}

/// The row that is being read; cells of one row may come in any order, rows may not.
#[derive(Default)]
struct Gathered {
    index: u32,
    cells: Vec<Cell>,
}

impl Gathered {
    fn start(&mut self, row: u32) -> Result<(), ReadError> {
        if row < self.index {
            return Err(ReadError::Damaged { near: Some(address(row, 0)) });
        }
        self.index = row;
        Ok(())
    }

    fn put(&mut self, column: u32, value: Cell) {
        let column = column as usize;
        if column >= self.cells.len() {
            self.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(slot) = self.cells.get_mut(column) {
            *slot = value;
        }
    }

    fn flush(&mut self, guard: &mut Guard, sink: &mut dyn Sink) -> Result<(), ReadError> {
        let cells = std::mem::take(&mut self.cells);
        let length = cells.len();
        self.cells.reserve(length);
        if cells.is_empty() {
            return Ok(());
        }
        guard.row(self.index, &cells)?;
        sink.row(self.index, cells)
    }
}

fn text_bytes(value: &DataRef<'_>) -> usize {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.len(),
        DataRef::SharedString(text) => text.len(),
        _ => 0,
    }
}

fn convert(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) | DataRef::DurationIso(text) => filled(text),
        DataRef::SharedString(text) => filled(text),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::Error(error) => Cell::Error(error.to_string()),
        DataRef::DateTime(moment) => from_serial(*moment),
        DataRef::DateTimeIso(text) => from_iso(text),
    }
}

pub(super) fn filled(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// A day is a date; a bare time of day (less than one whole day) or a duration reads as hours and minutes.
pub(super) fn from_serial(moment: ExcelDateTime) -> Cell {
    let serial = moment.as_f64();
    if !(0.0..2_958_466.0).contains(&serial) {
        return Cell::Number(serial);
    }
    if moment.is_duration() || serial < 1.0 {
        let minutes = (serial * 1440.0).round();
        return Cell::Text(format!("{}:{:02}", (minutes / 60.0).floor(), minutes % 60.0));
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let date = || Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    date().map_or(Cell::Number(serial), Cell::Date)
}

pub(super) fn from_iso(text: &str) -> Cell {
    text.get(..10).and_then(|day| day.parse().ok()).map_or_else(|| filled(text), Cell::Date)
}

fn refused(error: &XlsxError, last: Option<(u32, u32)>) -> ReadError {
    match error {
        XlsxError::Password => ReadError::Password,
        _ => ReadError::Damaged { near: last.map(|(row, column)| address(row, column)) },
    }
}
