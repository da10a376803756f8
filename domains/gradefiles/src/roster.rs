//! Pupils and their marks: a class with all its subjects, or one subject with a mark for the period. Only numbers of marks are counted;
//! what stands in the pupils' column is looked at to know that a row is a pupil's, and forgotten.

mod totals;

use self::totals::{Counted, Differs, Line, line};
use crate::{
    ClassName, Figures, Found, Hints, Layout, Problems, Row as Made, Spot,
    context::{Context, begins_class},
    grid::{Grid, Head, repeats},
    is_like_a_subject,
    key::{Key, is_total, key, words},
    mark::{self, Mark},
    people::{is_like_a_person, without_people},
    summary::formulas_note,
};
use sheets::{Cell, Row};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Over {
    Subject(String),
    /// The mark of a period: a quarter and its number, or a year.
    Period(Option<u32>),
    Nothing,
}

struct Columns {
    pupil: usize,
    number: Option<usize>,
    class: Option<usize>,
    subject: Option<usize>,
    marks: Vec<(usize, Over)>,
    has_lessons: bool,
}

impl Columns {
    fn of(titles: &[String], hints: &Hints) -> Option<Self> {
        let keys: Vec<Key> = titles.iter().map(|title| key(title)).collect();
        let at = |wanted: &Key| keys.iter().position(|key| key == wanted);
        let pupil = at(&Key::Pupil).or_else(|| at(&Key::Number))?;
        let known: Vec<String> = hints.subjects.iter().map(|name| words(name)).collect();
        let over: Vec<(usize, Over)> = titles
            .iter()
            .enumerate()
            .filter(|(column, _)| !matches!(keys.get(*column), Some(Key::Pupil | Key::Number | Key::Personal | Key::Class | Key::Subject | Key::Mean | Key::Computed | Key::Teacher)))
            .map(|(column, title)| (column, over(title, &known)))
            .collect();
        let has_lessons = titles.iter().any(|title| mark::is_date(title) || is_day(title));
        let marks: Vec<(usize, Over)> = over.into_iter().filter(|(_, over)| *over != Over::Nothing).collect();
        Some(Self { pupil, number: at(&Key::Number), class: at(&Key::Class), subject: at(&Key::Subject), marks, has_lessons })
    }
}

/// «1», «12»: days of a month over the lessons of a journal's page.
fn is_day(title: &str) -> bool {
    title.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day))
}

fn over(title: &str, known: &[String]) -> Over {
    let plain = words(title);
    let title = if known.contains(&plain) { title.to_owned() } else { without_people(title) };
    let is_subject = known.contains(&words(&title)) || (is_like_a_subject(&title) && !mark::is_date(&title));
    let has = |stems: &[&str]| plain.split(' ').any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    match () {
        () if is_subject => Over::Subject(title),
        () if has(&["четверт", "триместр", "полугоди", "год", "итог", "аттестац", "экзамен"]) || matches!(plain.as_str(), "отметка" | "оценка" | "отметка за период" | "оценка за период" | "чет" | "трим") => {
            Over::Period(number_in(&plain))
        }
        () => Over::Nothing,
    }
}

fn number_in(words: &str) -> Option<u32> {
    words.split(' ').find_map(|word| match word {
        "i" | "і" => Some(1),
        "ii" | "іі" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        number => number.parse().ok().filter(|number| (1..=4).contains(number)),
    })
}

fn header(grid: &Grid<'_>, hints: &Hints) -> Option<Head> {
    grid.header(|titles| match Columns::of(titles, hints) {
        Some(columns) if !columns.marks.is_empty() || columns.has_lessons => {
            let named = titles.iter().filter(|title| matches!(key(title), Key::Pupil)).count().min(1);
            1 + named * 3 + usize::from(columns.class.is_some()) + columns.marks.len().min(60)
        }
        _ => 0,
    })
}

pub(crate) fn read(grid: &Grid<'_>, hints: &Hints) -> Option<Result<Found, Problems>> {
    let head = header(grid, hints)?;
    let columns = Columns::of(&head.titles, hints)?;
    let context = Context::above(grid, grid.rows().get(..head.start).unwrap_or_default(), hints);
    let problems = Problems { had_people: true, ..Problems::default() };
    Some(Roster { grid, hints, head, columns, context, list: List::default(), notes: Vec::new(), hidden: Vec::new(), problems }.read())
}

struct Roster<'a> {
    grid: &'a Grid<'a>,
    hints: &'a Hints,
    head: Head,
    columns: Columns,
    context: Context,
    list: List,
    notes: Vec<String>,
    /// Hidden rows that were counted.
    hidden: Vec<u32>,
    problems: Problems,
}

/// What was counted since a list began.
#[derive(Default)]
struct List {
    /// Of each of the chosen columns.
    columns: Vec<Counted>,
    /// A row couldn't be counted: nothing can be said of the totals.
    is_broken: bool,
}

impl List {
    fn of(columns: usize) -> Self {
        Self { columns: vec![Counted::default(); columns], is_broken: false }
    }
}

/// Marks of one class in one subject as they are counted.
#[derive(Default)]
struct Tally {
    line: u32,
    marks: [i64; 4],
    ones: i64,
    unmarked: i64,
}

type Tallies = BTreeMap<(ClassName, String), Tally>;

impl Roster<'_> {
    fn read(mut self) -> Result<Found, Problems> {
        let chosen = self.chosen();
        if chosen.is_empty() {
            let said = if self.columns.has_lessons {
                "В списке отметки за уроки, но нет столбца с отметкой за период («Итог», «1 четверть»). Выгрузите из журнала страницу с итоговыми отметками."
            } else {
                "Не нашлось столбцов с отметками."
            };
            return Err(Problems { had_people: true, ..Problems::one(said) });
        }
        let mut tallies = Tallies::new();
        self.list = List::of(chosen.len());
        let grid = self.grid;
        let mut had_people = false;
        let mut end = false;
        for row in grid.rows().get(self.head.body..).unwrap_or_default() {
            let pupil = row.cell(self.columns.pupil);
            let first = row.cells.iter().find(|cell| !cell.is_empty()).map(Cell::text).unwrap_or_default();
            if repeats(row, &self.head.titles) {
                continue;
            }
            if let Some(class) = begins_class(row).filter(|_| self.columns.class.is_none()) {
                match class {
                    Ok(class) => self.context.class = Some(class),
                    Err(_) => self.wrong(row, None, "не читается класс, список которого начинается здесь"),
                }
                end = false;
                self.list = List::of(chosen.len());
                continue;
            }
            if row.filled() < 2 {
                continue;
            }
            let under = line(&pupil.text()).or_else(|| line(&first));
            if under.is_some() || is_total(&first) || is_total(&pupil.text()) || is_signature(&first) {
                end = true;
            }
            if let Some(line) = under {
                self.compare(row, line, &chosen);
            }
            if end && is_like_a_person(&pupil.text()) && chosen.iter().any(|(column, _)| matches!(mark::mark(row.cell(*column)), Ok(Mark::Got(_)))) {
                self.wrong(row, None, "ниже итоговой строки снова идут отметки учеников: разделите классы по файлам или листам");
            }
            if end || !self.is_somebody(row, &chosen) {
                continue;
            }
            had_people |= matches!(pupil, Cell::Text(_)) && !pupil.text().trim().chars().all(|c| c.is_ascii_digit() || c == '.');
            self.row(row, &chosen, &mut tallies);
            self.hidden.extend(grid.sheet.unseen.has_row(row.index).then_some(row.index));
        }
        self.close(tallies, &chosen, had_people)
    }

    /// Whether a row is a pupil's: by name, or by number where names were taken out. Marks of nobody aren't left out silently.
    fn is_somebody(&mut self, row: &Row, chosen: &[(usize, Option<String>)]) -> bool {
        if !row.cell(self.columns.pupil).is_empty() {
            return true;
        }
        let is_numbered = self.columns.number.is_some_and(|column| !row.cell(column).is_empty());
        if is_numbered {
            return chosen.iter().any(|(column, _)| !row.cell(*column).is_empty());
        }
        if chosen.iter().any(|(column, _)| matches!(mark::mark(row.cell(*column)), Ok(Mark::Got(_)))) {
            self.wrong(row, None, "в строке отметки, но нет ни имени, ни номера ученика: непонятно, считать ли её");
        }
        false
    }

    /// The columns whose marks are counted: of several periods the one on the form, else the last that is filled.
    fn chosen(&self) -> Vec<(usize, Option<String>)> {
        let subjects: Vec<(usize, Option<String>)> = self.columns.marks.iter().filter_map(|(column, over)| if let Over::Subject(title) = over { Some((*column, Some(title.clone()))) } else { None }).collect();
        if !subjects.is_empty() {
            return self.of_the_period(subjects);
        }
        let periods: Vec<(usize, Option<u32>)> = self.columns.marks.iter().filter_map(|(column, over)| if let Over::Period(number) = over { Some((*column, *number)) } else { None }).collect();
        let is_filled = |column: usize| self.grid.rows().get(self.head.body..).unwrap_or_default().iter().any(|row| matches!(mark::mark(row.cell(column)), Ok(Mark::Got(_))));
        let wanted = periods.iter().find(|(column, number)| number.is_some() && *number == self.hints.period && is_filled(*column));
        let last = || periods.iter().rev().find(|(column, _)| is_filled(*column)).or(periods.last());
        wanted.or_else(last).map(|(column, _)| (*column, None)).into_iter().collect()
    }

    /// Columns «Математика 1 четверть», «Математика 2 четверть»: one of each subject.
    fn of_the_period(&self, columns: Vec<(usize, Option<String>)>) -> Vec<(usize, Option<String>)> {
        let mut kept: Vec<(usize, Option<String>, Option<u32>)> = Vec::new();
        for (column, title) in columns {
            let plain = words(title.as_deref().unwrap_or_default());
            let said: Vec<&str> = plain.split(' ').collect();
            let at = said.iter().position(|word| ["четверт", "триместр", "полугоди", "год", "итог"].iter().any(|stem| word.starts_with(stem)));
            let (name, number) = match at {
                Some(at) => {
                    let number = number_in(&plain);
                    let name = said.get(..at).unwrap_or_default().iter().filter(|word| number_in(word).is_none()).copied().collect::<Vec<_>>().join(" ");
                    (Some(name), number.or(Some(0)))
                }
                None => (title, None),
            };
            let same = kept.iter().position(|(_, known, number)| number.is_some() && known.as_deref().map(words) == name.as_deref().map(words));
            match same {
                Some(same) if number == self.hints.period || kept.get(same).is_some_and(|(_, _, known)| *known != self.hints.period) => kept[same] = (column, name, number),
                Some(_) => {}
                None => kept.push((column, name, number)),
            }
        }
        kept.into_iter().map(|(column, name, _)| (column, name)).collect()
    }

    fn wrong(&mut self, row: &Row, column: Option<usize>, text: impl Into<String>) {
        self.problems.push(self.grid.problem(row.index, column, text));
    }

    /// A line under the list against what was counted above it.
    fn compare(&mut self, row: &Row, line: Line, chosen: &[(usize, Option<String>)]) {
        if self.list.is_broken {
            return;
        }
        let said = |column: usize| self.grid.own(row, column).ok().and_then(|cell| mark::number(cell).ok()).flatten();
        let differing: Vec<(usize, Differs)> = chosen.iter().zip(&self.list.columns).filter_map(|((column, _), counted)| Some((*column, counted.differs(line, said(*column)?)?))).collect();
        for (column, differs) in differing {
            match differs {
                Differs::Stops(why) => self.wrong(row, Some(column), why),
                Differs::Told(why) => self.notes.push(format!("Ячейка {}: {why}", self.grid.problem(row.index, Some(column), "").cell)),
            }
        }
    }

    fn row(&mut self, row: &Row, chosen: &[(usize, Option<String>)], tallies: &mut Tallies) {
        let Some(class) = self.class(row) else {
            self.list.is_broken = true;
            return;
        };
        for (at, (column, title)) in chosen.iter().enumerate() {
            let Some(subject) = title.clone().or_else(|| self.subject(row)) else {
                if self.problems.list.iter().all(|problem| problem.row > 0) {
                    self.problems.list.insert(0, crate::Problem::whole("Не видно, какой это предмет: выберите его в форме."));
                }
                self.list.is_broken = true;
                return;
            };
            let read = self.grid.own(row, *column).and_then(mark::mark);
            let mark = match read {
                Ok(mark) => mark,
                Err(why) => {
                    self.wrong(row, Some(*column), why);
                    self.list.is_broken = true;
                    continue;
                }
            };
            if let Some(counted) = self.list.columns.get_mut(at) {
                counted.add(mark);
            }
            let tally = tallies.entry((class.clone(), subject)).or_insert_with(|| Tally { line: row.number(), ..Tally::default() });
            match mark {
                Mark::Got(mark) => tally.add(mark),
                Mark::One => {
                    tally.ones += 1;
                    tally.add(2);
                }
                Mark::NotAttested | Mark::Released | Mark::Credit | Mark::Absent | Mark::Blank => tally.unmarked += 1,
            }
        }
    }

    fn class(&mut self, row: &Row) -> Option<ClassName> {
        let typed = self.columns.class.map(|column| self.grid.text(row, column)).unwrap_or_default();
        let class = if typed.is_empty() { self.context.class.clone() } else { ClassName::parse(&typed).map_err(|why| self.wrong(row, self.columns.class, why.message())).ok() };
        if class.is_none() && typed.is_empty() && self.problems.list.iter().all(|problem| problem.row > 0) {
            self.problems.list.insert(0, crate::Problem::whole("Не видно, какой это класс: впишите его в форме."));
        }
        class
    }

    /// What may be kept as a subject: nothing that could be a child's name.
    fn subject(&self, row: &Row) -> Option<String> {
        let typed = self.columns.subject.map(|column| self.grid.text(row, column)).filter(|typed| !typed.is_empty());
        let known = |name: &String| self.hints.subjects.iter().any(|known| words(known) == words(name)) || self.hints.subject.as_ref() == Some(name);
        let said = typed.or_else(|| self.context.subject.clone())?;
        let said = if known(&said) { said } else { without_people(&said) };
        Some(said).filter(|name| known(name) || is_like_a_subject(name))
    }

    fn close(self, tallies: Tallies, chosen: &[(usize, Option<String>)], had_people: bool) -> Result<Found, Problems> {
        if !self.problems.is_empty() {
            return Err(self.problems.in_order());
        }
        let had_people = had_people || self.head.titles.iter().any(|title| matches!(key(title), Key::Pupil | Key::Personal));
        let mut found = Found { layouts: vec![Layout::Roster], had_people, says_vpr: self.context.says_vpr, ..Found::default() };
        for ((class, subject), tally) in tallies {
            if tally.marks.iter().sum::<i64>() == 0 {
                found.note(format!("{class}, {subject}: отметок нет, не загружается."));
                continue;
            }
            if tally.unmarked > 0 {
                found.note(format!("{class}, {subject}: без отметки {} («н/а», «осв», зачёт или пусто), в расчёт они не вошли.", tally.unmarked));
            }
            if tally.ones > 0 {
                found.note(format!("{class}, {subject}: отметки «1» посчитаны как «2» ({}).", tally.ones));
            }
            let subject = found.subject(&subject, self.titled(&subject, chosen, tally.line));
            found.rows.push(Made { tab: 0, line: tally.line, school: None, class, subject, figures: Figures::of_marks(tally.marks) });
        }
        let used: Vec<usize> = chosen.iter().map(|(column, _)| *column).collect();
        if let Some((many, first)) = self.grid.formulas_in(&used) {
            found.note(formulas_note(many, &first));
        }
        self.notes.iter().cloned().chain(self.grid.unseen(&self.hidden, &used)).for_each(|note| found.note(note));
        let left = self.head.titles.iter().enumerate().filter(|(column, title)| !title.is_empty() && key(title) == Key::Other && !chosen.iter().any(|(used, _)| used == column) && !is_like_a_person(title)).count();
        if left > 0 && !self.columns.has_lessons {
            found.note(format!("Столбцов, которые не загружаются (не предметы и не итоговые отметки): {left}."));
        }
        if found.rows.is_empty() {
            Err(Problems { had_people, ..Problems::one("В списке нет ни одной отметки от 2 до 5. Проверьте, тот ли файл выбран.") })
        } else {
            Ok(found)
        }
    }
}

impl Roster<'_> {
    /// Where a subject is named: over its column, in the first row of its pupils, or above the table.
    fn titled(&self, subject: &str, chosen: &[(usize, Option<String>)], line: u32) -> Spot {
        let heads = self.grid.rows().get(self.head.start..self.head.body).unwrap_or_default();
        let over = chosen.iter().find(|(_, title)| title.as_deref() == Some(subject)).map(|(column, _)| *column);
        let head = over.and_then(|column| heads.iter().rev().find(|row| !row.cell(column).is_empty()));
        match (over, head) {
            (Some(column), Some(head)) => Spot::here(head.number(), Some(column)),
            _ => Spot::here(line, self.columns.subject),
        }
    }
}

impl Tally {
    fn add(&mut self, mark: u8) {
        if let Some(slot) = self.marks.get_mut(usize::from(mark.saturating_sub(2))) {
            *slot += 1;
        }
    }
}

/// «Учитель: …», «Директор …» under the table.
fn is_signature(text: &str) -> bool {
    let words = words(text);
    ["учитель", "классный", "директор", "завуч", "заместитель", "подпись", "дата", "руководитель"].iter().any(|start| words.starts_with(start))
}
