//! A year plan: its lines and the school year they lie in.

use super::{LineId, UnionId};
use kernel::{Date, id::PersonId};

/// A line of a year plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: LineId,
    pub union: UnionId,
    pub school_year: i16,
    pub month: i8,
    pub what: String,
    pub direction: String,
    pub owner: Option<PersonId>,
    pub owner_name: String,
    pub expected: String,
    pub done_url: String,
    pub done_title: String,
    pub done_on: Option<Date>,
    pub version: i64,
}

/// The school year that a day is in: the year in which it begins, on the first of September.
#[must_use]
pub fn school_year(day: Date) -> i16 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

/// Months of a school year as they go, from September to August.
pub const MONTHS: [i8; 12] = [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8];

/// «сентябрь».
#[must_use]
pub fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
    usize::try_from(month - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_school_year_begins_in_september() {
        assert_eq!(school_year(date(2026, 8, 31)), 2025);
        assert_eq!(school_year(date(2026, 9, 1)), 2026);
        assert_eq!(MONTHS.map(month_name)[0], "сентябрь");
    }
}
