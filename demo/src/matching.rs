//! Matching: a run that was published in the autumn, whose pairs work; two that wait, the region's and a municipality's.

use crate::{Size, personas};
use access::Actor;
use jiff::SignedDuration;
use kernel::{Clock, Db, Result, Tx, id::PersonId, params};
use pairs::{RunId, capacity, runs, runs::RunForm};
use web::App;

/// Makes the runs.
pub fn build(app: &App, size: Size) -> Result<()> {
    let (coordinator, municipal) = (personas::coordinator(app)?, personas::actor(app, "municipal")?);
    let member = personas::actor(app, personas::MEMBER)?.person;
    let clock = app.clock();
    let autumn = app.db.with_clock(Clock::fixed(clock.now() - SignedDuration::from_hours(24 * 40), clock.zone().clone()));
    routed(app, &coordinator)?;
    rooms(&autumn, &coordinator)?;
    let people = app.db.read(teachers)?;
    // The persona finds somebody who helps; every so many of the rest have one too.
    let step = (people.len() / (size.of(600) as usize).max(60)).max(1);
    let (first, rest): (Vec<_>, Vec<_>) = people.into_iter().enumerate().partition(|(at, _)| at % step == 0);
    let first: Vec<PersonId> = member.into_iter().chain(first.into_iter().map(|(_, person)| person)).collect();
    let site = app.settings.public_url.trim_end_matches('/').to_owned();
    let id = run(&autumn, &coordinator, "Закрепление методистов на первое полугодие", "6", &first)?;
    autumn.write(|tx| {
        let found = runs::find(tx, &coordinator, id)?;
        let stale = runs::stale(tx, &coordinator, &found)?.len();
        runs::publish(tx, &coordinator, (id, found.version), stale, &site).map(|_| ())
    })?;
    let second: Vec<PersonId> = rest.iter().step_by(step.max(2)).map(|(_, person)| *person).collect();
    run(&app.db, &coordinator, "Кому методист нужен ещё", "7", &second)?;
    let home = app.db.read(|tx| within(tx, &municipal, &rest.iter().map(|(_, person)| *person).collect::<Vec<_>>()))?;
    if home.is_empty() { Ok(()) } else { run(&app.db, &municipal, "Методисты для наших школ", "8", &home).map(|_| ()) }
}

fn run(db: &Db, actor: &Actor, title: &str, places: &str, people: &[PersonId]) -> Result<RunId> {
    let form = db.read(|tx| Ok(RunForm { title: title.into(), source: "list".into(), places: places.into(), ..RunForm::usual(tx.today()) }))?;
    let (new, question) = db.read(|tx| runs::start_for(tx, actor, &form, people))?;
    let answer = question.answer()?;
    db.write(|tx| runs::make(tx, actor, &new, (&question, &answer)))
}

/// Teachers with a subject who are not of the active and whose data nobody tells a story about.
fn teachers(tx: &mut Tx<'_>) -> Result<Vec<PersonId>> {
    let sql = "SELECT p.id FROM person p WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND EXISTS (SELECT 1 FROM person_subject s WHERE s.person_id = p.id)
        AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id) AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id) ORDER BY p.email, p.id";
    Ok(tx.query(sql, params![], |row| row.get(0))?)
}

/// Those of a list within an actor's scope, a few dozen.
fn within(tx: &mut Tx<'_>, actor: &Actor, people: &[PersonId]) -> Result<Vec<PersonId>> {
    let mut found = Vec::new();
    for person in people {
        match people::find(tx, &actor.scope(), *person) {
            Ok(_) => found.push(*person),
            Err(kernel::Error::NotFound) => {}
            Err(other) => return Err(other),
        }
        if found.len() == 40 {
            break;
        }
    }
    Ok(found)
}

/// Some can take more, some fewer, a few nobody this year.
fn rooms(db: &Db, coordinator: &Actor) -> Result<()> {
    let members: Vec<PersonId> =
        db.read(|tx| Ok(tx.query("SELECT DISTINCT m.person_id FROM membership m WHERE m.kind IN ('subject_methodist', 'direction_methodist') ORDER BY m.person_id", params![], |row| row.get(0))?))?;
    db.write(|tx| {
        for (at, person) in members.iter().enumerate().step_by(9) {
            let (places, words) = [(0, "Отпуск по уходу за ребёнком"), (3, "Учится в магистратуре"), (10, "")][at / 9 % 3];
            match capacity::set(tx, coordinator, *person, (Some(places), words), 0) {
                Ok(()) | Err(kernel::Error::NotFound) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    })
}

/// Two difficulties that methodists of directions help with.
fn routed(app: &App, coordinator: &Actor) -> Result<()> {
    let chosen = [("М3", "inklyuziya"), ("М5", "tsifra")].map(|(code, direction)| (code.to_owned(), direction.to_owned()));
    app.db.write(|tx| pairs::rooms::route(tx, coordinator, &chosen.into_iter().collect()))
}
