//! A result of a class: sums of the class as a whole, never a pupil's.

use crate::{class::Class, period::Period, source::Source};
use kernel::{
    Timestamp,
    id::{AccountId, PlaceId},
};
use serde::{Deserialize, Serialize};

kernel::uuid_id! {
    /// A result of a class; a replacement keeps the id.
    OutcomeId,
}

kernel::text_enum! {
    /// How it came in.
    Origin { Typed = "typed", File = "file", Case = "case", Demo = "demo" }
}

impl Origin {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Typed => "внесён вручную",
            Self::File => "взят из файла",
            Self::Case => "внесён в сопровождении",
            Self::Demo => "учебный пример",
        }
    }
}

/// How the results spread over the class.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Distribution {
    #[default]
    Unknown,
    /// How many have 2, 3, 4, 5.
    Marks([i64; 4]),
    /// How many have so many points.
    Bins(Vec<Bin>),
}

/// Points from … to …, both inclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bin {
    pub from: i64,
    pub to: i64,
    pub pupils: i64,
}

impl Distribution {
    /// How many pupils it counts; nothing where it isn't known.
    #[must_use]
    pub fn total(&self) -> Option<i64> {
        match self {
            Self::Unknown => None,
            Self::Marks(marks) => Some(marks.iter().sum()),
            Self::Bins(bins) => Some(bins.iter().map(|bin| bin.pupils).sum()),
        }
    }

    /// Words with counts, for bars and their table.
    #[must_use]
    pub fn lines(&self) -> Vec<(String, i64)> {
        match self {
            Self::Unknown => Vec::new(),
            Self::Marks(marks) => marks.iter().zip(2..).map(|(count, mark)| (format!("отметка «{mark}»"), *count)).collect(),
            Self::Bins(bins) => bins.iter().map(|bin| (if bin.from == bin.to { bin.from.to_string() } else { format!("{}–{}", bin.from, bin.to) }, bin.pupils)).collect(),
        }
    }

    /// The mean of marks.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        match self {
            Self::Marks([two, three, four, five]) => {
                let count = two + three + four + five;
                (count > 0).then(|| real(2 * two + 3 * three + 4 * four + 5 * five) / real(count))
            }
            Self::Unknown | Self::Bins(_) => None,
        }
    }
}

/// What share of the class managed a topic or task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    pub title: String,
    /// Whole percents of pupils who managed.
    pub percent: i64,
}

/// The figures of a class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub pupils: i64,
    /// Of them under the minimum.
    pub under: i64,
    pub mean: Option<f64>,
    /// The most that can be got: 5 of marks, 100 of test points.
    pub scale: f64,
    pub distribution: Distribution,
    pub topics: Vec<Topic>,
}

impl Figures {
    /// Counts alone.
    #[must_use]
    pub fn of(pupils: i64, under: i64) -> Self {
        Self { pupils, under, mean: None, scale: 5.0, distribution: Distribution::Unknown, topics: Vec::new() }
    }

    /// Of marks: how many have 2, 3, 4, 5.
    #[must_use]
    pub fn of_marks(marks: [i64; 4]) -> Self {
        let distribution = Distribution::Marks(marks);
        Self { pupils: marks.iter().sum(), under: marks[0], mean: distribution.mean().map(|mean| (mean * 100.0).round() / 100.0), scale: 5.0, distribution, topics: Vec::new() }
    }

    /// Share under the minimum, 0 … 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.pupils <= 0 { 0.0 } else { real(self.under) / real(self.pupils) }
    }
}

/// A result about to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewOutcome {
    /// The school.
    pub place: PlaceId,
    pub class: Class,
    pub subject: String,
    pub period: Period,
    pub source: Source,
    /// Of the work; may be empty.
    pub title: String,
    pub figures: Figures,
}

/// A result that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub id: OutcomeId,
    pub place: PlaceId,
    pub class: Class,
    pub subject: String,
    pub period: Period,
    pub source: Source,
    pub title: String,
    pub figures: Figures,
    pub origin: Origin,
    pub entered_by: Option<AccountId>,
    pub entered_at: Timestamp,
    pub withdrawn_at: Option<Timestamp>,
    pub withdrawn_why: String,
    pub version: i64,
}

impl Outcome {
    /// «7 Б, 1 четверть 2026/27».
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}, {}", self.class.label(), self.period.label())
    }
}

/// What stood before a replacement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Body {
    pub period: Period,
    pub title: String,
    pub figures: Figures,
}

/// A version that was replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    pub version: i64,
    pub body: Body,
    pub entered_by: Option<AccountId>,
    pub entered_at: Timestamp,
}

pub(crate) fn real(count: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of pupils are far below 2^52")]
    {
        count as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_say_the_counts_and_the_mean() {
        let figures = Figures::of_marks([3, 10, 8, 3]);
        assert_eq!((figures.pupils, figures.under, figures.mean), (24, 3, Some(3.46)));
        assert_eq!(figures.distribution.lines()[0], ("отметка «2»".into(), 3));
        assert_eq!(Distribution::Bins(vec![Bin { from: 0, to: 20, pupils: 4 }]).total(), Some(4));
        assert!((Figures::of(0, 0).share()).abs() < f64::EPSILON);
    }
}
