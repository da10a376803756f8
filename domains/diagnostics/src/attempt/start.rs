//! Accepting, declining and beginning.

use super::{adaptive, store};
use crate::{
    assign::store as assignments,
    bank,
    instrument::store as instruments,
    model::{Assignment, AssignmentId, AssignmentState, Attempt, AttemptId, AttemptState, Form, FormId, FormState, GivenItem, Instrument, InstrumentState, ItemId, Mode},
};
use access::{Action, Actor};
use audit::{Event, Record};
use consent::ConsentKind;
use kernel::{Error, Result, Timestamp, Tx, id::PersonId};
use serde_json::json;
use std::collections::BTreeSet;

/// The person in whose cabinet this is.
///
/// # Errors
/// Not found.
pub fn own(actor: &Actor) -> Result<PersonId> {
    actor.may(Action::UseOwnCabinet)?;
    actor.person.ok_or(Error::NotFound)
}

/// Whether the person's consent to diagnostics lives now.
///
/// # Errors
/// The store fails.
pub fn has_consent(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let today = tx.today();
    consent::has_live(tx, person, ConsentKind::Diagnostics, today)
}

/// Declines an offer: no reason is asked, nothing follows.
///
/// # Errors
/// Not found; a refusal once it was begun or is over.
pub fn decline(tx: &mut Tx<'_>, actor: &Actor, id: AssignmentId) -> Result<()> {
    let person = own(actor)?;
    let found = assignments::own(tx, person, id)?;
    if !found.state.is_live() {
        return Err(Error::refusal(over(found.state)));
    }
    if store::of_assignment(tx, id)?.iter().any(|attempt| attempt.state != AttemptState::Void) {
        return Err(Error::refusal("Вы уже начали эту диагностику. Её можно просто не заканчивать, а чтобы ответы были стёрты — отзовите согласие на диагностику в разделе «Мои согласия»."));
    }
    assignments::set_state(tx, &found, AssignmentState::Declined)?;
    tx.record(&actor.by(), Event::new("assignment.declined", "assignment", id).of(person))
}

/// Accepts an offer; the consent must be there.
///
/// # Errors
/// Not found; refusals.
pub fn accept(tx: &mut Tx<'_>, actor: &Actor, id: AssignmentId) -> Result<()> {
    let person = own(actor)?;
    let found = assignments::own(tx, person, id)?;
    // One who declined may think again while the window is open.
    if !matches!(found.state, AssignmentState::Offered | AssignmentState::Declined | AssignmentState::Accepted) {
        return Err(Error::refusal(over(found.state)));
    }
    if !has_consent(tx, person)? {
        return Err(Error::refusal("Сначала нужно ваше согласие на диагностику: откройте страницу диагностики и прочитайте его."));
    }
    if found.state == AssignmentState::Accepted {
        return Ok(());
    }
    assignments::set_state(tx, &found, AssignmentState::Accepted)?;
    tx.record(&actor.by(), Event::new("assignment.accepted", "assignment", id).of(person))
}

/// As [`accept`], for the button that begins: what was answered already stays as it is.
///
/// # Errors
/// As [`accept`].
pub fn accept_if_offered(tx: &mut Tx<'_>, actor: &Actor, id: AssignmentId) -> Result<()> {
    let found = assignments::own(tx, own(actor)?, id)?;
    match found.state {
        AssignmentState::Offered | AssignmentState::Declined => accept(tx, actor, id),
        AssignmentState::Accepted | AssignmentState::Finished | AssignmentState::TakenBack => Ok(()),
    }
}

fn over(state: AssignmentState) -> &'static str {
    match state {
        AssignmentState::Declined => "Вы отказались от этой диагностики. Передумали — нажмите «Всё-таки пройти».",
        AssignmentState::TakenBack => "Эту диагностику отозвали: проходить её больше не нужно.",
        AssignmentState::Finished => "Вы уже прошли эту диагностику.",
        AssignmentState::Offered | AssignmentState::Accepted => "Диагностика уже в другом состоянии. Обновите страницу.",
    }
}

/// Why an assignment can't be begun now, in words for the teacher; `Ok` if it can.
///
/// # Errors
/// A refusal with the sentence.
pub fn may_start(now: Timestamp, zone: &jiff::tz::TimeZone, assignment: &Assignment, instrument: &Instrument, attempts: &[Attempt]) -> Result<()> {
    match assignment.state {
        AssignmentState::Offered | AssignmentState::Accepted | AssignmentState::Finished => {}
        AssignmentState::Declined | AssignmentState::TakenBack => return Err(Error::refusal(over(assignment.state))),
    }
    if instrument.state != InstrumentState::Open {
        return Err(Error::refusal("Эта диагностика сейчас закрыта. Если вам обещали, что она идёт, спросите методиста, который её назначил."));
    }
    if now < assignment.opens_at {
        return Err(Error::refusal(format!("Начать можно с {}.", ui::ru::datetime(assignment.opens_at, zone))));
    }
    if now >= assignment.closes_at {
        return Err(Error::refusal(format!("Срок закончился {}. Если хотите пройти её, попросите методиста назначить снова.", ui::ru::datetime(assignment.closes_at, zone))));
    }
    let counted: Vec<&Attempt> = attempts.iter().filter(|attempt| attempt.state != AttemptState::Void).collect();
    if i64::try_from(counted.len()).unwrap_or(i64::MAX) >= instrument.attempts {
        return Err(Error::refusal(over(AssignmentState::Finished)));
    }
    if let Some(last) = counted.iter().filter_map(|attempt| attempt.submitted_at).max() {
        let next = last.saturating_add(jiff::SignedDuration::from_hours(24 * instrument.rest_days)).unwrap_or(Timestamp::MAX);
        if now < next {
            return Err(Error::refusal(format!("Следующую попытку можно начать с {}: между попытками нужен перерыв.", ui::ru::datetime(next, zone))));
        }
    }
    Ok(())
}

/// Begins an attempt, or gives the one that runs.
///
/// # Errors
/// Not found; refusals of [`may_start`]; no consent; no form with new items.
pub fn start(tx: &mut Tx<'_>, actor: &Actor, id: AssignmentId, zone: &jiff::tz::TimeZone) -> Result<AttemptId> {
    let person = own(actor)?;
    let assignment = assignments::own(tx, person, id)?;
    let attempts = store::of_assignment(tx, id)?;
    let now = tx.now();
    if let Some(running) = attempts.iter().find(|attempt| attempt.takes_answers_at(now)) {
        return Ok(running.id);
    }
    let instrument = instruments::find(tx, assignment.instrument)?;
    may_start(now, zone, &assignment, &instrument, &attempts)?;
    if attempts.iter().any(|attempt| attempt.state == AttemptState::Running) {
        return Err(Error::refusal("Время прошлой попытки вышло, она сейчас отправляется на проверку. Обновите страницу через минуту."));
    }
    if !has_consent(tx, person)? {
        return Err(Error::refusal("Без вашего согласия диагностика не начинается. Прочитайте и подпишите согласие на странице диагностики."));
    }
    let place = assignments::place_of(tx, id)?;
    let until = instrument.minutes.and_then(|minutes| now.checked_add(jiff::SignedDuration::from_mins(minutes)).ok());
    let ends_at = until.map_or(assignment.closes_at, |until| until.min(assignment.closes_at));
    let calibration = bank::current_calibration(tx, instrument.framework)?;
    let form = match instrument.mode {
        Mode::Fixed => Some(choose_form(tx, &assignment, &instrument)?),
        Mode::Adaptive => None,
    };
    let number = attempts.iter().map(|attempt| attempt.number).max().unwrap_or(0) + 1;
    let attempt = Attempt {
        id: AttemptId::fresh(),
        assignment: id,
        instrument: instrument.id,
        form,
        calibration,
        person,
        number,
        state: AttemptState::Running,
        started_at: now,
        ends_at,
        submitted_at: None,
        scored_at: None,
        shown_at: None,
    };
    store::insert(tx, &attempt, &place)?;
    match form {
        Some(form) => give_form(tx, &attempt, form)?,
        None => {
            adaptive::give_next(tx, &attempt, &instrument)?.ok_or_else(|| Error::refusal("В банке не хватает заданий для этой диагностики. Сообщите методисту, который её назначил."))?;
        }
    }
    if assignment.state == AssignmentState::Offered {
        assignments::set_state(tx, &assignment, AssignmentState::Accepted)?;
    }
    tx.record(&actor.by(), Event::new("attempt.started", "attempt", attempt.id).of(person).with(json!({"assignment": id, "number": number})))?;
    Ok(attempt.id)
}

fn give_form(tx: &mut Tx<'_>, attempt: &Attempt, form: FormId) -> Result<()> {
    for one in instruments::form_items(tx, form)? {
        let (max_score, parameters) = bank::parameters(tx, one.item, one.revision, attempt.calibration)?;
        let given = GivenItem { position: one.position, item: one.item, revision: one.revision, competency: one.competency, max_score, parameters, score: None };
        store::give(tx, attempt.id, &given)?;
    }
    Ok(())
}

/// A form with no item that the person has seen (anchors apart): the one assigned, or the first such by letter.
fn choose_form(tx: &mut Tx<'_>, assignment: &Assignment, instrument: &Instrument) -> Result<FormId> {
    let seen = store::seen_items(tx, assignment.person)?;
    let ready: Vec<Form> = instruments::forms(tx, instrument.id)?.into_iter().filter(|form| form.state == FormState::Ready).collect();
    let mut sets = Vec::new();
    for form in &ready {
        let items: BTreeSet<ItemId> = instruments::form_items(tx, form.id)?.into_iter().map(|one| one.item).collect();
        sets.push((form.id, items));
    }
    unseen_form(&sets, &seen, &instrument.settings.anchors, assignment.form)
        .ok_or_else(|| Error::refusal("Нет варианта с новыми для вас заданиями, а одни и те же дважды не даются. Сообщите методисту, который назначил диагностику: нужен ещё один параллельный вариант."))
}

/// The first form, the wanted one before all, none of whose items were seen but for anchors.
#[must_use]
pub fn unseen_form(forms: &[(FormId, BTreeSet<ItemId>)], seen: &BTreeSet<ItemId>, anchors: &[ItemId], wanted: Option<FormId>) -> Option<FormId> {
    let is_new = |items: &BTreeSet<ItemId>| items.iter().all(|item| !seen.contains(item) || anchors.contains(item)) && !items.iter().all(|item| seen.contains(item));
    let first = forms.iter().filter(|(id, _)| wanted.is_none_or(|wanted| wanted == *id)).find(|(_, items)| is_new(items));
    first.map(|(id, _)| *id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gets_the_same_items_twice() {
        let items: Vec<ItemId> = (0..6).map(|_| ItemId::fresh()).collect();
        let set = |at: &[usize]| at.iter().map(|at| items[*at]).collect::<BTreeSet<_>>();
        let (a, b) = (FormId::fresh(), FormId::fresh());
        let forms = [(a, set(&[0, 1, 2])), (b, set(&[2, 3, 4]))];
        assert_eq!(unseen_form(&forms, &set(&[]), &[], None), Some(a));
        assert_eq!(unseen_form(&forms, &set(&[]), &[], Some(b)), Some(b));
        assert_eq!(unseen_form(&forms, &set(&[0, 1, 2]), &[], None), None, "item 2 stands in both");
        assert_eq!(unseen_form(&forms, &set(&[0, 1, 2]), &[items[2]], None), Some(b), "an anchor may come again");
        assert_eq!(unseen_form(&forms, &set(&[0]), &[], Some(a)), None, "the wanted form was seen in part");
        assert_eq!(unseen_form(&[(a, set(&[0]))], &set(&[0]), &[items[0]], None), None, "a form of anchors alone is no new form");
    }
}
