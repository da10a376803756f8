//! A visit as typed.

use crate::{
    model::{grade, lesson},
    rubric::RubricId,
};
use kernel::{Date, FieldErrors, date, name::clean_line};
use web::Answers;

/// Who, when, what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitForm {
    pub rubric: String,
    pub held_on: String,
    pub lesson: String,
    pub grade: String,
    pub subject: String,
    pub topic: String,
    pub post: String,
}

/// What a good form says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub rubric: RubricId,
    pub held_on: Date,
    pub lesson: String,
    pub grade: String,
    pub subject: String,
    pub topic: String,
    pub post: String,
}

const LONGEST: usize = 300;
/// How far from today a lesson may lie.
const DAYS_BACK: i64 = 60;
const DAYS_AHEAD: i64 = 366;

impl VisitForm {
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        let get = |name: &str| answers.get(name).to_owned();
        Self { rubric: get("rubric"), held_on: get("held_on"), lesson: get("lesson"), grade: get("grade"), subject: get("subject"), topic: get("topic"), post: get("post") }
    }

    /// `subjects` are the codes that may be chosen.
    ///
    /// # Errors
    /// All that is wrong, by field.
    pub fn parse(&self, today: Date, subjects: &[(String, String)]) -> Result<Visit, FieldErrors> {
        let mut errors = FieldErrors::default();
        let rubric = errors.take("rubric", self.rubric.parse().map_err(|_| "Выберите карту наблюдения"));
        let held_on = errors.take("held_on", day(&self.held_on, today));
        let lesson = errors.take("lesson", lesson(&self.lesson));
        let grade = errors.take("grade", grade(&self.grade));
        let topic = errors.take("topic", line(&self.topic));
        let post = errors.take("post", line(&self.post));
        if !self.subject.is_empty() && !subjects.iter().any(|(code, _)| *code == self.subject) {
            errors.add("subject", "Такого предмета нет. Выберите из списка");
        }
        let visit = (|| Some(Visit { rubric: rubric?, held_on: held_on?, lesson: lesson?, grade: grade?, subject: self.subject.clone(), topic: topic?, post: post? }))();
        errors.or(visit)
    }
}

fn day(raw: &str, today: Date) -> Result<Date, String> {
    let day = date::parse(raw).map_err(ToOwned::to_owned)?;
    let around = |days: i64| today.checked_add(jiff::Span::new().days(days)).unwrap_or(today);
    if day < around(-DAYS_BACK) || day > around(DAYS_AHEAD) {
        return Err(format!("Урок может быть не раньше {} и не позже {}", ui::ru::date(around(-DAYS_BACK)), ui::ru::date(around(DAYS_AHEAD))));
    }
    Ok(day)
}

fn line(raw: &str) -> Result<String, String> {
    let text = clean_line(&raw.chars().take(LONGEST * 4).collect::<String>());
    if text.chars().count() > LONGEST { Err(format!("Слишком длинно: можно до {LONGEST} знаков")) } else { Ok(text) }
}
