//! A picture with its table: one shape for the page, the sheet, the drawing.

use crate::told::Told;
use kernel::text_enum;
use maud::Markup;

text_enum! {
    Code {
        Places = "places",
        Coverage = "coverage",
        Cases = "cases",
        Stages = "stages",
        Deficits = "deficits",
        Pathways = "pathways",
        Help = "help",
        Quotas = "quotas",
        Events = "events",
        Outcomes = "outcomes",
    }
}

impl Code {
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Places => "По территориям",
            Self::Coverage => "Кого охватила работа",
            Self::Cases => "Сопровождения по ступеням",
            Self::Stages => "Сколько стоят на ступени",
            Self::Deficits => "Где нужна помощь: компетенции",
            Self::Pathways => "Маршруты по состояниям",
            Self::Help => "Ответы на обращения за помощью",
            Self::Quotas => "Места в активе",
            Self::Events => "Мероприятия",
            Self::Outcomes => "Результаты классов",
        }
    }
}

/// A row of the table; its name may lead to a page.
#[derive(Debug, Clone)]
pub struct Row {
    pub name: String,
    pub link: Option<String>,
    pub cells: Vec<Told>,
}

impl Row {
    pub fn new(name: impl Into<String>, cells: Vec<Told>) -> Self {
        Self { name: name.into(), link: None, cells }
    }

    #[must_use]
    pub fn link(mut self, url: Option<String>) -> Self {
        self.link = url;
        self
    }
}

/// A picture, its table and what stands beside.
#[derive(Debug, Clone)]
pub struct Card {
    pub code: Code,
    /// One sentence: what is shown.
    pub says: String,
    /// The whole drawing, with links where it leads somewhere; empty where there is nothing to draw.
    pub picture: Markup,
    /// The first column is that of the rows' names.
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
    /// Comparisons: with one's own past, with the region's middle.
    pub beside: Vec<String>,
    /// Which filter was taken into account.
    pub filter: String,
    /// Why there is nothing, in a sentence with what to do.
    pub empty: String,
    /// Where whoever looks may go on: what it is called, its address.
    pub further: Option<(&'static str, String)>,
}

impl Card {
    #[must_use]
    pub fn new(code: Code, says: impl Into<String>, columns: &[&str]) -> Self {
        Self {
            code,
            says: says.into(),
            picture: Markup::default(),
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
            rows: Vec::new(),
            beside: Vec::new(),
            filter: String::new(),
            empty: String::new(),
            further: None,
        }
    }

    /// Nothing to show, and why.
    #[must_use]
    pub fn nothing(code: Code, says: &str, why: &str) -> Self {
        Self { empty: why.to_owned(), ..Self::new(code, says, &[]) }
    }
}
