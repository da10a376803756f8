//! «Индивидуальный образовательный маршрут»: the five sections of the form in use, which carry the five components, and the list of agreement.

use serde::Serialize;

use super::{Fact, OperatorCard};
use crate::{Printable, Template};

/// A difficulty that the pathway works on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PathwayDifficulty {
    pub title: String,
    /// «диагностика», «наблюдение урока».
    pub source: String,
}

/// A result of a diagnostic, as far as the reader may see it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PathwayResult {
    pub instrument: String,
    pub taken_on: String,
    pub competency: String,
    pub outcome: String,
}

/// A line of the card of professional growth.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PathwayLine {
    pub level: String,
    /// Who helps.
    pub support: String,
    pub activity: String,
    /// Category or technology.
    pub category: String,
    pub term: String,
}

/// A line of the report on the work done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PathwayReport {
    pub activity: String,
    pub content: String,
    pub link: String,
}

/// A line of the list of agreement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PathwayConsent {
    pub role: String,
    pub name: String,
    /// «согласен(на): все разделы», or that it is waited for.
    pub yes: String,
    pub on: String,
    pub words: String,
}

/// The pathway on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PathwayDoc {
    pub operator: OperatorCard,
    /// «Версия 2, сопровождение С-2026-0123».
    pub caption: String,
    /// «ПРОЕКТ», or «Согласован 12.12.2026».
    pub mark: String,
    pub is_draft: bool,
    pub about: Vec<Fact>,
    pub difficulties: Vec<PathwayDifficulty>,
    pub results: Vec<PathwayResult>,
    /// Why there are no results to read.
    pub results_note: String,
    pub diagnostic: Vec<Fact>,
    pub target: Vec<Fact>,
    pub content: Vec<Fact>,
    pub technological: Vec<Fact>,
    pub lines: Vec<PathwayLine>,
    pub expected: Vec<Fact>,
    pub reports: Vec<PathwayReport>,
    pub agreement: Vec<PathwayConsent>,
}

impl Printable for PathwayDoc {
    const TEMPLATE: Template = Template::Pathway;
}
