//! Days of the past at which what stands today is looked at again: the same day a year ago and the last ends of quarters.

use jiff::{Span, Timestamp, tz::TimeZone};
use kernel::Date;
use outcomes::{Period, PeriodKind};

/// How many ends of quarters are looked back at.
const QUARTERS: usize = 2;

/// The end of a day of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// «Год назад», «Конец 1 четверти».
    pub name: String,
    pub on: Date,
    /// When the day was over.
    pub until: Timestamp,
}

impl Moment {
    fn new(name: impl Into<String>, on: Date, zone: &TimeZone) -> Self {
        let next = on.tomorrow().unwrap_or(on);
        Self { name: name.into(), on, until: zone.to_timestamp(next.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX) }
    }

    /// «Год назад, 26.11.2025».
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}, {}", self.name, kernel::date::short(self.on))
    }
}

/// The same day a year ago, then the last ends of quarters before today, the latest first.
#[must_use]
pub fn before(today: Date, zone: &TimeZone) -> Vec<Moment> {
    let year_ago = today.checked_sub(Span::new().years(1)).unwrap_or(today);
    let this = i64::from(crate::asked::study_year(today));
    let quarters = [this, this - 1].into_iter().flat_map(|year| (1..=4).rev().filter_map(move |number| Period::usual(PeriodKind::Quarter, year, number)));
    let ended = quarters.filter(|quarter| quarter.last() < today).take(QUARTERS);
    std::iter::once(Moment::new("Год назад", year_ago, zone)).chain(ended.map(|quarter| Moment::new(format!("Конец {} четверти", quarter.number), quarter.last(), zone))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_year_ago_and_the_last_two_quarters_that_are_over() {
        let zone = TimeZone::get("Asia/Vladivostok").unwrap();
        let titles = |day| before(day, &zone).iter().map(Moment::title).collect::<Vec<_>>();
        assert_eq!(titles(date(2026, 11, 26)), ["Год назад, 26.11.2025", "Конец 1 четверти, 27.10.2026", "Конец 4 четверти, 26.05.2026"]);
        assert_eq!(titles(date(2027, 1, 5))[1..], ["Конец 2 четверти, 30.12.2026", "Конец 1 четверти, 27.10.2026"]);
        assert_eq!(titles(date(2028, 2, 29))[0], "Год назад, 28.02.2027", "there is no 29 February every year");
        assert_eq!(before(date(2026, 11, 26), &zone)[0].until.to_string(), "2025-11-26T14:00:00Z", "the day ends by the region's clock");
    }
}
