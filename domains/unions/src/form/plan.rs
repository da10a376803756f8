//! A line of a plan; a document received.

use super::{line_of, link, required, text};
use ::web::Answers;
use kernel::{Date, FieldErrors, id::PersonId};

/// A line as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDraft {
    pub month: i8,
    pub what: String,
    pub direction: String,
    pub owner: Option<PersonId>,
    pub expected: String,
}

/// # Errors
/// By the names of the fields.
pub fn line(answers: &Answers) -> Result<LineDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let month = errors.take("month", answers.get("month").parse::<i8>().ok().filter(|month| (1..=12).contains(month)).ok_or("Выберите месяц"));
    let what = required(&mut errors, answers, "what", 500, "Напишите, что будет сделано");
    let direction = answers.get("direction").to_owned();
    if direction.is_empty() {
        errors.add("direction", "Выберите направление работы");
    }
    let owner = match answers.get("owner") {
        "" => None,
        raw => errors.take("owner", raw.parse::<PersonId>().map_err(|_| "Выберите ответственного из списка")),
    };
    let expected = text(&mut errors, answers, "expected", 500);
    errors.or(month.map(|month| LineDraft { month, what, direction, owner, expected }))
}

/// A line as the answers of its form.
#[must_use]
pub fn line_answers(line: &crate::model::Line) -> Answers {
    let pairs = [
        ("month", line.month.to_string()),
        ("what", line.what.clone()),
        ("direction", line.direction.clone()),
        ("owner", line.owner.map(|id| id.to_string()).unwrap_or_default()),
        ("expected", line.expected.clone()),
        ("version", line.version.to_string()),
    ];
    Answers::of(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)))
}

/// A document as somebody enters it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperDraft {
    pub title: String,
    pub number: String,
    pub received_on: Date,
    pub summary: String,
    pub link: String,
}

/// # Errors
/// By the names of the fields.
pub fn paper(answers: &Answers) -> Result<PaperDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let title = required(&mut errors, answers, "title", 300, "Укажите название документа");
    let number = line_of(&mut errors, answers, "number", 100);
    let summary = text(&mut errors, answers, "summary", 2_000);
    let link = link(&mut errors, answers, "link");
    let received_on = errors.take("received_on", kernel::date::parse(answers.get("received_on").trim()));
    errors.or(received_on.map(|received_on| PaperDraft { title, number, received_on, summary, link }))
}
