//! Tables of mentoring.

pub mod candidates;
pub mod list;

use super::model::{Answer, EndReason, Line, LineId, Meeting, MeetingId, Mentoring, MentoringId, Progress, Role, Side, SideId, State};
use kernel::{Date, Error, Result, Row, Tx, db::DbError, id::PersonId, name::FullName, params};

const SELECT: &str = "SELECT m.id, m.form, m.state, m.starts_on, m.ends_on, m.started_on, m.ended_on, m.end_reason, m.follows_id, m.curator_id, COALESCE(a.display_name, ''), m.goals, m.expected, m.version
    FROM mentoring m LEFT JOIN account a ON a.id = m.curator_id";

fn shape(row: &Row<'_>) -> Result<Mentoring, DbError> {
    let reason: String = row.get(7)?;
    Ok(Mentoring {
        id: row.get(0)?,
        form: row.get(1)?,
        state: row.get(2)?,
        starts_on: row.get(3)?,
        ends_on: row.get(4)?,
        started_on: row.get(5)?,
        ended_on: row.get(6)?,
        end_reason: reason.parse().ok(),
        follows: row.get(8)?,
        curator: row.get(9)?,
        curator_name: row.get(10)?,
        goals: row.get(11)?,
        expected: row.get(12)?,
        version: row.get(13)?,
    })
}

/// A mentoring by its id. Who may know of it is the question of [`super::sight`].
pub fn find(tx: &mut Tx<'_>, id: MentoringId) -> Result<Mentoring> {
    tx.one(&format!("{SELECT} WHERE m.id = $1"), params![id], shape)
}

pub fn insert(tx: &mut Tx<'_>, new: &Mentoring, by: kernel::id::AccountId) -> Result<()> {
    let now = tx.now();
    let sql = "INSERT INTO mentoring (id, form, state, starts_on, ends_on, follows_id, curator_id, made_by, goals, expected, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    tx.execute(sql, params![new.id, new.form, new.state, new.starts_on, new.ends_on, new.follows, new.curator, by, new.goals, new.expected, now])?;
    Ok(())
}

/// The last name that a place had.
pub const PLACE_NAME: &str = "COALESCE((SELECT n.short_name FROM place_name n WHERE n.place_id = p.place_id ORDER BY n.valid_from DESC LIMIT 1), '')";

pub fn sides(tx: &mut Tx<'_>, id: MentoringId) -> Result<Vec<Side>> {
    let sql = format!(
        "SELECT s.id, s.person_id, COALESCE(p.family, ''), COALESCE(p.given, ''), p.patronymic, {PLACE_NAME}, COALESCE(pl.path, ''), s.role, s.answer, s.answered_on, s.left_on
        FROM mentoring_side s LEFT JOIN person p ON p.id = s.person_id AND p.erased_at IS NULL LEFT JOIN place pl ON pl.id = p.place_id WHERE s.mentoring_id = $1 ORDER BY s.role DESC, p.sort_key, s.id"
    );
    Ok(tx.query(&sql, params![id], |row| {
        let name = FullName { family: row.get(2)?, given: row.get(3)?, patronymic: row.get(4)? };
        Ok(Side { id: row.get(0)?, person: row.get(1)?, name: name.full(), place: row.get(5)?, place_path: row.get(6)?, role: row.get(7)?, answer: row.get(8)?, answered_on: row.get(9)?, left_on: row.get(10)? })
    })?)
}

pub fn add_side(tx: &mut Tx<'_>, id: MentoringId, person: PersonId, role: Role) -> Result<()> {
    tx.execute("INSERT INTO mentoring_side (id, mentoring_id, person_id, role, answer) VALUES ($1, $2, $3, $4, $5)", params![SideId::fresh(), id, person, role, Answer::Waits])?;
    Ok(())
}

pub fn set_answer(tx: &mut Tx<'_>, side: SideId, answer: Answer) -> Result<()> {
    let today = tx.today();
    tx.change_one("Ответ о наставничестве", "UPDATE mentoring_side SET answer = $1, answered_on = $2 WHERE id = $3 AND answer = 'waits'", params![answer, today, side])
}

pub fn leave(tx: &mut Tx<'_>, side: SideId) -> Result<()> {
    let today = tx.today();
    tx.execute("UPDATE mentoring_side SET left_on = $1 WHERE id = $2 AND left_on IS NULL", params![today, side])?;
    Ok(())
}

/// The state that follows from answers.
pub fn set_state(tx: &mut Tx<'_>, mentoring: &Mentoring, state: State) -> Result<()> {
    let today = tx.today();
    let started: Option<Date> = if state == State::Active { Some(today) } else { mentoring.started_on };
    tx.change_one("Наставничество", "UPDATE mentoring SET state = $1, started_on = $2, version = version + 1 WHERE id = $3 AND version = $4", params![state, started, mentoring.id, mentoring.version])
}

/// What had begun is ended; a proposal didn't come about.
pub fn end(tx: &mut Tx<'_>, id: MentoringId, reason: EndReason) -> Result<u64> {
    let today = tx.today();
    Ok(tx.execute(
        "UPDATE mentoring SET state = CASE state WHEN 'active' THEN 'ended' ELSE 'declined' END, ended_on = $1, end_reason = $2, version = version + 1 WHERE id = $3 AND state IN ('active', 'proposed')",
        params![today, reason, id],
    )?)
}

pub fn set_programme(tx: &mut Tx<'_>, mentoring: &Mentoring, (goals, expected): (&str, &str), lines: &[Line]) -> Result<()> {
    tx.change_one("Программа наставничества", "UPDATE mentoring SET goals = $1, expected = $2, version = version + 1 WHERE id = $3 AND version = $4", params![goals, expected, mentoring.id, mentoring.version])?;
    tx.execute("DELETE FROM mentoring_line WHERE mentoring_id = $1", params![mentoring.id])?;
    for (position, line) in (1_i64..).zip(lines) {
        let sql = "INSERT INTO mentoring_line (id, mentoring_id, position, title, due_on, expected, done_on) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        tx.execute(sql, params![line.id, mentoring.id, position, line.title, line.due_on, line.expected, line.done_on])?;
    }
    Ok(())
}

pub fn lines(tx: &mut Tx<'_>, id: MentoringId) -> Result<Vec<Line>> {
    Ok(tx.query("SELECT id, title, due_on, expected, done_on FROM mentoring_line WHERE mentoring_id = $1 ORDER BY position", params![id], |row| {
        Ok(Line { id: row.get(0)?, title: row.get(1)?, due_on: row.get(2)?, expected: row.get(3)?, done_on: row.get(4)? })
    })?)
}

pub fn add_meeting(tx: &mut Tx<'_>, id: MentoringId, meeting: &Meeting, by: PersonId) -> Result<()> {
    let now = tx.now();
    let sql = "INSERT INTO mentoring_meeting (id, mentoring_id, held_on, minutes, theme, is_lesson, next, written_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    tx.execute(sql, params![meeting.id, id, meeting.held_on, meeting.minutes, meeting.theme, i64::from(meeting.is_lesson), meeting.next, by, now])?;
    Ok(())
}

pub fn meetings(tx: &mut Tx<'_>, id: MentoringId) -> Result<Vec<Meeting>> {
    Ok(tx.query("SELECT id, held_on, minutes, theme, is_lesson, next FROM mentoring_meeting WHERE mentoring_id = $1 ORDER BY held_on DESC, made_at DESC", params![id], |row| {
        Ok(Meeting { id: row.get(0)?, held_on: row.get(1)?, minutes: row.get(2)?, theme: row.get(3)?, is_lesson: row.get(4)?, next: row.get(5)? })
    })?)
}

/// Removes a meeting: one that `by` has written, or whoever wrote it. Whether it was there.
pub fn remove_meeting(tx: &mut Tx<'_>, id: MentoringId, meeting: MeetingId, by: Option<PersonId>) -> Result<bool> {
    let gone = match by {
        Some(by) => tx.execute("DELETE FROM mentoring_meeting WHERE id = $1 AND mentoring_id = $2 AND written_by = $3", params![meeting, id, by])?,
        None => tx.execute("DELETE FROM mentoring_meeting WHERE id = $1 AND mentoring_id = $2", params![meeting, id])?,
    };
    Ok(gone > 0)
}

/// Counts and dates of a mentoring: what overseers see.
pub fn progress(tx: &mut Tx<'_>, id: MentoringId) -> Result<Progress> {
    let met = "SELECT COUNT(*), CAST(COALESCE(SUM(is_lesson), 0) AS BIGINT), CAST(COALESCE(SUM(minutes), 0) AS BIGINT), MAX(held_on) FROM mentoring_meeting WHERE mentoring_id = $1";
    let (meetings, lessons, minutes, last_on) = tx.one(met, params![id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let (lines, lines_done) = tx.one("SELECT COUNT(*), COUNT(done_on) FROM mentoring_line WHERE mentoring_id = $1", params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Progress { meetings, lessons, minutes, last_on, lines, lines_done })
}

/// Mentorings in which a person has a side: those that wait for the person first.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Mentoring>> {
    let sql = format!(
        "{SELECT} JOIN mentoring_side s ON s.mentoring_id = m.id WHERE s.person_id = $1 AND s.answer <> 'no'
        ORDER BY CASE WHEN m.state = 'proposed' AND s.answer = 'waits' THEN 0 WHEN m.state = 'active' THEN 1 WHEN m.state = 'proposed' THEN 2 ELSE 3 END, m.starts_on DESC, m.id"
    );
    Ok(tx.query(&sql, params![person], shape)?)
}

/// What now runs, and what is proposed, for a mentee: nobody needs a second mentor by oversight.
pub fn open_of_mentee(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<MentoringId>> {
    let sql = "SELECT m.id FROM mentoring m JOIN mentoring_side s ON s.mentoring_id = m.id WHERE s.person_id = $1 AND s.role = 'mentee' AND s.answer <> 'no' AND s.left_on IS NULL AND m.state IN ('proposed', 'active') ORDER BY m.id";
    Ok(tx.query(sql, params![person], |row| row.get(0))?)
}

/// Dates for a calendar; names nobody.
pub fn entries(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(String, Date, String, String)>> {
    let mine = "FROM mentoring m JOIN mentoring_side s ON s.mentoring_id = m.id WHERE s.person_id = $1 AND s.answer = 'yes' AND s.left_on IS NULL AND m.state = 'active'";
    let ends: Vec<(MentoringId, Date)> = tx.query(&format!("SELECT m.id, m.ends_on {mine}"), params![person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let sql = "SELECT l.id, l.due_on, l.title, m.id FROM mentoring_line l JOIN mentoring m ON m.id = l.mentoring_id JOIN mentoring_side s ON s.mentoring_id = m.id
        WHERE s.person_id = $1 AND s.answer = 'yes' AND s.left_on IS NULL AND m.state = 'active' AND l.due_on IS NOT NULL AND l.done_on IS NULL";
    let lines: Vec<(LineId, Date, String, MentoringId)> = tx.query(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let mut entries: Vec<_> = ends.into_iter().map(|(id, day)| (format!("mentoring-{id}"), day, "Наставничество: последний день".to_owned(), url(id))).collect();
    entries.extend(lines.into_iter().map(|(line, day, title, id)| (format!("mentoring-line-{line}"), day, format!("Наставничество: {title}"), url(id))));
    Ok(entries)
}

/// Where a mentoring is looked at.
pub fn url(id: MentoringId) -> String {
    format!("/mentoring/{id}")
}

/// The name of a curator's account, if it may be one: a deputy head, a methodist, a coordinator.
pub fn curator_name(tx: &mut Tx<'_>, account: kernel::id::AccountId) -> Result<String> {
    let today = tx.today();
    let sql = "SELECT a.display_name FROM account a WHERE a.id = $1 AND a.disabled_at IS NULL AND EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id AND g.role IN ('school', 'municipal', 'methodist', 'coordinator') AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2))";
    tx.maybe(sql, params![account, today], |row| row.get(0))?.ok_or_else(|| Error::field("curator", "Этот человек сейчас не может быть куратором. Выберите другого из списка"))
}
