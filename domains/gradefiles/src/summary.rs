//! A row per class and subject with numbers of marks: what journals sum up, and our own sample. Rows may come one by one from a stream.

mod columns;
mod named;
mod said;
mod totals;

use self::{
    columns::Columns,
    said::{Said, once},
    totals::Sums,
};
use crate::{
    ClassName, Figures, Found, Hints, Layout, Places, Problems, Row as Made, School, Spot,
    context::Context,
    grid::{Grid, Head, repeats},
    is_like_a_subject,
    key::{Key, is_total, key, words},
    mark, template,
};
use sheets::Row;
use std::{collections::HashMap, sync::Arc};

/// The header of a summary, if the sheet has one: no pupil's column, figures, and a class somewhere.
pub(crate) fn header(grid: &Grid<'_>) -> Option<Head> {
    grid.header(|titles| {
        let columns = Columns::of(titles);
        let has_people = titles.iter().any(|title| matches!(key(title), Key::Pupil | Key::Personal));
        if has_people || !columns.has_figures() {
            return 0;
        }
        let known = [columns.municipality, columns.school, columns.class, columns.subject, columns.total, columns.mean, columns.not_attested, columns.released, columns.under, columns.scale];
        known.iter().flatten().count() + 4 * columns.groups.len()
    })
}

/// Reads rows of a summary one by one.
pub(crate) struct Summary {
    columns: Columns,
    titles: Vec<String>,
    context: Context,
    schools: HashMap<School, u32>,
    subjects: HashMap<String, u32>,
    school: Option<u32>,
    class: Option<ClassName>,
    subject: Option<u32>,
    seen: HashMap<(Option<u32>, ClassName, u32), u32>,
    /// Of each group of columns.
    sums: Vec<Sums>,
    /// Where the title of each group stands.
    titled: Vec<Spot>,
    known: Vec<String>,
    places: Arc<Places>,
    /// Hidden rows that were counted.
    hidden: Vec<u32>,
    said: Said,
    found: Found,
    pub problems: Problems,
}

impl Summary {
    pub fn new(grid: &Grid<'_>, head: &Head, hints: &Hints) -> Self {
        let columns = Columns::of(&head.titles);
        let is_ours = template::is_whole(&head.titles);
        let context = Context::above(grid, grid.rows().get(..head.start).unwrap_or_default(), hints);
        let lines = grid.rows().get(head.start..head.body).unwrap_or_default();
        let titled = |column: usize| Spot::here(lines.iter().find(|line| !line.cell(column).is_empty()).or(lines.first()).map_or(0, Row::number), Some(column));
        let found = Found { layouts: vec![if is_ours { Layout::Template } else { Layout::Summary }], says_vpr: context.says_vpr, ..Found::default() };
        Self {
            sums: columns.groups.iter().map(|_| Sums::default()).collect(),
            titled: columns.groups.iter().filter_map(|group| group.columns.iter().min()).map(|column| titled(*column)).collect(),
            columns,
            titles: head.titles.clone(),
            context,
            schools: HashMap::new(),
            subjects: HashMap::new(),
            school: None,
            class: None,
            subject: None,
            seen: HashMap::new(),
            places: hints.places.clone(),
            hidden: Vec::new(),
            known: hints.subjects.iter().map(|name| words(name)).collect(),
            said: Said::default(),
            found,
            problems: Problems::default(),
        }
    }

    /// Whether it is no line of totals, nor the header once more.
    pub fn row(&mut self, grid: &Grid<'_>, row: &Row) -> bool {
        let first = row.cells.iter().find(|cell| !cell.is_empty()).map(|cell| cell.text().into_owned()).unwrap_or_default();
        let titles = &self.titles;
        let is_like_a_header = once(&mut self.said.titles, &first, |first| titles.iter().any(|title| words(title) == words(first)));
        if row.filled() == 0 || (is_like_a_header && repeats(row, titles)) {
            return false;
        }
        let named = self.columns.class.map(|column| grid.text(row, column)).unwrap_or_default();
        if once(&mut self.said.totals, &first, is_total) || once(&mut self.said.totals, &named, is_total) {
            self.total(grid, row, &format!("{first} {named}"));
            return false;
        }
        if self.columns.numbers().iter().all(|column| row.cell(*column).is_empty() && grid.own(row, *column).is_ok()) {
            self.heading(grid, row, &first);
        } else if let Some((school, class)) = self.place(grid, row) {
            let before = self.found.rows.len();
            self.figures(grid, row, school, &class);
            if self.found.rows.len() > before && grid.sheet.unseen.has_row(row.index) {
                self.hidden.push(row.index);
            }
        }
        true
    }

    /// A row without figures may name the class or the subject of the rows below, or a class that has no marks yet.
    fn heading(&mut self, grid: &Grid<'_>, row: &Row, first: &str) {
        if row.filled() == 1 {
            if let Ok(class) = ClassName::parse(first) {
                self.class = Some(class);
            } else if is_like_a_subject(first) || self.known.contains(&words(first)) {
                let column = row.cells.iter().position(|cell| !cell.is_empty());
                self.subject = Some(self.subject_named(first, Spot::here(row.number(), column)));
            }
            return;
        }
        let class = self.columns.class.and_then(|column| ClassName::parse(&grid.text(row, column)).ok());
        if class.is_some() {
            self.found.note(format!("Строка {}: нет ни одной отметки, она не загружается.", row.number()));
        }
    }

    fn wrong(&mut self, grid: &Grid<'_>, row: &Row, column: Option<usize>, text: impl Into<String>) {
        self.problems.push(grid.problem(row.index, column, text));
    }

    fn place(&mut self, grid: &Grid<'_>, row: &Row) -> Option<(Option<u32>, ClassName)> {
        if let Some(column) = self.columns.school {
            let name = grid.text(row, column);
            let municipality = self.columns.municipality.map(|column| grid.text(row, column)).unwrap_or_default();
            if let Some((column, why)) = self.no_place((column, &name), &municipality) {
                self.wrong(grid, row, column, why);
                return None;
            }
            if !name.is_empty() {
                self.school = Some(self.school_named(School { municipality, name }, Spot::here(row.number(), Some(column))));
            }
        }
        let class = match self.columns.class {
            Some(column) => match grid.text(row, column) {
                typed if typed.is_empty() => self.class.clone(),
                typed => match ClassName::parse(&typed) {
                    Ok(class) => Some(class),
                    Err(why) => {
                        self.wrong(grid, row, Some(column), why.message());
                        return None;
                    }
                },
            },
            None => self.class.clone().or_else(|| self.context.class.clone()),
        };
        let Some(class) = class else {
            self.wrong(grid, row, self.columns.class, "не видно, какой это класс: заполните столбец «Класс» или укажите класс в форме");
            return None;
        };
        self.class = Some(class.clone());
        Some((self.school, class))
    }

    fn figures(&mut self, grid: &Grid<'_>, row: &Row, school: Option<u32>, class: &ClassName) {
        let Some(own) = self.own_subject(grid, row) else { return };
        let has_no_mark = self.columns.groups.iter().all(|group| group.columns.iter().all(|column| row.cell(*column).is_empty()));
        if self.columns.groups.is_empty() || (has_no_mark && self.columns.under.is_some_and(|column| !row.cell(column).is_empty())) {
            let Some(subject) = own else { return self.no_subject(grid, row) };
            if let Some(figures) = self.without_marks(grid, row) {
                self.keep(grid, row, (school, class, subject), figures);
            }
            return;
        }
        if has_no_mark && self.columns.groups.iter().flat_map(|group| group.columns).all(|column| grid.own(row, column).is_ok()) {
            return self.found.note(format!("Строка {}: нет ни одной отметки, она не загружается.", row.number()));
        }
        for at in 0..self.columns.groups.len() {
            let Some((title, columns)) = self.columns.groups.get(at).map(|group| (group.subject.clone(), group.columns)) else { continue };
            // What stands over marks and is no subject may be a pupil.
            if !self.is_subject(title.as_deref()) {
                self.found.note("Есть столбцы с числом отметок не под названием предмета: они не загружаются.");
                continue;
            }
            let Some(marks) = self.marks(grid, row, columns) else { continue };
            let subject = match title {
                Some(title) => self.subject_named(&title, self.titled.get(at).copied().unwrap_or_default()),
                None => match own {
                    Some(subject) => subject,
                    None => return self.no_subject(grid, row),
                },
            };
            let is_only = self.columns.groups.len() == 1;
            if !(if is_only { self.adds_up(grid, row, marks) } else { self.fits(grid, row, (marks, columns)) }) {
                continue;
            }
            if let Some(sums) = self.sums.get_mut(at) {
                sums.add(marks);
            }
            let figures = Figures::of_marks(marks);
            if is_only {
                self.compare_mean(grid, row, &figures);
            }
            self.keep(grid, row, (school, class, subject), figures);
        }
    }

    fn no_subject(&mut self, grid: &Grid<'_>, row: &Row) {
        self.wrong(grid, row, self.columns.subject, "не видно, какой это предмет: заполните столбец «Предмет» или выберите предмет в форме");
    }

    fn marks(&mut self, grid: &Grid<'_>, row: &Row, columns: [usize; 4]) -> Option<[i64; 4]> {
        let mut marks = [0; 4];
        let mut is_blank = true;
        let mut is_whole = true;
        for (slot, column) in marks.iter_mut().zip(columns) {
            match self.count(grid, row, Some(column)) {
                Ok(Some(count)) => (*slot, is_blank) = (count, false),
                Ok(None) => {}
                Err(()) => is_whole = false,
            }
        }
        (is_whole && !is_blank).then_some(marks)
    }

    fn count(&mut self, grid: &Grid<'_>, row: &Row, column: Option<usize>) -> Result<Option<i64>, ()> {
        let Some(column) = column else { return Ok(None) };
        grid.own(row, column).and_then(mark::count).map_err(|why| self.wrong(grid, row, Some(column), why))
    }

    fn number(&mut self, grid: &Grid<'_>, row: &Row, column: Option<usize>) -> Result<Option<f64>, ()> {
        let Some(column) = column else { return Ok(None) };
        grid.own(row, column).and_then(mark::number).map_err(|why| self.wrong(grid, row, Some(column), why))
    }

    /// All pupils are those with marks, with or without those who have none.
    fn adds_up(&mut self, grid: &Grid<'_>, row: &Row, marks: [i64; 4]) -> bool {
        let (total, absent, released) = (self.count(grid, row, self.columns.total), self.count(grid, row, self.columns.not_attested), self.count(grid, row, self.columns.released));
        let (Ok(total), Ok(absent), Ok(released)) = (total, absent, released) else { return false };
        let (sum, absent, released) = (marks.iter().sum::<i64>(), absent.unwrap_or(0), released.unwrap_or(0));
        if let Some(total) = total
            && ![sum, sum + absent, sum + released, sum + absent + released].contains(&total)
        {
            let rest = if absent + released > 0 { format!(", без отметки {}", absent + released) } else { String::new() };
            self.wrong(grid, row, self.columns.total, format!("итог не сходится: учеников {total}, а отметок {sum}{rest}"));
            return false;
        }
        match self.count(grid, row, self.columns.under) {
            Ok(Some(under)) if marks.first() != Some(&under) => {
                self.wrong(grid, row, self.columns.under, format!("ниже минимума {under}, а двоек {}", marks.first().unwrap_or(&0)));
                false
            }
            Ok(_) => true,
            Err(()) => false,
        }
    }

    fn compare_mean(&mut self, grid: &Grid<'_>, row: &Row, figures: &Figures) {
        let Ok(Some(said)) = self.number(grid, row, self.columns.mean) else { return };
        if let Some(mean) = figures.mean
            && (said - mean).abs() > 0.06
        {
            let at = grid.problem(row.index, self.columns.mean, "").cell;
            self.found.note(format!("Ячейка {at}: средний балл в файле {}, а по числу отметок выходит {}. Загружается посчитанный.", comma(said), comma(mean)));
        }
    }

    /// A row of the sample with pupils, those under the minimum and a mean, but without marks.
    fn without_marks(&mut self, grid: &Grid<'_>, row: &Row) -> Option<Figures> {
        let (total, under) = (self.count(grid, row, self.columns.total).ok()?, self.count(grid, row, self.columns.under).ok()?);
        let (mean, scale) = (self.number(grid, row, self.columns.mean).ok()?, self.number(grid, row, self.columns.scale).ok()?);
        let (Some(pupils), Some(under)) = (total, under) else {
            self.wrong(grid, row, if total.is_none() { self.columns.total } else { self.columns.under }, "нет числа: нужны число учеников и сколько из них ниже минимума");
            return None;
        };
        if under > pupils {
            self.wrong(grid, row, self.columns.under, format!("ниже минимума {under}, а учеников всего {pupils}"));
            return None;
        }
        let scale = scale.unwrap_or(5.0);
        if mean.is_some_and(|mean| mean < 0.0 || mean > scale) {
            self.wrong(grid, row, self.columns.mean, format!("средний результат вне шкалы: она от 0 до {}", comma(scale)));
            return None;
        }
        Some(Figures { pupils: Some(pupils), under: Some(under), mean, scale: Some(scale), ..Figures::default() })
    }

    fn keep(&mut self, grid: &Grid<'_>, row: &Row, (school, class, subject): (Option<u32>, &ClassName, u32), figures: Figures) {
        let pupils = figures.pupils.unwrap_or(0);
        if pupils == 0 {
            return self.found.note(format!("Строка {}: учеников с отметками нет, она не загружается.", row.number()));
        }
        if pupils > MOST_IN_YEAR || (pupils > MOST_IN_CLASS && !class.letter.is_empty() && pupils > 2 * MOST_IN_CLASS) {
            return self.wrong(grid, row, self.columns.total, format!("учеников {pupils}: столько в одном классе не бывает"));
        }
        if let Some(before) = self.seen.insert((school, class.clone(), subject), row.number()) {
            return self.wrong(grid, row, self.columns.class, format!("класс {class} с этим предметом уже есть в строке {before}: оставьте одну"));
        }
        self.found.rows.push(Made { tab: 0, line: row.number(), school, class: class.clone(), subject, figures });
    }

    /// What was read; the grid is that of the rows.
    pub fn finish(mut self, grid: &Grid<'_>, formulas: Option<(usize, String)>) -> Result<Found, Problems> {
        grid.unseen(&self.hidden, &self.numbers()).into_iter().for_each(|note| self.found.note(note));
        if let Some((many, first)) = formulas {
            self.found.note(formulas_note(many, &first));
        }
        match () {
            () if !self.problems.is_empty() => Err(self.problems.in_order()),
            () if self.found.rows.is_empty() => Err(Problems::one("Под заголовками нет ни одной строки с отметками. Проверьте, тот ли файл выбран.")),
            () => Ok(self.found),
        }
    }

    pub fn numbers(&self) -> Vec<usize> {
        self.columns.numbers()
    }
}

const MOST_IN_CLASS: i64 = 45;
/// A whole year of the biggest school.
const MOST_IN_YEAR: i64 = 1_500;

pub(crate) fn formulas_note(many: usize, first: &str) -> String {
    format!("В файле есть формулы (ячеек: {many}, первая {first}): взяты значения, которые сохранены в файле.")
}

pub(crate) fn comma(number: f64) -> String {
    let rounded = (number * 100.0).round() / 100.0;
    rounded.to_string().replace('.', ",")
}

/// A sheet that is a summary.
pub(crate) fn read(grid: &Grid<'_>, hints: &Hints) -> Option<Result<Found, Problems>> {
    let head = header(grid)?;
    let mut summary = Summary::new(grid, &head, hints);
    for row in grid.rows().get(head.body..).unwrap_or_default() {
        summary.row(grid, row);
    }
    let formulas = grid.formulas_in(&summary.numbers());
    Some(summary.finish(grid, formulas))
}
