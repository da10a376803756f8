//! The catalogue of resources: about three hundred for the whole region, of every kind, with the sample framework's competencies;
//! written by the coordinator, reviewed by the methodist, a few still drafts, a few withdrawn.

use crate::{Size, personas, region::School};
use access::{Actor, Scope};
use jiff::{Span, ToSpan};
use kernel::{Date, Result, Slice, Tx, id::PersonId, id::PlaceId};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use resources::{Attached, Draft, Form, Kind, ResourceId, Tag};
use std::collections::BTreeMap;
use structure::{places::REGION, profile::TermKind, terms};
use web::App;

/// Its own, so that the rest of the region stays as it was before there was a catalogue.
const SEED: u64 = 1_720;
const COUNT: u32 = 300;

/// What each competency of the sample is about, in the words of a title.
const THEMES: &[(&str, &str)] = &[
    ("П1", "Трудные темы курса"),
    ("П2", "Задачи второй части экзамена"),
    ("П3", "Типичные ошибки и как их предупредить"),
    ("П4", "Функциональная грамотность на уроке"),
    ("П5", "Данные, графики и источники"),
    ("М1", "Урок от результата"),
    ("М2", "Оценивание, которое помогает учиться"),
    ("М3", "Разные дети на одном уроке"),
    ("М4", "Урок, на котором думают все"),
    ("М5", "Цифровые средства к месту"),
    ("ПП1", "Возраст и трудности развития"),
    ("ПП2", "Интерес к учению"),
    ("ПП3", "Дети с ОВЗ в обычном классе"),
    ("ПП4", "Безопасная обстановка в классе"),
    ("ПП5", "Воспитание через предмет"),
    ("К1", "Ясное объяснение"),
    ("К2", "Диалог с классом"),
    ("К3", "Разговор с родителями"),
    ("К4", "Уроки коллег: смотрим и обсуждаем"),
    ("К5", "Конфликт: от спора к решению"),
];
const TECHNOLOGIES: &[&str] = &["перевёрнутый класс", "разбор случаев", "мастерская", "взаимное посещение уроков", "проектная работа", ""];
const SUBJECTS: &[&str] = &["matematika", "russkii_yazyk", "fizika", "istoriya", "", "", "", ""];
const PROVIDERS: &[&str] = &["Институт развития образования", "Центр непрерывного повышения мастерства", "Методическая служба", "Педагогический университет"];

/// Who writes, who reviews, and what titles are made of.
struct Cast<'a> {
    coordinator: &'a Actor,
    methodist: &'a Actor,
    today: Date,
    subjects: Vec<(String, String)>,
    mentors: Vec<PersonId>,
    places: Vec<PlaceId>,
}

/// Fills the catalogue.
pub fn build(app: &App, schools: &[School], size: Size) -> Result<()> {
    let (coordinator, methodist) = (personas::actor(app, "coordinator")?, personas::actor(app, "methodist")?);
    app.db.write(|tx| {
        let cast = cast(tx, &coordinator, &methodist, schools)?;
        let mut chance = StdRng::seed_from_u64(SEED);
        let mut courses: BTreeMap<usize, ResourceId> = BTreeMap::new();
        for at in 0..size.of(COUNT).max(40) as usize {
            let (theme, draft) = draft(&cast, &mut chance, at);
            let id = write(tx, &cast, at, &draft)?;
            follow(tx, &cast, (id, theme, draft.kind), &mut courses)?;
            settle(tx, app, &cast, (at, id, draft.kind))?;
        }
        Ok(())
    })
}

fn cast<'a>(tx: &mut Tx<'_>, coordinator: &'a Actor, methodist: &'a Actor, schools: &[School]) -> Result<Cast<'a>> {
    let today = tx.today();
    let known = terms::terms(tx, TermKind::Subject, today)?;
    let subjects = known.into_iter().map(|term| (term.code, term.label)).collect();
    let members = membership::list(tx, &Scope::program("the demo names mentors"), &membership::Filter::default(), today, Slice::new(1, 60))?;
    let mentors = members.rows.into_iter().map(|row| row.membership.person).collect();
    let mut places = vec![PlaceId::from(REGION); 6];
    places.extend(schools.iter().step_by(9).take(20).flat_map(|school| [school.municipality.clone(), school.municipality.clone(), school.id.clone()]));
    Ok(Cast { coordinator, methodist, today, subjects, mentors, places })
}

/// Kinds in turn: as many short things as a catalogue needs, fewer long ones.
const KINDS: [Kind; 12] =
    [Kind::Programme, Kind::MasterClass, Kind::Material, Kind::OpenLesson, Kind::Practice, Kind::Programme, Kind::MasterClass, Kind::Internship, Kind::Material, Kind::Mentor, Kind::OpenLesson, Kind::Material];

fn draft(cast: &Cast<'_>, chance: &mut StdRng, at: usize) -> (usize, Draft) {
    let (kind, theme) = (KINDS[at % KINDS.len()], (at / KINDS.len() * 7 + at) % THEMES.len());
    let (code, words) = THEMES[theme];
    let subject = SUBJECTS[chance.random_range(0..SUBJECTS.len())];
    let subject = cast.subjects.iter().find(|(known, _)| known == subject);
    let label = subject.map(|(_, label)| format!(", {label}")).unwrap_or_default();
    let number = at / THEMES.len() + 1;
    let (starts_on, ends_on) = dates(cast.today, chance, kind);
    let mut tags = vec![Tag { code: code.into(), strength: 3 }];
    let other = THEMES[(theme + 1 + chance.random_range(0..THEMES.len() - 1)) % THEMES.len()].0;
    if chance.random_range(0..2) == 0 {
        tags.push(Tag { code: other.into(), strength: chance.random_range(1..=2) });
    }
    let draft = Draft {
        kind,
        title: format!("{}: {}{label}", title(kind), words.to_lowercase()) + &if number > 1 { format!(" ({number})") } else { String::new() },
        summary: format!("{words}: что изменить уже на следующем уроке и как увидеть, что получилось."),
        provider: PROVIDERS[chance.random_range(0..PROVIDERS.len())].into(),
        subject: subject.map(|(code, _)| code.clone()).unwrap_or_default(),
        form: form(kind, chance),
        technology: TECHNOLOGIES[chance.random_range(0..TECHNOLOGIES.len())].into(),
        hours: hours(kind, chance),
        apply_by: starts_on.filter(|_| kind == Kind::Programme).and_then(|day| day.checked_sub(7.days()).ok()),
        starts_on,
        ends_on,
        seats: (kind == Kind::Internship).then(|| chance.random_range(1..=12)),
        link: if kind == Kind::Material { format!("https://example.ru/material/{}", at + 1) } else { String::new() },
        valid_to: None,
        tags,
    };
    (theme, draft)
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Programme => "Курс",
        Kind::Internship => "Стажировка",
        Kind::MasterClass => "Мастер-класс",
        Kind::OpenLesson => "Открытый урок",
        Kind::Mentor => "Наставник",
        Kind::Material => "Материал",
        Kind::Practice => "Практика",
    }
}

fn hours(kind: Kind, chance: &mut StdRng) -> u32 {
    match kind {
        Kind::Programme => [16, 18, 24, 36, 72][chance.random_range(0..5)],
        Kind::Internship => [16, 24, 36][chance.random_range(0..3)],
        Kind::MasterClass | Kind::OpenLesson => chance.random_range(2..=4),
        Kind::Mentor => chance.random_range(8..=16),
        Kind::Material => chance.random_range(1..=4),
        Kind::Practice => chance.random_range(4..=10),
    }
}

fn form(kind: Kind, chance: &mut StdRng) -> Form {
    match kind {
        Kind::Programme => [Form::Remote, Form::Mixed, Form::InPerson][chance.random_range(0..3)],
        Kind::MasterClass => [Form::InPerson, Form::Remote][chance.random_range(0..2)],
        Kind::Internship | Kind::OpenLesson => Form::InPerson,
        Kind::Mentor | Kind::Practice => Form::Mixed,
        Kind::Material => Form::SelfPaced,
    }
}

/// What has days has them within the coming school year.
fn dates(today: Date, chance: &mut StdRng, kind: Kind) -> (Option<Date>, Option<Date>) {
    let after = |days: i64| today.checked_add(Span::new().days(days)).ok();
    let first: i64 = chance.random_range(14..240);
    match kind {
        Kind::Programme | Kind::Internship => (after(first), after(first + chance.random_range(5..30))),
        Kind::MasterClass | Kind::OpenLesson => (after(first), None),
        Kind::Mentor | Kind::Material | Kind::Practice => (None, None),
    }
}

fn write(tx: &mut Tx<'_>, cast: &Cast<'_>, at: usize, draft: &Draft) -> Result<ResourceId> {
    let place = &cast.places[at % cast.places.len()];
    let id = resources::add(tx, cast.coordinator, place, draft, &Attached::Kept)?;
    if draft.kind == Kind::Mentor && !cast.mentors.is_empty() {
        resources::name_mentor(tx, cast.coordinator, id, cast.mentors[at % cast.mentors.len()], 1)?;
    }
    Ok(id)
}

/// An internship comes after a course on the same thing that ends before it begins, if there is one.
fn follow(tx: &mut Tx<'_>, cast: &Cast<'_>, (id, theme, kind): (ResourceId, usize, Kind), courses: &mut BTreeMap<usize, ResourceId>) -> Result<()> {
    match kind {
        Kind::Programme => {
            courses.insert(theme, id);
        }
        Kind::Internship => {
            let Some(course) = courses.get(&theme).copied() else { return Ok(()) };
            let mut found = [course, id].map(|one| resources::find(tx, &resources::Sight::program(), one)).into_iter().collect::<Result<Vec<_>>>()?;
            let (Some(after), Some(before)) = (found.pop(), found.pop()) else { return Ok(()) };
            if before.ends_on <= after.starts_on {
                resources::need(tx, cast.coordinator, id, course, after.version)?;
            }
        }
        Kind::MasterClass | Kind::OpenLesson | Kind::Mentor | Kind::Material | Kind::Practice => {}
    }
    Ok(())
}

/// One in twenty waits for its review, of these some came back with words; one in forty was withdrawn; the rest is offered.
fn settle(tx: &mut Tx<'_>, app: &App, cast: &Cast<'_>, (at, id, kind): (usize, ResourceId, Kind)) -> Result<()> {
    if at % 20 == 7 || (kind == Kind::Mentor && cast.mentors.is_empty()) {
        let version = resources::find(tx, &resources::Sight::program(), id)?.version;
        return if at % 60 == 7 { resources::give_back(tx, cast.methodist, id, version, "Сколько часов из них очно? Укажите и проверьте день начала") } else { Ok(()) };
    }
    let version = resources::find(tx, &resources::Sight::program(), id)?.version;
    resources::review(tx, cast.methodist, id, version)?;
    if at % 40 == 11 {
        resources::withdraw(tx, &app.listeners, cast.coordinator, id, "Перенесено на следующий учебный год", version + 1)?;
    }
    Ok(())
}
