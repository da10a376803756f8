//! What is typed, checked: all errors at once.

mod meeting;
mod plan;

pub use meeting::{DECISIONS, DecisionDraft, ITEMS, ItemDraft, MeetingDraft, MinutesDraft, meeting, meeting_answers, minutes};
pub use plan::{LineDraft, PaperDraft, line, line_answers, paper};

use crate::model::{Kind, Union, UnionId};
use ::web::Answers;
use kernel::{
    Date, FieldErrors,
    id::PlaceId,
    name::{clean_line, clean_text},
};

/// Which union it stands under, as chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parent {
    /// The nearest one above with a subject in common.
    BySubject,
    None,
    Named(UnionId),
}

/// A union as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub kind: Kind,
    pub place: PlaceId,
    pub title: String,
    pub opened_on: Date,
    pub subjects: Vec<String>,
    pub direction: String,
    pub about: String,
    pub link: String,
    pub quorum_percent: u32,
    pub parent: Parent,
}

/// Reads the form; of a union that is there, kind, place and first day stay as they are.
///
/// # Errors
/// By the names of the fields.
pub fn draft(answers: &Answers, before: Option<&Union>, today: Date) -> Result<Draft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let title = before.map_or_else(|| required(&mut errors, answers, "title", 250, "Укажите название, как в приказе: «РМО учителей математики»"), |union| union.title.clone());
    let kind = before.map(|union| union.kind).or_else(|| errors.take("kind", answers.get("kind").parse::<Kind>().map_err(|_| "Выберите вид объединения")));
    let place = before.map_or_else(|| PlaceId::from(answers.get("place").trim()), |union| union.place.clone());
    if place.as_str().is_empty() {
        errors.add("place", "Выберите, где работает объединение");
    }
    let opened_on = before.map(|union| union.opened_on).or_else(|| match answers.get("opened_on").trim() {
        "" => Some(today),
        raw => errors.take("opened_on", kernel::date::parse(raw)),
    });
    let quorum_percent = errors.take("quorum_percent", percent(answers.get("quorum_percent")));
    let parent = errors.take("parent", parent(answers.get("parent")));
    let (about, link) = (text(&mut errors, answers, "about", 2_000), link(&mut errors, answers, "link"));
    let subjects = answers.all("subjects").into_iter().filter(|code| !code.is_empty()).map(str::to_owned).collect();
    let draft = kind.zip(opened_on).zip(quorum_percent.zip(parent)).map(|((kind, opened_on), (quorum_percent, parent))| Draft {
        kind,
        place,
        title,
        opened_on,
        subjects,
        direction: answers.get("direction").to_owned(),
        about,
        link,
        quorum_percent,
        parent,
    });
    errors.or(draft)
}

fn parent(raw: &str) -> Result<Parent, &'static str> {
    match raw {
        "" => Ok(Parent::BySubject),
        "none" => Ok(Parent::None),
        raw => raw.parse().map(Parent::Named).map_err(|_| "Выберите объединение из списка"),
    }
}

fn percent(raw: &str) -> Result<u32, &'static str> {
    match raw.trim().trim_end_matches('%').trim() {
        "" => Ok(0),
        raw => raw.parse().ok().filter(|percent| (1..=100).contains(percent)).ok_or("Укажите целое число от 1 до 100 или оставьте поле пустым: тогда нужно больше половины"),
    }
}

/// A union as the answers of its form.
#[must_use]
pub fn answers(union: &Union, subjects: &[String]) -> Answers {
    let percent = if union.quorum_percent == 0 { String::new() } else { union.quorum_percent.to_string() };
    let pairs = [
        ("kind", union.kind.as_str().to_owned()),
        ("place", union.place.to_string()),
        ("title", union.title.clone()),
        ("opened_on", kernel::date::short(union.opened_on)),
        ("direction", union.direction.clone()),
        ("about", union.about.clone()),
        ("link", union.link.clone()),
        ("quorum_percent", percent),
        ("parent", union.parent.map_or_else(|| "none".to_owned(), |id| id.to_string())),
        ("version", union.version.to_string()),
    ];
    let pairs = pairs.into_iter().map(|(name, value)| (name.to_owned(), value));
    Answers::of(pairs.chain(subjects.iter().map(|code| ("subjects".to_owned(), code.clone()))))
}

/// One line, without more than it may have.
pub(crate) fn line_of(errors: &mut FieldErrors, answers: &Answers, name: &str, most: usize) -> String {
    within(errors, name, clean_line(answers.get(name)), most)
}

/// Lines, without more than they may have.
pub(crate) fn text(errors: &mut FieldErrors, answers: &Answers, name: &str, most: usize) -> String {
    within(errors, name, clean_text(answers.get(name)), most)
}

fn within(errors: &mut FieldErrors, name: &str, text: String, most: usize) -> String {
    if text.chars().count() > most {
        errors.add(name, format!("Слишком длинно. Сократите до {most} знаков"));
    }
    text
}

pub(crate) fn required(errors: &mut FieldErrors, answers: &Answers, name: &str, most: usize, why: &str) -> String {
    let text = text(errors, answers, name, most);
    if text.is_empty() {
        errors.add(name, why);
    }
    text
}

/// An address that a browser may be sent to; empty is none.
pub(crate) fn link(errors: &mut FieldErrors, answers: &Answers, name: &str) -> String {
    let raw = clean_line(answers.get(name));
    let rest = raw.strip_prefix("https://").or_else(|| raw.strip_prefix("http://"));
    let is_address = rest.is_some_and(|rest| rest.contains('.') && !rest.starts_with(['.', '/'])) && !raw.contains(char::is_whitespace) && raw.chars().count() <= 1_000;
    if !raw.is_empty() && !is_address {
        errors.add(name, "Скопируйте адрес страницы целиком: он начинается с https://");
    }
    raw
}

/// A day that must be named.
///
/// # Errors
/// At the field.
pub fn day(answers: &Answers, name: &str) -> Result<Date, FieldErrors> {
    let mut errors = FieldErrors::default();
    let day = errors.take(name, kernel::date::parse(answers.get(name).trim()));
    errors.or(day)
}

/// A reason that must be told.
///
/// # Errors
/// At the field.
pub fn reason(answers: &Answers, name: &str, why: &str) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::default();
    let text = required(&mut errors, answers, name, 500, why);
    errors.or(Some(text))
}

/// A new name and its first day.
///
/// # Errors
/// By the names of the fields.
pub fn renaming(answers: &Answers) -> Result<(String, Date), FieldErrors> {
    let mut errors = FieldErrors::default();
    let title = required(&mut errors, answers, "title", 250, "Укажите новое название");
    let day = errors.take("on", kernel::date::parse(answers.get("on").trim()));
    errors.or(day.map(|day| (title, day)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn posted(pairs: &[(&str, &str)]) -> Answers {
        Answers::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn all_that_is_wrong_with_a_union_is_said_at_once() {
        let errors = draft(&posted(&[("quorum_percent", "сто"), ("opened_on", "вчера"), ("link", "example.ru"), ("parent", "x")]), None, date(2026, 9, 1)).unwrap_err();
        for field in ["title", "kind", "place", "opened_on", "quorum_percent", "link", "parent"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn what_is_left_out_has_its_usual_meaning() {
        let draft = draft(&posted(&[("title", "РМО учителей математики"), ("kind", "regional"), ("place", "region"), ("subjects", "matematika"), ("subjects", "")]), None, date(2026, 9, 1)).unwrap();
        assert_eq!((draft.quorum_percent, draft.parent, draft.opened_on, draft.subjects), (0, Parent::BySubject, date(2026, 9, 1), vec!["matematika".to_owned()]));
    }
}
