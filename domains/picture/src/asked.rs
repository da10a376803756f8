//! What is looked at, out of the address: a study year, a subject, a direction, a measure for the map.

use jiff::{Span, Timestamp, civil::date, tz::TimeZone};
use kernel::{Date, text_enum};
use ui::{ru, url::Query};

/// How many study years may be looked at: this one and those before.
const YEARS: i16 = 4;

text_enum! {
    /// What the map of municipalities is coloured by.
    Measure {
        Diagnosed = "diagnosed",
        Accompanied = "accompanied",
        Pathways = "pathways",
        Answered = "answered",
        Seats = "seats",
        Outcomes = "outcomes",
    }
}

impl Measure {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Diagnosed => "Прошли диагностику",
            Self::Accompanied => "Есть сопровождение",
            Self::Pathways => "Есть маршрут",
            Self::Answered => "Ответы в срок",
            Self::Seats => "Заполнено мест",
            Self::Outcomes => "Учеников ниже минимума",
        }
    }

    /// What its figure is a share of.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Diagnosed => "доля педагогов, которые прошли диагностику за период",
            Self::Accompanied => "доля педагогов, у которых за период шло сопровождение",
            Self::Pathways => "доля педагогов, у которых за период шёл согласованный маршрут",
            Self::Answered => "доля обращений за помощью, на которые ответили в срок",
            Self::Seats => "доля занятых мест квоты, которые разбиты по муниципалитетам",
            Self::Outcomes => "доля результатов ниже минимума; источник, предмет и период — как в отборе",
        }
    }
}

text_enum! {
    /// Whom one teaches, by the eldest class: schools have three levels.
    Schooling {
        Primary = "1-4",
        Basic = "5-9",
        Secondary = "10-11",
    }
}

impl Schooling {
    /// The level of a year of study.
    #[must_use]
    pub fn of(grade: i64) -> Option<Self> {
        match grade {
            1..=4 => Some(Self::Primary),
            5..=9 => Some(Self::Basic),
            10..=12 => Some(Self::Secondary),
            _ => None,
        }
    }

    /// Its column.
    #[must_use]
    pub fn at(self) -> usize {
        match self {
            Self::Primary => 0,
            Self::Basic => 1,
            Self::Secondary => 2,
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Primary => "1–4 классы",
            Self::Basic => "5–9 классы",
            Self::Secondary => "10–11 классы",
        }
    }

    /// Who is counted.
    #[must_use]
    pub fn whom(self) -> &'static str {
        match self {
            Self::Primary => "Педагоги, которые в этом году ведут только 1–4 классы",
            Self::Basic => "Педагоги, которые в этом году ведут 5–9 классы и не ведут старшие",
            Self::Secondary => "Педагоги, которые в этом году ведут 10–11 классы",
        }
    }
}

/// `[from, until)`, as days and as instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub from: Date,
    pub until: Date,
    pub from_at: Timestamp,
    pub until_at: Timestamp,
}

impl Window {
    #[must_use]
    pub fn of(from: Date, until: Date, zone: &TimeZone) -> Self {
        let begins = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX);
        Self { from, until, from_at: begins(from), until_at: begins(until) }
    }
}

/// The choice, mended where the address asks for what there isn't.
#[derive(Debug, Clone)]
pub struct Asked {
    /// 2026: 2026/27.
    pub year: i16,
    /// The year up to today, or the whole of a past one.
    pub now: Window,
    /// The same days a year before.
    pub past: Window,
    pub is_running: bool,
    pub subject: String,
    pub direction: String,
    pub measure: Measure,
    /// Of whom the map of deficits tells; `None`: of all together.
    pub schooling: Option<Schooling>,
    pub source: String,
    pub period: String,
    /// The address without what is asked for once.
    pub query: Query,
}

impl Asked {
    #[must_use]
    pub fn read(query: &Query, today: Date, zone: &TimeZone) -> Self {
        let this = study_year(today);
        let year = query.text("year").parse().ok().filter(|year| (this - YEARS + 1..=this).contains(year)).unwrap_or(this);
        let from = date(year, 9, 1);
        let is_running = year == this;
        let until = if is_running { today.tomorrow().unwrap_or(today) } else { date(year + 1, 9, 1) };
        let back = |day: Date| day.checked_sub(Span::new().years(1)).unwrap_or(Date::MIN);
        let text = |key: &str| query.text(key).chars().filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-')).take(60).collect::<String>();
        Self {
            year,
            now: Window::of(from, until, zone),
            past: Window::of(back(from), back(until), zone),
            is_running,
            subject: text("subject"),
            direction: text("direction"),
            measure: query.text("measure").parse().unwrap_or(Measure::Diagnosed),
            schooling: query.text("schooling").parse().ok(),
            source: text("source"),
            period: text("period"),
            query: query.without("format").without("page").without("done"),
        }
    }

    /// «2026/27».
    #[must_use]
    pub fn label(&self) -> String {
        year_label(self.year)
    }

    /// The days that are counted, in words.
    #[must_use]
    pub fn days(&self) -> String {
        let last = self.now.until.yesterday().unwrap_or(self.now.until);
        ru::period(self.now.from, Some(last))
    }

    /// With what it is compared.
    #[must_use]
    pub fn then(&self) -> &'static str {
        if self.is_running { "к этому дню год назад" } else { "годом раньше" }
    }

    #[must_use]
    pub fn years(today: Date) -> Vec<(String, String)> {
        let this = study_year(today);
        (0..YEARS).map(|back| this - back).map(|year| (year.to_string(), year_label(year))).collect()
    }
}

#[must_use]
pub fn year_label(year: i16) -> String {
    format!("{year}/{:02}", (year + 1).rem_euclid(100))
}

/// The calendar year in which the study year of a day began.
#[must_use]
pub fn study_year(day: Date) -> i16 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_year_is_compared_with_the_same_days_of_the_last() {
        let zone = TimeZone::UTC;
        let asked = Asked::read(&Query::parse("year=1900&subject=%27+OR+1&measure=worst"), date(2026, 11, 23), &zone);
        assert_eq!((asked.year, asked.is_running, asked.subject.as_str(), asked.measure), (2026, true, "OR1", Measure::Diagnosed));
        assert_eq!((asked.now.from, asked.now.until, asked.past.from, asked.past.until), (date(2026, 9, 1), date(2026, 11, 24), date(2025, 9, 1), date(2025, 11, 24)));
        let past = Asked::read(&Query::parse("year=2024"), date(2026, 11, 23), &zone);
        assert_eq!((past.now.until, past.past.from, past.label().as_str()), (date(2025, 9, 1), date(2023, 9, 1), "2024/25"));
    }
}
