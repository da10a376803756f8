//! After the meeting: what each tries in class, a short answer, the host's reply.

use crate::{
    access::{Act, load},
    model::{ActivityId, State},
    packet, told,
    told::Words,
};
use ::web::Answers;
use access::Actor;
use audit::{Event, Record};
use kernel::{Date, Error, FieldErrors, Result, Timestamp, Tx, id::PersonId, params};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub words: String,
    pub due_on: Date,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub person: PersonId,
    pub name: String,
    pub words: String,
    pub answered_at: Timestamp,
    pub reply: String,
}

/// Reads the form of the task.
///
/// # Errors
/// By the names of the fields.
pub fn task(answers: &Answers) -> Result<Task, FieldErrors> {
    let mut errors = FieldErrors::default();
    let words = crate::form::text(&mut errors, answers, "words", 1_000);
    if words.is_empty() {
        errors.add("words", "Напишите, что каждый попробует на уроке");
    }
    let due_on = errors.take("due_on", kernel::date::parse(answers.get("due_on")));
    errors.or(due_on.map(|due_on| Task { words, due_on }))
}

/// The task, if there is one.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, id: ActivityId) -> Result<Option<Task>> {
    Ok(tx.maybe("SELECT words, due_on FROM activity_task WHERE activity_id = $1", params![id], kernel::row!(Task { words, due_on }))?)
}

/// Sets the task; those who take part hear of it.
///
/// # Errors
/// Fields: `due_on`; not found; refused: cancelled.
pub fn set(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, task: &Task) -> Result<()> {
    let one = load(tx, actor, Act::Run, id)?;
    match one.state {
        State::Draft | State::Announced | State::Held | State::Closed => {}
        State::Cancelled => return Err(Error::refusal("Мероприятие отменено: задание не нужно.")),
    }
    let zone = structure::zone(tx)?;
    if task.due_on < one.starts_at.to_zoned_datetime(zone).date() {
        return Err(Error::field("due_on", "Срок раньше самой встречи. Проверьте дату"));
    }
    let now = tx.now();
    tx.execute("INSERT INTO activity_task (activity_id, words, due_on, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT (activity_id) DO UPDATE SET words = $2, due_on = $3", params![id, task.words, task.due_on, now])?;
    if one.state != State::Draft {
        for person in participants(tx, id)? {
            let body = format!("{}: ведущий просит попробовать на уроке и коротко ответить до {}.", told::called(&one), kernel::date::short(task.due_on));
            told::tell(tx, id, person, &Words { once: "task", subject: format!("Попробуйте на уроке: {}", one.title), body, page: "/followup" })?;
        }
    }
    tx.record(&actor.by(), Event::new("activity.task_set", "activity", id))
}

fn participants(tx: &mut Tx<'_>, id: ActivityId) -> Result<Vec<PersonId>> {
    Ok(tx.query("SELECT person_id FROM activity_seat WHERE activity_id = $1 AND state = 'signed' ORDER BY person_id", params![id], |row| row.get(0))?)
}

/// What a participant writes; written again it replaces what was written, the reply stays.
///
/// # Errors
/// Fields: `answer`; not found; refused: there is no task.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, words: &str) -> Result<()> {
    let one = packet::of_participant(tx, actor, id)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    if of(tx, id)?.is_none() {
        return Err(Error::refusal("Задания пока нет. Ведущий напишет, когда оно появится."));
    }
    let words = words.trim();
    if words.is_empty() {
        return Err(Error::field("answer", "Напишите хотя бы одно предложение: что попробовали и что вышло"));
    }
    if words.chars().count() > 2_000 {
        return Err(Error::field("answer", "Слишком длинно. Сократите до 2000 знаков"));
    }
    let now = tx.now();
    tx.execute(
        "INSERT INTO activity_answer (activity_id, person_id, words, answered_at) VALUES ($1, $2, $3, $4) ON CONFLICT (activity_id, person_id) DO UPDATE SET words = $3, answered_at = $4",
        params![id, person, words, now],
    )?;
    let hosts: Vec<PersonId> = tx.query("SELECT person_id FROM activity_host WHERE activity_id = $1 AND state = 'joined'", params![id], |row| row.get(0))?;
    for host in hosts {
        let once = format!("answers-{}", tx.today());
        told::tell(
            tx,
            id,
            host,
            &Words {
                once: &once, subject: "Есть ответы на задание после встречи".into(), body: format!("{}. Прочтите и ответьте коротко.", told::called(&one)), page: "/followup"
            },
        )?;
    }
    tx.record(&actor.by(), Event::new("activity.task_answered", "activity", id).of(person))
}

/// The host's reply.
///
/// # Errors
/// Fields: `reply`; not found.
pub fn reply(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, person: PersonId, words: &str) -> Result<()> {
    let one = load(tx, actor, Act::Run, id)?;
    let words = words.trim();
    if words.is_empty() {
        return Err(Error::field("reply", "Напишите ответ"));
    }
    if words.chars().count() > 1_000 {
        return Err(Error::field("reply", "Слишком длинно. Сократите до 1000 знаков"));
    }
    let now = tx.now();
    let changed = tx.execute("UPDATE activity_answer SET reply = $1, replied_at = $2 WHERE activity_id = $3 AND person_id = $4", params![words, now, id, person])?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    told::tell(
        tx,
        id,
        person,
        &Words {
            once: "replied", subject: "Ведущий ответил на вашу работу".into(), body: format!("{}. Ответ на странице задания.", told::called(&one)), page: "/followup"
        },
    )?;
    tx.record(&actor.by(), Event::new("activity.task_replied", "activity", id).of(person))
}

/// All answers, for those who run it.
///
/// # Errors
/// The store fails.
pub fn answers(tx: &mut Tx<'_>, id: ActivityId) -> Result<Vec<Answer>> {
    let sql =
        "SELECT w.person_id, p.family, p.given, p.patronymic, w.words, w.answered_at, w.reply FROM activity_answer w JOIN person p ON p.id = w.person_id WHERE w.activity_id = $1 ORDER BY w.answered_at, w.person_id";
    Ok(tx.query(sql, params![id], shape)?)
}

/// One's own answer.
///
/// # Errors
/// The store fails.
pub fn own(tx: &mut Tx<'_>, id: ActivityId, person: PersonId) -> Result<Option<Answer>> {
    let sql = "SELECT w.person_id, p.family, p.given, p.patronymic, w.words, w.answered_at, w.reply FROM activity_answer w JOIN person p ON p.id = w.person_id WHERE w.activity_id = $1 AND w.person_id = $2";
    Ok(tx.maybe(sql, params![id, person], shape)?)
}

fn shape(row: &kernel::Row<'_>) -> Result<Answer, kernel::db::DbError> {
    let name = kernel::name::FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
    Ok(Answer { person: row.get(0)?, name: name.full(), words: row.get(4)?, answered_at: row.get(5)?, reply: row.get(6)? })
}
