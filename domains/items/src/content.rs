//! What an item is made of: its body (what is shown), its key (what is right), an answer to it.
//!
//! The three are separate types stored apart, so that a page of the test can't print the key by mistake.

use kernel::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Kinds of items.
    ItemKind {
        /// One choice is right.
        Single = "single",
        /// Several choices are right.
        Multiple = "multiple",
        /// Elements are put in order.
        Ordering = "ordering",
        /// Each on the left is given one of the right.
        Matching = "matching",
        /// A number within a tolerance.
        Number = "number",
        /// A word or two, compared without case, ё and punctuation.
        Text = "text",
        /// An answer in the teacher's own words, marked by experts by criteria.
        Open = "open",
        /// Work on attached material (a lesson's video, a pupil's work), marked by experts by criteria.
        Task = "task",
    }
}

impl ItemKind {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Single => "Один верный ответ",
            Self::Multiple => "Несколько верных ответов",
            Self::Ordering => "Порядок",
            Self::Matching => "Соответствие",
            Self::Number => "Число",
            Self::Text => "Короткий текст",
            Self::Open => "Развёрнутый ответ",
            Self::Task => "Задание с материалами",
        }
    }

    /// Whether experts mark it by criteria.
    #[must_use]
    pub fn needs_experts(self) -> bool {
        match self {
            Self::Open | Self::Task => true,
            Self::Single | Self::Multiple | Self::Ordering | Self::Matching | Self::Number | Self::Text => false,
        }
    }
}

/// What is shown. Holds nothing of the key: elements of orderings and the right side of matchings are stored shuffled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemBody {
    /// The question; a blank line begins a paragraph.
    pub stem: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,
    #[serde(flatten)]
    pub ask: Ask,
    /// The most points the whole item gives where the key marks it; experts' criteria sum by themselves.
    #[serde(default = "one")]
    pub points: u32,
    /// How hard the author expects it to be, from −2 (nearly all solve it) to 2: the difficulty until answers say better.
    #[serde(default)]
    pub expected: i8,
}

fn one() -> u32 {
    1
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Ask {
    Single {
        choices: Vec<Choice>,
    },
    Multiple {
        choices: Vec<Choice>,
    },
    Ordering {
        elements: Vec<Choice>,
    },
    Matching {
        left: Vec<Choice>,
        right: Vec<Choice>,
    },
    Number {
        #[serde(default)]
        unit: String,
    },
    Text,
    Open {
        criteria: Vec<Criterion>,
    },
    Task {
        criteria: Vec<Criterion>,
        /// The teacher may attach a file to the answer.
        #[serde(default)]
        takes_file: bool,
    },
}

/// One choice, element or side of a pair. Ids are given in the order shown, so they say nothing of the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub id: String,
    pub text: String,
}

/// What experts mark by: 0 to `max`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    pub title: String,
    /// For what a mark is given; experts and, afterwards, the teacher read it.
    #[serde(default)]
    pub about: String,
    pub max: u32,
}

/// What is looked at before answering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Material {
    /// A file of ours by its digest.
    File { digest: String, name: String },
    /// A large video by its address within the institute's own server.
    Video { address: String, title: String },
}

/// What is right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Key {
    Single {
        right: String,
    },
    Multiple {
        right: Vec<String>,
    },
    Ordering {
        order: Vec<String>,
    },
    Matching {
        pairs: Vec<Pair>,
    },
    Number {
        value: f64,
        tolerance: f64,
    },
    Text {
        accepted: Vec<String>,
    },
    /// Experts mark by the criteria of the body.
    Experts,
}

/// One of the left with one of the right.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pair {
    pub left: String,
    pub right: String,
}

/// An element with the place (from 1) that it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    pub element: String,
    pub place: u32,
}

/// What somebody answered, as it was given: unfinished orderings and numbers that can't be read are kept as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    Single { choice: String },
    Multiple { choices: Vec<String> },
    Ordering { places: Vec<Placed> },
    Matching { pairs: Vec<Pair> },
    Number { text: String },
    Text { text: String },
    Open { text: String },
}

impl ItemBody {
    #[must_use]
    pub fn kind(&self) -> ItemKind {
        match self.ask {
            Ask::Single { .. } => ItemKind::Single,
            Ask::Multiple { .. } => ItemKind::Multiple,
            Ask::Ordering { .. } => ItemKind::Ordering,
            Ask::Matching { .. } => ItemKind::Matching,
            Ask::Number { .. } => ItemKind::Number,
            Ask::Text => ItemKind::Text,
            Ask::Open { .. } => ItemKind::Open,
            Ask::Task { .. } => ItemKind::Task,
        }
    }

    /// The largest score.
    #[must_use]
    pub fn max_score(&self) -> u32 {
        match self.criteria() {
            Some(criteria) => criteria.iter().fold(0, |sum, criterion| sum.saturating_add(criterion.max)),
            None => self.points.max(1),
        }
    }

    /// What experts mark by, if they do.
    #[must_use]
    pub fn criteria(&self) -> Option<&[Criterion]> {
        match &self.ask {
            Ask::Open { criteria } | Ask::Task { criteria, .. } => Some(criteria),
            _ => None,
        }
    }

    /// Whether the teacher may attach a file to the answer.
    #[must_use]
    pub fn takes_file(&self) -> bool {
        matches!(self.ask, Ask::Task { takes_file: true, .. })
    }

    /// The question in one line, for lists.
    #[must_use]
    pub fn short(&self) -> String {
        let line = self.stem.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(120) {
            Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default().trim_end()),
            None => line,
        }
    }
}

/// The text by its id, among choices.
#[must_use]
pub fn text_of<'a>(choices: &'a [Choice], id: &str) -> &'a str {
    choices.iter().find(|choice| choice.id == id).map_or("", |choice| choice.text.as_str())
}
