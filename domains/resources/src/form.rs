//! What is typed about a resource, checked: all errors at once.

use crate::model::{Form, Kind, Resource, Tag};
use ::web::Answers;
use kernel::{Date, FieldErrors};
use serde::{Deserialize, Serialize};

/// How many competencies the form asks for.
pub const TAGS: usize = 6;
const MOST_HOURS: u32 = 1_000;

/// A resource as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub kind: Kind,
    pub title: String,
    pub summary: String,
    pub provider: String,
    pub subject: String,
    pub form: Form,
    pub technology: String,
    pub hours: u32,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub apply_by: Option<Date>,
    pub seats: Option<u32>,
    pub link: String,
    pub valid_to: Option<Date>,
    pub tags: Vec<Tag>,
}

/// Reads the form.
///
/// # Errors
/// By the names of the fields.
pub fn draft(answers: &Answers) -> Result<Draft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let kind = errors.take("kind", answers.get("kind").parse::<Kind>().map_err(|_| "Выберите вид ресурса"));
    let form = errors.take("form", answers.get("form").parse::<Form>().map_err(|_| "Выберите форму"));
    let title = text(&mut errors, answers, "title", 300);
    if title.is_empty() {
        errors.add("title", "Укажите название");
    }
    let hours = errors.take("hours", hours(answers.get("hours")));
    let dates = ["starts_on", "ends_on", "apply_by", "valid_to"].map(|name| date(&mut errors, answers, name));
    let seats = match answers.get("seats").trim() {
        "" => None,
        raw => errors.take("seats", seats(raw)),
    };
    let link = errors.take("link", link(answers.get("link"))).unwrap_or_default();
    let draft = kind.zip(form).zip(hours).map(|((kind, form), hours)| Draft {
        kind,
        title,
        summary: text(&mut errors, answers, "summary", 4_000),
        provider: text(&mut errors, answers, "provider", 300),
        subject: answers.get("subject").to_owned(),
        form,
        technology: text(&mut errors, answers, "technology", 300),
        hours,
        starts_on: dates[0],
        ends_on: dates[1],
        apply_by: dates[2],
        seats,
        link,
        valid_to: dates[3],
        tags: tags(answers),
    });
    if let Some(draft) = &draft {
        contradictions(draft).into_iter().for_each(|(name, message)| errors.add(name, message));
    }
    errors.or(draft)
}

/// What doesn't go together, by the names of the form.
pub fn contradictions(draft: &Draft) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    if draft.kind.has_day() && draft.starts_on.is_none() {
        found.push(("starts_on", "Укажите день: мастер-класс и открытый урок проходят в назначенный день"));
    }
    if draft.ends_on.is_some() && draft.starts_on.is_none() {
        found.push(("starts_on", "Указано окончание, но не начало"));
    }
    if draft.starts_on.zip(draft.ends_on).is_some_and(|(starts, ends)| ends < starts) {
        found.push(("ends_on", "Окончание раньше начала. Проверьте даты"));
    }
    if draft.apply_by.zip(draft.ends_on.or(draft.starts_on)).is_some_and(|(apply, end)| apply > end) {
        found.push(("apply_by", "Запись заканчивается позже, чем сам ресурс. Проверьте даты"));
    }
    found
}

fn text(errors: &mut FieldErrors, answers: &Answers, name: &str, most: usize) -> String {
    let text = answers.get(name).trim().replace("\r\n", "\n");
    if text.chars().count() > most {
        errors.add(name, format!("Слишком длинно. Сократите до {most} знаков"));
    }
    text
}

/// # Errors
/// A sentence.
pub fn hours(raw: &str) -> Result<u32, String> {
    raw.trim().parse().ok().filter(|hours| (1..=MOST_HOURS).contains(hours)).ok_or_else(|| format!("Укажите академические часы целым числом от 1 до {MOST_HOURS}"))
}

/// # Errors
/// A sentence.
pub fn seats(raw: &str) -> Result<u32, &'static str> {
    raw.trim().parse().ok().filter(|seats| *seats <= 100_000).ok_or("Укажите число мест целым числом или оставьте поле пустым, если места не ограничены")
}

fn date(errors: &mut FieldErrors, answers: &Answers, name: &str) -> Option<Date> {
    match answers.get(name).trim() {
        "" => None,
        raw => errors.take(name, kernel::date::parse(raw)),
    }
}

/// An address that a browser opens; empty is none.
///
/// # Errors
/// A sentence.
pub fn link(raw: &str) -> Result<String, &'static str> {
    const WRONG: &str = "Укажите адрес целиком, как в строке браузера: https://example.ru/kurs";
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(String::new());
    }
    let address = url::Url::parse(raw).map_err(|_| WRONG)?;
    let is_plain = matches!(address.scheme(), "http" | "https") && address.has_host() && address.username().is_empty() && address.password().is_none();
    if is_plain && raw.len() <= 1_000 { Ok(address.into()) } else { Err(WRONG) }
}

/// Rows where a competency is chosen; the stronger of two rows about one.
fn tags(answers: &Answers) -> Vec<Tag> {
    let rows = (0..TAGS).map(|at| (answers.get(&format!("tag-{at}")).trim(), answers.get(&format!("strength-{at}")).parse().unwrap_or(2_u8)));
    merged(rows.filter(|(code, _)| !code.is_empty()).map(|(code, strength)| Tag { code: code.to_owned(), strength: strength.clamp(1, 3) }))
}

/// Each competency once, in the order given.
pub fn merged(tags: impl IntoIterator<Item = Tag>) -> Vec<Tag> {
    let mut found: Vec<Tag> = Vec::new();
    for tag in tags {
        match found.iter_mut().find(|known| known.code == tag.code) {
            Some(known) => known.strength = known.strength.max(tag.strength),
            None => found.push(tag),
        }
    }
    found
}

/// A resource as the answers of its form.
#[must_use]
pub fn answers(resource: &Resource, tags: &[Tag]) -> Answers {
    let day = |day: Option<Date>| day.map(kernel::date::short).unwrap_or_default();
    let pairs = [
        ("kind", resource.kind.as_str().to_owned()),
        ("title", resource.title.clone()),
        ("summary", resource.summary.clone()),
        ("provider", resource.provider.clone()),
        ("subject", resource.subject.clone()),
        ("form", resource.form.as_str().to_owned()),
        ("technology", resource.technology.clone()),
        ("hours", resource.hours.to_string()),
        ("starts_on", day(resource.starts_on)),
        ("ends_on", day(resource.ends_on)),
        ("apply_by", day(resource.apply_by)),
        ("seats", resource.seats.map(|seats| seats.to_string()).unwrap_or_default()),
        ("link", resource.link.clone()),
        ("valid_to", day(resource.valid_to)),
        ("version", resource.version.to_string()),
    ];
    let rows = tags.iter().enumerate().flat_map(|(at, tag)| [(format!("tag-{at}"), tag.code.clone()), (format!("strength-{at}"), tag.strength.to_string())]);
    Answers::of(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn posted(pairs: &[(&str, &str)]) -> Answers {
        let base = [("kind", "programme"), ("form", "remote"), ("title", "Оценивание"), ("hours", "36")];
        let base = base.iter().filter(|(name, _)| !pairs.iter().any(|(known, _)| known == name));
        Answers::of(base.chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_and_at_its_field() {
        let errors = draft(&posted(&[("title", " "), ("hours", "много"), ("starts_on", "завтра"), ("seats", "-1"), ("link", "javascript:alert(1)"), ("kind", "x")])).unwrap_err();
        for field in ["title", "hours", "starts_on", "seats", "link", "kind"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn dates_that_contradict_are_refused() {
        let of = |pairs: &[(&str, &str)], field: &str| draft(&posted(pairs)).unwrap_err().of(field).is_some();
        assert!(of(&[("kind", "open_lesson")], "starts_on"));
        assert!(of(&[("ends_on", "10.01.2027")], "starts_on"));
        assert!(of(&[("starts_on", "12.01.2027"), ("ends_on", "10.01.2027")], "ends_on"));
        assert!(of(&[("starts_on", "12.01.2027"), ("apply_by", "13.01.2027")], "apply_by"));
        assert_eq!(draft(&posted(&[("starts_on", "12.01.2027"), ("ends_on", "20.01.2027"), ("apply_by", "13.01.2027")])).unwrap().ends_on, Some(date(2027, 1, 20)));
    }

    #[test]
    fn a_competency_named_twice_keeps_the_stronger() {
        let tags = draft(&posted(&[("tag-0", "М3"), ("strength-0", "1"), ("tag-2", "М3"), ("strength-2", "3"), ("tag-4", "К2"), ("strength-4", "9")])).unwrap().tags;
        assert_eq!(tags, [Tag { code: "М3".into(), strength: 3 }, Tag { code: "К2".into(), strength: 3 }]);
    }

    #[test]
    fn a_link_is_an_address_of_the_web_without_a_password() {
        assert_eq!(link("https://example.ru/курс").as_deref(), Ok("https://example.ru/%D0%BA%D1%83%D1%80%D1%81"));
        for raw in ["ftp://example.ru", "example.ru", "https://", "https://me:secret@example.ru", "file:///etc/passwd"] {
            assert!(link(raw).is_err(), "{raw}");
        }
    }
}
