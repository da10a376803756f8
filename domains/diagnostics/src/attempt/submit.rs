//! Sending the answers, and what follows: scores by key, marks for experts, the news that all is scored.

use super::store;
use crate::{
    assign::store as assignments,
    marking,
    model::{AssignmentState, Attempt, AttemptId, AttemptState},
};
use audit::{By, Event, Record};
use kernel::{
    Error, Result, Timestamp, Tx,
    id::PersonId,
    news::{Listeners, News},
};
use serde_json::json;

/// The teacher sends the answers.
///
/// # Errors
/// Not found; a refusal once it was sent.
pub fn submit(tx: &mut Tx<'_>, listeners: &Listeners, by: &By, person: PersonId, id: AttemptId) -> Result<AttemptState> {
    let attempt = store::own(tx, person, id)?;
    match attempt.state {
        AttemptState::Running => {}
        AttemptState::Submitted | AttemptState::Scored => return Ok(attempt.state),
        AttemptState::Void => return Err(Error::refusal("Эта попытка не засчитывается: согласие на диагностику отозвано.")),
    }
    let at = tx.now().min(attempt.ends_at);
    close(tx, listeners, by, &attempt, at)
}

/// Closes an attempt whose time is over, if it is; what was saved counts.
///
/// # Errors
/// The store fails.
pub fn close_if_over(tx: &mut Tx<'_>, listeners: &Listeners, attempt: &Attempt) -> Result<bool> {
    if attempt.state != AttemptState::Running || tx.now() < attempt.ends_at {
        return Ok(false);
    }
    close(tx, listeners, &By::system(), attempt, attempt.ends_at)?;
    Ok(true)
}

/// Closes attempts whose time is over, a hundred at a time: for the schedule. How many.
///
/// # Errors
/// The store fails.
pub fn close_overdue(tx: &mut Tx<'_>, listeners: &Listeners) -> Result<u64> {
    let over = store::overdue(tx, 100)?;
    for attempt in &over {
        close(tx, listeners, &By::system(), attempt, attempt.ends_at)?;
    }
    Ok(over.len() as u64)
}

fn close(tx: &mut Tx<'_>, listeners: &Listeners, by: &By, attempt: &Attempt, at: Timestamp) -> Result<AttemptState> {
    if !store::close(tx, attempt.id, at)? {
        return Ok(store::find(tx, attempt.id)?.state);
    }
    let open = score_by_key(tx, attempt.id)?;
    let assignment = assignments::own(tx, attempt.person, attempt.assignment)?;
    if assignment.state.is_live() {
        assignments::set_state(tx, &assignment, AssignmentState::Finished)?;
    }
    tx.record(by, Event::new("attempt.submitted", "attempt", attempt.id).of(attempt.person).with(json!({"open": open})))?;
    finish_if_scored(tx, listeners, attempt.id)?;
    Ok(store::find(tx, attempt.id)?.state)
}

/// Scores what has a key; what experts mark gets its two marks. How many answers wait for experts.
fn score_by_key(tx: &mut Tx<'_>, id: AttemptId) -> Result<usize> {
    let (answers, answered) = (store::answers(tx, id)?, store::answered(tx, id)?);
    let mut open = 0;
    for given in store::given(tx, id)? {
        let revision = items::revision(tx, given.item, given.revision)?;
        let score = match answers.get(&given.position) {
            Some(answer) => items::score(&revision.body, &revision.key, answer),
            None if answered.contains(&given.position) => None,
            None => Some(0),
        };
        match score {
            Some(score) => store::set_score(tx, id, given.position, i64::from(score).min(given.max_score), "key")?,
            None => {
                marking::store::open(tx, id, given.position)?;
                open += 1;
            }
        }
    }
    Ok(open)
}

/// Tells that an attempt is scored once nothing of it waits.
///
/// # Errors
/// The store or a listener fails.
pub fn finish_if_scored(tx: &mut Tx<'_>, listeners: &Listeners, id: AttemptId) -> Result<bool> {
    if store::unscored(tx, id)? > 0 || !store::finish(tx, id)? {
        return Ok(false);
    }
    let attempt = store::find(tx, id)?;
    tx.record(&By::system(), Event::new("attempt.scored", "attempt", id).of(attempt.person))?;
    listeners.tell(tx, News::AttemptScored { attempt: id.0 })?;
    Ok(true)
}
