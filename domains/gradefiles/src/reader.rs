//! A file as it comes through the child's pipe. Our own sample is read row by row, so that a region's list costs only its sums; anything else is
//! held as a book, within the limits of a stranger's file, and looked at as a whole.

use crate::{
    ClassName, Found, Hints, Problems, exam,
    grid::{Grid, Head},
    oko, roster,
    summary::{self, Summary},
    template,
};
use sheets::{Book, Cell, Limits, Merge, ReadError, Row, Sheet, Sink};
use std::{mem, time::Duration};

/// What a file with results may cost: more rows and more time than a stranger's, because a region's list has hundreds of thousands of rows.
#[must_use]
pub fn limits() -> Limits {
    const MB: u64 = 1 << 20;
    Limits { older: true, formulas: true, file_bytes: 40 * MB, unpacked_bytes: 600 * MB, rows: 500_000, cells: 8_000_000, text_bytes: 150 * MB, ..Limits::default() }.within(Duration::from_secs(60))
}

/// As many rows are held before it is decided whether it is our sample.
const HEAD: usize = 60;
/// What is not our sample is held whole.
const MOST_ROWS: usize = 60_000;

/// Takes cells as they are read; nothing of them is left when it ends but sums.
pub struct Reader<'a> {
    hints: &'a Hints,
    book: Book,
    rows: usize,
    stream: Option<Stream>,
    is_decided: bool,
}

struct Stream {
    summary: Summary,
    /// The first rows of the sheet alone: what a grid needs to say where a cell is.
    head: Sheet,
    formulas: (usize, Option<(u32, u32)>),
    /// Columns of numbers, in order.
    numbers: Vec<u32>,
    /// Their cells in which nothing stands, in order: that they are formulas or merged is told after the rows.
    blank: Vec<(u32, u32)>,
}

impl<'a> Reader<'a> {
    #[must_use]
    pub fn new(hints: &'a Hints) -> Self {
        Self { hints, book: Book::default(), rows: 0, stream: None, is_decided: false }
    }

    /// What was read.
    ///
    /// # Errors
    /// What is wrong in the file.
    pub fn finish(mut self) -> Result<Found, Problems> {
        let Some(stream) = self.stream.take() else { return recognise(&self.book, self.hints) };
        // The sample's second sheet says how to fill it; other sheets may be further classes.
        let name = self.book.sheets.first().map(|sheet| told_name(sheet, 1, self.hints)).unwrap_or_default();
        match (stream.finish(), understood(&self.book, self.hints)) {
            (first, Ok(more)) if more.is_empty() => first,
            (Ok(first), Ok(more)) => crate::joined::together(std::iter::once(first).chain(more).collect()),
            (Ok(_), Err(more)) => Err(more),
            (Err(first), more) => Err(first.on_sheet(&name).and(more.err())),
        }
    }

    /// The first sheet's first rows are enough to know our sample.
    fn decide(&mut self) {
        self.is_decided = true;
        let Some(sheet) = self.book.sheets.last_mut() else { return };
        if sheet.hidden {
            return;
        }
        let grid = Grid::of(sheet, String::new());
        let Some(head) = summary::header(&grid).filter(|head| head.body == head.start + 1 && template::is_like_ours(&head.titles)) else { return };
        let rows = grid.rows().get(head.body..).unwrap_or_default().to_vec();
        let mut stream = Stream::new(sheet, &head, self.hints);
        for row in rows {
            stream.row(&row);
        }
        // Of a short sheet they were told before it was looked at.
        sheet.formulas.iter().for_each(|(row, column)| stream.formula(*row, *column));
        sheet.merges.iter().for_each(|merge| stream.merge(merge));
        *sheet = Sheet { name: mem::take(&mut sheet.name), ..Sheet::default() };
        self.stream = Some(stream);
    }
}

impl Stream {
    fn new(sheet: &Sheet, head: &Head, hints: &Hints) -> Self {
        let summary = Summary::new(&Grid::of(sheet, String::new()), head, hints);
        let mut numbers: Vec<u32> = summary.numbers().into_iter().filter_map(|column| u32::try_from(column).ok()).collect();
        numbers.sort_unstable();
        Self { summary, head: Sheet { name: sheet.name.clone(), ..Sheet::default() }, formulas: (0, None), numbers, blank: Vec::new() }
    }

    fn row(&mut self, row: &Row) {
        if self.summary.row(&Grid::of(&self.head, String::new()), row) {
            self.blank.extend(self.numbers.iter().filter(|column| row.cell(**column as usize).is_empty()).map(|column| (row.index, *column)));
        }
    }

    /// A number isn't missing: its cell is a formula without a value, or lies under another.
    fn missing(&mut self, (row, column): (u32, u32), why: &str) {
        let grid = Grid::of(&self.head, String::new());
        self.summary.problems.push(grid.problem(row, Some(column as usize), why));
    }

    fn formula(&mut self, row: u32, column: u32) {
        if !self.numbers.contains(&column) {
            return;
        }
        self.formulas.0 += 1;
        self.formulas.1.get_or_insert((row, column));
        if self.blank.binary_search(&(row, column)).is_ok() {
            self.missing((row, column), crate::grid::NO_VALUE);
        }
    }

    fn merge(&mut self, merge: &Merge) {
        let origin = (merge.top, merge.left);
        let is_within = |column: &u32| (merge.left..=merge.right).contains(column);
        // Merged cells without anything in them say nothing of anybody.
        if merge.bottom <= merge.top || !self.numbers.iter().any(is_within) || self.blank.binary_search(&origin).is_ok() {
            return;
        }
        let below = self.blank.partition_point(|(row, _)| *row <= merge.top);
        let first = self.blank.get(below..).unwrap_or_default().iter().take_while(|(row, _)| *row <= merge.bottom).find(|(_, column)| is_within(column)).copied();
        if let Some(at) = first {
            self.missing(at, &crate::grid::merged_with(origin));
        }
    }

    fn finish(self) -> Result<Found, Problems> {
        let formulas = self.formulas.1.map(|(row, column)| (self.formulas.0, sheets::address(row, column)));
        self.summary.finish(formulas)
    }
}

impl Sink for Reader<'_> {
    fn sheet(&mut self, name: &str, hidden: bool) -> Result<(), ReadError> {
        if !self.is_decided && self.book.sheets.last().is_some_and(|sheet| !sheet.rows.is_empty()) {
            self.decide();
        }
        self.book.sheets.push(Sheet { name: name.into(), hidden, ..Sheet::default() });
        Ok(())
    }

    fn row(&mut self, index: u32, cells: Vec<Cell>) -> Result<(), ReadError> {
        let row = Row { index, cells };
        if let Some(stream) = self.stream.as_mut().filter(|_| self.book.sheets.len() == 1) {
            stream.row(&row);
            return Ok(());
        }
        self.rows += 1;
        let Some(sheet) = self.book.sheets.last_mut() else { return Err(ReadError::Damaged { near: None }) };
        if self.rows > MOST_ROWS {
            return Err(ReadError::TooManyRows { sheet: sheet.name.clone(), cell: sheets::address(index, 0), limit: u32::try_from(MOST_ROWS).unwrap_or(u32::MAX) });
        }
        sheet.rows.push(row);
        if !self.is_decided && sheet.rows.len() >= HEAD {
            self.decide();
        }
        Ok(())
    }

    fn merge(&mut self, merge: Merge) -> Result<(), ReadError> {
        if let Some(stream) = self.stream.as_mut().filter(|_| self.book.sheets.len() == 1) {
            stream.merge(&merge);
        } else if let Some(sheet) = self.book.sheets.last_mut().filter(|sheet| sheet.merges.len() < 10_000) {
            sheet.merges.push(merge);
        }
        Ok(())
    }

    fn formula(&mut self, row: u32, column: u32) -> Result<(), ReadError> {
        if let Some(stream) = self.stream.as_mut().filter(|_| self.book.sheets.len() == 1) {
            stream.formula(row, column);
        } else if let Some(sheet) = self.book.sheets.last_mut().filter(|sheet| sheet.formulas.len() < 100_000) {
            sheet.formulas.push((row, column));
        }
        Ok(())
    }
}

/// What a book holds: each sheet that is understood, together.
///
/// # Errors
/// What is wrong, by row and cell; or that nothing was recognised.
pub fn recognise(book: &Book, hints: &Hints) -> Result<Found, Problems> {
    let found = understood(book, hints)?;
    if found.is_empty() { Err(Problems::one(UNKNOWN)) } else { crate::joined::together(found) }
}

/// The sheets that are understood, one by one.
fn understood(book: &Book, hints: &Hints) -> Result<Vec<Found>, Problems> {
    let filled: Vec<(&Sheet, usize)> = book.sheets.iter().filter(|sheet| !sheet.hidden).zip(1..).filter(|(sheet, _)| !sheet.rows.is_empty()).collect();
    let several = book.sheets.len() > 1 && (filled.len() > 1 || filled.iter().any(|(_, number)| *number > 1));
    let mut found = Vec::new();
    let mut problems = Problems::default();
    let mut hints = hints.clone();
    for (sheet, number) in filled {
        let name = if several { told_name(sheet, number, &hints) } else { String::new() };
        let grid = Grid::of(sheet, name);
        let read = oko::read(&grid, &hints).or_else(|| exam::read(&grid, &hints)).or_else(|| summary::read(&grid, &hints)).or_else(|| roster::read(&grid, &hints));
        match read {
            Some(Ok(one)) => found.push(one),
            Some(Err(wrong)) => {
                problems.had_people |= wrong.had_people;
                problems.more += wrong.more;
                wrong.list.into_iter().for_each(|problem| problems.push(problem));
            }
            // A table of titles above the table of figures, as pages have them.
            None => {
                let above = crate::context::Context::above(&grid, grid.rows(), &hints);
                hints.class = hints.class.or(above.class);
                hints.subject = hints.subject.or(above.subject);
            }
        }
    }
    problems.had_people |= found.iter().any(|one: &Found| one.had_people);
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

const UNKNOWN: &str = "Не удалось узнать, что это за файл: не нашлось ни строк «класс — предмет — число отметок», ни списка с отметками, ни отчёта ФИС ОКО, ни протокола экзамена. Проверьте, тот ли файл выбран, или перенесите числа в наш образец.";

/// A tab's name as it may be shown: that of a class, a subject, or «Лист2». Any other may be a pupil's, and its number does.
fn told_name(sheet: &Sheet, number: usize, hints: &Hints) -> String {
    let plain = crate::key::words(&sheet.name);
    let is_usual = ["лист", "sheet"].iter().any(|word| plain.strip_prefix(word).is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit())));
    let is_known = is_usual || ClassName::parse(&sheet.name).is_ok() || hints.subjects.iter().any(|name| crate::key::words(name) == plain);
    if is_known { sheet.name.chars().filter(|c| !c.is_control()).take(40).collect() } else { format!("№ {number}") }
}
