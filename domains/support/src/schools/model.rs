//! The card of a school that is helped for a year.

use kernel::{
    Date,
    id::{PersonId, PlaceId},
    text_enum, uuid_id,
};

uuid_id! { LowSchoolId, FactorId, MeasureId, LineId, HelperId, VisitId }

text_enum! {
    /// How strongly a factor shows.
    Level { High = "high", Middle = "middle", Low = "low", None = "none" }
}

impl Level {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::High => "проявляется сильно",
            Self::Middle => "проявляется заметно",
            Self::Low => "проявляется слабо",
            Self::None => "не проявляется",
        }
    }

    /// Steps of the picture, the strongest highest.
    #[must_use]
    pub fn steps(self) -> u8 {
        match self {
            Self::High => 3,
            Self::Middle => 2,
            Self::Low => 1,
            Self::None => 0,
        }
    }
}

text_enum! {
    /// What a recheck says beside the first measurement.
    Outcome { First = "", Gone = "gone", Better = "better", Same = "same", Worse = "worse" }
}

impl Outcome {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::First => "первое измерение",
            Self::Gone => "снят",
            Self::Better => "стало лучше",
            Self::Same => "без изменений",
            Self::Worse => "стало хуже",
        }
    }

    /// Follows from two levels, so that word and level never contradict.
    #[must_use]
    pub fn between(before: Level, now: Level) -> Self {
        match (before.steps(), now.steps()) {
            (0, 0) => Self::Same,
            (_, 0) => Self::Gone,
            (before, now) if now < before => Self::Better,
            (before, now) if now > before => Self::Worse,
            _ => Self::Same,
        }
    }
}

text_enum! {
    HelperState { Asked = "asked", Yes = "yes", No = "no", Ended = "ended" }
}

impl HelperState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Asked => "ждём ответа",
            Self::Yes => "помогает",
            Self::No => "отказался(лась)",
            Self::Ended => "закончил(а)",
        }
    }
}

/// A school's status for a study year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LowSchool {
    pub id: LowSchoolId,
    pub place: PlaceId,
    pub year: i64,
    pub basis: String,
    pub recheck_on: Date,
    pub closed_on: Option<Date>,
    pub closing: String,
    pub version: i64,
    // Joined for display.
    pub place_name: String,
    pub place_path: String,
    pub municipality: String,
    pub factors: u64,
    pub last_visit: Option<Date>,
}

impl LowSchool {
    /// «2026/27».
    #[must_use]
    pub fn year_label(&self) -> String {
        format!("{}/{:02}", self.year, (self.year + 1).rem_euclid(100))
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed_on.is_none()
    }
}

/// One measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    pub factor: FactorId,
    pub on: Date,
    pub level: Level,
    pub result: Outcome,
    pub grounds: String,
}

/// A factor with its measurements, the first first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    pub id: FactorId,
    pub code: String,
    pub measures: Vec<Measure>,
}

impl Factor {
    #[must_use]
    pub fn first(&self) -> Option<&Measure> {
        self.measures.first()
    }

    #[must_use]
    pub fn last(&self) -> Option<&Measure> {
        self.measures.last()
    }

    /// The last measurement, if it wasn't the only one.
    #[must_use]
    pub fn again(&self) -> Option<&Measure> {
        self.last().filter(|_| self.measures.len() > 1)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: LineId,
    pub factor: String,
    pub what: String,
    pub who: String,
    pub due_on: Date,
    pub expected: String,
    pub done_on: Option<Date>,
    pub done_words: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    pub id: HelperId,
    pub factor: String,
    pub person: Option<PersonId>,
    pub name: String,
    pub state: HelperState,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub id: VisitId,
    pub name: String,
    pub on: Date,
    pub minutes: i64,
    /// Codes.
    pub factors: Vec<String>,
    pub done: String,
    pub next: String,
}

/// The calendar year in which the study year of a day begins.
#[must_use]
pub fn study_year(day: Date) -> i64 {
    i64::from(day.year()) - i64::from(day.month() < structure::profile::FIRST_MONTH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_study_year_begins_in_september() {
        assert_eq!((study_year(date(2026, 8, 31)), study_year(date(2026, 9, 1)), study_year(date(2027, 1, 9))), (2025, 2026, 2026));
    }

    #[test]
    fn the_word_of_a_recheck_follows_from_its_level() {
        assert_eq!(Outcome::between(Level::High, Level::None), Outcome::Gone);
        assert_eq!(Outcome::between(Level::High, Level::Low), Outcome::Better);
        assert_eq!(Outcome::between(Level::Low, Level::Low), Outcome::Same);
        assert_eq!(Outcome::between(Level::Low, Level::High), Outcome::Worse);
        assert_eq!(Outcome::between(Level::None, Level::None), Outcome::Same);
    }
}
