//! A file as it comes through the child's pipe. Our own sample is read row by row, so that a region's list costs only its sums; anything else is
//! held as a book, within the limits of a stranger's file, and looked at as a whole.

use crate::{
    ClassName, Found, Hints, Note, Problems, Tab, exam,
    grid::{Grid, Head},
    oko, roster,
    summary::{self, Summary},
    template,
};
use sheets::{Book, Cell, Limits, Merge, ReadError, Row, Sheet, Sink, Unseen};
use std::{mem, time::Duration};

/// What a file with results may cost: more rows and more time than a stranger's, because a region's list has hundreds of thousands of rows.
#[must_use]
pub fn limits() -> Limits {
    const MB: u64 = 1 << 20;
    Limits { older: true, formulas: true, unseen: true, file_bytes: 40 * MB, unpacked_bytes: 600 * MB, rows: 500_000, cells: 8_000_000, text_bytes: 150 * MB, ..Limits::default() }.within(Duration::from_secs(60))
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
        self.streamed(stream).map(|found| found.beside_hidden(&self.book))
    }

    /// The sample's second sheet says how to fill it; other sheets may be further classes.
    fn streamed(&self, stream: Stream) -> Result<Found, Problems> {
        let first = stream.finish();
        let mut sheets = Sheets::of(&self.book, self.hints);
        if sheets.have_nothing() {
            return first;
        }
        let name = self.book.sheets.first().map(|sheet| told_name(sheet, 1, self.hints)).unwrap_or_default();
        match first {
            Ok(first) => sheets.found.insert(0, first.on_sheet(&name)),
            Err(first) => sheets.problems = first.on_sheet(&name).and(Some(sheets.problems)),
        }
        sheets.together()
    }

    /// The first sheet's first rows are enough to know our sample.
    fn decide(&mut self) {
        self.is_decided = true;
        let Some(sheet) = self.book.sheets.last_mut() else { return };
        if sheet.hidden {
            return;
        }
        let grid = Grid::of(sheet);
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
        let summary = Summary::new(&Grid::of(sheet), head, hints);
        let mut numbers: Vec<u32> = summary.numbers().into_iter().filter_map(|column| u32::try_from(column).ok()).collect();
        numbers.sort_unstable();
        Self { summary, head: Sheet { name: sheet.name.clone(), unseen: sheet.unseen.clone(), ..Sheet::default() }, formulas: (0, None), numbers, blank: Vec::new() }
    }

    fn row(&mut self, row: &Row) {
        if self.summary.row(&Grid::of(&self.head), row) {
            self.blank.extend(self.numbers.iter().filter(|column| row.cell(**column as usize).is_empty()).map(|column| (row.index, *column)));
        }
    }

    /// A number isn't missing: its cell is a formula without a value, or lies under another.
    fn missing(&mut self, (row, column): (u32, u32), why: &str) {
        let grid = Grid::of(&self.head);
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
        self.summary.finish(&Grid::of(&self.head), formulas)
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

    fn unseen(&mut self, unseen: Unseen) -> Result<(), ReadError> {
        if let Some(sheet) = self.book.sheets.last_mut() {
            sheet.unseen = unseen;
        }
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
    Sheets::of(book, hints).together().map(|found| found.beside_hidden(book))
}

impl Found {
    /// Sheets that nobody sees aren't read, and it is told.
    fn beside_hidden(mut self, book: &Book) -> Self {
        let hidden = book.sheets.iter().filter(|sheet| sheet.hidden && !sheet.rows.is_empty()).count();
        if hidden > 0 {
            self.note_first(format!("Скрытых листов: {hidden}. Они не прочитаны: если результаты на них, покажите листы и прочитайте файл снова."));
        }
        self
    }
}

/// What became of the sheets of a book, one by one.
#[derive(Default)]
struct Sheets {
    found: Vec<Found>,
    problems: Problems,
    /// Sheets that are no table of results: how each is told, and whether it is called after a class.
    unread: Vec<(String, bool)>,
    /// Whether one of those says that it is about ВПР.
    says_vpr: bool,
}

impl Sheets {
    fn of(book: &Book, hints: &Hints) -> Self {
        let filled: Vec<(&Sheet, usize)> = book.sheets.iter().filter(|sheet| !sheet.hidden).zip(1..).filter(|(sheet, _)| !sheet.rows.is_empty()).collect();
        let several = book.sheets.len() > 1 && (filled.len() > 1 || filled.iter().any(|(_, number)| *number > 1));
        let mut all = Self::default();
        let mut hints = hints.clone();
        for (sheet, number) in filled {
            let name = if several { told_name(sheet, number, &hints) } else { String::new() };
            let grid = Grid::of(sheet);
            let read = oko::read(&grid, &hints).or_else(|| exam::read(&grid, &hints)).or_else(|| summary::read(&grid, &hints)).or_else(|| roster::read(&grid, &hints));
            match read {
                Some(Ok(one)) => all.found.push(one.on_sheet(&name)),
                Some(Err(wrong)) => all.problems = all.problems.and(Some(wrong.on_sheet(&name))),
                // A table of titles above the table of figures, as pages have them.
                None => {
                    let above = crate::context::Context::above(&grid, grid.rows(), &hints);
                    all.says_vpr |= above.says_vpr;
                    hints.class = hints.class.or(above.class);
                    hints.subject = hints.subject.or(above.subject);
                    if !is_of_page(&sheet.name) {
                        all.unread.push((name, ClassName::parse(&sheet.name).is_ok_and(|class| !class.letter.is_empty())));
                    }
                }
            }
        }
        all
    }

    /// Only explanations, if anything.
    fn have_nothing(&self) -> bool {
        self.found.is_empty() && self.problems.is_empty() && self.unread.iter().all(|(_, is_class)| !is_class)
    }

    /// A sheet called after a class is not left out silently; any other is, and it is told.
    fn together(mut self) -> Result<Found, Problems> {
        if self.found.is_empty() && self.problems.is_empty() {
            return Err(Problems::one(UNKNOWN));
        }
        for (name, is_class) in self.unread {
            if is_class {
                let problem = Problems::one("не похож на таблицу с результатами: исправьте его или удалите из файла");
                self.problems = self.problems.and(Some(problem.on_sheet(&name)));
            } else if let Some(first) = self.found.first_mut() {
                first.keep_note(Note { tab: Tab { file: 0, sheet: name }, text: "На таблицу с результатами не похож, пропущен.".into() });
            }
        }
        self.found.iter_mut().for_each(|one| one.says_vpr |= self.says_vpr);
        self.problems.had_people |= self.found.iter().any(|one| one.had_people);
        if self.problems.is_empty() { crate::joined::together(self.found) } else { Err(self.problems) }
    }
}

/// Tables of a web page have no names of their own: some are its titles.
fn is_of_page(name: &str) -> bool {
    name.is_empty() || name.starts_with("таблица ")
}

const UNKNOWN: &str = "Не удалось узнать, что это за файл: не нашлось ни строк «класс — предмет — число отметок», ни списка с отметками, ни отчёта ФИС ОКО, ни протокола экзамена. Проверьте, тот ли файл выбран, или перенесите числа в наш образец.";

/// A tab's name as it may be shown; where it may not, its number does.
fn told_name(sheet: &Sheet, number: usize, hints: &Hints) -> String {
    tab_name(&sheet.name, hints).unwrap_or_else(|| format!("№ {number}"))
}

/// A tab's name if it may be shown: that of a class, a subject, or «Лист2». Any other may be a pupil's.
#[must_use]
pub fn tab_name(name: &str, hints: &Hints) -> Option<String> {
    let plain = crate::key::words(name);
    let is_usual = ["лист", "sheet", "таблица"].iter().any(|word| plain.strip_prefix(word).is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit())));
    let is_known = is_usual || ClassName::parse(name).is_ok() || hints.subjects.iter().any(|name| crate::key::words(name) == plain);
    is_known.then(|| name.chars().filter(|c| !c.is_control()).take(40).collect())
}
