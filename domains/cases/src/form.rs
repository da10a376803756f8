//! What is typed: words that must be there, a case about to be opened.

use crate::model::{Channel, Kind};
use kernel::FieldErrors;
use web::Answers;

pub const MOST_WORDS: usize = 2_000;

/// Words of several lines within the limit; they may be missing.
pub fn words(errors: &mut FieldErrors, field: &str, raw: &str) -> Option<String> {
    errors.words(field, raw, MOST_WORDS)
}

/// Words that must be there.
pub fn needed(errors: &mut FieldErrors, field: &str, raw: &str, what: &str) -> Option<String> {
    errors.needed(field, raw, MOST_WORDS, what)
}

/// A case as typed. Its first evidence: `words`, chosen observations and deficits, a class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpeningForm {
    pub kind: String,
    pub subject: String,
    pub direction: String,
    pub reason: String,
    pub words: String,
    pub observations: Vec<String>,
    pub deficits: Vec<String>,
    pub from_help: bool,
    pub review_days: String,
    pub class: crate::measure::MeasureForm,
}

/// What the head of a good form says; the evidence is judged by the workflow, which knows what the actor may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub kind: Kind,
    pub subject: String,
    pub direction: String,
    pub reason: String,
    pub channel: Option<Channel>,
    pub review_days: i64,
}

impl OpeningForm {
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        let get = |name: &str| answers.get(name).to_owned();
        let all = |name: &str| answers.all(name).into_iter().filter(|value| !value.is_empty()).map(ToOwned::to_owned).collect();
        Self {
            kind: get("kind"),
            subject: get("subject"),
            direction: get("direction"),
            reason: get("reason"),
            words: get("words"),
            observations: all("observations"),
            deficits: all("deficits"),
            from_help: answers.get("from_help") == "yes",
            review_days: get("review_days"),
            class: crate::measure::MeasureForm::of(answers),
        }
    }

    /// The head; errors are noted.
    pub fn head(&self, errors: &mut FieldErrors, subjects: &[(String, String)], directions: &[(String, String)]) -> Option<Head> {
        let kind = errors.take("kind", self.kind.parse::<Kind>().map_err(|_| "Выберите вид сопровождения"));
        let reason = needed(errors, "reason", &self.reason, "Опишите нейтрально, в чём выявлены затруднения");
        if !self.subject.is_empty() && !subjects.iter().any(|(code, _)| *code == self.subject) {
            errors.add("subject", "Такого предмета нет. Выберите из списка");
        }
        if !directions.iter().any(|(code, _)| *code == self.direction) {
            errors.add("direction", "Выберите направление работы");
        }
        let review_days = errors.take("review_days", days(&self.review_days));
        Some(Head { kind: kind?, subject: self.subject.clone(), direction: self.direction.clone(), reason: reason?, channel: self.from_help.then_some(Channel::HelpRequest), review_days: review_days? })
    }
}

/// How often a team meets: 7 to 180 days; 30 if nothing is said.
///
/// # Errors
/// A sentence for the field.
pub fn days(raw: &str) -> Result<i64, &'static str> {
    match raw.trim() {
        "" => Ok(30),
        text => text.parse::<i64>().ok().filter(|days| (7..=180).contains(days)).ok_or("Укажите от 7 до 180 дней"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_must_be_there_and_not_too_many() {
        let mut errors = FieldErrors::default();
        assert_eq!(needed(&mut errors, "a", "  \n ", "Напишите"), None);
        assert_eq!(needed(&mut errors, "b", &"я".repeat(MOST_WORDS + 1), "Напишите"), None);
        assert_eq!((errors.of("a"), errors.of("b").is_some()), (Some("Напишите"), true));
        assert_eq!(words(&mut errors, "c", ""), Some(String::new()));
    }

    #[test]
    fn a_cadence_is_between_a_week_and_half_a_year() {
        assert_eq!((days(""), days("14")), (Ok(30), Ok(14)));
        assert!(["6", "181", "часто", "-30"].iter().all(|raw| days(raw).is_err()));
    }

    #[test]
    fn every_error_of_the_head_is_told_at_once() {
        let mut errors = FieldErrors::default();
        assert_eq!(OpeningForm { kind: "x".into(), subject: "нет".into(), ..OpeningForm::default() }.head(&mut errors, &[], &[]), None);
        assert_eq!(errors.all().iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["kind", "reason", "subject", "direction"]);
    }
}
