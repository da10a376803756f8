//! A row per class and subject with numbers of marks: what journals sum up, and our own sample. Rows may come one by one from a stream.

mod columns;
mod said;

use self::{
    columns::Columns,
    said::{Said, once},
};
use crate::{
    ClassName, Figures, Found, Hints, Layout, Problems, Row as Made, School,
    context::Context,
    grid::{Grid, Head, repeats},
    is_like_a_subject,
    key::{Key, is_total, key, words},
    mark,
    people::{is_no_school, is_plain_subject, is_surely_a_person, without_people},
    template,
};
use sheets::Row;
use std::collections::{HashMap, HashSet};

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
    sums: Sums,
    known: Vec<String>,
    said: Said,
    found: Found,
    pub problems: Problems,
}

/// Running sums of 2, 3, 4, 5, to see whether a line of totals is the sum of the lines above it.
#[derive(Default)]
struct Sums {
    now: [i64; 4],
    before: HashSet<[i64; 4]>,
}

impl Summary {
    pub fn new(grid: &Grid<'_>, head: &Head, hints: &Hints) -> Self {
        let columns = Columns::of(&head.titles);
        let is_ours = template::is_whole(&head.titles);
        let context = Context::above(grid, grid.rows().get(..head.start).unwrap_or_default(), hints);
        let mut sums = Sums::default();
        sums.before.insert([0; 4]);
        let found = Found { layouts: vec![if is_ours { Layout::Template } else { Layout::Summary }], says_vpr: context.says_vpr, ..Found::default() };
        Self {
            columns,
            titles: head.titles.clone(),
            context,
            schools: HashMap::new(),
            subjects: HashMap::new(),
            school: None,
            class: None,
            subject: None,
            seen: HashMap::new(),
            sums,
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
            self.total(grid, row);
            return false;
        }
        if self.columns.numbers().iter().all(|column| row.cell(*column).is_empty() && grid.own(row, *column).is_ok()) {
            self.heading(grid, row, &first);
        } else if let Some((school, class)) = self.place(grid, row) {
            self.figures(grid, row, school, &class);
        }
        true
    }

    /// A row without figures may name the class or the subject of the rows below, or a class that has no marks yet.
    fn heading(&mut self, grid: &Grid<'_>, row: &Row, first: &str) {
        if row.filled() == 1 {
            if let Ok(class) = ClassName::parse(first) {
                self.class = Some(class);
            } else if is_like_a_subject(first) || self.known.contains(&words(first)) {
                self.subject = Some(self.subject_named(first));
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
            if once(&mut self.said.schools, &name, is_no_school) || once(&mut self.said.municipalities, &municipality, is_surely_a_person) {
                self.wrong(grid, row, Some(column), "здесь имя человека, а должно быть название школы");
                return None;
            }
            if !name.is_empty() {
                self.school = Some(self.school_named(School { municipality, name }));
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
        for at in 0..self.columns.groups.len() {
            let Some((title, columns)) = self.columns.groups.get(at).map(|group| (group.subject.clone(), group.columns)) else { continue };
            // What stands over marks and is no subject may be a pupil.
            if title.as_ref().is_some_and(|title| !self.known.contains(&words(title)) && !is_plain_subject(title)) {
                self.found.note("Есть столбцы с числом отметок не под названием предмета: они не загружаются.");
                continue;
            }
            let Some(marks) = self.marks(grid, row, columns) else { continue };
            let subject = match title {
                Some(title) => self.subject_named(&title),
                None => match own {
                    Some(subject) => subject,
                    None => return self.no_subject(grid, row),
                },
            };
            let is_only = self.columns.groups.len() == 1;
            if is_only && !self.adds_up(grid, row, marks) {
                continue;
            }
            if is_only {
                self.sums.add(marks);
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

    /// The subject of the row; nothing if the cell says something that is no subject.
    fn own_subject(&mut self, grid: &Grid<'_>, row: &Row) -> Option<Option<u32>> {
        let typed = self.columns.subject.map(|column| grid.text(row, column)).unwrap_or_default();
        let known = &self.known;
        let named = once(&mut self.said.subjects, &typed, |typed| {
            if known.contains(&words(typed)) {
                return Some(typed.to_owned());
            }
            let title = without_people(typed);
            (!crate::is_like_a_person(typed) && (typed.is_empty() || !title.is_empty())).then_some(title)
        });
        let Some(title) = named else {
            self.wrong(grid, row, self.columns.subject, "здесь имя человека, а должно быть название предмета");
            return None;
        };
        if !title.is_empty() {
            self.subject = Some(self.subject_named(&title));
        } else if self.subject.is_none()
            && let Some(above) = self.context.subject.clone()
        {
            self.subject = Some(self.subject_named(&above));
        }
        Some(self.subject)
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
        self.found.rows.push(Made { line: row.number(), school, class: class.clone(), subject, figures });
    }

    fn total(&mut self, grid: &Grid<'_>, row: &Row) {
        let Some(columns) = self.columns.groups.first().filter(|_| self.columns.groups.len() == 1).map(|group| group.columns) else { return };
        let read: Vec<Option<f64>> = columns.iter().map(|column| grid.own(row, *column).ok().and_then(|cell| mark::number(cell).ok()).flatten()).collect();
        let Some([two, three, four, five]) =
            read.iter().map(|number| number.filter(|number| number.fract() == 0.0).map(|number| number as i64)).collect::<Option<Vec<i64>>>().and_then(|all| <[i64; 4]>::try_from(all).ok())
        else {
            return;
        };
        let said = [two, three, four, five];
        let now = self.sums.now;
        let needed = [now[0] - said[0], now[1] - said[1], now[2] - said[2], now[3] - said[3]];
        if self.problems.is_empty() && !self.sums.before.contains(&needed) {
            let at = columns.iter().zip(said.iter().zip(now)).find(|(_, (said, now))| *said != now).map(|(column, _)| *column);
            self.wrong(grid, row, at, "итоговая строка не сходится с суммой строк над ней");
        }
    }

    fn school_named(&mut self, school: School) -> u32 {
        if let Some(known) = self.schools.get(&school) {
            return *known;
        }
        let at = u32::try_from(self.found.schools.len()).unwrap_or(u32::MAX);
        self.found.schools.push(school.clone());
        self.schools.insert(school, at);
        at
    }

    fn subject_named(&mut self, title: &str) -> u32 {
        if let Some(known) = self.subjects.get(title) {
            return *known;
        }
        let at = u32::try_from(self.found.subjects.len()).unwrap_or(u32::MAX);
        self.found.subjects.push(title.to_owned());
        self.subjects.insert(title.to_owned(), at);
        at
    }

    pub fn finish(mut self, formulas: Option<(usize, String)>) -> Result<Found, Problems> {
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

impl Sums {
    fn add(&mut self, marks: [i64; 4]) {
        for (sum, mark) in self.now.iter_mut().zip(marks) {
            *sum += mark;
        }
        self.before.insert(self.now);
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
    Some(summary.finish(formulas))
}
