//! A stage as typed → all errors at once → what the coordinator decides.

use super::model::{Expected, Input, Stage, bounds, year_words};
use ::web::Answers;
use kernel::{FieldErrors, date, id::PersonId, name::clean_line};
use structure::profile::Counter;

const LONGEST: usize = 200;
const LONGEST_RESULT: usize = 1000;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageForm {
    pub title: String,
    pub owner: String,
    pub owner_id: String,
    pub starts_on: String,
    pub ends_on: String,
    pub result: String,
    /// By the counter's word.
    pub expects: Vec<(Counter, String)>,
    pub version: i64,
}

/// The field of a counter.
pub fn field(counter: Counter) -> String {
    format!("expect-{counter}")
}

impl StageForm {
    pub fn of(answers: &Answers) -> Self {
        let line = |name: &str| clean_line(answers.get(name));
        Self {
            title: line("title"),
            owner: line("owner"),
            owner_id: answers.get("owner_id").to_owned(),
            starts_on: line("starts_on"),
            ends_on: line("ends_on"),
            result: answers.get("result").trim().replace("\r\n", "\n"),
            expects: Counter::ALL.iter().map(|counter| (*counter, line(&field(*counter)))).filter(|(_, typed)| !typed.is_empty()).collect(),
            version: answers.get("version").parse().unwrap_or_default(),
        }
    }

    pub fn from_stage(stage: &Stage) -> Self {
        Self {
            title: stage.title.clone(),
            owner: stage.owner.clone(),
            owner_id: stage.owner_id.map(|id| id.to_string()).unwrap_or_default(),
            starts_on: date::short(stage.starts_on),
            ends_on: date::short(stage.ends_on),
            result: stage.result.clone(),
            expects: stage.expects.iter().map(|one| (one.counter, one.expected.to_string())).collect(),
            version: stage.version,
        }
    }

    pub fn expected(&self, counter: Counter) -> &str {
        self.expects.iter().find(|(known, _)| *known == counter).map_or("", |(_, typed)| typed.as_str())
    }

    /// `owners` may be named; `kept` is who is named already, whoever that is.
    pub fn parse(&self, year: i64, owners: &[(PersonId, String)], kept: Option<PersonId>) -> Result<Input, FieldErrors> {
        let mut errors = FieldErrors::default();
        check(&mut errors, "title", &self.title, "Назовите этап, например «Диагностика затруднений»");
        check(&mut errors, "owner", &self.owner, "Укажите, кто отвечает за этап: роль или отдел");
        if self.result.chars().count() > LONGEST_RESULT {
            errors.add("result", format!("Результат длиннее {LONGEST_RESULT} знаков. Сократите его"));
        }
        let owner_id = self.owner_id.parse::<PersonId>().ok();
        if owner_id.is_some_and(|id| kept != Some(id) && !owners.iter().any(|(known, _)| *known == id)) || (owner_id.is_none() && !self.owner_id.is_empty()) {
            errors.add("owner_id", "Этого человека выбрать нельзя. Выберите из списка");
        }
        let (starts_on, ends_on) = (errors.take("starts_on", date::parse(&self.starts_on)), errors.take("ends_on", date::parse(&self.ends_on)));
        let (first, last) = bounds(year).unwrap_or_default();
        for (name, day) in [("starts_on", starts_on), ("ends_on", ends_on)] {
            if day.is_some_and(|day| day < first || day > last) {
                errors.add(name, format!("Это не {} учебный год: укажите день с {} по {}", year_words(year), date::short(first), date::short(last)));
            }
        }
        if starts_on.zip(ends_on).is_some_and(|(starts, ends)| starts > ends) {
            errors.add("ends_on", "Последний день раньше первого. Исправьте одну из дат");
        }
        let expects = self.numbers(&mut errors);
        errors.or(starts_on.zip(ends_on).map(|(starts_on, ends_on)| Input { title: self.title.clone(), owner: self.owner.clone(), owner_id, starts_on, ends_on, result: self.result.clone(), expects }))
    }

    fn numbers(&self, errors: &mut FieldErrors) -> Vec<Expected> {
        let mut found = Vec::new();
        for (counter, typed) in &self.expects {
            match typed.parse::<i64>() {
                Ok(expected) if (1..=1_000_000).contains(&expected) => found.push(Expected { counter: *counter, expected }),
                _ => errors.add(field(*counter), "Укажите целое число от 1 или оставьте пустым"),
            }
        }
        found.sort_by_key(|one| one.counter);
        found
    }
}

fn check(errors: &mut FieldErrors, name: &str, text: &str, if_empty: &str) {
    if text.is_empty() {
        errors.add(name, if_empty);
    } else if text.chars().count() > LONGEST {
        errors.add(name, format!("Длиннее {LONGEST} знаков. Сократите"));
    }
}
