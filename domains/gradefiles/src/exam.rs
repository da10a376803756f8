//! A protocol of the exam centre: a row per participant with a mask of tasks, points, a test score, a mark. Only sums are kept.

use crate::{
    Bin, ClassName, Figures, Found, Hints, Layout, Problem, Problems, Row as Made, School, Spot, Topic,
    context::{Context, begins_class},
    grid::{Grid, Head, repeats},
    key::{Key, is_total, key, words},
    mark::{self, Mark},
    people::without_people,
    places::NO_SCHOOL,
    summary::formulas_note,
};
use sheets::{Cell, Row};
use std::collections::BTreeMap;

#[derive(Default)]
struct Columns {
    school: Option<usize>,
    class: Option<usize>,
    /// Masks of tasks, short answers first.
    masks: Vec<usize>,
    primary: Option<usize>,
    score: Option<usize>,
    mark: Option<usize>,
    people: Vec<usize>,
}

impl Columns {
    fn of(titles: &[String]) -> Self {
        let mut found = Self::default();
        for (column, title) in titles.iter().enumerate() {
            let plain = words(title);
            let has = |part: &str| plain.contains(part);
            match key(title) {
                Key::Pupil | Key::Personal => found.people.push(column),
                Key::School => _ = found.school.get_or_insert(column),
                Key::Class => _ = found.class.get_or_insert(column),
                _ if has("кратким ответом") || has("развернутым ответом") || has("маска") || has("устн") && has("ответ") || plain == "часть с" || plain == "задания" || has("выполнение заданий") => {
                    found.masks.push(column)
                }
                _ if has("первичн") => _ = found.primary.get_or_insert(column),
                _ if has("тестовый балл") || plain == "балл" || plain == "балл по 100" || has("стобал") || plain == "итоговый балл" => _ = found.score.get_or_insert(column),
                _ if plain == "отметка" || plain == "оценка" => _ = found.mark.get_or_insert(column),
                _ => {}
            }
        }
        found
    }

    fn worth(&self) -> usize {
        let is_exam = !self.people.is_empty() && (self.primary.is_some() || !self.masks.is_empty());
        let known = [self.school, self.class, self.primary, self.score, self.mark];
        if is_exam { known.iter().flatten().count() + self.masks.len() + self.people.len().min(2) } else { 0 }
    }
}

pub(crate) fn read(grid: &Grid<'_>, hints: &Hints) -> Option<Result<Found, Problems>> {
    let head = grid.header(|titles| Columns::of(titles).worth())?;
    let columns = Columns::of(&head.titles);
    let context = Context::above(grid, grid.rows().get(..head.start).unwrap_or_default(), hints);
    Some(Protocol { grid, hints, head, columns, context, problems: Problems { had_people: true, ..Problems::default() } }.read())
}

struct Protocol<'a> {
    grid: &'a Grid<'a>,
    hints: &'a Hints,
    head: Head,
    columns: Columns,
    context: Context,
    problems: Problems,
}

/// What one participant got; lives only until it is added up.
struct Got {
    tasks: Vec<(u32, Option<u32>)>,
    primary: Option<f64>,
    score: Option<f64>,
    mark: Option<u8>,
}

#[derive(Default)]
struct Sum {
    line: u32,
    pupils: i64,
    /// Per task: points got, the most that was written or seen.
    tasks: Vec<(u64, u32)>,
    primaries: Vec<f64>,
    scores: Vec<f64>,
    marks: [i64; 4],
    marked: i64,
}

impl Protocol<'_> {
    fn read(mut self) -> Result<Found, Problems> {
        let Some(subject) = self.subject() else {
            return Err(Problems { had_people: true, ..Problems::one("Не видно, какой это предмет: выберите его в форме.") });
        };
        let mut sums: BTreeMap<(Option<String>, ClassName), Sum> = BTreeMap::new();
        let grid = self.grid;
        let mut hidden = Vec::new();
        for row in grid.rows().get(self.head.body..).unwrap_or_default() {
            let first = row.cells.iter().find(|cell| !cell.is_empty()).map(Cell::text).unwrap_or_default();
            if let Some(Ok(class)) = begins_class(row).filter(|_| self.columns.class.is_none()) {
                self.context.class = Some(class);
                continue;
            }
            if row.filled() < 2 || repeats(row, &self.head.titles) || is_total(&first) || self.columns.people.iter().all(|column| row.cell(*column).is_empty()) {
                continue;
            }
            let (Some(class), Some(result)) = (self.class(row), self.result(row)) else { continue };
            let Ok(school) = self.school(row) else { continue };
            let sum = sums.entry((school, class)).or_insert_with(|| Sum { line: row.number(), ..Sum::default() });
            if !sum.add(&result) {
                let at = self.columns.masks.first().copied();
                self.wrong(row, at, "заданий другое число, чем в строках выше");
            }
            if grid.sheet.unseen.has_row(row.index) {
                hidden.push(row.index);
            }
        }
        self.close(sums, &subject, &hidden)
    }

    fn wrong(&mut self, row: &Row, column: Option<usize>, text: impl Into<String>) {
        self.problems.push(self.grid.problem(row.index, column, text));
    }

    fn subject(&self) -> Option<String> {
        let said = self.context.subject.clone()?;
        let bare = without_people(said.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.')));
        let is_known = self.hints.subjects.iter().any(|known| words(known) == words(&bare)) || self.hints.subject.as_ref() == Some(&bare);
        (is_known || crate::is_like_a_subject(&bare)).then_some(bare)
    }

    fn class(&mut self, row: &Row) -> Option<ClassName> {
        let typed = self.columns.class.map(|column| self.grid.text(row, column)).unwrap_or_default();
        if !typed.is_empty() {
            return ClassName::parse(&typed).map_err(|why| self.wrong(row, self.columns.class, why.message())).ok();
        }
        let class = self.context.class.clone();
        if class.is_none() && self.problems.list.iter().all(|problem| problem.row > 0) {
            self.problems.list.insert(0, Problem::whole("Не видно, какой это класс: впишите его в форме."));
        }
        class
    }

    /// A school's title or code; what is neither may not be kept.
    fn school(&mut self, row: &Row) -> Result<Option<String>, ()> {
        let Some(column) = self.columns.school else { return Ok(None) };
        match self.grid.text(row, column) {
            name if name.is_empty() => Ok(None),
            name if self.hints.places.may_be_school(&name) => Ok(Some(name)),
            _ => {
                self.wrong(row, Some(column), NO_SCHOOL);
                Err(())
            }
        }
    }

    fn result(&mut self, row: &Row) -> Option<Got> {
        let mut tasks = Vec::new();
        let mut is_whole = true;
        for column in self.columns.masks.clone() {
            match self.grid.own(row, column).map(Cell::text).map(|mask| read_mask(&mask)) {
                Ok(Some(read)) => tasks.extend(read),
                Ok(None) => {
                    self.wrong(row, Some(column), "не читается запись о заданиях: бывают «+», «-» и баллы вида «1(2)»");
                    is_whole = false;
                }
                Err(why) => {
                    self.wrong(row, Some(column), why);
                    is_whole = false;
                }
            }
        }
        let (primary, score) = (self.number(row, self.columns.primary, 200.0), self.number(row, self.columns.score, 200.0));
        let mark = self.mark(row);
        let (Ok(primary), Ok(score), Ok(mark), true) = (primary, score, mark, is_whole) else { return None };
        let sum: u32 = tasks.iter().map(|(got, _)| got).sum();
        if let Some(primary) = primary
            && !tasks.is_empty()
            && (f64::from(sum) - primary).abs() > 1e-6
        {
            self.wrong(row, self.columns.primary, format!("первичный балл {primary}, а по заданиям выходит {sum}"));
            return None;
        }
        Some(Got { primary: primary.or_else(|| (!tasks.is_empty()).then(|| f64::from(sum))), tasks, score, mark })
    }

    fn number(&mut self, row: &Row, column: Option<usize>, most: f64) -> Result<Option<f64>, ()> {
        let Some(column) = column else { return Ok(None) };
        match self.grid.own(row, column).and_then(mark::number) {
            Ok(number) if number.is_none_or(|number| (0.0..=most).contains(&number)) => Ok(number),
            Ok(_) => {
                self.wrong(row, Some(column), "балл вне шкалы");
                Err(())
            }
            Err(why) => {
                self.wrong(row, Some(column), why);
                Err(())
            }
        }
    }

    fn mark(&mut self, row: &Row) -> Result<Option<u8>, ()> {
        let Some(column) = self.columns.mark else { return Ok(None) };
        match self.grid.own(row, column).and_then(mark::mark) {
            Ok(Mark::Got(mark)) => Ok(Some(mark)),
            Ok(Mark::One) => Ok(Some(2)),
            Ok(_) => Ok(None),
            Err(why) => {
                self.wrong(row, Some(column), why);
                Err(())
            }
        }
    }

    fn close(self, sums: BTreeMap<(Option<String>, ClassName), Sum>, subject: &str, hidden: &[u32]) -> Result<Found, Problems> {
        if !self.problems.is_empty() {
            return Err(self.problems.in_order());
        }
        let mut found = Found { layouts: vec![Layout::Exam], had_people: true, says_vpr: self.context.says_vpr, ..Found::default() };
        found.subject(subject, Spot::here(sums.values().map(|sum| sum.line).min().unwrap_or_default(), None));
        for ((school, class), sum) in sums {
            let line = sum.line;
            let school = school.map(|name| found.school(School { municipality: String::new(), name }, Spot::here(line, self.columns.school)));
            match sum.figures(self.hints) {
                Ok(figures) => found.rows.push(Made { tab: 0, line, school, class, subject: 0, figures }),
                Err(said) => return Err(Problems { had_people: true, ..Problems::one(said) }),
            }
        }
        let numbers: Vec<usize> = self.columns.masks.iter().copied().chain([self.columns.primary, self.columns.score, self.columns.mark].into_iter().flatten()).collect();
        if let Some((many, first)) = self.grid.formulas_in(&numbers) {
            found.note(formulas_note(many, &first));
        }
        self.grid.unseen(hidden, &numbers).into_iter().for_each(|note| found.note(note));
        if found.rows.is_empty() {
            Err(Problems { had_people: true, ..Problems::one("В протоколе нет ни одной строки с результатом. Проверьте, тот ли файл выбран.") })
        } else {
            Ok(found)
        }
    }
}

impl Sum {
    fn add(&mut self, result: &Got) -> bool {
        if self.pupils > 0 && self.tasks.len() != result.tasks.len() {
            return false;
        }
        self.pupils += 1;
        self.tasks.resize(result.tasks.len(), (0, 1));
        for ((sum, most), (got, of)) in self.tasks.iter_mut().zip(&result.tasks) {
            *sum += u64::from(*got);
            *most = (*most).max(of.unwrap_or(*got));
        }
        self.primaries.extend(result.primary);
        self.scores.extend(result.score);
        if let Some(slot) = result.mark.and_then(|mark| self.marks.get_mut(usize::from(mark.saturating_sub(2)))) {
            *slot += 1;
            self.marked += 1;
        }
        true
    }

    /// Marks as they stand; without them by the thresholds of the form, or only who passed.
    fn figures(self, hints: &Hints) -> Result<Figures, String> {
        let topics: Vec<Topic> = (1..).zip(&self.tasks).map(|(number, (sum, most))| Topic { title: format!("Задание {number}"), percent: percent(*sum as f64, f64::from(*most) * self.pupils as f64) }).collect();
        let bins = bins(&self.primaries);
        let all = |values: &[f64]| values.len() as i64 == self.pupils;
        let mean = |values: &[f64]| Some((values.iter().sum::<f64>() / values.len() as f64 * 1_000.0).round() / 1_000.0);
        if self.marked == self.pupils {
            return Ok(Figures { bins, topics, ..Figures::of_marks(self.marks) });
        }
        if let Some(thresholds) = hints.thresholds.filter(|_| all(&self.primaries)) {
            let mut marks = [0; 4];
            for points in &self.primaries {
                if let Some(slot) = marks.get_mut(usize::from(thresholds.mark(*points).saturating_sub(2))) {
                    *slot += 1;
                }
            }
            return Ok(Figures { bins, topics, ..Figures::of_marks(marks) });
        }
        if let Some(least) = hints.least.filter(|_| all(&self.scores)) {
            let under = self.scores.iter().filter(|score| **score < least).count() as i64;
            return Ok(Figures { pupils: Some(self.pupils), under: Some(under), mean: mean(&self.scores), scale: Some(100.0), bins: self::bins(&self.scores), topics, ..Figures::default() });
        }
        let told = if self.marked > 0 { "Отметки стоят не у всех." } else { "В протоколе нет отметок." };
        Err(format!("{told} Впишите в форме, с какого первичного балла ставятся «3», «4» и «5», или наименьший тестовый балл, с которым экзамен сдан."))
    }
}

fn percent(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole * 1_000.0).round() / 10.0 } else { 0.0 }
}

fn bins(points: &[f64]) -> Vec<Bin> {
    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
    for point in points {
        *counts.entry(point.round() as i64).or_default() += 1;
    }
    counts.into_iter().map(|(points, pupils)| Bin { from: points as f64, to: points as f64, pupils }).collect()
}

/// `++-1(2)0(3)`: «+» is the whole point of a task, «-» none, a figure the points got, in brackets the most.
fn read_mask(mask: &str) -> Option<Vec<(u32, Option<u32>)>> {
    let mut tasks = Vec::new();
    let letters: Vec<char> = mask.chars().filter(|c| !c.is_whitespace() && !matches!(c, ';' | ',')).collect();
    let mut rest = letters.as_slice();
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            '+' => tasks.push((1, Some(1))),
            '-' | '–' | '−' | 'х' | 'x' | 'Х' | 'X' => tasks.push((0, None)),
            digit if digit.is_ascii_digit() => {
                let got = digit.to_digit(10)?;
                let (most, after) = match rest {
                    ['(', most, ')', after @ ..] => (Some(most.to_digit(10)?), after),
                    ['(', tens, ones, ')', after @ ..] => (Some(tens.to_digit(10)? * 10 + ones.to_digit(10)?), after),
                    _ => (None, rest),
                };
                if most.is_some_and(|most| got > most) {
                    return None;
                }
                tasks.push((got, most));
                rest = after;
            }
            _ => return None,
        }
    }
    (tasks.len() <= 100).then_some(tasks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_of_tasks_is_read() {
        assert_eq!(read_mask("++-1(2)"), Some(vec![(1, Some(1)), (1, Some(1)), (0, None), (1, Some(2))]));
        assert_eq!(read_mask("0(2) 2(2) 10"), Some(vec![(0, Some(2)), (2, Some(2)), (1, None), (0, None)]));
        assert_eq!(read_mask(""), Some(vec![]));
        for wrong in ["+а-", "3(2)", "2(00)", "+(", "Иванов"] {
            assert_eq!(read_mask(wrong), None, "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_mask_breaks_it(mask in "[-+0-9()х ]{0,40}") {
            if let Some(tasks) = read_mask(&mask) {
                proptest::prop_assert!(tasks.iter().all(|(got, most)| most.is_none_or(|most| *got <= most)));
            }
        }
    }
}
