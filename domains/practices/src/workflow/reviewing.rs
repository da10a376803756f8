//! Reviewers: take, read, answer; two who agree decide.

use crate::{
    deeds,
    form::ReviewDraft,
    model::{Outcome, PracticeId, Review, State, Text, Verdict, VersionState, free_seats, outcome},
    sight,
    store::{self, reviews, versions},
    tell,
};
use access::{Actor, Secret};
use audit::{Event, Record};
use kernel::{Error, Result, Tx};
use serde_json::json;

fn under_review(tx: &mut Tx<'_>, id: PracticeId) -> Result<(Text, Vec<Review>)> {
    let newest = versions::newest(tx, id)?;
    if newest.state != VersionState::Review {
        return Err(Error::refusal("Эту практику больше не рецензируют: решение принято или автор её забрал. Вернитесь к списку."));
    }
    let reviews = reviews::of_version(tx, id, newest.number)?;
    Ok((newest, reviews))
}

/// Takes a practice to review.
///
/// # Errors
/// Not found: no reviewer, one's own, one's own school's; refused: enough are reading.
pub fn take(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId) -> Result<()> {
    let practice = sight::for_review(tx, actor, id)?;
    let (text, reviews) = under_review(tx, id)?;
    if sight::mine(actor, &reviews).is_some() {
        return Err(Error::refusal("Вы уже взяли эту практику. Она в списке «Вы читаете»."));
    }
    // The same person under another account is the same reader.
    if let Some(person) = actor.person
        && tx.count("SELECT COUNT(*) FROM practice_review WHERE practice_id = $1 AND number = $2 AND person_id = $3", kernel::params![id, text.number, person])? > 0
    {
        return Err(Error::refusal("Вы уже читаете эту практику под другой ролью."));
    }
    let verdicts: Vec<Verdict> = reviews.iter().map(|review| review.verdict).collect();
    if free_seats(&verdicts) == 0 {
        return Err(Error::refusal("Эту практику уже читают другие рецензенты. Возьмите другую из списка."));
    }
    reviews::take(tx, id, text.number, actor)?;
    tx.record(&actor.by(), Event::new("practice.review_taken", "practice", practice.id))
}

/// Gives back what was taken and not answered.
///
/// # Errors
/// Not found: nothing taken.
pub fn give_back(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId) -> Result<()> {
    sight::for_review(tx, actor, id)?;
    let (_, reviews) = under_review(tx, id)?;
    let mine = sight::mine(actor, &reviews).filter(|review| review.verdict == Verdict::None).ok_or(Error::NotFound)?;
    reviews::give_back(tx, mine.id)?;
    tx.record(&actor.by(), Event::new("practice.review_returned", "practice", id))
}

/// A version that the actor reads, with the actor's own review.
///
/// # Errors
/// Not found: not taken; refused: decided meanwhile.
pub fn reading(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId) -> Result<(Text, Review)> {
    sight::for_review(tx, actor, id)?;
    let (text, reviews) = under_review(tx, id)?;
    let mine = sight::mine(actor, &reviews).filter(|review| review.verdict == Verdict::None).cloned().ok_or(Error::NotFound)?;
    Ok((text, mine))
}

/// Answers. The second who agrees decides: published, returned, or declined.
///
/// # Errors
/// Not found; refused: decided meanwhile.
pub fn give(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId, draft: &ReviewDraft) -> Result<Outcome> {
    let (text, mine) = reading(tx, actor, id)?;
    reviews::give(tx, mine.id, draft)?;
    deeds::reviewed(tx, actor, &mine)?;
    tx.record(&actor.by(), Event::new("practice.reviewed", "practice", id).with(json!({"number": text.number, "verdict": draft.verdict})))?;
    let verdicts: Vec<Verdict> = reviews::of_version(tx, id, text.number)?.iter().map(|review| review.verdict).collect();
    let outcome = outcome(&verdicts);
    decide(tx, actor, &text, outcome)?;
    Ok(outcome)
}

fn decide(tx: &mut Tx<'_>, actor: &Actor, text: &Text, outcome: Outcome) -> Result<()> {
    let id = text.practice;
    let (version, state) = match outcome {
        Outcome::Wait(_) => return Ok(()),
        Outcome::Accepted => (VersionState::Accepted, State::Published),
        Outcome::Returned => (VersionState::Returned, State::Returned),
        Outcome::Declined => (VersionState::Declined, State::Declined),
    };
    reviews::release(tx, id, text.number)?;
    versions::set_state(tx, id, text.number, version)?;
    if state == State::Published {
        let today = tx.today();
        store::publish(tx, id, text.number, Secret::fresh().as_str(), today)?;
    } else {
        store::set_state(tx, id, state)?;
    }
    let practice = store::find(tx, id)?;
    if state == State::Published {
        deeds::published(tx, &practice, text)?;
    }
    tell::decided(tx, &practice, text, outcome)?;
    tx.record(&actor.by(), Event::new("practice.decided", "practice", id).of_maybe(practice.author).with(json!({"number": text.number, "state": version})))
}
