//! Letters that come by themselves: a step is due, a report waits, a review's day has come. By day only, each once, nobody's words
//! in them.

use crate::{
    model::{PathwayId, StepId},
    store::steps,
    walk::{self, letters},
};
use cases::{CaseId, SeatState};
use jiff::{Span, Timestamp, tz::TimeZone};
use kernel::{Date, Result, Tx, id::PersonId, params};
use structure::calendar::working_days_after;

/// Letters are written between these hours of the region's day.
const DAY: std::ops::Range<i8> = 8..20;
/// Days ahead of the due day when the teacher is reminded.
const AHEAD: i64 = 3;
/// What has been late longer was told before; a server that was off, or a moved clock, doesn't send old reminders.
const BEHIND: i64 = 7;

/// Whether it is day in the region.
fn is_day(at: Timestamp, zone: &TimeZone) -> bool {
    DAY.contains(&at.to_zoned_datetime(zone.clone()).hour())
}

fn away(day: Date, days: i64) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(day)
}

/// Writes what is due now; how many letters were thought of (each is kept once, however often this runs).
///
/// # Errors
/// The store fails.
pub fn remind(tx: &mut Tx<'_>, site: &str) -> Result<u64> {
    let zone = structure::zone(tx)?;
    if !is_day(tx.now(), &zone) {
        return Ok(0);
    }
    Ok(of_steps(tx, site)? + of_reports(tx, site, &zone)? + of_reviews(tx, site)?)
}

/// A step that is due soon or was due yesterday.
struct Due {
    step: StepId,
    pathway: PathwayId,
    due_on: Date,
    person: PersonId,
    number: String,
}

fn of_steps(tx: &mut Tx<'_>, site: &str) -> Result<u64> {
    let today = tx.today();
    let sql = "SELECT s.id, s.pathway_id, COALESCE(s.moved_to, s.due_on), c.person_id, c.number FROM pathway_step s JOIN pathway p ON p.id = s.pathway_id JOIN case_file c ON c.id = p.case_id
        WHERE p.state = 'active' AND c.state = 'open' AND s.fate IN ('kept', 'edited') AND s.state IN ('planned', 'in_work', 'returned') AND COALESCE(s.moved_to, s.due_on) >= $1 AND COALESCE(s.moved_to, s.due_on) <= $2 ORDER BY COALESCE(s.moved_to, s.due_on), s.id";
    let due: Vec<Due> = tx.query(sql, params![away(today, -BEHIND), away(today, AHEAD)], |row| Ok(Due { step: row.get(0)?, pathway: row.get(1)?, due_on: row.get(2)?, person: row.get(3)?, number: row.get(4)? }))?;
    let mut sent = 0;
    for Due { step, pathway, due_on, person, number } in due {
        let (when, subject, words) = if due_on < today {
            ("after", "Срок шага маршрута прошёл", format!("Срок шага был {}. Если сделать не получилось, договоритесь с тьютором о новом сроке или отметьте, что мешает.", ui::ru::date(due_on)))
        } else {
            ("before", "Скоро срок шага маршрута", format!("Срок шага: {}. Отметьте, сколько сделано, и отправьте отчёт, когда будет готово.", ui::ru::date_weekday(due_on)))
        };
        letters::send(tx, person, format!("step/{step}/{due_on}/{when}"), (subject, format!("Сопровождение {number}. {words}")), format!("{site}{}", walk::url(pathway, step)))?;
        sent += 1;
    }
    Ok(sent)
}

fn of_reports(tx: &mut Tx<'_>, site: &str, zone: &TimeZone) -> Result<u64> {
    let (today, calendar) = (tx.today(), structure::calendar(tx)?);
    let mut sent = 0;
    for waiting in walk::store::waiting(tx, None)? {
        let since = waiting.sent_at.to_zoned_datetime(zone.clone()).date();
        let late = working_days_after(&calendar, since, walk::ANSWER_WITHIN);
        if late >= today || late < away(today, -BEHIND) {
            continue;
        }
        let case = crate::store::case_of(tx, waiting.pathway)?;
        let case = cases::find(tx, case)?;
        let (team, step) = (cases::team(tx, case.id)?, steps::find(tx, waiting.pathway, waiting.step)?);
        let body = format!("По сопровождению {} отчёт о шаге маршрута ждёт ответа дольше трёх рабочих дней, с {}. Примите его или верните с пояснением.", case.number, ui::ru::date(since));
        for member in walk::answerers(&team, &case, &step) {
            let once = format!("report/{}/{}/late/{}", waiting.report, waiting.number, member.seat);
            letters::send(tx, member.person, once, ("Отчёт педагога ждёт ответа", body.clone()), format!("{site}{}", walk::url(waiting.pathway, waiting.step)))?;
            sent += 1;
        }
    }
    Ok(sent)
}

fn of_reviews(tx: &mut Tx<'_>, site: &str) -> Result<u64> {
    let today = tx.today();
    let sql = "SELECT c.id, c.number, c.next_review_on FROM case_file c WHERE c.state = 'open' AND c.next_review_on <= $1 AND c.next_review_on >= $2 ORDER BY c.next_review_on, c.id";
    let due: Vec<(CaseId, String, Date)> = tx.query(sql, params![today, away(today, -BEHIND)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut sent = 0;
    for (case, number, day) in due {
        let body = format!("Подошёл день, когда команда договорилась обсудить ход сопровождения {number}: {}.", ui::ru::date(day));
        for member in cases::team(tx, case)?.into_iter().filter(|member| member.state == SeatState::Joined && member.role.is_methodist()) {
            letters::send(tx, member.person, format!("case/{case}/review/{day}/{}", member.seat), ("Пора обсудить ход сопровождения", body.clone()), format!("{site}{}", cases::url::case(case)))?;
            sent += 1;
        }
    }
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_at_night_in_the_region() {
        let zone = TimeZone::fixed(jiff::tz::offset(10));
        let at = |text: &str| text.parse::<Timestamp>().map(|at| is_day(at, &zone));
        // 22:00 UTC is eight in the morning there.
        assert_eq!(at("2026-11-23T22:00:00Z").ok(), Some(true));
        assert_eq!(at("2026-11-23T21:59:00Z").ok(), Some(false));
        assert_eq!(at("2026-11-23T09:59:00Z").ok(), Some(true));
        assert_eq!(at("2026-11-23T10:00:00Z").ok(), Some(false));
    }
}
