//! What is typed, checked: all errors at once.

use crate::model::{Criterion, Text, Verdict};
use ::web::Answers;
use kernel::{
    Date, FieldErrors,
    name::{clean_line, clean_text},
};
use std::collections::BTreeMap;

/// A practice as somebody writes it. A draft may lack anything but its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub title: String,
    pub problem: String,
    pub idea: String,
    pub steps: String,
    pub results: String,
    pub evidence: String,
    pub subject: String,
    pub direction: String,
    pub audience: String,
    pub link: String,
}

/// Practices are experience that is spread: that is direction twelve unless the author says otherwise.
pub const USUAL_DIRECTION: &str = "d12";

/// # Errors
/// By the names of the fields.
pub fn draft(answers: &Answers) -> Result<Draft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let title = within(&mut errors, "title", clean_line(answers.get("title")), 250);
    if title.is_empty() {
        errors.add("title", "Назовите практику");
    }
    let [problem, idea, steps, results, evidence, audience] =
        [("problem", 2_000), ("idea", 2_000), ("steps", 6_000), ("results", 3_000), ("evidence", 3_000), ("audience", 500)].map(|(name, most)| within(&mut errors, name, clean_text(answers.get(name)), most));
    let link = link(&mut errors, answers.get("link"));
    let direction = match answers.get("direction") {
        "" => USUAL_DIRECTION.to_owned(),
        code => code.to_owned(),
    };
    errors.or(Some(Draft { title, problem, idea, steps, results, evidence, subject: answers.get("subject").to_owned(), direction, audience, link }))
}

fn within(errors: &mut FieldErrors, name: &str, text: String, most: usize) -> String {
    if text.chars().count() > most {
        errors.add(name, format!("Слишком длинно. Сократите до {most} знаков"));
    }
    text
}

fn link(errors: &mut FieldErrors, raw: &str) -> String {
    let text = clean_line(raw);
    if !text.is_empty()
        && let Err(why) = pathways::works::link(&text)
    {
        errors.add("link", why);
    }
    text
}

/// A version as the answers of its form.
#[must_use]
pub fn answers(text: &Text, version: i64) -> Answers {
    let pairs = [
        ("title", &text.title),
        ("problem", &text.problem),
        ("idea", &text.idea),
        ("steps", &text.steps),
        ("results", &text.results),
        ("evidence", &text.evidence),
        ("subject", &text.subject),
        ("direction", &text.direction),
        ("audience", &text.audience),
        ("link", &text.link),
    ];
    let pairs = pairs.into_iter().map(|(name, value)| (name.to_owned(), value.clone()));
    Answers::of(pairs.chain([("version".to_owned(), version.to_string())]))
}

/// What the author agrees to when a version is sent to reviewers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    pub with_name: bool,
    pub is_open: bool,
}

/// # Errors
/// The author doesn't agree to the publication, or doesn't say how to be named.
pub fn agreement(answers: &Answers) -> Result<Agreement, FieldErrors> {
    let mut errors = FieldErrors::default();
    if answers.get("agree") != "yes" {
        errors.add("agree", "Без согласия автора практику не публикуют. Отметьте согласие или оставьте её черновиком");
    }
    let with_name = naming(&mut errors, answers);
    errors.or(with_name.map(|with_name| Agreement { with_name, is_open: answers.get("open") == "yes" }))
}

/// How to be named, and whether on the open page, without asking for the publication again.
///
/// # Errors
/// The author doesn't say how to be named.
pub fn naming_again(answers: &Answers) -> Result<Agreement, FieldErrors> {
    let mut errors = FieldErrors::default();
    let with_name = naming(&mut errors, answers);
    errors.or(with_name.map(|with_name| Agreement { with_name, is_open: answers.get("open") == "yes" }))
}

fn naming(errors: &mut FieldErrors, answers: &Answers) -> Option<bool> {
    match answers.get("naming") {
        "name" => Some(true),
        "nameless" => Some(false),
        _ => {
            errors.add("naming", "Выберите, с именем или без имени");
            None
        }
    }
}

/// A review as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewDraft {
    pub verdict: Verdict,
    pub marks: BTreeMap<String, u8>,
    pub words: String,
}

/// # Errors
/// By the names of the fields.
pub fn review(answers: &Answers) -> Result<ReviewDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut marks = BTreeMap::new();
    for criterion in Criterion::ALL {
        match answers.get(criterion.as_str()).parse::<u8>() {
            Ok(mark @ 0..=2) => {
                marks.insert(criterion.as_str().to_owned(), mark);
            }
            _ => errors.add(criterion.as_str(), "Выберите один ответ"),
        }
    }
    let verdict = errors.take("verdict", answers.get("verdict").parse::<Verdict>().ok().filter(|verdict| *verdict != Verdict::None).ok_or("Выберите решение"));
    let words = within(&mut errors, "words", clean_text(answers.get("words")), 3_000);
    match verdict {
        Some(Verdict::Return | Verdict::Decline) if words.is_empty() => errors.add("words", "Напишите автору, что исправить или почему практика не подходит"),
        Some(Verdict::Accept) if marks.get(Criterion::Legality.as_str()) == Some(&0) => errors.add("verdict", "Принять нельзя: вы отметили, что нарушены права или личные данные"),
        Some(Verdict::Accept | Verdict::Return | Verdict::Decline | Verdict::None) | None => {}
    }
    errors.or(verdict.map(|verdict| ReviewDraft { verdict, marks, words }))
}

/// A re-use as told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseDraft {
    pub used_on: Date,
    pub place_words: String,
    pub outcome: String,
}

/// # Errors
/// By the names of the fields.
pub fn used(answers: &Answers, today: Date) -> Result<UseDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let place_words = within(&mut errors, "place_words", clean_line(answers.get("place_words")), 200);
    if place_words.is_empty() {
        errors.add("place_words", "Напишите, где применили: например, «7 класс, уроки геометрии»");
    }
    let outcome = within(&mut errors, "outcome", clean_text(answers.get("outcome")), 1_000);
    if outcome.is_empty() {
        errors.add("outcome", "Напишите одной фразой, что получилось");
    }
    let used_on = match answers.get("used_on").trim() {
        "" => Some(today),
        raw => errors.take("used_on", kernel::date::parse(raw)),
    };
    if used_on.is_some_and(|day| day > today) {
        errors.add("used_on", "Этот день ещё не наступил");
    }
    errors.or(used_on.map(|used_on| UseDraft { used_on, place_words, outcome }))
}

/// A reason that must be told.
///
/// # Errors
/// At the field.
pub fn reason(answers: &Answers, name: &str, why: &str) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::default();
    let text = within(&mut errors, name, clean_text(answers.get(name)), 500);
    if text.is_empty() {
        errors.add(name, why);
    }
    errors.or(Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Answers {
        Answers::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn a_review_marks_everything_and_gives_its_reasons() {
        let errors = review(&posted(&[("relevance", "2"), ("verdict", "return")])).unwrap_err();
        for field in ["reproducibility", "evidence", "legality", "words"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
        let all = [("relevance", "2"), ("reproducibility", "1"), ("evidence", "2"), ("legality", "0"), ("verdict", "accept")];
        assert!(review(&posted(&all)).unwrap_err().of("verdict").is_some(), "what breaks the law isn't accepted");
    }

    #[test]
    fn nothing_is_published_without_the_authors_word() {
        let errors = agreement(&posted(&[])).unwrap_err();
        assert!(errors.of("agree").is_some() && errors.of("naming").is_some());
        assert_eq!(agreement(&posted(&[("agree", "yes"), ("naming", "nameless")])).unwrap(), Agreement { with_name: false, is_open: false });
    }

    #[test]
    fn a_draft_needs_a_title_only() {
        let draft = draft(&posted(&[("title", "Урок без звонка")])).unwrap();
        assert_eq!((draft.direction.as_str(), draft.problem.as_str()), (USUAL_DIRECTION, ""));
    }
}
