//! A new run, as typed.

use super::facts::MembershipKindWord;
use crate::model::Source;
use kernel::{Date, FieldErrors, name::clean_line};
use structure::profile::MembershipKind;

/// Answers as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunForm {
    pub title: String,
    pub starts_on: String,
    pub ends_on: String,
    pub source: String,
    pub names: String,
    pub kinds: Vec<String>,
    pub places: String,
    /// `yes`: hours of the year are counted.
    pub hours: String,
    pub hours_each: String,
}

/// What the answers mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRun {
    pub title: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub source: Source,
    pub kinds: Vec<MembershipKindWord>,
    pub usual_places: u32,
    /// Hours of a member's year that one teacher takes; 0: hours aren't counted.
    pub hours_each: u32,
}

pub const MOST_PLACES: u32 = 200;
const MOST_HOURS: u32 = 300;

impl RunForm {
    /// What is offered before anything was typed: until the end of the study year.
    #[must_use]
    pub fn usual(today: Date) -> Self {
        let year = if today.month() >= 6 { today.year() + 1 } else { today.year() };
        Self {
            title: format!("Закрепление методистов, {}", ui::ru::date(today)),
            starts_on: ui::ru::date(today),
            ends_on: ui::ru::date(jiff::civil::date(year, 5, 31)),
            source: Source::Need.as_str().into(),
            kinds: vec![MembershipKind::SubjectMethodist.as_str().into(), MembershipKind::DirectionMethodist.as_str().into()],
            places: "8".into(),
            hours: "no".into(),
            hours_each: "10".into(),
            ..Self::default()
        }
    }

    /// # Errors
    /// All fields that are wrong.
    pub fn parse(&self, today: Date) -> Result<NewRun, FieldErrors> {
        let mut errors = FieldErrors::default();
        let title = clean_line(&self.title);
        if title.is_empty() || title.chars().count() > 200 {
            errors.add("title", "Назовите подбор: до 200 знаков");
        }
        let starts_on = errors.take("starts_on", kernel::date::parse(&self.starts_on));
        let ends_on = errors.take("ends_on", kernel::date::parse(&self.ends_on));
        if starts_on.zip(ends_on).is_some_and(|(from, to)| to <= from) {
            errors.add("ends_on", "Последний день раньше первого. Исправьте одну из дат");
        }
        if ends_on.is_some_and(|day| day < today) {
            errors.add("ends_on", "Этот день уже прошёл. Укажите более поздний");
        }
        let source = errors.take("source", self.source.parse::<Source>().map_err(|_| "Выберите, для кого подбор"));
        let kinds: Vec<String> = MembershipKind::ALL.iter().map(|kind| kind.as_str().to_owned()).filter(|kind| self.kinds.contains(kind)).collect();
        if kinds.is_empty() {
            errors.add("kinds", "Отметьте, кто будет помогать");
        }
        let usual_places = errors.take("places", places(&self.places));
        let hours_each = if self.hours == "yes" { errors.take("hours_each", hours(&self.hours_each)) } else { Some(0) };
        errors.or(starts_on.zip(ends_on).zip(source.zip(usual_places)).zip(hours_each).map(|(((starts_on, ends_on), (source, usual_places)), hours_each)| NewRun {
            title,
            starts_on,
            ends_on,
            source,
            kinds,
            usual_places,
            hours_each,
        }))
    }
}

/// Hours that one teacher takes.
fn hours(raw: &str) -> Result<u32, String> {
    raw.trim().parse().ok().filter(|hours| (1..=MOST_HOURS).contains(hours)).ok_or_else(|| format!("Укажите целое число часов от 1 до {MOST_HOURS}"))
}

/// A number of places.
///
/// # Errors
/// What to write.
pub fn places(raw: &str) -> Result<u32, String> {
    raw.trim().parse().ok().filter(|places| *places <= MOST_PLACES).ok_or_else(|| format!("Укажите целое число от 0 до {MOST_PLACES}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_offered_can_be_sent_as_it_is() {
        for today in [date(2026, 11, 26), date(2027, 3, 1)] {
            let new = RunForm::usual(today).parse(today).unwrap();
            assert_eq!((new.ends_on, new.usual_places, new.source), (date(2027, 5, 31), 8, Source::Need));
        }
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let form = RunForm { starts_on: "завтра".into(), ends_on: "01.01.2020".into(), places: "много".into(), hours: "yes".into(), ..RunForm::default() };
        let errors = form.parse(date(2026, 11, 26)).unwrap_err();
        for field in ["title", "starts_on", "ends_on", "source", "kinds", "places", "hours_each"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
    }
}
