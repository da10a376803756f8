//! The days a report is about: `[from, until)`. A study year begins on the first of September; its halves meet on the first of January.

use jiff::{Span, civil::date};
use kernel::{Date, text_enum};
use ui::ru;

text_enum! {
    Kind {
        HalfYear = "half_year",
        Year = "year",
        Quarter = "quarter",
        Custom = "custom",
    }
}

impl Kind {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::HalfYear => "полугодие",
            Self::Year => "учебный год",
            Self::Quarter => "квартал",
            Self::Custom => "свой период",
        }
    }
}

/// A period: its end is the first day that is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    pub from: Date,
    pub until: Date,
}

impl Period {
    /// The half of the study year in which a day lies.
    #[must_use]
    pub fn half_of(day: Date) -> Self {
        let year = study_year(day);
        if day.month() >= 9 { Self { from: date(year, 9, 1), until: date(year + 1, 1, 1) } } else { Self { from: date(year + 1, 1, 1), until: date(year + 1, 9, 1) } }
    }

    /// The study year in which a day lies.
    #[must_use]
    pub fn year_of(day: Date) -> Self {
        let year = study_year(day);
        Self { from: date(year, 9, 1), until: date(year + 1, 9, 1) }
    }

    /// The quarter of the calendar in which a day lies.
    #[must_use]
    pub fn quarter_of(day: Date) -> Self {
        let from = date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1);
        Self { from, until: from.checked_add(Span::new().months(3)).unwrap_or(Date::MAX) }
    }

    /// The period of the same kind just before.
    #[must_use]
    pub fn before(self) -> Self {
        let last = self.from.yesterday().unwrap_or(self.from);
        match self.kind() {
            Kind::HalfYear => Self::half_of(last),
            Kind::Year => Self::year_of(last),
            Kind::Quarter => Self::quarter_of(last),
            Kind::Custom => {
                let length = self.from.until(self.until).map_or(1, |span| span.get_days()).max(1);
                Self { from: self.from.checked_sub(Span::new().days(length)).unwrap_or(Date::MIN), until: self.from }
            }
        }
    }

    /// What it is, by its days.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            period if period == Self::year_of(period.from) => Kind::Year,
            period if period == Self::half_of(period.from) => Kind::HalfYear,
            period if period == Self::quarter_of(period.from) => Kind::Quarter,
            _ => Kind::Custom,
        }
    }

    /// The last day in it.
    #[must_use]
    pub fn last(self) -> Date {
        self.until.yesterday().unwrap_or(self.until)
    }

    /// The day at which what is held (not what happened) is counted: the last one, or today while the period runs.
    #[must_use]
    pub fn day(self, today: Date) -> Date {
        self.last().min(today).max(self.from)
    }

    /// «первое полугодие 2026/27», «2026/27 учебный год», «4 квартал 2026», «с 01.10.2026 по 15.10.2026».
    #[must_use]
    pub fn label(self) -> String {
        let year = study_year(self.from);
        let study = format!("{year}/{:02}", (year + 1).rem_euclid(100));
        match self.kind() {
            Kind::Year => format!("{study} учебный год"),
            Kind::HalfYear if self.from.month() == 9 => format!("первое полугодие {study}"),
            Kind::HalfYear => format!("второе полугодие {study}"),
            Kind::Quarter => format!("{} квартал {}", (self.from.month() - 1) / 3 + 1, self.from.year()),
            Kind::Custom => format!("с {} по {}", ru::date(self.from), ru::date(self.last())),
        }
    }
}

/// The calendar year in which the study year of a day began.
fn study_year(day: Date) -> i16 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

/// What one is asked for next: the half that ended last, the half that runs, the year that ended last.
#[must_use]
pub fn usual(today: Date) -> Vec<Period> {
    let half = Period::half_of(today);
    let year = Period::year_of(today);
    vec![half.before(), half, year.before(), year, Period::quarter_of(today).before()]
}

/// A period out of two days as typed: both are in it.
///
/// # Errors
/// A sentence.
pub fn typed(from: &str, until: &str) -> Result<Period, String> {
    let (from, last) = (kernel::date::parse(from)?, kernel::date::parse(until)?);
    if last < from {
        return Err("Последний день раньше первого. Проверьте даты".into());
    }
    let until = last.tomorrow().map_err(|_| kernel::date::NOT_A_DATE.to_owned())?;
    let most = from.checked_add(Span::new().years(3)).unwrap_or(Date::MAX);
    if until > most { Err("Период длиннее трёх лет. Выберите короче".into()) } else { Ok(Period { from, until }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_halves_of_a_study_year_meet_and_make_it() {
        let (autumn, spring) = (Period::half_of(date(2026, 11, 26)), Period::half_of(date(2027, 2, 1)));
        assert_eq!((autumn.from, autumn.until, spring.from, spring.until), (date(2026, 9, 1), date(2027, 1, 1), date(2027, 1, 1), date(2027, 9, 1)));
        assert_eq!(Period::year_of(date(2027, 8, 31)), Period { from: autumn.from, until: spring.until });
        assert_eq!((spring.before(), autumn.before().from), (autumn, date(2026, 1, 1)));
    }

    #[test]
    fn a_period_is_known_by_its_days() {
        for (period, label) in [
            (Period::half_of(date(2026, 9, 1)), "первое полугодие 2026/27"),
            (Period::half_of(date(2026, 8, 31)), "второе полугодие 2025/26"),
            (Period::year_of(date(1999, 10, 1)), "1999/00 учебный год"),
            (Period::quarter_of(date(2026, 11, 26)), "4 квартал 2026"),
        ] {
            assert_eq!(period.label(), label);
        }
        let own = typed("01.10.2026", "15.10.2026").unwrap();
        assert_eq!((own.kind(), own.label().as_str(), own.until), (Kind::Custom, "с 01.10.2026 по 15.10.2026", date(2026, 10, 16)));
        assert_eq!(own.before(), Period { from: date(2026, 9, 16), until: date(2026, 10, 1) });
        assert!(typed("15.10.2026", "01.10.2026").is_err() && typed("вчера", "01.10.2026").is_err() && typed("01.10.2016", "01.10.2026").is_err());
    }

    #[test]
    fn what_is_held_is_counted_on_the_last_day_or_today() {
        let half = Period::half_of(date(2026, 11, 26));
        assert_eq!(half.day(date(2026, 11, 26)), date(2026, 11, 26));
        assert_eq!(half.day(date(2027, 3, 1)), date(2026, 12, 31));
        assert_eq!(half.day(date(2026, 3, 1)), date(2026, 9, 1), "a period that has not begun");
    }
}
