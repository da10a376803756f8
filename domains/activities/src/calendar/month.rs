//! A month of the calendar and its weeks, Monday first.

use jiff::{Span, civil::date, tz::TimeZone};
use kernel::{Date, Timestamp};

const NAMES: [&str; 12] = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];

/// A month by its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month(Date);

impl Month {
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self(day.first_of_month())
    }

    /// `2026-11`; anything else is none.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let (year, month) = raw.split_once('-')?;
        let (year, month) = (year.parse::<i16>().ok()?, month.parse::<i8>().ok()?);
        ((2000..2200).contains(&year) && (1..=12).contains(&month)).then(|| Self(date(year, month, 1)))
    }

    #[must_use]
    pub fn first(self) -> Date {
        self.0
    }

    /// The first day of the next.
    #[must_use]
    pub fn end(self) -> Date {
        self.0.checked_add(Span::new().months(1)).unwrap_or(Date::MAX)
    }

    #[must_use]
    pub fn next(self) -> Self {
        Self(self.end())
    }

    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.checked_sub(Span::new().months(1)).unwrap_or(self.0))
    }

    #[must_use]
    pub fn code(self) -> String {
        format!("{:04}-{:02}", self.0.year(), self.0.month())
    }

    /// «ноябрь 2026».
    #[must_use]
    pub fn label(self) -> String {
        let at = usize::try_from(self.0.month() - 1).unwrap_or_default();
        format!("{} {}", NAMES.get(at).unwrap_or(&""), self.0.year())
    }

    /// Rows of seven days; those of the neighbouring months are none.
    #[must_use]
    pub fn weeks(self) -> Vec<[Option<Date>; 7]> {
        let blank = usize::from(self.0.weekday().to_monday_zero_offset().unsigned_abs());
        let days: Vec<Date> = self.0.series(Span::new().days(1)).take_while(|day| *day < self.end()).collect();
        let cells: Vec<Option<Date>> = std::iter::repeat_n(None, blank).chain(days.into_iter().map(Some)).collect();
        cells.chunks(7).map(|week| std::array::from_fn(|at| week.get(at).copied().flatten())).collect()
    }
}

/// The instant at which a day begins.
#[must_use]
pub fn begins(day: Date, zone: &TimeZone) -> Timestamp {
    zone.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_laid_out_in_weeks_from_monday() {
        let weeks = Month::parse("2026-11").unwrap().weeks();
        assert_eq!(weeks.len(), 6, "the first is a Sunday");
        assert_eq!((weeks[0][5], weeks[0][6], weeks[5][0], weeks[5][1]), (None, Some(date(2026, 11, 1)), Some(date(2026, 11, 30)), None));
        assert_eq!(weeks.iter().flatten().flatten().count(), 30);
        assert_eq!(Month::parse("2027-02").unwrap().weeks().len(), 4, "a February that begins on a Monday");
    }

    #[test]
    fn months_follow_each_other_over_the_year() {
        let december = Month::of(date(2026, 12, 31));
        assert_eq!((december.next().code().as_str(), december.next().before()), ("2027-01", december));
        assert_eq!(december.label(), "декабрь 2026");
        for raw in ["", "2026", "2026-13", "1026-01", "2026-1-1", "вчера"] {
            assert_eq!(Month::parse(raw), None, "{raw}");
        }
    }
}
