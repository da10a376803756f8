//! What is typed: a request, an answer, words.

use crate::{
    lists::Lists,
    model::{Form, HowSoon, SeenBy},
};
use kernel::FieldErrors;
use web::Answers;

pub const MOST_WORDS: usize = 3_000;
/// What an answer may have taken, minutes.
pub const MINUTES: std::ops::RangeInclusive<i64> = 5..=240;

/// Words of several lines within the limit; they may be missing.
pub fn words(errors: &mut FieldErrors, field: &str, raw: &str) -> Option<String> {
    errors.words(field, raw, MOST_WORDS)
}

/// Words that must be there.
pub fn needed(errors: &mut FieldErrors, field: &str, raw: &str, what: &str) -> Option<String> {
    errors.needed(field, raw, MOST_WORDS, what)
}

/// Words of one field alone.
///
/// # Errors
/// The field's error.
pub fn one(field: &str, raw: &str, what: &str) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::default();
    let words = needed(&mut errors, field, raw, what);
    errors.or(words)
}

/// A request about to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub direction: String,
    pub subject: String,
    pub words: String,
    pub how_soon: HowSoon,
    pub form: Form,
    pub seen_by: SeenBy,
}

/// The form as a request; all errors at once.
///
/// # Errors
/// Fields.
pub fn asked(answers: &Answers, lists: &Lists) -> Result<Asked, FieldErrors> {
    let mut errors = FieldErrors::default();
    let direction = answers.get("direction").to_owned();
    if !lists.directions.iter().any(|(code, _)| *code == direction) {
        errors.add("direction", "Выберите, с чем нужна помощь");
    }
    let subject = answers.get("subject").to_owned();
    if !subject.is_empty() && !lists.subjects.iter().any(|(code, _)| *code == subject) {
        errors.add("subject", "Такого предмета нет. Выберите из списка");
    }
    let words = needed(&mut errors, "words", answers.get("words"), "Напишите, что даётся трудно: хватит одной-двух фраз");
    let how_soon = errors.take("how_soon", answers.get("how_soon").parse::<HowSoon>().map_err(|_| "Выберите, как скоро нужен ответ"));
    let form = errors.take("form", answers.get("form").parse::<Form>().map_err(|_| "Выберите, как вам помочь"));
    let seen_by = errors.take("seen_by", answers.get("seen_by").parse::<SeenBy>().map_err(|_| "Выберите, кто увидит обращение"));
    let asked = words.zip(how_soon).zip(form).zip(seen_by).map(|(((words, how_soon), form), seen_by)| Asked { direction, subject, words, how_soon, form, seen_by });
    errors.or(asked)
}

/// An answer: its words and what it took.
///
/// # Errors
/// Fields.
pub fn answer(answers: &Answers) -> Result<(String, i64), FieldErrors> {
    let mut errors = FieldErrors::default();
    let words = needed(&mut errors, "answer", answers.get("answer"), "Напишите ответ или то, о чём договорились");
    let minutes = answers.get("minutes").trim().parse().ok().filter(|minutes| MINUTES.contains(minutes));
    if minutes.is_none() {
        errors.add("minutes", format!("Укажите, сколько минут это заняло: от {} до {}", MINUTES.start(), MINUTES.end()));
    }
    errors.or(words.zip(minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> Lists {
        Lists { subjects: Vec::new(), directions: vec![("d03".into(), "Диагностика".into())], day: jiff::civil::date(2026, 11, 23), zone: jiff::tz::TimeZone::UTC }
    }

    #[test]
    fn all_that_is_missing_is_said_at_once() {
        let errors = asked(&Answers::parse(b"subject=x"), &lists()).unwrap_err();
        for field in ["direction", "subject", "words", "how_soon", "form", "seen_by"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
        let typed = Answers::of([("direction", "d03"), ("words", "Оценивание"), ("how_soon", "usual"), ("form", "call"), ("seen_by", "helpers")].map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(asked(&typed, &lists()).map(|asked| (asked.form, asked.subject)), Ok((Form::Call, String::new())));
    }

    #[test]
    fn an_answer_says_what_it_took() {
        let of = |minutes: &str| answer(&Answers::of([("answer", "Вот как"), ("minutes", minutes)].map(|(name, value)| (name.to_owned(), value.to_owned()))));
        assert_eq!(of("30"), Ok(("Вот как".into(), 30)));
        assert!(["4", "241", "", "час", "-5"].iter().all(|raw| of(raw).is_err()));
    }
}
