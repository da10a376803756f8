//! The card of an observed lesson.

use jiff::civil::Date;
use serde::Serialize;

use super::{Fact, OperatorCard, Signatory};
use crate::{Printable, Template};

/// One indicator with both sides' scores, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LessonRow {
    /// «1.2.3».
    pub number: String,
    pub indicator: String,
    /// «2 из 3: проявляется не всегда».
    pub observer: String,
    pub teacher: String,
    /// The example from the lesson.
    pub words: String,
}

/// A criterion with its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LessonPart {
    pub block: String,
    pub criterion: String,
    pub rows: Vec<LessonRow>,
}

/// «Карта посещения урока».
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LessonCardDoc {
    pub operator: OperatorCard,
    pub rubric: String,
    #[serde(serialize_with = "crate::dates::long")]
    pub held_on: Date,
    pub facts: Vec<Fact>,
    pub parts: Vec<LessonPart>,
    /// The teacher's comment, as written.
    pub comment: String,
    /// «Учитель ознакомился 23.11.2026», or that it is not so yet.
    pub acknowledged: String,
    pub observer: Signatory,
}

impl Printable for LessonCardDoc {
    const TEMPLATE: Template = Template::LessonCard;
}
