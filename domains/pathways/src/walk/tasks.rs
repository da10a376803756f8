//! What is next in a pathway that is walked, for whom, since when.

use super::{Drop, ReportState, answerers, answering::is_walked, store, url};
use crate::{
    model::{Pathway, State, Step, StepState},
    presentation,
    store::{current_of, steps},
};
use cases::{Case, Member, SeatId, SeatState, Task, TeamRole};
use jiff::tz::TimeZone;
use kernel::{Date, Result, Timestamp, Tx};
use structure::calendar::{Calendar, working_days_after};

/// Working days within which a report is answered.
pub(crate) const ANSWER_WITHIN: u32 = 3;

/// Everything the list is made from.
struct Ground<'a> {
    case: &'a Case,
    pathway: &'a Pathway,
    team: &'a [Member],
    today: Date,
    zone: TimeZone,
    calendar: Calendar,
}

impl Ground<'_> {
    fn seats(&self, roles: &[TeamRole]) -> Vec<SeatId> {
        self.team.iter().filter(|member| member.state == SeatState::Joined && roles.contains(&member.role)).map(|member| member.seat).collect()
    }

    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned_datetime(self.zone.clone()).date()
    }

    fn since(&self) -> Date {
        self.pathway.starts_on.unwrap_or(self.case.rung_since)
    }
}

const METHODISTS: &[TeamRole] = &[TeamRole::RegionalMethodist, TeamRole::MunicipalMethodist];

/// The next steps of the version that a case works by now; none while it is built or after it has ended.
///
/// # Errors
/// The store fails.
pub fn tasks(tx: &mut Tx<'_>, case: &Case) -> Result<Vec<Task>> {
    let Some(pathway) = current_of(tx, case.id)? else { return Ok(Vec::new()) };
    if !matches!(pathway.state, State::Active | State::Presented) {
        return Ok(Vec::new());
    }
    let team = cases::team(tx, case.id)?;
    let ground = Ground { case, pathway: &pathway, team: &team, today: tx.today(), zone: structure::zone(tx).unwrap_or(TimeZone::UTC), calendar: structure::calendar(tx)? };
    let all = steps::list(tx, pathway.id)?;
    match pathway.state {
        State::Active if is_walked(&all) => to_present(tx, &ground),
        State::Active => walking(tx, &ground, &all),
        State::Presented => crate::closing::tasks(tx, case, &pathway, &team),
        State::Draft | State::Agreed | State::Closed | State::Revised | State::Stopped => Ok(Vec::new()),
    }
}

fn walking(tx: &mut Tx<'_>, ground: &Ground<'_>, all: &[Step]) -> Result<Vec<Task>> {
    let mut tasks = Vec::new();
    let undone = || all.iter().filter(|step| step.is_in() && step.state.is_undone());
    tasks.extend(undone().filter(|step| step.state == StepState::Returned).map(|step| of_teacher(ground, step, "Дополнить отчёт о шаге")));
    let next = undone().filter(|step| matches!(step.state, StepState::Planned | StepState::InWork)).min_by_key(|step| (step.due().is_none(), step.due(), step.position));
    tasks.extend(next.map(|step| of_teacher(ground, step, "Шаг маршрута")));
    for step in undone().filter(|step| step.state == StepState::Submitted) {
        tasks.extend(to_answer(tx, ground, step)?);
    }
    for step in undone() {
        for drop in store::drops(tx, step.id)?.iter().filter(|drop| drop.answered_at.is_none()) {
            tasks.push(to_agree(ground, step, drop));
        }
    }
    Ok(tasks)
}

fn of_teacher(ground: &Ground<'_>, step: &Step, what: &str) -> Task {
    let hint = if step.state == StepState::Returned { "Отчёт вернули с пояснением: оно на странице шага." } else { "" };
    Task {
        what: format!("{what}: {}", step.title),
        hint: hint.into(),
        url: url(step.pathway, step.id),
        whose: ground.seats(&[TeamRole::Teacher]),
        since: step.starts_on.unwrap_or_else(|| ground.since()),
        by: step.due(),
        is_late: step.is_late(ground.today),
    }
}

fn to_answer(tx: &mut Tx<'_>, ground: &Ground<'_>, step: &Step) -> Result<Option<Task>> {
    let waiting = store::reports(tx, step.id)?.into_iter().find(|report| report.state == ReportState::Waiting);
    let Some(sent_at) = waiting.and_then(|report| report.sent_at) else { return Ok(None) };
    let since = ground.day(sent_at);
    let by = working_days_after(&ground.calendar, since, ANSWER_WITHIN);
    let whose = answerers(ground.team, ground.case, step).iter().map(|member| member.seat).collect();
    Ok(Some(Task {
        what: format!("Ответить на отчёт о шаге: {}", step.title), hint: "Принять или вернуть с пояснением.".into(), url: url(step.pathway, step.id), whose, since, by: Some(by), is_late: by < ground.today
    }))
}

/// The other side's word on taking a step out or moving its day.
fn to_agree(ground: &Ground<'_>, step: &Step, drop: &Drop) -> Task {
    let from_teacher = ground.team.iter().any(|member| member.seat == drop.seat && member.person == ground.case.person);
    let whose = if from_teacher { ground.seats(&[TeamRole::RegionalMethodist, TeamRole::MunicipalMethodist, TeamRole::Tutor]) } else { ground.seats(&[TeamRole::Teacher]) };
    let asked = drop.due_on.map_or_else(|| "исключать ли шаг".to_owned(), |day| format!("переносить ли срок на {}", ui::ru::date(day)));
    Task { what: format!("Ответить, {asked}: {}", step.title), hint: String::new(), url: url(step.pathway, step.id), whose, since: ground.day(drop.made_at), by: None, is_late: false }
}

fn to_present(tx: &mut Tx<'_>, ground: &Ground<'_>) -> Result<Vec<Task>> {
    let page = format!("/pathways/{}/closing", ground.pathway.id);
    let both: Vec<SeatId> = ground.seats(&[TeamRole::Teacher, TeamRole::RegionalMethodist, TeamRole::MunicipalMethodist]);
    let since = ground.case.rung_since;
    let task = match presentation::find(tx, ground.pathway.id)? {
        None => Task {
            what: "Назначить представление результатов".into(), hint: "Все шаги приняты. Это может быть выступление или обзор работ командой.".into(), url: page, whose: both, since, by: None, is_late: false
        },
        Some(planned) if planned.planned_on > ground.today => {
            Task {
                what: "Подготовить представление результатов".into(), hint: String::new(), url: page, whose: ground.seats(&[TeamRole::Teacher]), since, by: Some(planned.planned_on), is_late: false
            }
        }
        Some(planned) => Task {
            what: "Отметить, как прошло представление результатов".into(),
            hint: "Нужен краткий протокол.".into(),
            url: page,
            whose: ground.seats(METHODISTS),
            since: planned.planned_on,
            by: Some(planned.planned_on),
            is_late: planned.planned_on < ground.today,
        },
    };
    Ok(vec![task])
}
