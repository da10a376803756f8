//! The working calendar: which days count when the law says "working days".
//!
//! Saturdays and Sundays rest unless moved; holidays and moved days are data of the region profile.
//! In a year without data only weekends rest, so a deadline comes out earlier than it must, never later.

use std::collections::BTreeMap;

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

/// A day that differs from the ordinary week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDay {
    pub is_working: bool,
    pub reason: String,
    /// True until the government's decree for the year is entered.
    pub is_provisional: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<Date, SpecialDay>,
}

impl Calendar {
    pub fn new(days: impl IntoIterator<Item = (Date, SpecialDay)>) -> Self {
        Self { days: days.into_iter().collect() }
    }

    pub fn special_days(&self) -> impl Iterator<Item = (Date, &SpecialDay)> {
        self.days.iter().map(|(day, special)| (*day, special))
    }

    pub fn is_working(&self, day: Date) -> bool {
        self.days.get(&day).map_or_else(|| !is_weekend(day), |special| special.is_working)
    }

    /// Whether holidays of the year are known at all.
    pub fn covers(&self, year: i16) -> bool {
        self.days.keys().any(|day| day.year() == year)
    }

    /// Whether a day's year is unknown or still provisional: a screen then says so beside the deadline.
    pub fn is_provisional(&self, day: Date) -> bool {
        !self.covers(day.year()) || self.days.iter().any(|(other, special)| other.year() == day.year() && special.is_provisional)
    }
}

pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The `n`-th working day after `from`; the day of the event itself never counts (ГК РФ, ст. 191).
/// With `n` = 0 it is `from`.
pub fn working_days_after(calendar: &Calendar, from: Date, n: u32) -> Date {
    let mut day = from;
    let mut left = n;
    while left > 0 {
        let Ok(next) = day.tomorrow() else { return day };
        day = next;
        if calendar.is_working(day) {
            left -= 1;
        }
    }
    day
}

/// How many working days lie in `(from, until]`; 0 when `until` is not later.
pub fn working_days_between(calendar: &Calendar, from: Date, until: Date) -> u32 {
    let days = from.series(1.day()).skip(1).take_while(|day| *day <= until);
    days.map(|day| u32::from(calendar.is_working(day))).sum()
}
