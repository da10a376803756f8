//! The days a result is of.

use jiff::civil::date;
use kernel::Date;
use serde::{Deserialize, Serialize};

kernel::text_enum! {
    /// How schools cut their year.
    PeriodKind { Quarter = "quarter", Trimester = "trimester", Half = "half", Year = "year", Day = "day" }
}

impl PeriodKind {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Quarter => "четверть",
            Self::Trimester => "триместр",
            Self::Half => "полугодие",
            Self::Year => "учебный год",
            Self::Day => "день работы",
        }
    }

    /// How many there are in a school year; of days one number a month.
    #[must_use]
    pub fn numbers(self) -> std::ops::RangeInclusive<i64> {
        match self {
            Self::Quarter => 1..=4,
            Self::Trimester => 1..=3,
            Self::Half => 1..=2,
            Self::Year => 0..=0,
            Self::Day => 1..=12,
        }
    }
}

/// A period of a school year. Results of one key (kind, year, number) are summed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    pub school_year: i64,
    pub kind: PeriodKind,
    /// Which quarter …; of a day its month, of a year 0.
    pub number: i64,
    pub from: Date,
    /// Exclusive.
    pub until: Date,
}

/// The year in which a school year began: of 2026/27 it is 2026.
#[must_use]
pub fn school_year_of(day: Date) -> i64 {
    i64::from(day.year()) - i64::from(day.month() < 9)
}

/// «2026/27».
#[must_use]
pub fn school_year_label(year: i64) -> String {
    format!("{year}/{:02}", (year + 1) % 100)
}

impl Period {
    /// A period on the days on which it usually lies.
    #[must_use]
    pub fn usual(kind: PeriodKind, school_year: i64, number: i64) -> Option<Self> {
        let first = i16::try_from(school_year).ok().filter(|year| (2000..2200).contains(year))?;
        let next = first + 1;
        let (from, until) = match (kind, number) {
            (PeriodKind::Quarter, 1) => (date(first, 9, 1), date(first, 10, 28)),
            (PeriodKind::Quarter, 2) => (date(first, 11, 5), date(first, 12, 31)),
            (PeriodKind::Quarter, 3) => (date(next, 1, 9), date(next, 3, 23)),
            (PeriodKind::Quarter, 4) => (date(next, 3, 31), date(next, 5, 27)),
            (PeriodKind::Trimester, 1) => (date(first, 9, 1), date(first, 11, 23)),
            (PeriodKind::Trimester, 2) => (date(first, 12, 1), date(next, 2, 22)),
            (PeriodKind::Trimester, 3) => (date(next, 3, 1), date(next, 5, 27)),
            (PeriodKind::Half, 1) => (date(first, 9, 1), date(first, 12, 31)),
            (PeriodKind::Half, 2) => (date(next, 1, 9), date(next, 5, 27)),
            (PeriodKind::Year, 0) => (date(first, 9, 1), date(next, 6, 1)),
            (PeriodKind::Quarter | PeriodKind::Trimester | PeriodKind::Half | PeriodKind::Year | PeriodKind::Day, _) => return None,
        };
        Some(Self { school_year, kind, number, from, until })
    }

    /// The day of a work.
    #[must_use]
    pub fn day(day: Date) -> Self {
        Self { school_year: school_year_of(day), kind: PeriodKind::Day, number: i64::from(day.month()), from: day, until: day.tomorrow().unwrap_or(day) }
    }

    /// The quarter that a day falls into, or that ended before it.
    #[must_use]
    pub fn quarter_at(day: Date) -> Self {
        let year = school_year_of(day);
        let begun = (1..=4).filter_map(|number| Self::usual(PeriodKind::Quarter, year, number)).rfind(|quarter| quarter.from <= day);
        begun.unwrap_or_else(|| Self::day(day))
    }

    /// The same on other days.
    #[must_use]
    pub fn on(self, from: Date, until: Date) -> Self {
        Self { from, until, ..self }
    }

    /// The last day.
    #[must_use]
    pub fn last(&self) -> Date {
        self.until.yesterday().unwrap_or(self.until)
    }

    /// «1 четверть 2026/27», «14.10.2026».
    #[must_use]
    pub fn label(&self) -> String {
        match self.kind {
            PeriodKind::Day => kernel::date::short(self.from),
            PeriodKind::Year => format!("{} учебный год", school_year_label(self.school_year)),
            PeriodKind::Quarter | PeriodKind::Trimester | PeriodKind::Half => key_label(self.kind, self.school_year, self.number),
        }
    }

    /// What is wrong with it; `today` is the last day that may be spoken of.
    ///
    /// # Errors
    /// The field and its sentence.
    pub fn check(&self, today: Date) -> Result<(), (&'static str, String)> {
        if !self.kind.numbers().contains(&self.number) {
            return Err(("period", format!("Такого периода нет: {} {}", self.number, self.kind.label())));
        }
        if self.until <= self.from {
            return Err(("until", "Последний день раньше первого. Проверьте обе даты".into()));
        }
        if school_year_of(self.from) != self.school_year || school_year_of(self.last()) != self.school_year {
            return Err(("from", format!("Дни выходят за {} учебный год: он идёт с 1 сентября по 31 августа", school_year_label(self.school_year))));
        }
        if self.from > today {
            return Err((if self.kind == PeriodKind::Day { "day" } else { "period" }, format!("Этот период начнётся {}. Результат вносят, когда он уже есть", kernel::date::short(self.from))));
        }
        Ok(())
    }

    /// Whether both can't be right for one class, subject and source: two of one kind share days without being the same, or a school
    /// has both quarters and trimesters. A half-year lies over its quarters and a year over all, and works may be written on any day.
    #[must_use]
    pub fn clashes(&self, other: &Self) -> bool {
        use PeriodKind::{Quarter, Trimester};
        let shares_days = self.from < other.until && other.from < self.until;
        let same_key = (self.kind, self.school_year, self.number) == (other.kind, other.school_year, other.number);
        match (self.kind, other.kind) {
            (PeriodKind::Day, _) | (_, PeriodKind::Day) => false,
            (Quarter, Trimester) | (Trimester, Quarter) => shares_days,
            (one, another) => one == another && shares_days && !same_key,
        }
    }
}

/// «1 четверть 2026/27», «октябрь 2026/27», «2026/27 учебный год»: what is summed together.
#[must_use]
pub fn key_label(kind: PeriodKind, school_year: i64, number: i64) -> String {
    const MONTHS: [&str; 12] = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
    let year = school_year_label(school_year);
    match kind {
        PeriodKind::Year => format!("{year} учебный год"),
        PeriodKind::Day => {
            let month = usize::try_from(number - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("месяц");
            format!("работы, {month} {}", school_year + i64::from(number < 9))
        }
        PeriodKind::Quarter | PeriodKind::Trimester | PeriodKind::Half => format!("{number} {} {year}", kind.label()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(kind: PeriodKind, number: i64) -> Period {
        Period::usual(kind, 2026, number).unwrap()
    }

    #[test]
    fn a_school_year_begins_in_september() {
        assert_eq!((school_year_of(date(2026, 8, 31)), school_year_of(date(2026, 9, 1))), (2025, 2026));
        assert_eq!(usual(PeriodKind::Quarter, 3).label(), "3 четверть 2026/27");
        assert_eq!(Period::day(date(2027, 2, 3)).label(), "03.02.2027");
        assert_eq!(key_label(PeriodKind::Day, 2026, 2), "работы, февраль 2027");
        assert_eq!(Period::quarter_at(date(2026, 11, 1)).number, 1, "in the holidays the quarter before is meant");
    }

    #[test]
    fn usual_periods_of_a_kind_dont_overlap_and_lie_in_their_year() {
        for kind in PeriodKind::ALL.iter().filter(|kind| **kind != PeriodKind::Day) {
            let all: Vec<Period> = kind.numbers().map(|number| usual(*kind, number)).collect();
            assert!(all.windows(2).all(|pair| pair[0].until <= pair[1].from));
            assert!(all.iter().all(|period| period.check(date(2027, 8, 1)).is_ok()));
        }
    }

    #[test]
    fn periods_that_cannot_both_be_right_clash() {
        let first = usual(PeriodKind::Quarter, 1);
        assert!(first.clashes(&usual(PeriodKind::Quarter, 2).on(date(2026, 10, 1), date(2026, 12, 1))));
        assert!(first.clashes(&usual(PeriodKind::Trimester, 1)), "a school has quarters or trimesters");
        assert!(!first.clashes(&usual(PeriodKind::Half, 1)) && !first.clashes(&usual(PeriodKind::Year, 0)));
        assert!(!first.clashes(&first) && !Period::day(date(2026, 9, 9)).clashes(&first));
    }

    #[test]
    fn a_period_ahead_or_outside_of_its_year_is_named_by_its_field() {
        assert_eq!(usual(PeriodKind::Quarter, 2).check(date(2026, 10, 1)).unwrap_err().0, "period");
        assert_eq!(usual(PeriodKind::Quarter, 2).on(date(2026, 8, 1), date(2026, 9, 9)).check(date(2027, 1, 1)).unwrap_err().0, "from");
        assert_eq!(usual(PeriodKind::Quarter, 2).on(date(2026, 12, 1), date(2026, 11, 9)).check(date(2027, 1, 1)).unwrap_err().0, "until");
    }
}
