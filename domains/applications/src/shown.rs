//! Answers in words: one reading for the applicant's last look, the coordinator's card, the printed form and the comparison.

use crate::{
    answers::{Answers, Assessment, Course},
    card::{METHODICAL_DAYS, TRAVEL},
    field::Field,
    lists::Lists,
};
use kernel::{Result, Tx, id::PlaceId, name::clean_line};
use structure::{
    places,
    profile::{MembershipKind, TermKind},
};

/// Names of the places that answers point to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceNames {
    pub municipality: String,
    pub school: String,
    /// The school is open and lies in the municipality.
    pub fits: bool,
}

impl PlaceNames {
    /// Looks up the places of these answers.
    pub fn of(tx: &mut Tx<'_>, answers: &Answers) -> Result<Self> {
        let today = tx.today();
        let municipality = places::find(tx, &PlaceId::from(answers.municipality.as_str()), today)?.filter(|place| place.kind == places::PlaceKind::Municipality);
        let school = places::find(tx, &PlaceId::from(answers.school.as_str()), today)?.filter(|place| place.kind == places::PlaceKind::School);
        let fits = school.as_ref().is_some_and(|school| school.is_open_on(today) && school.parent.as_ref().is_some_and(|parent| parent.as_str() == answers.municipality));
        Ok(Self { municipality: municipality.map(|place| place.name).unwrap_or_default(), school: school.map(|place| place.name).unwrap_or_default(), fits })
    }
}

/// A question as it is called and the answer in words; empty if there is none.
pub type Line = (String, String);

/// The lines of a field.
#[must_use]
pub fn lines(field: Field, answers: &Answers, lists: &Lists, places: &PlaceNames) -> Vec<Line> {
    let a = answers;
    let term = |kind: TermKind, code: &str| if code.is_empty() { String::new() } else { lists.label(kind, code) };
    let terms = |kind: TermKind, codes: &[String]| codes.iter().map(|code| lists.label(kind, code)).collect::<Vec<_>>().join("; ");
    let line = |label: &str, value: String| (label.to_owned(), value);
    match field {
        Field::FullName => vec![line("Фамилия", clean_line(&a.family)), line("Имя", clean_line(&a.given)), line("Отчество", clean_line(&a.patronymic))],
        Field::BirthDate => vec![line("Дата рождения", day(&a.birth_on))],
        Field::Phone => vec![line("Телефон", kernel::contact::phone(&a.phone).map_or_else(|_| clean_line(&a.phone), |phone| kernel::contact::phone_shown(&phone)))],
        Field::Email => vec![line("Электронная почта", clean_line(&a.email))],
        Field::Education => vec![line("Образование", term(TermKind::EducationLevel, &a.education)), line("Вуз или колледж, специальность", clean_line(&a.education_text))],
        Field::Category => category(a, term(TermKind::Category, &a.category)),
        Field::School => vec![line("Муниципалитет", places.municipality.clone()), line("Школа", places.school.clone())],
        Field::Position => vec![line("Должность", position(a, lists))],
        Field::Subjects if a.no_subject == "yes" => vec![line("Предметы", "сейчас не преподаю".into())],
        Field::Subjects => subjects(a, terms(TermKind::Subject, &a.subjects), term(TermKind::Subject, &a.main_subject)),
        Field::PositionSince => vec![line("На педагогической работе с", day(&a.teaching_since)), line("По специальности с", day(&a.speciality_since)), line("В должности с", day(&a.position_since))],
        Field::Courses => vec![line("Курсы", a.courses.iter().map(course).collect::<Vec<_>>().join("\n"))],
        Field::Assessment => vec![line("Оценка компетенций", a.assessments.iter().map(|one| assessment(one, lists)).collect::<Vec<_>>().join("\n"))],
        Field::Wish => wish(a, lists),
        Field::WorkDirections => vec![line("Направления работы", terms(TermKind::WorkDirection, &a.work_directions))],
        Field::Conditions => vec![line("Методический день", offered(&METHODICAL_DAYS, &a.methodical_day)), line("Готовность к поездкам", offered(&TRAVEL, &a.travel))],
        Field::Roles => vec![line("Ваши роли", terms(TermKind::ApplicantRole, &a.roles))],
        Field::Criteria => vec![line("Основания", a.criteria.iter().map(|code| claim(code, a, lists)).collect::<Vec<_>>().join("\n"))],
        Field::Evidence => Vec::new(),
    }
}

fn day(raw: &str) -> String {
    kernel::date::parse(raw).map_or_else(|_| clean_line(raw), ui::ru::date)
}

fn offered(offered: &[(&str, &str)], code: &str) -> String {
    offered.iter().find(|(known, _)| *known == code).map(|(_, label)| (*label).to_owned()).unwrap_or_default()
}

fn category(a: &Answers, label: String) -> Vec<Line> {
    let mut lines = vec![("Категория".to_owned(), label)];
    if !matches!(a.category.as_str(), "" | "none") {
        lines.push(("Присвоена".into(), day(&a.category_on)));
        lines.push(("Приказ".into(), clean_line(&a.category_order)));
    }
    lines
}

fn subjects(a: &Answers, all: String, main: String) -> Vec<Line> {
    let mut lines = vec![("Предметы".to_owned(), all)];
    if a.subjects.len() > 1 {
        lines.push(("Основной предмет".into(), main));
    }
    lines
}

/// The position as typed or chosen.
#[must_use]
pub fn position(a: &Answers, lists: &Lists) -> String {
    let text = clean_line(&a.position_text);
    match a.position.as_str() {
        "" | "other" => text,
        code if text.is_empty() => lists.label(TermKind::Position, code),
        code => format!("{}, {text}", lists.label(TermKind::Position, code)),
    }
}

fn wish(a: &Answers, lists: &Lists) -> Vec<Line> {
    let kind = a.kind.parse::<MembershipKind>().ok();
    let mut lines = vec![("Вид участия".to_owned(), kind.map(|kind| lists.kind(kind)).unwrap_or_default())];
    match kind {
        Some(MembershipKind::SubjectMethodist) => lines.push(("По предмету".into(), lists.label(TermKind::Subject, &a.wish_subject))),
        Some(MembershipKind::DirectionMethodist) => lines.push(("По направлению".into(), lists.label(TermKind::DevelopmentDirection, &a.wish_direction))),
        Some(MembershipKind::MunicipalManager | MembershipKind::SchoolManager) | None => {}
    }
    lines
}

fn course(course: &Course) -> String {
    let parts = [clean_line(&course.topic), format!("{} ч", clean_line(&course.hours)), clean_line(&course.year), clean_line(&course.provider), clean_line(&course.document)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn assessment(one: &Assessment, lists: &Lists) -> String {
    let label = |kind, code: &str| if code.is_empty() { String::new() } else { lists.label(kind, code) };
    let score = if one.score.trim().is_empty() { String::new() } else { format!("{} из {}", clean_line(&one.score), clean_line(&one.best)) };
    let level = label(TermKind::AssessmentLevel, &one.level);
    let level = if level.is_empty() { level } else { format!("уровень «{level}»") };
    let parts = [clean_line(&one.source), day(&one.passed_on), label(TermKind::Subject, &one.subject), score, level, clean_line(&one.document)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn claim(code: &str, a: &Answers, lists: &Lists) -> String {
    let title = lists.criterion(code).map_or_else(|| code.to_owned(), |criterion| criterion.title.clone());
    match a.criterion_notes.get(code).map(|note| clean_line(note)).filter(|note| !note.is_empty()) {
        Some(note) => format!("{title}: {note}"),
        None => title,
    }
}

/// What a correction changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub field: Field,
    pub label: String,
    pub before: String,
    pub now: String,
}

/// Compares what was sent with what was sent before, line by line.
#[must_use]
pub fn changes(before: (&Answers, &PlaceNames), now: (&Answers, &PlaceNames), lists: &Lists) -> Vec<Change> {
    let mut found = Vec::new();
    for field in Field::ALL.iter().copied() {
        let (old, new) = (lines(field, before.0, lists, before.1), lines(field, now.0, lists, now.1));
        let labels: Vec<&String> = new.iter().map(|(label, _)| label).chain(old.iter().map(|(label, _)| label).filter(|label| !new.iter().any(|(known, _)| known == *label))).collect();
        for label in labels {
            let value = |lines: &[Line]| lines.iter().find(|(known, _)| known == label).map(|(_, value)| value.clone()).unwrap_or_default();
            let (was, is) = (value(&old), value(&new));
            if was != is {
                found.push(Change { field, label: label.clone(), before: was, now: is });
            }
        }
    }
    found
}
