//! Two years of activities in all states, told month by month: planned and signed up for at its beginning, held and closed at its end.
//! Those of the months to come are announced, the persona holds one and is signed up for others.

use crate::{Size, personas};
use access::Actor;
use activities::{
    ActivityId, Audience, Draft, Extra, HostState, Kind, Level, Phase, closing, feedback, followup, hosts, packet,
    planning::{self, HeldBy},
    presence::{self, Ticks},
    signing, store,
};
use jiff::{SignedDuration, ToSpan, civil::Time, tz::TimeZone};
use kernel::{Clock, Date, Db, Error, Result, Timestamp, Tx, id::PersonId, news::Listeners, params};
use web::App;

const MONTHS_BACK: i32 = 24;
const MONTHS_AHEAD: i32 = 2;
/// People who come to one: enough for figures of feedback, few enough for a quick start.
const COMING: usize = 7;

const KINDS: [Kind; 12] =
    [Kind::OpenLesson, Kind::MasterClass, Kind::GroupSession, Kind::Webinar, Kind::OpenLesson, Kind::Workshop, Kind::Visit, Kind::MasterClass, Kind::RoundTable, Kind::Practice, Kind::ExpertWork, Kind::Contest];
const TOPICS: [&str; 20] = [
    "Обратная связь, которая помогает учиться",
    "Читаем сплошной и несплошной текст",
    "Дроби без страха",
    "Формирующее оценивание в начальной школе",
    "Задания на функциональную грамотность",
    "Смешанный класс: трое вперёд, трое назад",
    "Первый урок молодого учителя",
    "Как говорить с родителями о трудном",
    "Проект, который дети доводят до конца",
    "Подготовка к ОГЭ без натаскивания",
    "Дети с ОВЗ в обычном классе",
    "Олимпиадная задача на обычном уроке",
    "Разбираем работы с устного собеседования",
    "Эксперимент на уроке физики своими руками",
    "Самооценка: листок, который работает",
    "Урок-исследование в сельской школе",
    "Взаимное посещение уроков: что смотреть",
    "Перевёрнутый класс: что читать до урока",
    "Выгорание: как заметить и что сделать",
    "Практика, которую хочется повторить",
];

/// Who can log in, with the place of work.
struct Person {
    actor: Actor,
    id: PersonId,
    school: kernel::id::PlaceId,
    path: String,
}

struct Ground<'a> {
    app: &'a App,
    /// The region's; the program's own is not known before the region is made.
    zone: TimeZone,
    coordinator: Actor,
    people: Vec<Person>,
    school: String,
    a_month: usize,
}

/// Tells the activities.
pub fn build(app: &App, size: Size) -> Result<()> {
    let (people, school) = app.db.read(|tx| Ok((people(tx)?, tx.one("SELECT id FROM place WHERE kind = 'school' ORDER BY id LIMIT 1", params![], |row| row.get(0))?)))?;
    if people.len() < COMING * 2 {
        return Ok(());
    }
    let ground = Ground { app, zone: app.db.read(structure::zone)?, coordinator: personas::coordinator(app)?, people, school, a_month: (size.of(240) / 10).max(3) as usize };
    let today = app.clock().today();
    for month in -MONTHS_BACK..=MONTHS_AHEAD {
        let first = today.checked_add(month.months()).map_or(today, Date::first_of_month);
        ground.month(first, usize::try_from(month + MONTHS_BACK).unwrap_or(0))?;
    }
    lively(&ground)
}

/// Members who can log in, the persona first.
fn people(tx: &mut Tx<'_>) -> Result<Vec<Person>> {
    let sql = "SELECT p.id, p.place_id, pl.path FROM person p JOIN account a ON a.person_id = p.id JOIN place pl ON pl.id = p.place_id
        WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND a.disabled_at IS NULL AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.ended_on IS NULL)
        ORDER BY CASE WHEN a.email LIKE '%@aktiv.example' THEN 0 ELSE 1 END, a.email, p.id LIMIT 240";
    let rows: Vec<(PersonId, kernel::id::PlaceId, String)> = tx.query(sql, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut found = Vec::new();
    for (id, school, path) in rows {
        found.extend(personas::teacher(tx, id)?.map(|actor| Person { actor, id, school, path }));
    }
    Ok(found)
}

fn at(day: Date, hour: i8, zone: &TimeZone) -> Timestamp {
    let hour = Time::new(hour, 0, 0, 0).unwrap_or_default();
    day.to_datetime(hour).to_zoned_datetime(zone.clone()).map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp())
}

fn weekday(day: Date) -> Date {
    let ahead = match day.weekday().to_monday_zero_offset() {
        5 => 2,
        6 => 1,
        _ => 0,
    };
    day.checked_add(ahead.days()).unwrap_or(day)
}

/// One activity on its way.
struct Told<'a> {
    id: ActivityId,
    number: usize,
    host: &'a Person,
    coming: Vec<&'a Person>,
    ends_at: Timestamp,
}

impl Ground<'_> {
    fn db(&self, at: Timestamp) -> Db {
        self.app.db.with_clock(Clock::fixed(at, self.zone.clone()))
    }

    fn month(&self, first: Date, number: usize) -> Result<()> {
        let now = self.app.clock().now();
        let before = first.checked_sub(10.days()).unwrap_or(first);
        let planned_at = at(before, 9, &self.zone).min(now - SignedDuration::from_hours(2));
        let told = self.db(planned_at).write(|tx| (0..self.a_month).filter_map(|at| self.plan(tx, first, number * self.a_month + at, at).transpose()).collect::<Result<Vec<_>>>())?;
        let (over, _ahead): (Vec<Told<'_>>, Vec<Told<'_>>) = told.into_iter().partition(|one| one.ends_at < now);
        let last = over.iter().map(|one| one.ends_at).max();
        let Some(after) = last.map(|last| (last + SignedDuration::from_hours(3)).min(now)) else { return Ok(()) };
        let is_recent = now - after < SignedDuration::from_hours(24 * 12);
        self.db(after).write(|tx| over.iter().try_for_each(|one| self.finish(tx, one, is_recent)))
    }

    fn plan(&self, tx: &mut Tx<'_>, first: Date, number: usize, in_month: usize) -> Result<Option<Told<'_>>> {
        let day = weekday(first.checked_add(i64::try_from(in_month * 26 / self.a_month).unwrap_or(0).days()).unwrap_or(first));
        let Some(host) = self.people.get((number * 7) % self.people.len()) else { return Ok(None) };
        let starts = at(day, 14 + i8::try_from(number % 3).unwrap_or(0), &self.zone);
        if starts <= tx.now() + SignedDuration::from_hours(1) {
            return Ok(None);
        }
        let level = [Level::Municipal, Level::School, Level::Regional, Level::Municipal, Level::Intermunicipal][number % 5];
        let draft = self.draft(number, level, starts);
        // Two years ago nobody was a member yet, so the institute asks and the host says yes.
        let id = planning::plan(tx, &self.coordinator, &host.school, &draft, HeldBy::Another(host.id))?;
        hosts::answer(tx, &host.actor, id, HostState::Joined)?;
        let told = Told { id, number, host, coming: self.coming(host, level, number), ends_at: draft.ends_at() };
        // Some are still drafts, of those to come only.
        if number % 11 == 5 && told.ends_at > self.app.clock().now() {
            return Ok(None);
        }
        if draft.kind == Kind::GroupSession {
            flip(tx, &told)?;
        }
        planning::announce(tx, &host.actor, id, 1)?;
        for person in &told.coming {
            signing::sign_up(tx, &person.actor, id)?;
        }
        if number % 13 == 8 {
            planning::cancel(tx, &Listeners::new(Vec::new()), &host.actor, id, 2, "Перенесём: совпало с другим мероприятием района")?;
            return Ok(None);
        }
        Ok(Some(told))
    }

    fn draft(&self, number: usize, level: Level, starts: Timestamp) -> Draft {
        let kind = KINDS[number % KINDS.len()];
        let extra = match kind {
            Kind::Visit => Extra { school: self.school.clone(), stage: "разбор уроков математики".into(), ..Extra::default() },
            Kind::Contest => Extra { procedure: "«Учитель года»".into(), stage: "муниципальный этап".into(), ..Extra::default() },
            Kind::ExpertWork => Extra { procedure: "проверка пробного ОГЭ".into(), works: Some(40), ..Extra::default() },
            Kind::OpenLesson | Kind::MasterClass | Kind::GroupSession | Kind::Workshop | Kind::Webinar | Kind::Practice | Kind::RoundTable | Kind::Other => Extra::default(),
        };
        let length = SignedDuration::from_mins([45, 90, 60, 120][number % 4]);
        let again = SignedDuration::from_hours(24 * 7);
        let sessions = if kind == Kind::GroupSession && number % 2 == 0 { vec![(starts, starts + length), (starts + again, starts + again + length)] } else { vec![(starts, starts + length)] };
        let is_remote = kind == Kind::Webinar;
        Draft {
            kind,
            title: TOPICS[(number * 3) % TOPICS.len()].to_owned(),
            summary: "Покажем, как это устроено на обычном уроке, разберём вместе и попробуем составить своё.".into(),
            directions: vec![format!("d{:02}", number % 12 + 1)],
            subject: String::new(),
            development: String::new(),
            level,
            minutes: sessions.iter().map(|(starts, ends)| (*ends - *starts).as_mins()).sum(),
            sessions,
            where_text: if is_remote { String::new() } else { format!("Кабинет {}", 10 + number % 30) },
            link: if is_remote { "https://example.ru/vstrecha".into() } else { String::new() },
            audience: Audience::Everybody,
            union: String::new(),
            is_public: level == Level::Regional,
            seats: (number % 4 == 0).then_some(5),
            apply_by: None,
            extra,
        }
    }

    /// Those for whom it is, beginning somewhere else each time.
    fn coming(&self, host: &Person, level: Level, number: usize) -> Vec<&Person> {
        let reach: String = match level {
            Level::School => host.path.clone(),
            Level::Municipal => host.path.split_inclusive('/').take(2).collect(),
            Level::Intermunicipal | Level::Regional => String::new(),
        };
        let start = (number * 31) % self.people.len();
        let around = self.people.iter().cycle().skip(start).take(self.people.len());
        around.filter(|person| person.id != host.id && person.path.starts_with(&reach)).take(COMING - number % 3).collect()
    }

    /// Held, noted, closed; what was lately waits for its host.
    fn finish(&self, tx: &mut Tx<'_>, one: &Told<'_>, is_recent: bool) -> Result<()> {
        let host = &one.host.actor;
        if is_recent && one.number % 3 == 0 {
            return Ok(());
        }
        let here: Vec<&&Person> = one.coming.iter().take(COMING - 1).collect();
        for session in store::sessions(tx, one.id)? {
            let found = store::find(tx, &activities::Sight::program(), one.id)?;
            // Only who has a seat can be ticked; the waiting list is left at home.
            let mut ids = std::collections::BTreeSet::new();
            for person in &here {
                if signing::seat(tx, one.id, person.id)? == Some(activities::SeatState::Signed) {
                    ids.insert(person.id);
                }
            }
            presence::write(tx, host, one.id, session.id, found.version, &Ticks { here: ids, guests: i64::try_from(one.number % 4).unwrap_or(0), ..Ticks::default() })?;
        }
        if is_recent && one.number % 3 == 1 {
            return Ok(());
        }
        let version = store::find(tx, &activities::Sight::program(), one.id)?.version;
        match closing::close(tx, host, one.id, version) {
            Ok(()) => {}
            // Nobody of the active works near enough: it stays held.
            Err(Error::Refusal(_)) => return Ok(()),
            Err(other) => return Err(other),
        }
        if one.number % 2 == 0 {
            self.say(tx, one, &here)?;
        }
        Ok(())
    }

    fn say(&self, tx: &mut Tx<'_>, one: &Told<'_>, here: &[&&Person]) -> Result<()> {
        for (at, person) in here.iter().enumerate() {
            let words = ["", "Больше времени на пробу", "", "Возьму листок самооценки", "Хорошо бы ещё встречу"][at % 5].to_owned();
            let mark = |shift: usize| i64::try_from(3 + (one.number + at + shift) % 3).unwrap_or(4);
            match feedback::give(tx, &person.actor, one.id, &feedback::Feedback { scales: [mark(0), mark(1), mark(2)], words }) {
                Ok(()) | Err(Error::Refusal(_)) => {}
                Err(other) => return Err(other),
            }
        }
        feedback::about_group(tx, &one.host.actor, one.id, "Трудно даётся составление критериев", "Ещё одна встреча: критерии вместе с детьми")
    }
}

/// A group session is read for and answered after.
fn flip(tx: &mut Tx<'_>, one: &Told<'_>) -> Result<()> {
    let host = &one.host.actor;
    for (phase, title) in [(Phase::Before, "Статья: обратная связь в трёх предложениях"), (Phase::After, "Листок самооценки")] {
        packet::add_material(tx, host, one.id, &packet::NewMaterial { phase, title: title.into(), link: "https://example.ru/material".into() }, None)?;
    }
    let question =
        packet::Question {
            id: activities::QuestionId::fresh(), words: "Когда обратная связь помогает?".into(), options: vec!["Когда говорит, что сделать дальше".into(), "Когда ставит отметку".into()], answer: 0
        };
    packet::set_check(tx, host, one.id, &[question])?;
    let zone = structure::zone(tx)?;
    let due = one.ends_at.to_zoned_datetime(zone).date().checked_add(14.days()).map_err(anyhow::Error::new)?;
    followup::set(tx, host, one.id, &followup::Task { words: "Дайте на одном уроке обратную связь по образцу и напишите, что изменилось".into(), due_on: due })
}

/// What the persona holds and goes to in these days.
fn lively(ground: &Ground<'_>) -> Result<()> {
    let clock = ground.app.clock();
    let (Some(own), Some(other)) = (ground.people.first(), ground.people.get(1)) else { return Ok(()) };
    let day = |ahead: i64| weekday(clock.today().checked_add(ahead.days()).unwrap_or(clock.today()));
    ground.app.db.write(|tx| {
        let lesson = Draft {
            kind: Kind::OpenLesson, title: "Открытый урок: спорим и доказываем".into(), seats: Some(20), is_public: true, ..ground.draft(4, Level::Regional, at(day(5), 11, &ground.zone))
        };
        let id = planning::plan(tx, &own.actor, &own.school, &lesson, HeldBy::Me)?;
        planning::announce(tx, &own.actor, id, 1)?;
        for person in ground.people.iter().skip(1).take(4) {
            signing::sign_up(tx, &person.actor, id)?;
        }
        let session = Draft { kind: Kind::GroupSession, title: "Группа: обратная связь на уроке".into(), ..ground.draft(2, Level::Regional, at(day(3), 15, &ground.zone)) };
        let group = planning::plan(tx, &other.actor, &other.school, &session, HeldBy::Me)?;
        flip(tx, &Told { id: group, number: 2, host: other, coming: Vec::new(), ends_at: session.ends_at() })?;
        planning::announce(tx, &other.actor, group, 1)?;
        for person in ground.people.iter().filter(|person| person.id != other.id).take(6) {
            signing::sign_up(tx, &person.actor, group)?;
        }
        Ok(())
    })
}
