//! Observed lessons: the sample rubric, visits in every state, one lesson that two observers saw.

use crate::personas;
use access::Actor;
use consent::ConsentKind;
use kernel::{Result, Tx, id::PersonId, news::Listeners, params};
use observation::{Line, ObservationId, Rubric, Side, Visit, Word};
use web::App;

/// How far a visit has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Proposed,
    Agreed,
    Filled,
    Acknowledged,
    Declined,
}

const FATES: [Fate; 6] = [Fate::Acknowledged, Fate::Agreed, Fate::Filled, Fate::Agreed, Fate::Declined, Fate::Proposed];
const TOPICS: [&str; 6] = ["Обобщение по разделу", "Работа с текстом", "Проект в группах", "Новая тема", "Решение задач", "Подготовка к контрольной"];
const GRADES: [&str; 6] = ["5 А", "7 Б", "8 А", "9 В", "10", "6 Б"];

/// Puts the sample rubric in place and tells a visit for each fate; the last one is to the member's persona.
pub fn build(app: &App) -> Result<()> {
    app.db.write(|tx| observation::load_sample(tx, &audit::By::system()))?;
    let (methodist, municipal) = (personas::actor(app, "methodist")?, personas::actor(app, "municipal")?);
    let teachers = app.db.read(|tx| teachers(tx, &municipal))?;
    let own = personas::actor(app, personas::MEMBER)?.person;
    let site = app.settings.public_url.trim_end_matches('/').to_owned();
    let order = teachers.into_iter().filter(|person| Some(*person) != own).take(FATES.len() - 1).chain(own);
    for (at, (person, fate)) in order.zip(FATES).enumerate() {
        app.db.write(|tx| tell(tx, &Cast { methodist: &methodist, municipal: &municipal, site: &site, listeners: &app.listeners }, at, person, fate))?;
    }
    Ok(())
}

/// Members of the municipality's schools who have accounts.
fn teachers(tx: &mut Tx<'_>, municipal: &Actor) -> Result<Vec<PersonId>> {
    let scope = municipal.scope();
    let sql = "SELECT p.id FROM person p JOIN place pl ON pl.id = p.place_id JOIN account a ON a.person_id = p.id WHERE pl.path >= $1 AND pl.path < $2 AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY p.sort_key, p.id";
    Ok(tx.query(sql, params![scope.from(), scope.to()], |row| row.get(0))?)
}

/// Who observes, and the address that letters name.
struct Cast<'a> {
    methodist: &'a Actor,
    municipal: &'a Actor,
    site: &'a str,
    listeners: &'a Listeners,
}

fn tell(tx: &mut Tx<'_>, cast: &Cast<'_>, at: usize, person: PersonId, fate: Fate) -> Result<()> {
    let Cast { methodist, municipal, site, listeners } = *cast;
    let Some(teacher) = personas::teacher(tx, person)? else { return Ok(()) };
    let Some(rubric) = observation::rubrics(tx, None)?.into_iter().next() else { return Ok(()) };
    let back = jiff::Span::new().days(i64::try_from(FATES.len() - at).unwrap_or(1));
    let held_on = tx.today().checked_sub(back).unwrap_or(tx.today());
    let subject = people::find(tx, &methodist.scope(), person)?.main_subject().unwrap_or_default().to_owned();
    let word = |words: &[&str]| words.get(at % words.len()).copied().unwrap_or_default().to_owned();
    let visit = Visit { rubric: rubric.id, held_on, lesson: "2".into(), grade: word(&GRADES), subject, topic: word(&TOPICS), post: String::new() };
    let id = observation::propose(tx, methodist, person, &visit, site)?;
    if fate == Fate::Proposed {
        return Ok(());
    }
    if fate == Fate::Declined {
        return observation::answer(tx, &teacher, id, 1, Word::Decline, site);
    }
    crate::members::paper(tx, person, ConsentKind::Diagnostics, Vec::new(), "")?;
    observation::answer(tx, &teacher, id, 1, Word::Agree, site)?;
    if fate == Fate::Agreed {
        return Ok(());
    }
    write(tx, &rubric, &teacher, id, Side::Teacher, at)?;
    write(tx, &rubric, methodist, id, Side::Observer, at + 1)?;
    observation::finish(tx, methodist, id, 2, site)?;
    if fate == Fate::Acknowledged {
        // A colleague saw the same lesson.
        let other = observation::propose(tx, municipal, person, &visit, site)?;
        observation::answer(tx, &teacher, other, 1, Word::Agree, site)?;
        write(tx, &rubric, municipal, other, Side::Observer, at + 2)?;
        observation::finish(tx, municipal, other, 2, site)?;
        observation::acknowledge(tx, listeners, &teacher, id, (3, "Спасибо, на самооценку учеников времени действительно не хватило."), site)?;
    }
    Ok(())
}

/// Scores that differ a little from one writer to another.
fn write(tx: &mut Tx<'_>, rubric: &Rubric, by: &Actor, id: ObservationId, side: Side, turn: usize) -> Result<()> {
    let lines: Vec<Line> = rubric
        .body
        .indicators()
        .enumerate()
        .map(|(at, indicator)| {
            // The lesson itself decides most of it, the writer a little.
            let seen = i64::try_from(at * 5 % 3).unwrap_or(0) + i64::from((at + turn * 2) % 6 == 0);
            let words = if side == Side::Observer { "Видно по работе в парах на втором этапе урока" } else { "" };
            Line { indicator: indicator.code.clone(), score: Some((indicator.max() - seen).max(0)), words: words.into(), seen: Vec::new() }
        })
        .collect();
    observation::write(tx, by, id, side, &lines).map(|_| ())
}
