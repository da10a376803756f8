//! A decision about a candidate, with the quotas of that very moment.

use crate::{
    candidates,
    form::{Decision, DecisionForm},
    model::{Item, ItemId, MeetingId, Outcome},
    sitting::{Sitting, sitting},
    store::items::{self, Written},
};
use access::Actor;
use applications::State;
use audit::{Event, Record};
use kernel::{Error, Result, Tx};
use membership::{QuotaLine, Seat};
use serde_json::json;

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    pub outcome: Outcome,
    pub over_quota: bool,
}

/// Seats that the commission has decided on and that no order holds yet: of meetings still going on, and of closed ones
/// whose draft was thrown away. Together with [`membership::planned`] these are all places promised.
///
/// # Errors
/// The store fails.
pub fn planned_seats(tx: &mut Tx<'_>) -> Result<Vec<Seat>> {
    Ok(promised(tx)?.into_iter().map(|(_, seat)| seat).collect())
}

fn promised(tx: &mut Tx<'_>) -> Result<Vec<(ItemId, Seat)>> {
    let ordered = membership::applications_in_orders(tx)?;
    let mut found = Vec::new();
    for (item, application, seat, closed) in items::included(tx)? {
        if ordered.contains(&application.to_string()) {
            continue;
        }
        let state = candidates::state(tx, application)?;
        let holds = if closed { state == State::Decided } else { candidates::is_before_us(state) };
        if holds {
            found.push((item, seat));
        }
    }
    Ok(found)
}

/// The quotas that one more person on `seat` would count in, now: with all that is promised but this item's own seat.
///
/// # Errors
/// The store fails.
pub fn room_for(tx: &mut Tx<'_>, seat: &Seat, but: ItemId) -> Result<Vec<QuotaLine>> {
    room_after(tx, seat, but, &[])
}

/// As [`room_for`], once `before` are taken too.
pub(crate) fn room_after(tx: &mut Tx<'_>, seat: &Seat, but: ItemId, before: &[Seat]) -> Result<Vec<QuotaLine>> {
    let today = tx.today();
    let mut planned = membership::planned(tx)?;
    planned.extend_from_slice(before);
    planned.extend(promised(tx)?.into_iter().filter(|(item, _)| *item != but).map(|(_, seat)| seat));
    membership::room(tx, seat, today, &planned)
}

/// Whether one more would not fit.
#[must_use]
pub fn is_full(lines: &[QuotaLine]) -> bool {
    lines.iter().any(|line| line.free() < 1)
}

/// Decides on a candidate. The page's `version` must still hold: two can't decide at once.
///
/// # Errors
/// Not found for those who don't lead; field errors; refusals: no quorum, decided already, no majority, somebody was first.
pub fn decide(tx: &mut Tx<'_>, actor: &Actor, meeting: MeetingId, item: ItemId, form: &DecisionForm) -> Result<Decided> {
    let sitting = led(tx, actor, meeting)?;
    let item = sitting.item(item)?;
    sitting.meeting.must_be_open()?;
    if item.version != form.version {
        return Err(clash(&sitting, item));
    }
    item.must_be_undecided()?;
    let decision = form.parse(&sitting.lists)?;
    write(tx, actor, &sitting, item, &decision)
}

/// A meeting that the actor leads.
pub(crate) fn led(tx: &mut Tx<'_>, actor: &Actor, meeting: MeetingId) -> Result<Sitting> {
    let found = sitting(tx, actor, meeting)?;
    if found.may_decide(actor) { Ok(found) } else { Err(Error::NotFound) }
}

/// Says what the other one decided, so that nobody has to guess.
fn clash(sitting: &Sitting, item: &Item) -> Error {
    let now = match (&item.outcome, &item.seat) {
        (Outcome::Undecided, _) => "решения сейчас нет: его сняли".to_owned(),
        (Outcome::Include, Some(seat)) => format!("уже решено «{}» — {}", item.outcome.label(), sitting.lists.seat(seat)),
        (outcome, _) => format!("уже решено «{}»", outcome.label()),
    };
    Error::refusal(format!("{}: пока страница была открыта, решение изменил кто-то другой, {now}. Ваше решение не записано. Откройте кандидатуру заново.", item.words.shown_name()))
}

/// Checks a decision against votes and quotas and writes it.
pub(crate) fn write(tx: &mut Tx<'_>, actor: &Actor, sitting: &Sitting, item: &Item, decision: &Decision) -> Result<Decided> {
    allowed_by_votes(sitting, item, decision)?;
    let written = match decision {
        Decision::Include { seat, note } => {
            let over_quota = is_full(&room_for(tx, seat, item.id)?);
            if over_quota && note.is_empty() {
                return Err(Error::field("note", "Свободных мест нет: включить можно сверх квоты, если написать, почему это необходимо"));
            }
            Written { outcome: Outcome::Include, seat: Some(seat), reason: "", note, over_quota }
        }
        Decision::Reserve { note } | Decision::Postpone { note } => Written { outcome: decision.outcome(), seat: None, reason: "", note, over_quota: false },
        Decision::Refuse { reason, note } => Written { outcome: Outcome::Refuse, seat: None, reason, note, over_quota: false },
    };
    items::decide(tx, item, item.version, &written)?;
    let facts = json!({"item": item.id, "application": item.application, "outcome": written.outcome, "reason": written.reason, "over_quota": written.over_quota, "votes": sitting.tally(item.id).words()});
    tx.record(&actor.by(), Event::new("meeting.item_decided", "meeting", sitting.meeting.id).of(item.person).with(facts))?;
    Ok(Decided { outcome: written.outcome, over_quota: written.over_quota })
}

/// To postpone needs neither a quorum nor votes: it is what remains when there are none.
fn allowed_by_votes(sitting: &Sitting, item: &Item, decision: &Decision) -> Result<()> {
    if matches!(decision, Decision::Postpone { .. }) {
        return Ok(());
    }
    sitting.must_have_quorum()?;
    let (tally, verdict) = (sitting.tally(item.id), sitting.verdict(item.id));
    let refusal = |why: &str| Err(Error::refusal(format!("{}: {} ({}). {why}", item.words.shown_name(), verdict.words(), tally.words())));
    match decision {
        _ if tally.cast() == 0 => refusal("Сначала проголосуйте или отложите вопрос."),
        Decision::Include { .. } if !verdict.is_for() => refusal("Включить нельзя: выберите резерв, отказ или отложите вопрос."),
        Decision::Refuse { .. } if verdict.is_for() => refusal("Отказать вопреки голосованию нельзя: включите, зачислите в резерв или проголосуйте заново."),
        Decision::Include { .. } | Decision::Refuse { .. } | Decision::Reserve { .. } | Decision::Postpone { .. } => Ok(()),
    }
}

/// Takes a decision back while the meeting goes on; the votes stay and may change again.
///
/// # Errors
/// As [`decide`].
pub fn reconsider(tx: &mut Tx<'_>, actor: &Actor, meeting: MeetingId, item: ItemId, version: i64) -> Result<()> {
    let sitting = led(tx, actor, meeting)?;
    let item = sitting.item(item)?;
    sitting.meeting.must_be_open()?;
    if item.version != version {
        return Err(clash(&sitting, item));
    }
    items::decide(tx, item, version, &Written { outcome: Outcome::Undecided, seat: None, reason: "", note: "", over_quota: false })?;
    tx.record(&actor.by(), Event::new("meeting.item_reconsidered", "meeting", meeting).of(item.person).with(json!({"item": item.id, "was": item.outcome})))
}
