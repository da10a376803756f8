//! What is typed about an activity, checked: all errors at once.

use crate::model::{Activity, Audience, Extra, Kind, Level, Session};
use ::web::Answers;
use jiff::{SignedDuration, civil::Time, tz::TimeZone};
use kernel::{Date, FieldErrors, Timestamp};

/// Meetings that the form has room for.
pub const SESSIONS: usize = 12;
/// The longest meeting, hours: a mistyped date makes a longer one.
const LONGEST: i64 = 14;

/// An activity as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub kind: Kind,
    pub title: String,
    pub summary: String,
    /// The main one first.
    pub directions: Vec<String>,
    pub subject: String,
    pub development: String,
    pub level: Level,
    /// In order of time, at least one.
    pub sessions: Vec<(Timestamp, Timestamp)>,
    pub where_text: String,
    pub link: String,
    pub audience: Audience,
    pub union: String,
    pub is_public: bool,
    pub seats: Option<u32>,
    pub apply_by: Option<Date>,
    pub minutes: i64,
    pub extra: Extra,
}

impl Draft {
    #[must_use]
    pub fn starts_at(&self) -> Timestamp {
        self.sessions.first().map_or(Timestamp::UNIX_EPOCH, |session| session.0)
    }

    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.sessions.last().map_or(Timestamp::UNIX_EPOCH, |session| session.1)
    }
}

/// Reads the form; times are the region's.
///
/// # Errors
/// By the names of the fields.
pub fn draft(answers: &Answers, zone: &TimeZone) -> Result<Draft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let kind = errors.take("kind", answers.get("kind").parse::<Kind>().map_err(|_| "Выберите вид мероприятия"));
    let level = errors.take("level", answers.get("level").parse::<Level>().map_err(|_| "Выберите уровень"));
    let audience = errors.take("audience", answers.get("audience").parse::<Audience>().map_err(|_| "Выберите, кто может записаться"));
    let title = text(&mut errors, answers, "title", 200);
    if title.is_empty() {
        errors.add("title", "Напишите название: по нему педагоги поймут, идти ли");
    }
    let directions = directions(&mut errors, answers);
    let sessions = sessions(&mut errors, answers, zone);
    let minutes = minutes(&mut errors, answers, &sessions);
    let seats = seats(&mut errors, answers);
    let apply_by = apply_by(&mut errors, answers, &sessions, zone);
    let link = errors.take("link", link(answers.get("link"))).unwrap_or_default();
    let subject = answers.get("subject").to_owned();
    if audience == Some(Audience::Subject) && subject.is_empty() {
        errors.add("subject", "Выберите предмет: записаться смогут учителя этого предмета");
    }
    let union = answers.get("union").to_owned();
    if audience == Some(Audience::Union) && union.is_empty() {
        errors.add("union", "Выберите объединение, участники которого смогут записаться");
    }
    let (summary, where_text) = (text(&mut errors, answers, "summary", 4_000), text(&mut errors, answers, "where_text", 300));
    let extra = kind.map(|kind| extra(&mut errors, answers, kind)).unwrap_or_default();
    let draft = kind.zip(level).zip(audience).map(|((kind, level), audience)| Draft {
        kind,
        title,
        summary,
        directions,
        subject,
        development: answers.get("development").to_owned(),
        level,
        sessions,
        where_text,
        link,
        audience,
        union: if audience == Audience::Union { union } else { String::new() },
        is_public: answers.get("is_public") == "yes",
        seats,
        apply_by,
        minutes,
        extra,
    });
    errors.or(draft)
}

pub(crate) fn text(errors: &mut FieldErrors, answers: &Answers, name: &str, most: usize) -> String {
    let text = answers.get(name).trim().replace("\r\n", "\n");
    if text.chars().count() > most {
        errors.add(name, format!("Слишком длинно. Сократите до {most} знаков"));
    }
    text
}

fn directions(errors: &mut FieldErrors, answers: &Answers) -> Vec<String> {
    let main = answers.get("direction").to_owned();
    if main.is_empty() {
        errors.add("direction", "Выберите направление работы: по нему мероприятие войдёт в отчёт");
    }
    let mut found = vec![main];
    for more in answers.all("more_directions") {
        if !more.is_empty() && !found.iter().any(|known| known == more) {
            found.push(more.to_owned());
        }
    }
    found
}

/// «9:30», «09.30», «930».
pub(crate) fn time(raw: &str) -> Option<Time> {
    let raw = raw.trim().replace(['.', '-', ' '], ":");
    let (hour, minute) = raw.split_once(':').unwrap_or((raw.as_str(), "0"));
    let fits = |text: &str| !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    if !fits(hour) || !fits(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

pub(crate) fn instant(day: Date, at: Time, zone: &TimeZone) -> Option<Timestamp> {
    day.to_datetime(at).to_zoned_datetime(zone.clone()).ok().map(|at| at.timestamp())
}

fn sessions(errors: &mut FieldErrors, answers: &Answers, zone: &TimeZone) -> Vec<(Timestamp, Timestamp)> {
    let mut found = Vec::new();
    for at in 0..SESSIONS {
        let (day, from, to) = (format!("day-{at}"), format!("from-{at}"), format!("to-{at}"));
        let typed = [&day, &from, &to].map(|name| answers.get(name).trim());
        if typed.iter().all(|text| text.is_empty()) {
            continue;
        }
        let date = errors.take(&day, kernel::date::parse(typed[0]));
        let starts = errors.take(&from, time(typed[1]).ok_or("Укажите время начала, например 14:30"));
        let ends = errors.take(&to, time(typed[2]).ok_or("Укажите время окончания, например 16:00"));
        let span = date.zip(starts).zip(ends).and_then(|((date, starts), ends)| instant(date, starts, zone).zip(instant(date, ends, zone)));
        match span {
            Some((starts, ends)) if ends <= starts => errors.add(to, "Окончание раньше начала или совпадает с ним. Проверьте время"),
            Some((starts, ends)) if ends - starts > SignedDuration::from_hours(LONGEST) => errors.add(to, "Встреча длиннее 14 часов. Разбейте её на несколько"),
            Some(span) => found.push(span),
            None => {}
        }
    }
    if found.is_empty() && errors.is_empty() {
        errors.add("day-0", "Укажите день и время хотя бы одной встречи");
    }
    found.sort_unstable();
    if found.windows(2).any(|pair| matches!(pair, [(_, ends), (starts, _)] if starts < ends)) {
        errors.add("day-0", "Встречи накладываются друг на друга. Проверьте даты и время");
    }
    found
}

/// What was typed, or as long as the meetings last.
fn minutes(errors: &mut FieldErrors, answers: &Answers, sessions: &[(Timestamp, Timestamp)]) -> i64 {
    match answers.get("minutes").trim() {
        "" => sessions.iter().map(|(starts, ends)| (*ends - *starts).as_mins()).sum(),
        raw => errors.take("minutes", raw.parse::<i64>().ok().filter(|minutes| (5..=6_000).contains(minutes)).ok_or("Укажите минуты целым числом от 5 до 6000 или оставьте поле пустым")).unwrap_or_default(),
    }
}

fn seats(errors: &mut FieldErrors, answers: &Answers) -> Option<u32> {
    match answers.get("seats").trim() {
        "" => None,
        raw => errors.take("seats", raw.parse::<u32>().ok().filter(|seats| (1..=5_000).contains(seats)).ok_or("Укажите число мест от 1 до 5000 или оставьте поле пустым, если места не ограничены")),
    }
}

fn apply_by(errors: &mut FieldErrors, answers: &Answers, sessions: &[(Timestamp, Timestamp)], zone: &TimeZone) -> Option<Date> {
    let day = match answers.get("apply_by").trim() {
        "" => return None,
        raw => errors.take("apply_by", kernel::date::parse(raw))?,
    };
    let last = sessions.last().map(|(_, ends)| ends.to_zoned_datetime(zone.clone()).date());
    if last.is_some_and(|last| day > last) {
        errors.add("apply_by", "Запись заканчивается позже, чем само мероприятие. Проверьте даты");
    }
    Some(day)
}

/// An address that a browser opens; empty is none.
///
/// # Errors
/// A sentence.
pub(crate) fn link(raw: &str) -> Result<String, &'static str> {
    const WRONG: &str = "Укажите адрес целиком, как в строке браузера: https://example.ru/vstrecha";
    let raw = raw.trim();
    let rest = raw.strip_prefix("https://").or_else(|| raw.strip_prefix("http://"));
    match rest {
        None if raw.is_empty() => Ok(String::new()),
        Some(rest) if raw.len() <= 1_000 && !rest.is_empty() && !rest.starts_with('/') && !raw.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '@')) => Ok(raw.to_owned()),
        Some(_) | None => Err(WRONG),
    }
}

fn extra(errors: &mut FieldErrors, answers: &Answers, kind: Kind) -> Extra {
    let (school, procedure, stage, other) = (answers.get("school").to_owned(), text(errors, answers, "procedure", 200), text(errors, answers, "stage", 200), text(errors, answers, "other_kind", 100));
    match kind {
        Kind::Visit => {
            if school.is_empty() {
                errors.add("school", "Выберите школу, в которую едете");
            }
            Extra { school, stage, ..Extra::default() }
        }
        Kind::Contest => {
            if procedure.is_empty() {
                errors.add("procedure", "Напишите, какой это конкурс");
            }
            Extra { procedure, stage, ..Extra::default() }
        }
        Kind::ExpertWork => {
            let works = match answers.get("works").trim() {
                "" => None,
                raw => errors.take("works", raw.parse::<u32>().ok().filter(|works| *works <= 100_000).ok_or("Укажите число работ целым числом или оставьте поле пустым")),
            };
            Extra { procedure, works, ..Extra::default() }
        }
        Kind::Other => {
            if other.is_empty() {
                errors.add("other_kind", "Напишите, что это за мероприятие");
            }
            Extra { kind: other, ..Extra::default() }
        }
        Kind::MasterClass | Kind::OpenLesson | Kind::GroupSession | Kind::Workshop | Kind::Webinar | Kind::Practice | Kind::RoundTable => Extra::default(),
    }
}

/// An activity as the answers of its form.
#[must_use]
pub fn answers(one: &Activity, directions: &[String], sessions: &[Session], zone: &TimeZone) -> Answers {
    let pairs = [
        ("kind", one.kind.as_str().to_owned()),
        ("title", one.title.clone()),
        ("summary", one.summary.clone()),
        ("direction", one.direction.clone()),
        ("subject", one.subject.clone()),
        ("development", one.development.clone()),
        ("level", one.level.as_str().to_owned()),
        ("place", one.place.to_string()),
        ("where_text", one.where_text.clone()),
        ("link", one.link.clone()),
        ("audience", one.audience.as_str().to_owned()),
        ("union", one.union.clone()),
        ("is_public", if one.is_public { "yes".to_owned() } else { String::new() }),
        ("seats", one.seats.map(|seats| seats.to_string()).unwrap_or_default()),
        ("apply_by", one.apply_by.map(kernel::date::short).unwrap_or_default()),
        ("minutes", one.minutes.to_string()),
        ("school", one.extra.school.clone()),
        ("procedure", one.extra.procedure.clone()),
        ("stage", one.extra.stage.clone()),
        ("works", one.extra.works.map(|works| works.to_string()).unwrap_or_default()),
        ("other_kind", one.extra.kind.clone()),
        ("version", one.version.to_string()),
    ];
    let more = directions.iter().skip(1).map(|code| ("more_directions".to_owned(), code.clone()));
    let rows = sessions.iter().enumerate().flat_map(|(at, session)| {
        let day = session.starts_at.to_zoned_datetime(zone.clone()).date();
        [(format!("day-{at}"), kernel::date::short(day)), (format!("from-{at}"), ui::ru::time(session.starts_at, zone)), (format!("to-{at}"), ui::ru::time(session.ends_at, zone))]
    });
    Answers::of(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(more).chain(rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> TimeZone {
        TimeZone::fixed(jiff::tz::offset(10))
    }

    fn typed(more: &[(&str, &str)]) -> Answers {
        let base = [("kind", "open_lesson"), ("title", "Урок"), ("direction", "d12"), ("level", "school"), ("audience", "everybody"), ("day-0", "01.12.2026"), ("from-0", "10:00"), ("to-0", "10.45")];
        let base = base.iter().filter(|(name, _)| !more.iter().any(|(known, _)| known == name));
        Answers::of(base.chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    fn wrong(more: &[(&str, &str)], name: &str) -> String {
        draft(&typed(more), &zone()).err().and_then(|errors| errors.of(name).map(ToOwned::to_owned)).unwrap_or_default()
    }

    #[test]
    fn times_are_understood_as_people_write_them() {
        for raw in ["9:30", "09:30", "9.30", "09-30", " 9 30 "] {
            assert_eq!(time(raw), Time::new(9, 30, 0, 0).ok(), "{raw}");
        }
        assert_eq!(time("14"), Time::new(14, 0, 0, 0).ok());
        for raw in ["", "25:00", "9:61", "утром", "9:3a", "930:1"] {
            assert_eq!(time(raw), None, "{raw}");
        }
    }

    #[test]
    fn minutes_left_empty_are_as_long_as_the_meetings() {
        let draft = draft(&typed(&[("day-1", "02.12.2026"), ("from-1", "10:00"), ("to-1", "11:30")]), &zone()).unwrap();
        assert_eq!((draft.minutes, draft.sessions.len()), (135, 2));
        assert_eq!(draft.starts_at(), "2026-12-01T00:00:00Z".parse::<Timestamp>().unwrap());
    }

    #[test]
    fn what_does_not_go_together_is_said_at_its_field() {
        assert!(wrong(&[("to-0", "9:00")], "to-0").contains("раньше начала"));
        assert!(wrong(&[("day-1", "01.12.2026"), ("from-1", "10:30"), ("to-1", "11:00")], "day-0").contains("накладываются"));
        assert!(wrong(&[("apply_by", "05.12.2026")], "apply_by").contains("позже"));
        assert!(wrong(&[("audience", "subject")], "subject").contains("предмет"));
        assert!(wrong(&[("kind", "visit")], "school").contains("школу"));
        assert!(wrong(&[("kind", "contest")], "procedure").contains("конкурс"));
        assert!(wrong(&[("kind", "other")], "other_kind").contains("Напишите"));
        assert!(wrong(&[("day-0", ""), ("from-0", ""), ("to-0", "")], "day-0").contains("хотя бы одной"));
        assert!(wrong(&[("link", "javascript:alert(1)")], "link").contains("адрес целиком"));
        assert!(wrong(&[("seats", "0")], "seats").contains("число мест"));
        assert!(wrong(&[("direction", "")], "direction").contains("направление"));
    }

    #[test]
    fn a_direction_named_twice_counts_once() {
        let draft = draft(&typed(&[("more_directions", "d12"), ("more_directions", "d03")]), &zone()).unwrap();
        assert_eq!(draft.directions, ["d12", "d03"]);
    }
}
