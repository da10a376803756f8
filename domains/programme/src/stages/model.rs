//! Stages, what is expected of them, and how they stand on a day.

use jiff::{ToSpan, civil::Date};
use kernel::id::PersonId;
use structure::profile::{Counter, FIRST_MONTH};

kernel::uuid_id! {
    StageId,
}

/// How much is expected of what the program counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    pub counter: Counter,
    pub expected: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    pub id: StageId,
    /// In which the study year begins.
    pub year: i64,
    /// Of the profile's stage; empty where it was added by hand.
    pub code: String,
    pub title: String,
    /// A role in words.
    pub owner: String,
    pub owner_id: Option<PersonId>,
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
    pub result: String,
    pub version: i64,
    pub expects: Vec<Expected>,
}

/// A stage as typed: what the coordinator decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub title: String,
    pub owner: String,
    pub owner_id: Option<PersonId>,
    pub starts_on: Date,
    pub ends_on: Date,
    pub result: String,
    pub expects: Vec<Expected>,
}

/// What was expected and what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub counter: Counter,
    pub expected: i64,
    pub done: i64,
}

impl Counted {
    /// 0 to 100, not more where more was done.
    #[must_use]
    pub fn percent(&self) -> i64 {
        if self.expected <= 0 { 100 } else { (self.done.clamp(0, self.expected) * 100) / self.expected }
    }
}

/// A stage with its counts of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub stage: Stage,
    pub counted: Vec<Counted>,
    pub on: Date,
}

/// How a stage stands, by its days and its counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Ahead,
    /// Goes on, and nothing is counted.
    Going,
    OnTrack,
    Behind,
    DoneEarly,
    Done,
    Partly,
    /// Over, and nothing was counted.
    Over,
}

impl Standing {
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ahead => "впереди",
            Self::Going => "идёт",
            Self::OnTrack => "идёт по плану",
            Self::Behind => "отстаёт от плана",
            Self::DoneEarly => "выполнен раньше срока",
            Self::Done => "выполнен",
            Self::Partly => "выполнен частично",
            Self::Over => "закончился",
        }
    }
}

/// By how many percent the counts may lag behind the days before a stage is told to be behind: work is never even.
const SLACK: i64 = 15;

impl Progress {
    /// The middle of the counts' percents; nothing where nothing is counted.
    #[must_use]
    pub fn percent(&self) -> Option<i64> {
        let count = i64::try_from(self.counted.len()).ok().filter(|count| *count > 0)?;
        Some(self.counted.iter().map(Counted::percent).sum::<i64>() / count)
    }

    /// How much of the stage's days has passed, 0 to 100.
    #[must_use]
    pub fn passed(&self) -> i64 {
        let whole = days(self.stage.starts_on, self.stage.ends_on) + 1;
        (days(self.stage.starts_on, self.on) + 1).clamp(0, whole) * 100 / whole.max(1)
    }

    #[must_use]
    pub fn standing(&self) -> Standing {
        if self.on < self.stage.starts_on {
            return Standing::Ahead;
        }
        let is_over = self.on > self.stage.ends_on;
        match (self.percent(), is_over) {
            (None, false) => Standing::Going,
            (None, true) => Standing::Over,
            (Some(100..), false) => Standing::DoneEarly,
            (Some(100..), true) => Standing::Done,
            (Some(_), true) => Standing::Partly,
            (Some(done), false) if done + SLACK >= self.passed() => Standing::OnTrack,
            (Some(_), false) => Standing::Behind,
        }
    }

    /// «начнётся через 12 дней», «осталось 5 дней».
    #[must_use]
    pub fn time_words(&self) -> String {
        let counted = |count: i64| ui::ru::counted(count.unsigned_abs(), "день", "дня", "дней");
        let (to_start, left) = (days(self.on, self.stage.starts_on), days(self.on, self.stage.ends_on));
        match (to_start, left) {
            (1.., _) => format!("начнётся через {}", counted(to_start)),
            (_, 0) => "сегодня последний день".to_owned(),
            (_, 1..) => format!("{} {}", ui::ru::plural(left.unsigned_abs(), "остался", "осталось", "осталось"), counted(left)),
            _ => format!("закончился {} назад", counted(left)),
        }
    }
}

/// Whole days from one day to another; negative backwards.
pub fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The study year of a day, named by the year it begins in.
#[must_use]
pub fn study_year(day: Date) -> i64 {
    i64::from(day.year()) - i64::from(day.month() < FIRST_MONTH)
}

/// «2026/27».
#[must_use]
pub fn year_words(year: i64) -> String {
    format!("{year}/{:02}", (year + 1).rem_euclid(100))
}

/// The days that a stage of a year may have: the study year, and the summer before it for getting ready.
#[must_use]
pub fn bounds(year: i64) -> Option<(Date, Date)> {
    let first = i16::try_from(year).ok()?;
    Some((Date::new(first, 6, 1).ok()?, Date::new(first.checked_add(1)?, 8, 31).ok()?))
}

/// The same day a year later; 29 February becomes the 28th.
#[must_use]
pub fn a_year_later(day: Date) -> Date {
    day.checked_add(1.year()).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn progress(on: Date, counts: &[(i64, i64)]) -> Progress {
        let stage = Stage {
            id: StageId::fresh(),
            year: 2026,
            code: String::new(),
            title: "Этап".into(),
            owner: String::new(),
            owner_id: None,
            starts_on: date(2026, 11, 1),
            ends_on: date(2026, 11, 30),
            result: String::new(),
            version: 1,
            expects: Vec::new(),
        };
        let counted = counts.iter().map(|(expected, done)| Counted { counter: Counter::CasesOpened, expected: *expected, done: *done }).collect();
        Progress { stage, counted, on }
    }

    #[test]
    fn a_stage_stands_by_its_days_and_its_counts() {
        let standing = |on, counts: &[(i64, i64)]| progress(on, counts).standing();
        assert_eq!(standing(date(2026, 10, 31), &[(10, 0)]), Standing::Ahead);
        assert_eq!(standing(date(2026, 11, 15), &[(10, 4)]), Standing::OnTrack);
        assert_eq!(standing(date(2026, 11, 15), &[(10, 1)]), Standing::Behind);
        assert_eq!(standing(date(2026, 11, 15), &[(10, 12)]), Standing::DoneEarly);
        assert_eq!(standing(date(2026, 11, 30), &[(10, 9), (10, 10)]), Standing::OnTrack, "the last day is a day of the stage");
        assert_eq!(standing(date(2026, 12, 1), &[(10, 9), (10, 30)]), Standing::Partly, "more of one doesn't make up for another");
        assert_eq!(standing(date(2026, 12, 1), &[(10, 10)]), Standing::Done);
        assert_eq!((standing(date(2026, 11, 15), &[]), standing(date(2026, 12, 1), &[])), (Standing::Going, Standing::Over));
    }

    #[test]
    fn days_are_told_in_words() {
        assert_eq!(progress(date(2026, 10, 30), &[]).time_words(), "начнётся через 2\u{a0}дня");
        assert_eq!(progress(date(2026, 11, 25), &[]).time_words(), "осталось 5\u{a0}дней");
        assert_eq!(progress(date(2026, 11, 29), &[]).time_words(), "остался 1\u{a0}день");
        assert_eq!(progress(date(2026, 11, 30), &[]).time_words(), "сегодня последний день");
        assert_eq!(progress(date(2026, 12, 1), &[]).time_words(), "закончился 1\u{a0}день назад");
        assert_eq!((progress(date(2026, 11, 15), &[]).passed(), progress(date(2030, 1, 1), &[]).passed(), progress(date(2020, 1, 1), &[]).passed()), (50, 100, 0));
    }

    #[test]
    fn a_year_has_its_name_and_its_days() {
        assert_eq!((study_year(date(2026, 8, 31)), study_year(date(2026, 9, 1)), year_words(2026), year_words(1999)), (2025, 2026, "2026/27".into(), "1999/00".into()));
        assert_eq!(a_year_later(date(2028, 2, 29)), date(2029, 2, 28));
        assert!(bounds(99_999).is_none() && bounds(2026).is_some());
    }
}
