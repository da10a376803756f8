//! What graduates are asked and what they answered.

use super::super::model::{GraduateId, LinkKind, Task, TaskId, TaskState, Uses};
use crate::sql::{name, name_of};
use kernel::{
    Date, Result, Row, Tx,
    db::DbError,
    id::{AccountId, PersonId},
    params,
};

fn select() -> String {
    format!(
        "SELECT t.id, t.graduate_id, g.state, g.person_id, COALESCE({}, ''), COALESCE(pp.path, ''), g.supporter_id, {}, c.id, c.title, c.about, cp.path, t.months, t.asked_on, t.due_on, t.state, t.uses, t.words,
            t.digest, t.file_name, t.link_kind, t.link_id, t.answer, t.version
         FROM course_task t JOIN course_graduate g ON g.id = t.graduate_id JOIN programme_course c ON c.id = g.course_id JOIN place cp ON cp.id = c.place_id
         LEFT JOIN person p ON p.id = g.person_id LEFT JOIN place pp ON pp.id = p.place_id",
        name("p"),
        name_of("g.supporter_id")
    )
}

fn shape(row: &Row<'_>) -> Result<Task, DbError> {
    Ok(Task {
        id: row.get(0)?,
        graduate: row.get(1)?,
        graduate_state: row.get(2)?,
        person: row.get(3)?,
        name: row.get(4)?,
        place_path: row.get(5)?,
        supporter: row.get(6)?,
        supporter_name: row.get(7)?,
        course: row.get(8)?,
        course_title: row.get(9)?,
        course_about: row.get(10)?,
        course_path: row.get(11)?,
        months: row.get(12)?,
        asked_on: row.get(13)?,
        due_on: row.get(14)?,
        state: row.get(15)?,
        uses: row.get::<String>(16)?.parse().ok(),
        words: row.get(17)?,
        digest: row.get(18)?,
        file_name: row.get(19)?,
        link_kind: row.get(20)?,
        link_id: row.get(21)?,
        answer: row.get(22)?,
        version: row.get(23)?,
    })
}

/// A task, for the rule to say who may see it.
pub(crate) fn find(tx: &mut Tx<'_>, id: TaskId) -> Result<Task> {
    tx.one(&format!("{} WHERE t.id = $1", select()), params![id], shape)
}

/// What waits for a supporter's answer, the longest first.
pub(crate) fn of_supporter(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Task>> {
    Ok(tx.query(&format!("{} WHERE g.supporter_id = $1 AND g.state = 'invited' AND g.person_id IS NOT NULL ORDER BY CASE WHEN t.state = 'shown' THEN 0 ELSE 1 END, t.due_on, t.id", select()), params![person], shape)?)
}

/// Asks a graduate once per term. Whether it was new.
pub(crate) fn ask(tx: &mut Tx<'_>, graduate: GraduateId, months: u32, (asked_on, due_on): (Date, Date)) -> Result<Option<TaskId>> {
    let id = TaskId::fresh();
    let made =
        tx.execute("INSERT INTO course_task (id, graduate_id, months, asked_on, due_on) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (graduate_id, months) DO NOTHING", params![id, graduate, months, asked_on, due_on])?;
    Ok((made > 0).then_some(id))
}

/// What a graduate shows, as it is written.
pub(crate) struct Shown<'a> {
    pub uses: Uses,
    pub words: &'a str,
    pub file: Option<(files::Digest, &'a str)>,
    pub link: (LinkKind, &'a str),
}

pub(crate) fn show(tx: &mut Tx<'_>, id: TaskId, state: TaskState, shown: &Shown<'_>, version: i64) -> Result<()> {
    let now = tx.now();
    let (digest, file_name) = shown.file.as_ref().map_or((None, ""), |(digest, name)| (Some(digest), *name));
    tx.change_one(
        "Рассказ",
        "UPDATE course_task SET state = $1, uses = $2, words = $3, digest = $4, file_name = $5, link_kind = $6, link_id = $7, shown_at = $8, version = version + 1 WHERE id = $9 AND version = $10",
        params![state, shown.uses, shown.words, digest, file_name, shown.link.0, shown.link.1, now, id, version],
    )
}

pub(crate) fn answer(tx: &mut Tx<'_>, id: TaskId, state: TaskState, (words, by): (&str, AccountId), due_on: Date, version: i64) -> Result<()> {
    let now = tx.now();
    tx.change_one(
        "Рассказ",
        "UPDATE course_task SET state = $1, answer = $2, answered_by = $3, answered_at = $4, due_on = $5, version = version + 1 WHERE id = $6 AND version = $7",
        params![state, words, by, now, due_on, id, version],
    )
}
