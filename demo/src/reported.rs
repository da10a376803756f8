//! Consultations of the last months, and the last half-year's reports: some schools, every municipality, the region.

use crate::{Size, personas};
use access::{Actor, Role};
use activities::quick::{self, Entry, Form, With};
use jiff::{SignedDuration, Span};
use kernel::{
    Clock, Result, Tx,
    id::{PersonId, PlaceId},
    params,
};
use reports::{Period, ReportId, Words};
use web::App;

/// Direction, about what, what came of it, the next step, minutes, how.
const TALKS: [(&str, &str, &str, &str, i64, Form); 6] = [
    ("d05", "Как начать урок, чтобы класс включился", "Урок начал с вопроса, класс включился сразу", "Посмотреть два начала урока друг у друга", 30, Form::InPerson),
    ("d03", "Разобрали, что показала диагностика", "Выбран приём: дети сами подводят итог", "Выбрать один приём и пробовать неделю", 45, Form::Video),
    ("d12", "Готовим мастер-класс на районное объединение", "План готов, мастер-класс прошёл", "Прислать план до пятницы", 30, Form::Call),
    ("d04", "Задания для тех, кто отстал за четверть", "Карточки сделаны, на них работают", "Составить набор карточек", 60, Form::InPerson),
    ("d07", "Визитка на конкурс: что оставить", "Визитка стала вдвое короче", "Сократить до трёх минут", 15, Form::Letters),
    ("d11", "Какие документы нужны к аттестации", "Список документов составлен", "Собрать справки об открытых уроках", 15, Form::Call),
];
/// What came of a talk is known after so many days.
const RESULT_KNOWN: i64 = 30;

/// Makes them.
pub fn build(app: &App, size: Size) -> Result<()> {
    let people = app.db.read(|tx| consultants(tx, size.of(80).max(12)))?;
    let staff = [personas::actor(app, "methodist")?, personas::actor(app, "municipal")?, personas::actor(app, "school")?];
    let real = app.clock();
    let yesterday = app.db.with_clock(Clock::fixed(real.now() - SignedDuration::from_hours(24), real.zone().clone()));
    yesterday.write(|tx| {
        tx.expect_much()?;
        people.iter().enumerate().try_for_each(|(at, (actor, with))| talk(tx, actor, with, at))?;
        staff.iter().enumerate().try_for_each(|(at, actor)| talk(tx, actor, &[], at))
    })?;
    handed_up(app, real)
}

/// Members at work, the demo's own first, each with colleagues of the same school.
fn consultants(tx: &mut Tx<'_>, most: u32) -> Result<Vec<(Actor, Vec<PersonId>)>> {
    let sql = "SELECT DISTINCT a.person_id, CASE WHEN a.email LIKE 'member@%' THEN 0 ELSE 1 END AS own FROM account a JOIN membership m ON m.person_id = a.person_id JOIN person p ON p.id = a.person_id JOIN place pl ON pl.id = p.place_id
        WHERE a.disabled_at IS NULL AND m.ended_on IS NULL AND (m.valid_to IS NULL OR m.valid_to > $2) AND m.valid_from <= $2 AND pl.kind = 'school' AND p.erased_at IS NULL AND p.merged_into IS NULL
        AND NOT EXISTS (SELECT 1 FROM membership_pause z WHERE z.membership_id = m.id) ORDER BY own, a.person_id LIMIT $1";
    let today = tx.today();
    let persons: Vec<PersonId> = tx.query(sql, params![i64::from(most), today], |row| row.get(0))?;
    let mut found = Vec::new();
    for person in persons {
        let sql = "SELECT p.id FROM person p WHERE p.place_id = (SELECT o.place_id FROM person o WHERE o.id = $1) AND p.id <> $1 AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY p.id LIMIT 3";
        let with = tx.query(sql, params![person], |row| row.get(0))?;
        if let Some(actor) = personas::teacher(tx, person)? {
            found.push((actor, with));
        }
    }
    Ok(found)
}

/// Four or five talks of one consultant; some with a group without names. One of the first is objected to.
fn talk(tx: &mut Tx<'_>, actor: &Actor, with: &[PersonId], at: usize) -> Result<()> {
    let today = tx.today();
    for turn in 0..4 + at % 2 {
        let Some((direction, about, result, next_step, minutes, form)) = TALKS.get((at + turn) % TALKS.len()) else { continue };
        let days = i64::try_from(3 + (at * 7 + turn * 19) % 80).unwrap_or(3);
        let partner = with.get(turn % 4).map_or_else(|| With::Unnamed(i64::try_from(2 + (at + turn) % 9).unwrap_or(2)), |person| With::Person(*person));
        let held_on = today.checked_sub(Span::new().days(days)).unwrap_or(today);
        let result = if days > RESULT_KNOWN { *result } else { "" };
        let entry = Entry {
            with: partner,
            direction: (*direction).to_owned(),
            form: *form,
            minutes: *minutes,
            about: (*about).to_owned(),
            result: result.to_owned(),
            next_step: (*next_step).to_owned(),
            held_on,
            number: String::new(),
        };
        let id = quick::log(tx, actor, &entry)?;
        if at == 1
            && turn == 0
            && let Some(person) = with.first()
            && let Some(colleague) = personas::teacher(tx, *person)?
        {
            quick::object(tx, &colleague, id)?;
        }
    }
    Ok(())
}

/// The half-year that ended last, handed up in the month after it.
fn handed_up(app: &App, real: &Clock) -> Result<()> {
    let coordinator = personas::coordinator(app)?;
    let (municipal, school) = (personas::actor(app, "municipal")?, personas::actor(app, "school")?);
    let period = Period::half_of(real.today()).before();
    let clock = |days: i64| -> Result<Clock> {
        let day = period.until.checked_add(Span::new().days(days)).unwrap_or(period.until).at(10, 0, 0, 0);
        let at = real.zone().to_timestamp(day).map_err(anyhow::Error::new)?;
        Ok(Clock::fixed(at.min(real.now()), real.zone().clone()))
    };
    let schools = app.db.with_clock(clock(5)?).write(|tx| {
        let schools = tx.query(
            "SELECT id, path FROM place WHERE parent_id = $1 AND kind = 'school' AND closed_on IS NULL ORDER BY CASE WHEN id = $2 THEN 0 ELSE 1 END, id LIMIT 8",
            params![municipal.place, school.place],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        schools.into_iter().map(|place: (PlaceId, String)| hand_in(tx, &at_place(&school, Role::School, place), period)).collect::<Result<Vec<ReportId>>>()
    })?;
    app.db.with_clock(clock(8)?).write(|tx| {
        for (at, id) in schools.iter().enumerate() {
            let version = version(tx, *id)?;
            match at {
                2 => reports::give_back(tx, &municipal, *id, version, "Добавьте, пожалуйста, о работе с молодыми педагогами")?,
                5 => {}
                _ => reports::accept(tx, &municipal, *id, version)?,
            }
        }
        Ok(())
    })?;
    let municipalities = app.db.with_clock(clock(12)?).write(|tx| {
        let places = tx.query("SELECT id, path FROM place WHERE kind = 'municipality' AND closed_on IS NULL ORDER BY id", params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
        places.into_iter().map(|place: (PlaceId, String)| hand_in(tx, &at_place(&municipal, Role::Municipal, place), period)).collect::<Result<Vec<ReportId>>>()
    })?;
    app.db.with_clock(clock(15)?).write(|tx| {
        for id in municipalities.iter().skip(3) {
            let version = version(tx, *id)?;
            reports::accept(tx, &coordinator, *id, version)?;
        }
        hand_in(tx, &coordinator, period).map(|_| ())
    })
}

/// Somebody of another place who does the same work; the persona stands in for them.
fn at_place(persona: &Actor, role: Role, (place, place_path): (PlaceId, String)) -> Actor {
    Actor { role, place, place_path, ..persona.clone() }
}

fn version(tx: &mut Tx<'_>, id: ReportId) -> Result<i64> {
    tx.one("SELECT version FROM report WHERE id = $1", params![id], |row| row.get(0))
}

fn hand_in(tx: &mut Tx<'_>, actor: &Actor, period: Period) -> Result<ReportId> {
    let id = reports::begin(tx, actor, period)?;
    let words = Words {
        done: "Наставники есть почти у всех, кто пришёл недавно; открытые уроки собрали соседние школы.".into(),
        hard: "До отдалённых школ трудно доехать, часть встреч переносили.".into(),
        next: "Провести групповые занятия дистанционно и повторить диагностику у тех, кто прошёл маршрут.".into(),
    };
    reports::freeze(tx, actor, id, 1, (&words, ""))?;
    let now = version(tx, id)?;
    reports::hand_in(tx, actor, id, now)?;
    Ok(id)
}
