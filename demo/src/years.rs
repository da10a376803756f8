//! Plans of members for this year and the last, and reports of the last half-year: figures are whatever the ledger holds by then.

use crate::{Size, personas};
use access::Actor;
use jiff::SignedDuration;
use kernel::{Clock, Result, Tx, id::PersonId, params};
use programme::year::{self, LineForm, Part, PlanState, Verdict, Words, Year};
use web::App;

/// Month, what, direction, kind, audience, expected, count, hours.
const LINES: [(&str, &str, &str, &str, &str, &str, &str, &str); 6] = [
    ("10", "Мастер-класс по оценке устного ответа", "d12", "activity", "учителя района", "разработки уроков", "2", "4"),
    ("11", "Консультации молодых педагогов", "d05", "consultation", "педагоги со стажем до трёх лет", "вопросы решены", "6", "6"),
    ("12", "Встречи с наставляемым", "d05", "mentoring", "наставляемый педагог", "три урока по новому плану", "4", "4"),
    ("2", "Сопровождение маршрута педагога", "d03", "case_step", "педагог района", "затруднение снято", "3", "9"),
    ("3", "Выезд в школу с низкими результатами", "d04", "school_help", "учителя школы", "план помощи выполнен", "1", "6"),
    ("4", "Открытый урок с разбором", "d12", "activity", "слушатели курсов", "карта урока", "1", "2"),
];

/// Makes them, a year in one transaction.
pub fn build(app: &App, size: Size) -> Result<()> {
    let coordinator = personas::coordinator(app)?;
    let members = app.db.read(|tx| members(tx, size.of(180).max(18)))?;
    let real = app.clock();
    let now = Year::of(real.today());
    let back = |days: i64| app.db.with_clock(Clock::fixed(real.now() - SignedDuration::from_hours(24 * days), real.zone().clone()));
    back(420).write(|tx| {
        tx.expect_much()?;
        members.iter().enumerate().filter(|(at, _)| at % 2 == 0).try_for_each(|(at, member)| plan(tx, (member, &coordinator), (now.before(), at), PlanState::Agreed))
    })?;
    back(60).write(|tx| {
        tx.expect_much()?;
        members.iter().enumerate().try_for_each(|(at, member)| {
            let state = match at % 6 {
                0 | 3 => PlanState::Agreed,
                1 => PlanState::Sent,
                4 => PlanState::Returned,
                _ => PlanState::Draft,
            };
            plan(tx, (member, &coordinator), (now, at), state)
        })
    })?;
    back(75).write(|tx| members.iter().enumerate().filter(|(at, _)| at % 2 == 0).try_for_each(|(at, member)| report(tx, (member, &coordinator), (now.before(), at))))?;
    papers(app)
}

/// The demo's own member first, then every so many of the register.
fn members(tx: &mut Tx<'_>, most: u32) -> Result<Vec<Actor>> {
    let sql = "SELECT DISTINCT a.person_id, CASE WHEN a.email LIKE 'member@%' THEN 0 ELSE 1 END AS own, COALESCE((SELECT COUNT(*) FROM deed d WHERE d.person_id = a.person_id), 0) AS deeds FROM account a JOIN membership m ON m.person_id = a.person_id JOIN person p ON p.id = a.person_id
        WHERE a.disabled_at IS NULL AND m.ended_on IS NULL AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY own, deeds DESC, a.person_id LIMIT $1";
    let most = i64::from(most);
    let persons: Vec<PersonId> = tx.query(sql, params![most], |row| row.get(0))?;
    let mut found = Vec::new();
    for person in persons {
        found.extend(personas::teacher(tx, person)?);
    }
    Ok(found)
}

fn plan(tx: &mut Tx<'_>, (member, coordinator): (&Actor, &Actor), (year, at): (Year, usize), state: PlanState) -> Result<()> {
    let Some(person) = member.person else { return Ok(()) };
    let mut version = 0;
    for (month, what, direction, kind, audience, expected, count, hours) in LINES.iter().skip(at % 3).take(4) {
        let text = |text: &&str| (*text).to_owned();
        let line = LineForm { month: text(month), what: text(what), direction: text(direction), kind: text(kind), audience: text(audience), expected: text(expected), count: text(count), hours: text(hours) };
        year::put_line(tx, member, (person, year), None, (&line, version))?;
        version = if version == 0 { 2 } else { version + 1 };
    }
    if state == PlanState::Draft {
        return Ok(());
    }
    year::send_plan(tx, member, person, (year, version))?;
    match state {
        PlanState::Agreed => year::decide_plan(tx, coordinator, person, (year, version + 1), &Verdict::Yes),
        PlanState::Returned => year::decide_plan(tx, coordinator, person, (year, version + 1), &Verdict::Returned("Добавьте хотя бы одно дело для школ своего района".into())),
        PlanState::Draft | PlanState::Sent => Ok(()),
    }
}

/// The second half of last year: most accepted, some wait, one in ten came back.
fn report(tx: &mut Tx<'_>, (member, coordinator): (&Actor, &Actor), (of, at): (Year, usize)) -> Result<()> {
    let Some(person) = member.person else { return Ok(()) };
    let which = (person, of, Part::Second);
    let words =
        Words {
            done: "Мастер-классы собрали учителей из пяти школ, две разработки взяли в работу".into(), hard: "Трудно собрать всех очно: далеко ехать".into(), next: "Часть встреч проведём дистанционно".into()
        };
    year::send_report(tx, member, which, (&words, 0))?;
    match at % 10 {
        4 => Ok(()),
        8 => year::decide_report(tx, coordinator, which, 2, &Verdict::Returned("Напишите, какие школы взяли разработки".into())),
        _ => year::decide_report(tx, coordinator, which, 2, &Verdict::Yes),
    }
}

/// The demo's member has a certificate, if there is anything to certify.
fn papers(app: &App) -> Result<()> {
    let member = personas::actor(app, "member")?;
    app.db.write(|tx| {
        let (today, Some(person)) = (tx.today(), member.person) else { return Ok(()) };
        let period = (Year::of(today).before().from(), today.tomorrow().unwrap_or(today));
        if ledger::of_person(tx, person, period.0, period.1)?.is_empty() {
            return Ok(());
        }
        year::make_paper(tx, &member, person, period, &app.vault).map(|_| ())
    })
}
