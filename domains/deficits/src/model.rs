//! Results, sharing, deficits, growth: what they are, what may follow what, and the words for them.

use kernel::{
    Date, Timestamp,
    id::{PersonId, PlaceId},
};

pub use competencies::CompetencyId;
pub use diagnostics::AttemptId;

kernel::uuid_id! {
    /// Something a person finds hard, or was found to.
    DeficitId,
    /// An assessment made elsewhere.
    AssessmentId,
    /// A list of assessments read from a sheet.
    ImportId,
    /// Results opened to an audience.
    SharingId,
}

kernel::text_enum! {
    /// What the answers prove: P(below the target) at least .8, at most .2, or neither.
    Zone { Deficit = "deficit", Undetermined = "undetermined", None = "none" }
}

impl Zone {
    /// Of a probability that the ability is below the target. What is no probability decides nothing.
    #[must_use]
    pub fn of(p_below: f64, deficit_from: f64, none_to: f64) -> Self {
        if p_below >= deficit_from {
            Self::Deficit
        } else if p_below <= none_to {
            Self::None
        } else {
            Self::Undetermined
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Deficit => "похоже на затруднение",
            Self::Undetermined => "данных мало",
            Self::None => "уверенно",
        }
    }
}

kernel::text_enum! {
    /// To whom a teacher opens results.
    Audience { Methodist = "methodist", Municipality = "municipality", School = "school" }
}

impl Audience {
    /// As the teacher reads it: exactly who.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Methodist => "методисты и координатор института, методист муниципалитета",
            Self::Municipality => "муниципальная методическая служба",
            Self::School => "заместитель директора моей школы",
        }
    }

    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::Methodist => "методисту",
            Self::Municipality => "муниципальной службе",
            Self::School => "школе",
        }
    }

    /// The audience that a role belongs to.
    #[must_use]
    pub fn of(role: access::Role) -> Option<Self> {
        use access::Role::{Administrator, Commission, Coordinator, DataProtection, Expert, Member, Methodist, Ministry, Municipal, School};
        match role {
            Methodist | Coordinator => Some(Self::Methodist),
            Municipal => Some(Self::Municipality),
            School => Some(Self::School),
            Administrator | Commission | DataProtection | Expert | Member | Ministry => None,
        }
    }
}

kernel::text_enum! {
    /// Where a deficit is known from.
    Source { Measured = "measured", Declared = "declared", Observed = "observed", External = "external" }
}

impl Source {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Measured => "диагностика",
            Self::Declared => "назвал(а) сам(а)",
            Self::Observed => "наблюдение урока",
            Self::External => "внешняя оценка",
        }
    }
}

kernel::text_enum! {
    Status { Found = "found", InWork = "in_work", Removed = "removed", Confirmed = "confirmed" }
}

impl Status {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Found => "выявлено",
            Self::InWork => "в работе",
            Self::Removed => "устранено",
            Self::Confirmed => "подтвердилось повторно",
        }
    }

    #[must_use]
    pub fn is_open(self) -> bool {
        self != Self::Removed
    }

    /// The table of transitions. What is removed stays removed: new evidence opens a new deficit.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        matches!((self, next), (Self::Found | Self::Confirmed, Self::InWork) | (Self::Found | Self::InWork | Self::Confirmed, Self::Removed | Self::Confirmed))
    }
}

kernel::text_enum! {
    /// What a step of a deficit's history rests on.
    Evidence { Attempt = "attempt", Observation = "observation", External = "external", Words = "words" }
}

impl Evidence {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Attempt => "диагностика",
            Self::Observation => "наблюдение урока",
            Self::External => "внешняя оценка",
            Self::Words => "слова",
        }
    }
}

kernel::text_enum! {
    /// What a repeat shows beside the first measurement.
    Verdict { Grew = "grew", LikelyGrew = "likely_grew", WithinError = "within_error", Fell = "fell", NotComparable = "not_comparable" }
}

impl Verdict {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Grew => "рост подтверждён",
            Self::LikelyGrew => "рост вероятен",
            Self::WithinError => "не отличимо от погрешности",
            Self::Fell => "снижение",
            Self::NotComparable => "не сравнимо",
        }
    }
}

/// Why two measurements can't be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incomparable {
    NotLinked,
    OtherFramework,
    Preliminary,
    NotMeasuredBefore,
    Unmeasurable,
}

impl Incomparable {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotLinked => "формы не связаны общей шкалой",
            Self::OtherFramework => "версии рамки различаются: компетенция описана иначе",
            Self::Preliminary => "параметры заданий предварительные",
            Self::NotMeasuredBefore => "в первой диагностике эту компетенцию не измеряли",
            Self::Unmeasurable => "по ответам нельзя оценить изменение",
        }
    }
}

/// What an attempt says of one competency.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultLine {
    pub attempt: AttemptId,
    pub competency: CompetencyId,
    /// Code and title in the framework.
    pub code: String,
    pub title: String,
    pub items: i64,
    pub points: i64,
    pub most_points: i64,
    /// On the official scale with its 90 % interval.
    pub percent: f64,
    pub low: f64,
    pub high: f64,
    pub theta: f64,
    pub sd: f64,
    pub cut: f64,
    /// The target on the official scale.
    pub target_percent: f64,
    pub p_below: f64,
    pub zone: Zone,
    pub more_items: Option<i64>,
    /// Label of the level reached, and of the one expected.
    pub level: String,
    pub target_level: String,
    pub is_preliminary: bool,
}

/// A scored attempt as lists show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    pub attempt: AttemptId,
    pub person: PersonId,
    pub name: String,
    pub place: PlaceId,
    pub place_name: String,
    pub title: String,
    pub taken_on: Date,
    pub shown_at: Option<Timestamp>,
    pub deficits: i64,
    pub undetermined: i64,
    pub competencies: i64,
    pub is_repeat: bool,
}

/// Results opened to an audience: all of them, or one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    pub id: SharingId,
    pub audience: Audience,
    /// `all`, or the id of an attempt, an observation, a deficit.
    pub about: String,
    pub given_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// The word for sharing everything, future results too.
pub const ALL: &str = "all";

/// A deficit with the words that lists need.
#[derive(Debug, Clone, PartialEq)]
pub struct Deficit {
    pub id: DeficitId,
    pub person: PersonId,
    pub name: String,
    pub place: PlaceId,
    pub place_name: String,
    pub competency: CompetencyId,
    pub code: String,
    pub title: String,
    pub source: Source,
    pub status: Status,
    pub level: String,
    pub p_below: Option<f64>,
    pub found_on: Date,
    pub closed_on: Option<Date>,
    pub version: i64,
}

/// One step of its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub status: Status,
    pub evidence: Evidence,
    pub evidence_id: String,
    pub words: String,
    /// Name of whose account it was; empty: the program by a rule.
    pub who: String,
    pub happened_at: Timestamp,
}

/// A repeat beside the first measurement.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    pub code: String,
    pub title: String,
    pub first: AttemptId,
    pub second: AttemptId,
    pub verdict: Verdict,
    pub reason: String,
    /// In standard deviations of the scale, with its 90 % interval.
    pub change: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub p_grew: Option<f64>,
}

/// The study year of a day: it begins on 1 September and is named by that year.
#[must_use]
pub fn study_year(day: Date) -> i64 {
    i64::from(day.year()) - i64::from(day.month() < 9)
}

/// «2026/27».
#[must_use]
pub fn year_words(year: i64) -> String {
    format!("{year}/{:02}", (year + 1).rem_euclid(100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn three_zones_meet_at_eight_and_two_tenths() {
        let zone = |p| Zone::of(p, 0.8, 0.2);
        assert_eq!([0.0, 0.2, 0.21, 0.5, 0.79, 0.8, 1.0].map(zone), [Zone::None, Zone::None, Zone::Undetermined, Zone::Undetermined, Zone::Undetermined, Zone::Deficit, Zone::Deficit]);
        assert_eq!(zone(f64::NAN), Zone::Undetermined);
    }

    #[test]
    fn what_is_removed_stays_removed() {
        for next in Status::ALL {
            assert!(!Status::Removed.may_become(*next));
            assert!(!next.may_become(Status::Found));
        }
        assert!(Status::Confirmed.may_become(Status::InWork) && Status::InWork.may_become(Status::Removed) && !Status::InWork.may_become(Status::InWork));
    }

    #[test]
    fn a_study_year_begins_in_september() {
        assert_eq!((study_year(date(2026, 8, 31)), study_year(date(2026, 9, 1))), (2025, 2026));
        assert_eq!((year_words(2026), year_words(1999)), ("2026/27".into(), "1999/00".into()));
    }
}
