//! What a request grows into: a case with the teacher's yes, an activity.

use crate::{
    form::needed,
    model::{HelpId, HelpRequest, State},
    standing::{Standing, load},
    store,
};
use access::{Action, Actor};
use activities::ActivityId;
use audit::{Event, Record};
use cases::{CaseId, Channel, First, Head, Kind, Opening};
use kernel::{Error, FieldErrors, Result, Tx};
use serde_json::json;
use web::Answers;

/// Whether the actor may propose a case from it: the helper or a keeper whose office opens cases, for a teacher with a card.
#[must_use]
pub fn may_become_case(standing: &Standing, actor: &Actor) -> bool {
    let request = &standing.request;
    (standing.is_helper || standing.is_keeper) && actor.can(Action::OpenCases) && !request.is_place && request.asker.person.is_some() && request.case.is_none() && request.state != State::Withdrawn
}

/// Proposes a case to the teacher; its signal is the request. The teacher says yes or no as to any proposal.
///
/// # Errors
/// Not found: not one's to propose, or the teacher is out of reach. A refusal: there is one already. Fields. Stale.
pub fn become_case(tx: &mut Tx<'_>, actor: &Actor, id: HelpId, answers: &Answers, site: &str) -> Result<CaseId> {
    let standing = load(tx, actor, id)?;
    let request = standing.must(may_become_case(&standing, actor))?;
    let version: i64 = answers.get("version").parse().unwrap_or_default();
    request.must_be_at(version)?;
    let person = request.asker.person.ok_or(Error::NotFound)?;
    let opening = opening(request, answers)?;
    let case = cases::open(tx, actor, person, &opening, site)?;
    store::set_case(tx, request, case)?;
    tx.record(&actor.by(), Event::new("help.became_case", "help_request", id).of(person).with(json!({"case": case})))?;
    Ok(case)
}

fn opening(request: &HelpRequest, answers: &Answers) -> Result<Opening> {
    let mut errors = FieldErrors::default();
    let kind = errors.take("kind", answers.get("kind").parse::<Kind>().map_err(|_| "Выберите вид сопровождения"));
    let reason = needed(&mut errors, "reason", answers.get("reason"), "Опишите нейтрально, в чём выявлены затруднения");
    let (kind, reason) = errors.or(kind.zip(reason))?;
    let head = Head { kind, subject: request.subject.clone(), direction: request.direction.clone(), reason, channel: Some(Channel::HelpRequest), review_days: 30 };
    Ok(Opening { head, first: vec![First::Help { id: request.id.to_string(), number: request.number.clone(), on: request.asked_on }] })
}

/// Links the activity that grew out of it.
///
/// # Errors
/// Not found: not the helper's or a keeper's, or no such activity within sight. A refusal: cancelled. Stale.
pub fn became_activity(tx: &mut Tx<'_>, actor: &Actor, id: HelpId, raw: &str, version: i64) -> Result<ActivityId> {
    let standing = load(tx, actor, id)?;
    let request = standing.must(standing.is_helper || standing.is_keeper)?;
    request.must_be_at(version)?;
    let activity = crate::activity::named(tx, actor, raw)?;
    store::set_activity(tx, request, activity)?;
    tx.record(&actor.by(), Event::new("help.became_activity", "help_request", id).of_maybe(request.asker.person).with(json!({"activity": activity})))?;
    Ok(activity)
}
