//! What is typed about a course, checked.

use super::model::{Course, CourseId, Kind, Level};
use crate::form::{LINE, Reading, TEXT};
use ::web::Answers;
use kernel::{Date, Result};

const MOST_HOURS: u32 = 1_000;

/// A course as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub kind: Kind,
    pub level: Level,
    pub title: String,
    pub about: String,
    pub provider: String,
    pub hours: u32,
    pub starts_on: Date,
    pub ends_on: Date,
    pub subject: String,
    pub direction: String,
    pub parent: Option<CourseId>,
    /// Number or address of an activity, as typed; empty: none.
    pub activity: String,
}

/// Reads the form.
///
/// # Errors
/// By the names of the fields.
pub fn draft(answers: &Answers) -> Result<Draft> {
    let mut form = Reading::of(answers);
    let kind = form.word::<Kind>("kind", "Выберите, что это: курс или занятие каскада");
    let level = form.word::<Level>("level", "Выберите уровень");
    let title = form.needed("title", LINE, "Укажите название");
    let hours = form.whole("hours", 1..=MOST_HOURS, "Академические часы");
    let (starts_on, ends_on) = (form.day("starts_on"), form.day("ends_on"));
    if starts_on.zip(ends_on).is_some_and(|(starts, ends)| ends < starts) {
        form.errors.add("ends_on", "Окончание раньше начала. Проверьте даты");
    }
    let direction = form.needed("direction", 40, "Выберите направление работы");
    let parent = match answers.get("parent") {
        "" => None,
        _ => form.word::<CourseId>("parent", "Выберите ступень выше из списка"),
    };
    let activity = form.text("activity", LINE);
    if !activity.is_empty() && kind == Some(Kind::Course) {
        form.errors.add("activity", "С мероприятием связывают занятие каскада, а не курс. Выберите «занятие каскада» или очистите поле");
    }
    let (about, provider, subject) = (form.text("about", TEXT), form.text("provider", LINE), answers.get("subject").to_owned());
    let draft = kind.zip(level).zip(hours).zip(starts_on.zip(ends_on));
    form.done(draft.map(|(((kind, level), hours), (starts_on, ends_on))| Draft { kind, level, title, about, provider, hours, starts_on, ends_on, subject, direction, parent, activity }))
}

/// A course as the answers of its form.
pub(crate) fn answers(course: &Course) -> Answers {
    let pairs = [
        ("kind", course.kind.as_str().to_owned()),
        ("level", course.level.as_str().to_owned()),
        ("title", course.title.clone()),
        ("about", course.about.clone()),
        ("provider", course.provider.clone()),
        ("hours", course.hours.to_string()),
        ("starts_on", kernel::date::short(course.starts_on)),
        ("ends_on", kernel::date::short(course.ends_on)),
        ("subject", course.subject.clone()),
        ("direction", course.direction.clone()),
        ("parent", course.parent.map(|id| id.to_string()).unwrap_or_default()),
        ("activity", course.activity_number.clone()),
        ("version", course.version.to_string()),
    ];
    Answers::of(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Error;

    fn typed(change: &[(&str, &str)]) -> Result<Draft> {
        let base = [("kind", "course"), ("level", "regional"), ("title", "Оценивание"), ("hours", "36"), ("starts_on", "01.09.2026"), ("ends_on", "10.10.2026"), ("direction", "d01")];
        let base = base.iter().filter(|(name, _)| !change.iter().any(|(known, _)| known == name));
        draft(&Answers::of(base.chain(change).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))))
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        assert!(typed(&[]).is_ok() && typed(&[("kind", "activity"), ("activity", "М-2026-0001")]).is_ok());
        assert!(matches!(typed(&[("activity", "М-2026-0001")]), Err(Error::Fields(errors)) if errors.of("activity").is_some()), "a course is no activity");
        let Err(Error::Fields(errors)) = typed(&[("title", " "), ("hours", "сто"), ("ends_on", "01.08.2026"), ("direction", "")]) else { panic!("errors") };
        for field in ["title", "hours", "ends_on", "direction"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
    }
}
