//! A line's form: answers as typed → all errors at once → a line.

use crate::{
    model::{Level, ResultForm, Step},
    whole::Whole,
};
use cases::SeatId;
use deficits::DeficitId;
use kernel::{
    Date, FieldErrors, Result,
    name::{clean_line, clean_text},
};

const LONGEST_TITLE: usize = 300;
const LONGEST_TASK: usize = 2000;
const LONGEST_TECHNOLOGY: usize = 200;
const MOST_HOURS: i64 = 500;

/// What a line may refer to: who helps, and the deficits of the case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    pub seats: Vec<(SeatId, String)>,
    pub deficits: Vec<(DeficitId, String)>,
}

impl Choices {
    /// The team as it is now, without the teacher, who answers for every line anyway; deficits still worked on.
    #[must_use]
    pub fn of(whole: &Whole) -> Self {
        let seats = whole.joined().filter(|member| member.role != cases::TeamRole::Teacher).map(|member| (member.seat, format!("{}, {}", member.name, member.role.label())));
        Self { seats: seats.collect(), deficits: whole.open_deficits().map(|deficit| (deficit.id, deficit.title.clone())).collect() }
    }
}

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineForm {
    pub title: String,
    pub task: String,
    pub technology: String,
    pub level: String,
    pub responsible: String,
    pub hours: String,
    pub starts_on: String,
    pub due_on: String,
    pub result_form: String,
    pub deficits: Vec<String>,
    pub version: i64,
}

impl LineForm {
    /// What stands in a line, for its form.
    #[must_use]
    pub fn from_step(step: &Step) -> Self {
        let day = |day: Option<Date>| day.map(ui::ru::date).unwrap_or_default();
        Self {
            title: step.title.clone(),
            task: step.task.clone(),
            technology: step.technology.clone(),
            level: step.level.map_or("", Level::as_str).to_owned(),
            responsible: step.responsible.map(|seat| seat.to_string()).unwrap_or_default(),
            hours: if step.hours == 0 { String::new() } else { step.hours.to_string() },
            starts_on: day(step.starts_on),
            due_on: day(step.due_on),
            result_form: step.result_form.map_or("", ResultForm::as_str).to_owned(),
            deficits: step.deficits.iter().map(ToString::to_string).collect(),
            version: step.version,
        }
    }

    /// # Errors
    /// All fields that are wrong.
    pub fn parse(&self, choices: &Choices) -> Result<Line, FieldErrors> {
        let mut errors = FieldErrors::default();
        let title = clean_line(&self.title.chars().take(LONGEST_TITLE * 4).collect::<String>());
        let task = clean_text(&self.task.chars().take(LONGEST_TASK * 4).collect::<String>());
        let technology = clean_line(&self.technology.chars().take(LONGEST_TECHNOLOGY * 4).collect::<String>());
        if title.is_empty() {
            errors.add("title", "Назовите ресурс или задание");
        }
        for (name, text, longest) in [("title", &title, LONGEST_TITLE), ("task", &task, LONGEST_TASK), ("technology", &technology, LONGEST_TECHNOLOGY)] {
            if text.chars().count() > longest {
                errors.add(name, format!("Слишком длинно: можно до {longest} знаков"));
            }
        }
        let hours = hours(&mut errors, "hours", &self.hours).unwrap_or(0);
        let (starts_on, due_on) = (day(&mut errors, "starts_on", &self.starts_on), day(&mut errors, "due_on", &self.due_on));
        if let (Some(first), Some(last)) = (starts_on, due_on)
            && last < first
        {
            errors.add("due_on", "Срок раньше начала. Исправьте одну из дат");
        }
        let level = chosen(&mut errors, "level", &self.level, |raw| raw.parse::<Level>().ok());
        let result_form = chosen(&mut errors, "result_form", &self.result_form, |raw| raw.parse::<ResultForm>().ok());
        let responsible = chosen(&mut errors, "responsible", &self.responsible, |raw| choices.seats.iter().map(|(seat, _)| *seat).find(|seat| seat.to_string() == raw));
        let mut deficits = Vec::new();
        for raw in self.deficits.iter().filter(|raw| !raw.is_empty()) {
            match choices.deficits.iter().map(|(id, _)| *id).find(|id| id.to_string() == *raw) {
                Some(id) if !deficits.contains(&id) => deficits.push(id),
                Some(_) => {}
                None => errors.add("deficits", "Этого затруднения больше нет в сопровождении. Отметьте другое"),
            }
        }
        deficits.sort();
        errors.or(Some(Line { title, task, technology, level, responsible, hours, starts_on, due_on, result_form, deficits }))
    }
}

/// Academic hours, or nothing.
pub(crate) fn hours(errors: &mut FieldErrors, name: &str, raw: &str) -> Option<i64> {
    let text = clean_line(raw);
    if text.is_empty() {
        return None;
    }
    let hours = text.parse().ok().filter(|hours| (0..=MOST_HOURS).contains(hours));
    if hours.is_none() {
        errors.add(name, format!("Часы — целое число от 0 до {MOST_HOURS}"));
    }
    hours
}

/// A date, or nothing.
pub(crate) fn day(errors: &mut FieldErrors, name: &str, raw: &str) -> Option<Date> {
    if raw.trim().is_empty() { None } else { errors.take(name, kernel::date::parse(raw)) }
}

fn chosen<T>(errors: &mut FieldErrors, name: &str, raw: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    if raw.is_empty() {
        return None;
    }
    let found = read(raw);
    if found.is_none() {
        errors.add(name, "Выберите из списка");
    }
    found
}

/// A line without its place, author and state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub title: String,
    pub task: String,
    pub technology: String,
    pub level: Option<Level>,
    pub responsible: Option<SeatId>,
    pub hours: i64,
    pub starts_on: Option<Date>,
    pub due_on: Option<Date>,
    pub result_form: Option<ResultForm>,
    pub deficits: Vec<DeficitId>,
}

impl Line {
    /// A line that stands already, with these words.
    #[must_use]
    pub fn onto(self, before: &Step) -> Step {
        let Self { title, task, technology, level, responsible, hours, starts_on, due_on, result_form, deficits } = self;
        Step { title, task, technology, level, responsible, hours, starts_on, due_on, result_form, deficits, ..before.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> LineForm {
        LineForm { title: "Разобрать запись урока".into(), hours: "4".into(), due_on: "01.02.2027".into(), level: "school".into(), ..LineForm::default() }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let form = LineForm { title: " ".into(), hours: "сорок".into(), due_on: "31.02.2027".into(), level: "galactic".into(), deficits: vec!["чужое".into()], ..typed() };
        let errors = form.parse(&Choices::default()).unwrap_err();
        for field in ["title", "hours", "due_on", "level", "deficits"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_line_cannot_end_before_it_begins() {
        let form = LineForm { starts_on: "02.02.2027".into(), ..typed() };
        assert!(form.parse(&Choices::default()).unwrap_err().of("due_on").is_some());
    }

    #[test]
    fn only_who_sits_in_the_team_now_can_be_responsible() {
        let seat = crate::sample::seat(7);
        let form = LineForm { responsible: seat.to_string(), ..typed() };
        assert!(form.parse(&Choices::default()).unwrap_err().of("responsible").is_some());
        let choices = Choices { seats: vec![(seat, "Тьютор".into())], deficits: Vec::new() };
        assert_eq!(form.parse(&choices).unwrap().responsible, Some(seat));
    }
}
