//! What waits for a person in the walks: one's own next step first, then reports that others handed in.

use super::{answerers, store, tasks};
use crate::store::{case_of, steps};
use cases::{SeatState, Wait};
use kernel::{Date, Result, Tx, id::PersonId};
use std::collections::BTreeMap;

/// One's own next steps, and how many reports wait for one's answer.
///
/// # Errors
/// The store fails.
pub fn waits(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Wait>> {
    let mut found = Vec::new();
    for id in cases::live_of(tx, person)? {
        let case = cases::find(tx, id)?;
        let own: Vec<_> = cases::team(tx, id)?.into_iter().filter(|member| member.person == person && member.state == SeatState::Joined).map(|member| member.seat).collect();
        let mine = tasks(tx, &case)?.into_iter().filter(|task| task.whose.iter().any(|seat| own.contains(seat)));
        found.extend(mine.map(|task| Wait { hint: with_day(task.hint, task.by), what: task.what, url: task.url, count: 1, since: Some(task.since), is_late: task.is_late }));
    }
    found.extend(to_answer(tx, person)?);
    Ok(found)
}

fn with_day(hint: String, by: Option<Date>) -> String {
    match by {
        Some(day) if hint.is_empty() => format!("Срок: {}.", ui::ru::date_weekday(day)),
        Some(day) => format!("{hint} Срок: {}.", ui::ru::date_weekday(day)),
        None => hint,
    }
}

/// Reports of others, one line for each case.
fn to_answer(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Wait>> {
    let zone = crate::zone(tx)?;
    let today = tx.today();
    let calendar = structure::calendar(tx)?;
    let mut lines: BTreeMap<cases::CaseId, Wait> = BTreeMap::new();
    for waiting in store::waiting_for(tx, person)? {
        let id = case_of(tx, waiting.pathway)?;
        let case = cases::find(tx, id)?;
        let (team, step) = (cases::team(tx, id)?, steps::find(tx, waiting.pathway, waiting.step)?);
        if !answerers(&team, &case, &step).iter().any(|member| member.person == person) {
            continue;
        }
        let since = waiting.sent_at.to_zoned_datetime(zone.clone()).date();
        let is_late = structure::calendar::working_days_after(&calendar, since, super::ANSWER_WITHIN) < today;
        let line = lines.entry(id).or_insert_with(|| Wait {
            what: format!("Ответить на отчёты, сопровождение {}", case.number),
            hint: "Принять или вернуть с пояснением.".into(),
            url: super::url(waiting.pathway, waiting.step),
            count: 0,
            since: Some(since),
            is_late: false,
        });
        line.count += 1;
        line.is_late |= is_late;
    }
    Ok(lines.into_values().collect())
}
