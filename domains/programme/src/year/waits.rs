//! What waits for somebody in members' years, for the first page.

use super::{
    model::{Part, PlanState, ReportState, Year},
    sight, store,
};
use access::{Action, Actor};
use cases::Wait;
use kernel::{Date, Result, Tx, params};

/// Days after which what was handed in is waited for too long.
const PATIENCE_DAYS: i64 = 10;

/// All that waits for the actor.
///
/// # Errors
/// The store fails.
pub fn waits(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    let mut waits = Vec::new();
    if actor.can(Action::UseOwnCabinet) {
        waits.extend(own(tx, actor)?);
    }
    if sight::oversees(actor) {
        waits.extend(overseen(tx, actor)?);
    }
    Ok(waits)
}

fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    let Some(person) = actor.person else { return Ok(Vec::new()) };
    let year = Year::of(tx.today());
    let wait = |what: String, since: Option<Date>| Wait {
        what, hint: "Слова о том, что исправить, на странице года.".into(), url: format!("/cabinet/year?year={}", year.number()), count: 1, since, is_late: false
    };
    let mut found = Vec::new();
    if let Some(plan) = store::plan_of(tx, person, year)?.filter(|plan| plan.state == PlanState::Returned) {
        found.push(wait(format!("Исправить план {}", year.label()), plan.decided_on));
    }
    for report in store::reports_of(tx, person, year)?.into_iter().filter(|report| report.state == ReportState::Returned) {
        found.push(wait(format!("Исправить отчёт {}", report.part.title(year)), report.decided_on));
    }
    Ok(found)
}

fn overseen(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    let (scope, today) = (actor.scope(), tx.today());
    let late = |since: Option<Date>| since.is_some_and(|since| since.until(today).is_ok_and(|span| i64::from(span.get_days()) > PATIENCE_DAYS));
    let within = "JOIN person p ON p.id = y.person_id JOIN place pl ON pl.id = p.place_id WHERE y.state = 'sent' AND pl.path >= $1 AND pl.path < $2 AND p.erased_at IS NULL";
    let mut waits = Vec::new();
    let sql = format!("SELECT y.year, COUNT(*), MIN(y.sent_on) FROM year_plan y {within} GROUP BY y.year ORDER BY y.year");
    let plans: Vec<(i64, u64, Option<Date>)> = tx.query(&sql, params![scope.from(), scope.to()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (year, count, since) in plans {
        let url = format!("/years?year={year}&plan=sent");
        waits.push(Wait {
            what: format!("Согласовать планы {}", Year::from_number(year).label()), hint: "Участники отправили планы года.".into(), url, count, since, is_late: late(since)
        });
    }
    let sql = format!("SELECT y.year, y.part, COUNT(*), MIN(y.sent_on) FROM year_report y {within} GROUP BY y.year, y.part ORDER BY y.year, y.part");
    let reports: Vec<(i64, Part, u64, Option<Date>)> = tx.query(&sql, params![scope.from(), scope.to()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    for (year, part, count, since) in reports {
        let url = format!("/years?year={year}&part={part}&report=sent");
        waits.push(Wait {
            what: format!("Принять отчёты {}", part.title(Year::from_number(year))), hint: "Числа в них посчитаны системой.".into(), url, count, since, is_late: late(since)
        });
    }
    Ok(waits)
}
