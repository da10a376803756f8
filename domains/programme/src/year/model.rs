//! The year and its halves, a plan and its lines, a report, a paper.

use kernel::{Date, id::PersonId};
use ledger::DeedKind;

kernel::uuid_id! {
    PlanId,
    LineId,
    ReportId,
    PaperId,
}

/// A year of work by the day it begins in: from 1 September to 31 August, as schools count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(i16);

impl Year {
    /// The year in which a day lies.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self(if day.month() >= 9 { day.year() } else { day.year() - 1 })
    }

    /// From the number of an address; what is no year of ours is none.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        raw.parse().ok().filter(|year| (2000..2200).contains(year)).map(Self)
    }

    #[must_use]
    pub fn number(self) -> i64 {
        self.0.into()
    }

    pub(crate) fn from_number(number: i64) -> Self {
        Self(i16::try_from(number).unwrap_or_default())
    }

    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0 - 1)
    }

    #[must_use]
    pub fn after(self) -> Self {
        Self(self.0 + 1)
    }

    #[must_use]
    pub fn from(self) -> Date {
        day(self.0, 9)
    }

    /// Exclusive.
    #[must_use]
    pub fn until(self) -> Date {
        day(self.0 + 1, 9)
    }

    /// `2026/27`.
    #[must_use]
    pub fn label(self) -> String {
        format!("{}/{:02}", self.0, (self.0 + 1) % 100)
    }
}

fn day(year: i16, month: i8) -> Date {
    Date::new(year, month, 1).unwrap_or(Date::MIN)
}

/// Months in the order of the year, as numbers of the calendar.
pub const MONTHS: [i64; 12] = [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8];

/// Where a month stands in the year, from 0.
#[must_use]
pub fn place_of(month: i64) -> i64 {
    (month + 3).rem_euclid(12)
}

/// «сентябрь».
#[must_use]
pub fn month_name(month: i64) -> &'static str {
    const NAMES: [&str; 12] = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
    usize::try_from(month - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or("—")
}

kernel::text_enum! {
    /// What a report is about.
    Part {
        /// September to December.
        First = "first",
        /// January to August.
        Second = "second",
        Whole = "whole",
    }
}

impl Part {
    /// The half in which a day lies.
    #[must_use]
    pub fn of(day: Date) -> Self {
        if day.month() >= 9 { Self::First } else { Self::Second }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::First => "первое полугодие",
            Self::Second => "второе полугодие",
            Self::Whole => "год",
        }
    }

    /// «за первое полугодие 2026/27».
    #[must_use]
    pub fn title(self, year: Year) -> String {
        format!("за {} {}", self.label(), year.label())
    }

    /// `[from, until)`.
    #[must_use]
    pub fn period(self, year: Year) -> (Date, Date) {
        let middle = day(year.0 + 1, 1);
        match self {
            Self::First => (year.from(), middle),
            Self::Second => (middle, year.until()),
            Self::Whole => (year.from(), year.until()),
        }
    }

    /// Whether a month of the plan belongs to it.
    #[must_use]
    pub fn has(self, month: i64) -> bool {
        match self {
            Self::First => month >= 9,
            Self::Second => month < 9,
            Self::Whole => true,
        }
    }
}

kernel::text_enum! {
    PlanState { Draft = "draft", Sent = "sent", Agreed = "agreed", Returned = "returned" }
}

impl PlanState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "черновик",
            Self::Sent => "на согласовании",
            Self::Agreed => "согласован",
            Self::Returned => "возвращён",
        }
    }

    /// Whether its member may write it now.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Draft | Self::Returned => true,
            Self::Sent | Self::Agreed => false,
        }
    }
}

kernel::text_enum! {
    ReportState { Draft = "draft", Sent = "sent", Accepted = "accepted", Returned = "returned" }
}

impl ReportState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "черновик",
            Self::Sent => "сдан",
            Self::Accepted => "принят",
            Self::Returned => "возвращён",
        }
    }

    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Draft | Self::Returned => true,
            Self::Sent | Self::Accepted => false,
        }
    }
}

/// A plan without its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub id: PlanId,
    pub person: PersonId,
    pub year: Year,
    pub state: PlanState,
    /// Why it was returned.
    pub words: String,
    pub sent_on: Option<Date>,
    pub decided_on: Option<Date>,
    pub version: i64,
}

/// A line of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: LineId,
    /// 1 to 12.
    pub month: i64,
    pub what: String,
    /// Code of `work_direction`.
    pub direction: String,
    pub kind: DeedKind,
    pub audience: String,
    pub expected: String,
    pub count: i64,
    pub minutes: i64,
}

/// A report in its member's words; what was counted is in the snapshot once it is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub person: PersonId,
    pub year: Year,
    pub part: Part,
    pub state: ReportState,
    pub done: String,
    pub hard: String,
    pub next: String,
    /// JSON, or empty while it is being written.
    pub snapshot: String,
    pub words: String,
    pub sent_on: Option<Date>,
    pub decided_on: Option<Date>,
    pub version: i64,
}

/// A certificate of activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub id: PaperId,
    pub person: PersonId,
    pub code: String,
    pub from_on: Date,
    /// Exclusive.
    pub until_on: Date,
    pub snapshot: String,
    pub signature: String,
    pub made_at: kernel::Timestamp,
    pub revoked_on: Option<Date>,
    /// Empty: not published.
    pub badge: String,
    pub published_on: Option<Date>,
}

/// Hours with a half: «12,5 ч».
#[must_use]
pub fn hours(minutes: i64) -> String {
    let (whole, rest) = (minutes / 60, minutes % 60);
    if rest == 0 { format!("{} ч", ui::ru::number(whole)) } else { format!("{},{} ч", ui::ru::number(whole), (rest * 10 + 30) / 60) }.replace(",10 ч", ",9 ч")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_year_begins_in_september_and_its_halves_meet_at_new_year() {
        let year = Year::of(date(2026, 11, 23));
        assert_eq!((year, year.label().as_str()), (Year::of(date(2027, 8, 31)), "2026/27"));
        assert_eq!(Part::First.period(year), (date(2026, 9, 1), date(2027, 1, 1)));
        assert_eq!(Part::Second.period(year), (date(2027, 1, 1), date(2027, 9, 1)));
        assert_eq!(Part::Whole.period(year), (year.from(), year.until()));
        assert_eq!((Part::of(date(2026, 12, 31)), Part::of(date(2027, 1, 1))), (Part::First, Part::Second));
        assert_eq!(Year::parse("1066"), None);
        assert_eq!(Year::parse("2026"), Some(year));
        assert_eq!(MONTHS.map(place_of), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    }

    #[test]
    fn every_month_belongs_to_exactly_one_half() {
        for month in 1..=12 {
            assert!(Part::First.has(month) != Part::Second.has(month) && Part::Whole.has(month));
        }
    }

    #[test]
    fn hours_are_written_as_people_write_them() {
        assert_eq!((hours(120), hours(90), hours(0), hours(59)), ("2 ч".into(), "1,5 ч".into(), "0 ч".into(), "0,9 ч".into()));
    }
}
