//! A meeting as planned, and its minutes as written.

use super::{line_of, link, required, text};
use crate::model::{DecisionId, Item, ItemId, Meeting};
use ::web::Answers;
use kernel::{
    Date, FieldErrors,
    id::PersonId,
    name::{clean_line, clean_text},
};

/// How many questions the form has room for.
pub const ITEMS: usize = 12;
/// How many decisions the form has room for.
pub const DECISIONS: usize = 20;
const LONGEST: i64 = 12 * 60;

/// A meeting as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingDraft {
    pub title: String,
    pub held_on: Date,
    pub begins: String,
    pub minutes: i64,
    pub venue: String,
    pub link: String,
    pub direction: String,
    pub invited: String,
    pub items: Vec<ItemDraft>,
}

/// A question of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDraft {
    pub id: Option<ItemId>,
    pub title: String,
    pub speaker: Option<PersonId>,
    pub lasts: i64,
}

/// # Errors
/// By the names of the fields.
pub fn meeting(answers: &Answers) -> Result<MeetingDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let title = required(&mut errors, answers, "title", 250, "Напишите, о чём заседание");
    let held_on = errors.take("held_on", kernel::date::parse(answers.get("held_on").trim()));
    let begins = errors.take("begins", time(answers.get("begins")));
    let minutes = errors.take("minutes", lasting(answers.get("minutes")));
    let (venue, link) = (line_of(&mut errors, answers, "venue", 250), link(&mut errors, answers, "link"));
    if venue.is_empty() && link.is_empty() && errors.of("link").is_none() {
        errors.add("venue", "Укажите место или ссылку: иначе участники не найдут заседание");
    }
    let invited = text(&mut errors, answers, "invited", 500);
    let items = items(&mut errors, answers);
    let draft = held_on.zip(begins).zip(minutes).map(|((held_on, begins), minutes)| MeetingDraft { title, held_on, begins, minutes, venue, link, direction: answers.get("direction").to_owned(), invited, items });
    errors.or(draft)
}

fn items(errors: &mut FieldErrors, answers: &Answers) -> Vec<ItemDraft> {
    let mut found = Vec::new();
    for at in 0..ITEMS {
        let title = clean_line(answers.get(&format!("item-{at}")));
        if title.is_empty() {
            continue;
        }
        if title.chars().count() > 300 {
            errors.add(format!("item-{at}"), "Слишком длинно. Сократите до 300 знаков");
        }
        let lasts = match answers.get(&format!("lasts-{at}")).trim() {
            "" => Some(0),
            raw => errors.take(&format!("lasts-{at}"), lasting(raw)),
        };
        found.push(ItemDraft { id: answers.get(&format!("item-id-{at}")).parse().ok(), title, speaker: answers.get(&format!("speaker-{at}")).parse().ok(), lasts: lasts.unwrap_or(0) });
    }
    found
}

/// `14:00`, `9.30`, `9`.
fn time(raw: &str) -> Result<String, &'static str> {
    const WRONG: &str = "Укажите время так: 14:00";
    let text = raw.trim().replace(['.', '-', ' '], ":");
    let (hours, minutes) = text.split_once(':').unwrap_or((&text, "0"));
    match (hours.parse::<u8>(), minutes.parse::<u8>()) {
        (Ok(hours @ 0..=23), Ok(minutes @ 0..=59)) if hours_are_short(raw) => Ok(format!("{hours:02}:{minutes:02}")),
        _ => Err(WRONG),
    }
}

fn hours_are_short(raw: &str) -> bool {
    (1..=5).contains(&raw.trim().len())
}

fn lasting(raw: &str) -> Result<i64, String> {
    raw.trim().parse().ok().filter(|minutes| (1..=LONGEST).contains(minutes)).ok_or_else(|| format!("Укажите минуты целым числом от 1 до {LONGEST}"))
}

/// A meeting as the answers of its form.
#[must_use]
pub fn meeting_answers(meeting: &Meeting, items: &[Item]) -> Answers {
    let mut pairs = vec![
        ("title".to_owned(), meeting.title.clone()),
        ("held_on".to_owned(), kernel::date::short(meeting.held_on)),
        ("begins".to_owned(), meeting.begins.clone()),
        ("minutes".to_owned(), meeting.minutes.to_string()),
        ("venue".to_owned(), meeting.venue.clone()),
        ("link".to_owned(), meeting.link.clone()),
        ("direction".to_owned(), meeting.direction.clone()),
        ("invited".to_owned(), meeting.invited.clone()),
        ("version".to_owned(), meeting.version.to_string()),
    ];
    for (at, item) in items.iter().enumerate() {
        pairs.push((format!("item-{at}"), item.title.clone()));
        pairs.push((format!("item-id-{at}"), item.id.to_string()));
        pairs.push((format!("speaker-{at}"), item.speaker.map(|id| id.to_string()).unwrap_or_default()));
        pairs.push((format!("lasts-{at}"), if item.lasts == 0 { String::new() } else { item.lasts.to_string() }));
    }
    Answers::of(pairs)
}

/// What was heard and decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MinutesDraft {
    pub heard: Vec<(ItemId, String)>,
    pub decisions: Vec<DecisionDraft>,
}

/// A decision as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionDraft {
    pub id: Option<DecisionId>,
    pub item: Option<ItemId>,
    pub what: String,
    pub owner: Option<PersonId>,
    pub due_on: Option<Date>,
}

/// # Errors
/// By the names of the fields.
pub fn minutes(answers: &Answers, items: &[Item]) -> Result<MinutesDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut draft = MinutesDraft::default();
    for (at, item) in items.iter().enumerate() {
        draft.heard.push((item.id, text(&mut errors, answers, &format!("heard-{at}"), 6_000)));
    }
    for at in 0..DECISIONS {
        let get = |name: &str| answers.get(&format!("{name}-{at}"));
        let what = clean_text(get("what"));
        if what.is_empty() {
            if !get("owner").is_empty() || !get("due").trim().is_empty() {
                errors.add(format!("what-{at}"), "Указан ответственный или срок, а само решение не записано");
            }
            continue;
        }
        if what.chars().count() > 1_000 {
            errors.add(format!("what-{at}"), "Слишком длинно. Сократите до 1000 знаков");
        }
        let due_on = match get("due").trim() {
            "" => None,
            raw => errors.take(&format!("due-{at}"), kernel::date::parse(raw)),
        };
        let owner: Option<PersonId> = get("owner").parse().ok();
        if owner.is_some() && due_on.is_none() && errors.of(&format!("due-{at}")).is_none() {
            errors.add(format!("due-{at}"), "Назовите срок: без него ответственный не узнает, когда решение ждут");
        }
        let item = get("for").parse().ok().filter(|id| items.iter().any(|item| item.id == *id));
        draft.decisions.push(DecisionDraft { id: get("decision").parse().ok(), item, what, owner, due_on });
    }
    errors.or(Some(draft))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Answers {
        Answers::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn time_is_understood_as_people_write_it() {
        for (raw, read) in [("14:00", "14:00"), ("9.30", "09:30"), ("9", "09:00"), ("14-05", "14:05")] {
            assert_eq!(time(raw).as_deref(), Ok(read), "{raw}");
        }
        for raw in ["", "25:00", "14:60", "в два", "140000"] {
            assert!(time(raw).is_err(), "{raw}");
        }
    }

    #[test]
    fn a_meeting_needs_a_subject_a_day_an_hour_and_a_way_to_it() {
        let errors = meeting(&posted(&[("minutes", "0")])).unwrap_err();
        for field in ["title", "held_on", "begins", "minutes", "venue"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
        let draft = meeting(&posted(&[("title", "О плане"), ("held_on", "12.12.2026"), ("begins", "15"), ("minutes", "60"), ("link", "https://meet.example.ru/1"), ("item-0", "План"), ("item-3", "Разное")])).unwrap();
        assert_eq!(draft.items.len(), 2);
    }

    #[test]
    fn a_decision_with_an_owner_has_a_day_and_one_without_words_is_an_error() {
        let person = PersonId::fresh().to_string();
        let errors = minutes(&posted(&[("what-0", "Сделать"), ("owner-0", &person), ("due-1", "12.12.2026")]), &[]).unwrap_err();
        assert!(errors.of("due-0").is_some() && errors.of("what-1").is_some());
        let draft = minutes(&posted(&[("what-0", "Сделать"), ("owner-0", &person), ("due-0", "12.12.2026"), ("what-1", "Принять к сведению")]), &[]).unwrap();
        assert_eq!(draft.decisions.len(), 2);
    }
}
