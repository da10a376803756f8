//! What leaves this crate: sums of classes, remarks, problems by row and cell.

use crate::{ClassName, Places, Spot, Tab};
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};

/// What kind of file it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// A row per class and subject with numbers of marks.
    Summary,
    /// Pupils and their marks.
    Roster,
    OkoMarks,
    OkoJournal,
    OkoPoints,
    OkoTasks,
    OkoPlanned,
    /// A protocol of the exam centre.
    Exam,
    /// Our own sample.
    Template,
}

impl Layout {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Summary => "сводная таблица журнала: классы, предметы и число отметок",
            Self::Roster => "список учеников с отметками",
            Self::OkoMarks => "отчёт ФИС ОКО «Статистика по отметкам»",
            Self::OkoJournal => "отчёт ФИС ОКО «Сравнение отметок с отметками по журналу»",
            Self::OkoPoints => "отчёт ФИС ОКО «Распределение первичных баллов»",
            Self::OkoTasks => "отчёт ФИС ОКО «Выполнение заданий»",
            Self::OkoPlanned => "отчёт ФИС ОКО «Достижение планируемых результатов»",
            Self::Exam => "протокол экзамена из РЦОИ",
            Self::Template => "наш образец",
        }
    }

    /// Whether it is a report about ВПР.
    #[must_use]
    pub fn is_oko(self) -> bool {
        matches!(self, Self::OkoMarks | Self::OkoJournal | Self::OkoPoints | Self::OkoTasks | Self::OkoPlanned)
    }
}

/// Least points for a «3», a «4» and a «5».
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Thresholds(pub [f64; 3]);

impl Thresholds {
    /// The mark for so many points.
    #[must_use]
    pub fn mark(self, points: f64) -> u8 {
        2 + u8::try_from(self.0.iter().filter(|least| points >= **least).count()).unwrap_or(3)
    }

    /// Each is more than the one before.
    #[must_use]
    pub fn is_ascending(self) -> bool {
        let [three, four, five] = self.0;
        three >= 0.0 && three < four && four < five
    }
}

/// What the person said on the form, for what the file doesn't say itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hints {
    pub class: Option<ClassName>,
    pub subject: Option<String>,
    /// All names and synonyms of subjects that the region knows.
    pub subjects: Vec<String>,
    pub places: Arc<Places>,
    /// Which quarter (trimester, half): for lists that have several in a row.
    pub period: Option<u32>,
    pub thresholds: Option<Thresholds>,
    /// Least test score that counts as passed.
    pub least: Option<f64>,
}

/// A school as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct School {
    pub municipality: String,
    pub name: String,
}

/// So many pupils got from … to … points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    pub from: f64,
    pub to: f64,
    pub pupils: i64,
}

/// A task or a topic and how many percent of its points were got.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    pub title: String,
    pub percent: f64,
}

/// The figures of one class in one subject; what a file doesn't say is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub pupils: Option<i64>,
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub under: Option<i64>,
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// The most that can be got on the scale of the mean.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<f64>,
    /// Numbers of 2, 3, 4, 5.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub marks: Option<[i64; 4]>,
    #[serde(rename = "b", default, skip_serializing_if = "Vec::is_empty")]
    pub bins: Vec<Bin>,
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
}

impl Figures {
    /// Of numbers of 2, 3, 4, 5.
    #[must_use]
    pub fn of_marks(marks: [i64; 4]) -> Self {
        let pupils: i64 = marks.iter().sum();
        let points: i64 = marks.iter().zip(2..).map(|(count, mark)| count * mark).sum();
        let mean = (pupils > 0).then(|| (points as f64 / pupils as f64 * 1_000.0).round() / 1_000.0);
        Self { pupils: Some(pupils), under: marks.first().copied(), mean, scale: Some(5.0), marks: Some(marks), ..Self::default() }
    }
}

/// One class in one subject. Schools and subjects are indexes into the lists of [`Found`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Which of the tabs of [`Found`].
    #[serde(rename = "w", default, skip_serializing_if = "is_first")]
    pub tab: u32,
    /// The number at the left edge of the sheet; of a list of pupils its first row.
    #[serde(rename = "l")]
    pub line: u32,
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub school: Option<u32>,
    #[serde(rename = "c")]
    pub class: ClassName,
    #[serde(rename = "p")]
    pub subject: u32,
    #[serde(flatten)]
    pub figures: Figures,
}

fn is_first(tab: &u32) -> bool {
    *tab == 0
}

impl Row {
    /// Where it stands.
    #[must_use]
    pub fn spot(&self) -> Spot {
        Spot { tab: self.tab, row: self.line, column: None }
    }
}

/// Something worth saying that stops nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub tab: Tab,
    pub text: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.tab.is_only() {
            return f.write_str(&self.text);
        }
        let tab = self.tab.to_string();
        let mut letters = tab.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        write!(f, "{first}{}. {}", letters.as_str(), self.text)
    }
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub layouts: Vec<Layout>,
    /// The sheets that were read.
    pub tabs: Vec<Tab>,
    pub schools: Vec<School>,
    /// Where each of the schools is named first.
    pub school_spots: Vec<Spot>,
    pub subjects: Vec<String>,
    /// The same of the subjects.
    pub subject_spots: Vec<Spot>,
    pub rows: Vec<Row>,
    pub notes: Vec<Note>,
    /// Whether names or documents of pupils stood in the file.
    pub had_people: bool,
    /// Whether a title says that it is about ВПР, whose results may not be used as others are.
    pub says_vpr: bool,
}

impl Found {
    /// The same as the file of this number among several, from 1.
    #[must_use]
    pub fn of_file(mut self, number: u32) -> Self {
        if self.tabs.is_empty() {
            self.tabs.push(Tab::default());
        }
        self.tabs.iter_mut().chain(self.notes.iter_mut().map(|note| &mut note.tab)).for_each(|tab| tab.file = number);
        self
    }

    /// All of it stands on this sheet.
    pub(crate) fn on_sheet(mut self, name: &str) -> Self {
        let tab = Tab { file: 0, sheet: name.to_owned() };
        self.notes.iter_mut().for_each(|note| note.tab.clone_from(&tab));
        self.tabs = vec![tab];
        self
    }

    /// The index of a school.
    pub(crate) fn school(&mut self, school: School, spot: Spot) -> u32 {
        named(&mut self.schools, &mut self.school_spots, school, spot)
    }

    /// The index of a subject.
    pub(crate) fn subject(&mut self, title: &str, spot: Spot) -> u32 {
        named(&mut self.subjects, &mut self.subject_spots, title.to_owned(), spot)
    }

    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.keep_note(Note { tab: Tab::default(), text: text.into() });
    }

    /// Of all that was read: said before the rest, however much there is of it.
    pub(crate) fn note_first(&mut self, text: impl Into<String>) {
        self.notes.insert(0, Note { tab: Tab::default(), text: text.into() });
    }

    pub(crate) fn keep_note(&mut self, note: Note) {
        if self.notes.len() < 100 && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

fn named<T: PartialEq>(names: &mut Vec<T>, spots: &mut Vec<Spot>, name: T, spot: Spot) -> u32 {
    let at = names.iter().position(|known| *known == name).unwrap_or_else(|| {
        names.push(name);
        spots.push(spot);
        names.len() - 1
    });
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// What is wrong, by row and cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub tab: Tab,
    /// 0: of the file as a whole.
    pub row: u32,
    /// `D14`; empty: of the row as a whole.
    pub cell: String,
    pub text: String,
}

impl Problem {
    /// Of the file as a whole.
    #[must_use]
    pub fn whole(text: impl Into<String>) -> Self {
        Self { tab: Tab::default(), row: 0, cell: String::new(), text: text.into() }
    }

    /// Of a row as a whole.
    pub(crate) fn of_row(tabs: &[Tab], row: &Row, text: impl Into<String>) -> Self {
        Self { tab: tabs.get(row.tab as usize).cloned().unwrap_or_default(), row: row.line, cell: String::new(), text: text.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            0 if self.tab.is_only() => f.write_str(&self.text),
            0 => write!(f, "{}: {}", self.tab, self.text),
            row => write!(f, "{}: {}", self.tab.at(row, &self.cell), self.text),
        }
    }
}

/// All problems of a file, the first hundreds kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    pub list: Vec<Problem>,
    pub more: usize,
    /// Whether names or documents of pupils stood in the file.
    pub had_people: bool,
}

const KEPT: usize = 200;

impl Problems {
    /// One sentence about the whole file.
    #[must_use]
    pub fn one(text: impl Into<String>) -> Self {
        Self { list: vec![Problem::whole(text)], ..Self::default() }
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// As they stand in the file.
    pub(crate) fn in_order(mut self) -> Self {
        self.list.sort_by_key(|problem| (problem.row, problem.cell.len(), problem.cell.clone()));
        self
    }

    /// The same, told of a sheet among several.
    pub(crate) fn on_sheet(mut self, name: &str) -> Self {
        self.list.iter_mut().for_each(|problem| name.clone_into(&mut problem.tab.sheet));
        self
    }

    /// The same, told of a file among several, from 1.
    #[must_use]
    pub fn of_file(mut self, number: u32) -> Self {
        self.list.iter_mut().for_each(|problem| problem.tab.file = number);
        self
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, others: Option<Self>) -> Self {
        if let Some(other) = others {
            self.had_people |= other.had_people;
            self.more += other.more;
            other.list.into_iter().for_each(|problem| self.push(problem));
        }
        self
    }

    pub(crate) fn push(&mut self, problem: Problem) {
        if self.list.len() < KEPT { self.list.push(problem) } else { self.more += 1 }
    }
}
