//! What waits for somebody here: for the first page, the cabinet and the hub.

use crate::{
    attestation,
    contests::{self, HelperState},
    courses::{TaskState, store::tasks},
    rules, schools,
};
use access::{Action, Actor};
use cases::Wait;
use kernel::{Date, Result, Tx, id::PersonId, params};

fn wait(what: &str, hint: &str, url: String, count: u64, (since, is_late): (Option<Date>, bool)) -> Wait {
    Wait { what: what.into(), hint: hint.into(), url, count, since, is_late }
}

/// All that waits for the actor.
///
/// # Errors
/// The store fails.
pub fn waits(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    let mut found = Vec::new();
    if rules::enter(actor).is_err() {
        return Ok(found);
    }
    if let Some(person) = actor.person {
        if actor.can(Action::UseOwnCabinet) {
            found.extend(asked(tx, person)?);
        }
        found.extend(helping(tx, person)?);
    }
    if actor.can(Action::ManageSupport) {
        found.extend(overseen(tx, actor)?);
    }
    found.retain(|wait| wait.count > 0);
    Ok(found)
}

/// What a graduate is asked.
fn asked(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Wait>> {
    let today = tx.today();
    let sql = "SELECT COUNT(*), MIN(t.asked_on), MIN(t.due_on) FROM course_task t JOIN course_graduate g ON g.id = t.graduate_id WHERE g.person_id = $1 AND g.state = 'invited' AND t.state IN ('asked', 'returned')";
    let (count, since, due): (u64, Option<Date>, Option<Date>) = tx.one(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let is_late = due.is_some_and(|due| due < today);
    Ok(vec![wait("Рассказать, что из курса пригодилось на уроках", "По желанию: можно отказаться одной кнопкой.", "/cabinet/courses".into(), count, (since, is_late))])
}

/// What waits for one who supports and helps.
fn helping(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Wait>> {
    let today = tx.today();
    let shown: Vec<_> = tasks::of_supporter(tx, person)?.into_iter().filter(|task| task.state == TaskState::Shown).collect();
    let oldest = tx.one("SELECT MIN(SUBSTR(t.shown_at, 1, 10)) FROM course_task t JOIN course_graduate g ON g.id = t.graduate_id WHERE g.supporter_id = $1 AND t.state = 'shown'", params![person], |row| {
        row.get::<Option<Date>>(0)
    })?;
    let is_late = oldest.is_some_and(|day| cases::days_between(day, today) > 5);
    let schools = schools::asked_of(tx, person)?.len() as u64;
    let contests = contests::helped_by(tx, person)?.into_iter().filter(|track| track.helper_state == HelperState::Asked).count() as u64;
    let attestation = attestation::helped_by(tx, person)?.into_iter().filter(|track| track.helper_state == HelperState::Asked).count() as u64;
    let answers = "Ответить, согласны ли вы.";
    Ok(vec![
        wait("Ответить выпускникам курсов", "Они рассказали, как применяют изученное.", "/support".into(), shown.len() as u64, (oldest, is_late)),
        wait("Вас просят помочь школе", answers, "/support".into(), schools, (None, false)),
        wait("Вас просят помочь с подготовкой к конкурсу", answers, "/support".into(), contests, (None, false)),
        wait("Вас просят помочь коллеге", answers, "/support".into(), attestation, (None, false)),
    ])
}

/// What waits for those who keep courses and lead help to schools.
fn overseen(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    let (today, kept, led) = (tx.today(), rules::kept(actor), rules::led_schools(actor));
    let unsupported = "SELECT COUNT(*) FROM course_graduate g JOIN programme_course c ON c.id = g.course_id JOIN place cp ON cp.id = c.place_id WHERE cp.path >= $1 AND cp.path < $2 AND g.person_id IS NOT NULL AND g.state = 'invited' AND g.supporter_id IS NULL";
    let unsupported = tx.count(unsupported, params![kept.from, kept.to])?;
    let recheck = "SELECT COUNT(*), MIN(l.recheck_on) FROM low_school l JOIN place pl ON pl.id = l.place_id WHERE pl.path >= $1 AND pl.path < $2 AND l.closed_on IS NULL AND l.recheck_on <= $3";
    let (due, since): (u64, Option<Date>) = tx.one(recheck, params![led.from, led.to, today], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let unhelped = "SELECT COUNT(*) FROM low_school l JOIN place pl ON pl.id = l.place_id WHERE pl.path >= $1 AND pl.path < $2 AND l.closed_on IS NULL AND NOT EXISTS (SELECT 1 FROM low_school_methodist m WHERE m.low_id = l.id AND m.state IN ('asked', 'yes'))";
    let unhelped = tx.count(unhelped, params![led.from, led.to])?;
    Ok(vec![
        wait("Измерить факторы риска школ снова", "Подошло полугодие.", "/schools-help?show=recheck".into(), due, (since, since.is_some_and(|day| day < today))),
        wait("Школы, которым никто не помогает", "Попросите участников актива.", "/schools-help?show=unhelped".into(), unhelped, (None, false)),
        wait("Выпускники курсов, которых никто не поддерживает", "Назначьте участника актива по курсу или муниципалитету.", "/courses".into(), unsupported, (None, false)),
    ])
}

/// Days of a person's calendar: id, day, title, address. Titles name nobody.
///
/// # Errors
/// The store fails.
pub fn entries(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(String, Date, String, String)>> {
    let entry = |row: &kernel::Row<'_>| Ok((row.get::<String>(0)?, row.get::<Date>(1)?, row.get::<String>(2)?, row.get::<String>(3)?));
    let mut found = Vec::new();
    for sql in [
        "SELECT 'course-task-' || t.id, t.due_on, 'Рассказать о курсе: ' || c.title, '/cabinet/courses/tasks/' || t.id FROM course_task t JOIN course_graduate g ON g.id = t.graduate_id JOIN programme_course c ON c.id = g.course_id
            WHERE g.person_id = $1 AND g.state = 'invited' AND t.state IN ('asked', 'returned') ORDER BY t.due_on, t.id",
        "SELECT 'contest-line-' || l.id, l.due_on, 'Подготовка к конкурсу: ' || l.what, '/contests/tracks/' || t.id FROM contest_line l JOIN contest_track t ON t.id = l.track_id
            WHERE (t.person_id = $1 OR (t.helper_id = $1 AND t.helper_state = 'yes')) AND t.state = 'preparing' AND l.done_on IS NULL ORDER BY l.due_on, l.id",
        "SELECT 'contest-stage-' || s.id, s.starts_on, 'Конкурс «' || c.title || '»: ' || s.title, '/contests/' || c.id FROM contest_stage s JOIN contest c ON c.id = s.contest_id JOIN contest_track t ON t.contest_id = c.id
            WHERE t.person_id = $1 AND t.state = 'preparing' ORDER BY s.starts_on, s.id",
        "SELECT 'attestation-' || t.id, t.target_on, 'Аттестация', '/cabinet/attestation' FROM attestation_track t WHERE t.person_id = $1 AND t.closed_on IS NULL ORDER BY t.id",
        "SELECT DISTINCT 'school-help-' || l.id, l.recheck_on, 'Помощь школе: измерить факторы снова', '/schools-help/' || l.id FROM low_school l JOIN low_school_methodist m ON m.low_id = l.id
            WHERE m.person_id = $1 AND m.state = 'yes' AND l.closed_on IS NULL ORDER BY 2, 1",
    ] {
        found.extend(tx.query(sql, params![person], entry)?);
    }
    Ok(found)
}
