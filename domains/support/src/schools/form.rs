//! What is typed about a school, checked.

use super::model::Level;
use crate::form::{LINE, Reading, TEXT};
use ::web::Answers;
use kernel::{Date, Result};

/// A status about to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub place: String,
    pub year: i64,
    pub basis: String,
    pub recheck_on: Date,
}

/// # Errors
/// By the names of the fields.
pub fn opening(answers: &Answers) -> Result<Opening> {
    let mut form = Reading::of(answers);
    let place = form.needed("place", 100, "Выберите школу");
    let year = form.whole("year", 2000..=2100, "Год начала учебного года");
    let basis = form.needed("basis", LINE, "Укажите основание: приказ, письмо, решение");
    let recheck_on = form.day("recheck_on");
    form.done(year.zip(recheck_on).map(|(year, recheck_on)| Opening { place, year: year.into(), basis, recheck_on }))
}

/// A measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measuring {
    pub on: Date,
    pub level: Level,
    pub grounds: String,
}

/// # Errors
/// By the names of the fields.
pub fn measuring(answers: &Answers, today: Date) -> Result<Measuring> {
    let mut form = Reading::of(answers);
    let level = form.word::<Level>("level", "Выберите, насколько фактор проявляется");
    let on = past(&mut form, "measured_on", today);
    let grounds = form.needed("grounds", TEXT, "Напишите, на чём основана оценка: анкеты, посещения уроков, кадровая справка");
    form.done(level.zip(on).map(|(level, on)| Measuring { on, level, grounds }))
}

/// A day that has come; empty is today.
fn past(form: &mut Reading<'_>, name: &str, today: Date) -> Option<Date> {
    let day = if form.answers.get(name).trim().is_empty() { Some(today) } else { form.day(name) };
    if day.is_some_and(|day| day > today) {
        form.errors.add(name, "Этот день ещё не наступил. Проверьте дату");
    }
    day
}

/// A line of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub factor: String,
    pub what: String,
    pub who: String,
    pub due_on: Date,
    pub expected: String,
}

/// # Errors
/// By the names of the fields.
pub fn planned(answers: &Answers) -> Result<Planned> {
    let mut form = Reading::of(answers);
    let what = form.needed("what", TEXT, "Напишите, что будет сделано");
    let due_on = form.day("due_on");
    let (who, expected) = (form.text("who", LINE), form.text("expected", LINE));
    let factor = answers.get("line_factor").to_owned();
    form.done(due_on.map(|due_on| Planned { factor, what, who, due_on, expected }))
}

/// A visit or a talk, logged in a minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    pub on: Date,
    pub minutes: u32,
    pub factors: Vec<String>,
    pub done: String,
    pub next: String,
}

/// # Errors
/// By the names of the fields.
pub fn logged(answers: &Answers, today: Date) -> Result<Logged> {
    let mut form = Reading::of(answers);
    let on = past(&mut form, "held_on", today);
    let minutes = form.whole("minutes", 1..=1_440, "Минуты");
    let done = form.needed("done", TEXT, "Напишите одной фразой, что сделано");
    let next = form.text("next", LINE);
    let factors = answers.all("factors").into_iter().map(str::to_owned).collect();
    form.done(on.zip(minutes).map(|(on, minutes)| Logged { on, minutes, factors, done, next }))
}
