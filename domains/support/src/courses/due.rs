//! What happens by itself: graduates are asked when a term has come, reminded once before it ends and once after.

use super::{
    model::{Course, CourseId, GraduateId, TaskId},
    store::tasks,
};
use crate::tell::{self, Told};
use jiff::ToSpan;
use kernel::{Date, Result, Tx, id::PersonId, params};
use structure::profile::SupportTerms;

/// The day a graduate is asked, and the last to answer without being late.
#[must_use]
pub fn term(ends_on: Date, months: u32, terms: &SupportTerms) -> (Date, Date) {
    let asked_on = ends_on.saturating_add(i64::from(months).months());
    (asked_on, asked_on.saturating_add(i64::from(terms.answer_days).days()))
}

/// Asks all graduates of all courses whose term has come. How many were asked.
///
/// # Errors
/// The store fails.
pub fn ask_due(tx: &mut Tx<'_>) -> Result<u64> {
    let today = tx.today();
    let terms = structure::profile(tx)?.support.clone();
    // Older courses have all their terms behind them; whoever is loaded late is asked by the loading.
    let last = terms.months.iter().copied().max().unwrap_or(6);
    let since = today.saturating_sub(i64::from(last).months()).saturating_sub(i64::from(terms.answer_days).days());
    let courses =
        tx.query("SELECT id, title, ends_on FROM programme_course WHERE ends_on >= $1 AND ends_on <= $2", params![since, today], |row| Ok((row.get::<CourseId>(0)?, row.get::<String>(1)?, row.get::<Date>(2)?)))?;
    let mut asked = 0;
    for (id, title, ends_on) in courses {
        asked += ask_course(tx, (id, &title, ends_on), &terms)?;
    }
    Ok(asked)
}

/// Asks the graduates of one course.
pub(crate) fn ask_of(tx: &mut Tx<'_>, course: &Course) -> Result<u64> {
    let terms = structure::profile(tx)?.support.clone();
    ask_course(tx, (course.id, &course.title, course.ends_on), &terms)
}

/// A term whose answer would be late the day it is asked is left out: nobody is late for what nobody asked.
fn ask_course(tx: &mut Tx<'_>, (id, title, ends_on): (CourseId, &str, Date), terms: &SupportTerms) -> Result<u64> {
    let today = tx.today();
    let mut asked = 0;
    for months in terms.months {
        let (asked_on, due_on) = term(ends_on, months, terms);
        if asked_on > today || due_on < today {
            continue;
        }
        let sql = "SELECT g.id, g.person_id FROM course_graduate g WHERE g.course_id = $1 AND g.state = 'invited' AND g.person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM course_task t WHERE t.graduate_id = g.id AND t.months = $2)";
        let waiting = tx.query(sql, params![id, months], |row| Ok((row.get::<GraduateId>(0)?, row.get::<PersonId>(1)?)))?;
        for (graduate, person) in waiting {
            let Some(task) = tasks::ask(tx, graduate, months, (asked_on, due_on))? else { continue };
            let body = format!("Прошло {months} мес. после курса «{title}». Приглашаем рассказать, что из него пригодилось на уроках. Это по желанию: можно отказаться, без последствий.");
            tell::tell(tx, &Told { key: format!("course-task/{task}"), person, subject: "Пригодился ли курс на уроках?", body, url: format!("/cabinet/courses/tasks/{task}") })?;
            asked += 1;
        }
    }
    Ok(asked)
}

/// Days before the term ends when a graduate is reminded.
const BEFORE_DAYS: i64 = 3;
/// Days after which a supporter who lets wait is reminded.
const PATIENCE_DAYS: i64 = 5;

/// Reminds once before the term and once after it, and supporters of answers that wait. How many were told.
///
/// # Errors
/// The store fails.
pub fn remind(tx: &mut Tx<'_>) -> Result<u64> {
    let today = tx.today();
    let soon = today.saturating_add(BEFORE_DAYS.days());
    let sql = "SELECT t.id, g.person_id, t.due_on, c.title FROM course_task t JOIN course_graduate g ON g.id = t.graduate_id JOIN programme_course c ON c.id = g.course_id
        WHERE t.state IN ('asked', 'returned') AND g.state = 'invited' AND g.person_id IS NOT NULL AND t.due_on <= $1 AND t.due_on >= $2";
    let floor = today.saturating_sub(30.days());
    let rows = tx.query(sql, params![soon, floor], |row| Ok((row.get::<TaskId>(0)?, row.get::<PersonId>(1)?, row.get::<Date>(2)?, row.get::<String>(3)?)))?;
    let mut told = 0;
    for (task, person, due_on, title) in rows {
        let (key, body) = if due_on < today {
            (format!("course-task/{task}/late"), format!("Курс «{title}»: рассказать ещё можно. Если неудобно или не хочется, откажитесь одной кнопкой — больше напоминать не будем."))
        } else {
            (format!("course-task/{task}/soon"), format!("Курс «{title}»: рассказать о том, что пригодилось, можно до {}.", kernel::date::short(due_on)))
        };
        told += tell::tell(tx, &Told { key, person, subject: "Напоминание: пригодился ли курс на уроках?", body, url: format!("/cabinet/courses/tasks/{task}") })?;
    }
    Ok(told + remind_supporters(tx, today)?)
}

fn remind_supporters(tx: &mut Tx<'_>, today: Date) -> Result<u64> {
    let before = today.saturating_sub(PATIENCE_DAYS.days()).to_string();
    let sql = "SELECT t.id, t.version, g.supporter_id FROM course_task t JOIN course_graduate g ON g.id = t.graduate_id WHERE t.state = 'shown' AND g.state = 'invited' AND g.supporter_id IS NOT NULL AND SUBSTR(t.shown_at, 1, 10) < $1";
    let rows = tx.query(sql, params![before], |row| Ok((row.get::<TaskId>(0)?, row.get::<i64>(1)?, row.get::<PersonId>(2)?)))?;
    let mut told = 0;
    for (task, version, person) in rows {
        let body = "Выпускник курса рассказал, как применяет изученное, и ждёт вашего ответа больше пяти дней.".to_owned();
        told += tell::tell(tx, &Told { key: format!("course-task/{task}/waits/{version}"), person, subject: "Выпускник курса ждёт ответа", body, url: format!("/support/tasks/{task}") })?;
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_term_is_counted_in_months_from_the_end_and_never_leaves_the_month() {
        let terms = SupportTerms::default();
        assert_eq!(term(date(2026, 8, 31), 1, &terms), (date(2026, 9, 30), date(2026, 10, 14)));
        assert_eq!(term(date(2026, 8, 31), 6, &terms), (date(2027, 2, 28), date(2027, 3, 14)));
    }
}
