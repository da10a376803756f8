//! Closing: the minutes are set, applications take their steps, applicants get letters, the order is drafted. After that nothing changes.

use crate::{
    candidates,
    model::{Item, MeetingId, MeetingState, Outcome},
    paper,
    sitting::{Sitting, sitting},
    store::{
        self,
        items::{self, Written},
    },
};
use access::{Action, Actor};
use applications::State;
use audit::{Event, Record};
use documents::MinutesDoc;
use files::Stored;
use kernel::{Error, Result, Tx};
use membership::{NewLine, OrderId};
use serde_json::json;
use structure::profile::TermKind;

/// What closing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// The draft order of inclusion, if anybody is included.
    pub order: Option<OrderId>,
}

/// The minutes to print before [`close`]; refuses what `close` would refuse.
///
/// # Errors
/// Refusals: not open, or somebody is undecided.
pub fn prepare(tx: &mut Tx<'_>, actor: &Actor, meeting: MeetingId) -> Result<MinutesDoc> {
    Ok(paper::minutes(&ready(tx, actor, meeting)?))
}

fn ready(tx: &mut Tx<'_>, actor: &Actor, meeting: MeetingId) -> Result<Sitting> {
    actor.may(Action::RunMeetings)?;
    let sitting = sitting(tx, actor, meeting)?;
    sitting.meeting.must_be_open()?;
    let left: Vec<&str> = sitting.items.iter().filter(|item| !item.is_settled()).map(|item| item.words.shown_name()).collect();
    match left.first() {
        None => Ok(sitting),
        Some(first) => {
            Err(Error::refusal(format!("Не решено по {} (первая в списке — {first}). Примите решение или отложите, затем закройте заседание.", ui::ru::counted(left.len(), "кандидатуре", "кандидатурам", "кандидатурам"))))
        }
    }
}

/// Closes the meeting. `printed` and `stored` are the minutes as printed: if anything changed since, nothing is closed.
///
/// # Errors
/// As [`prepare`]; a refusal if the minutes no longer say what is true.
pub fn close(tx: &mut Tx<'_>, actor: &Actor, meeting: MeetingId, printed: &MinutesDoc, stored: &Stored) -> Result<Closing> {
    let sitting = ready(tx, actor, meeting)?;
    if paper::minutes(&sitting) != *printed {
        return Err(Error::stale("Протокол"));
    }
    files::record(tx, stored)?;
    store::close(tx, &sitting.meeting, &stored.digest.to_string())?;
    for item in &sitting.items {
        carry_out(tx, actor, &sitting, item)?;
    }
    let included: Vec<&Item> = sitting.items.iter().filter(|item| item.outcome == Outcome::Include && !item.gone).collect();
    let order = draft(tx, actor, meeting, &included)?;
    let counts = Outcome::ALL
        .iter()
        .map(|outcome| (outcome.as_str().to_owned(), json!(sitting.items.iter().filter(|item| if item.gone { *outcome == Outcome::Withdrawn } else { item.outcome == *outcome }).count())))
        .collect::<serde_json::Map<_, _>>();
    tx.record(&actor.by(), Event::new("meeting.closed", "meeting", meeting).with(json!({"outcomes": counts, "order": order, "minutes": stored.digest.to_string()})))?;
    Ok(Closing { order })
}

/// The application follows the decision; its letter says what the commission decided and what one can do.
fn carry_out(tx: &mut Tx<'_>, actor: &Actor, sitting: &Sitting, item: &Item) -> Result<()> {
    if item.gone {
        return items::decide(tx, item, item.version, &Written { outcome: Outcome::Withdrawn, seat: None, reason: "", note: "", over_quota: false });
    }
    let (by, id) = (actor.by(), item.application);
    match item.outcome {
        Outcome::Include => applications::mark_decided(tx, &by, id, &included_words(sitting, item)),
        Outcome::Reserve => applications::mark_reserve(tx, &by, id, &protocol(sitting)),
        Outcome::Refuse => applications::mark_refused(tx, &by, id, &refused_words(sitting, item)),
        Outcome::Postponed | Outcome::Withdrawn | Outcome::Undecided => Ok(()),
    }
}

fn protocol(sitting: &Sitting) -> String {
    format!("Протокол комиссии {}.", sitting.meeting.caption())
}

fn included_words(sitting: &Sitting, item: &Item) -> String {
    let seat = item.seat.as_ref().map(|seat| sitting.lists.seat(seat)).unwrap_or_default();
    format!("{seat}. {}", protocol(sitting))
}

fn refused_words(sitting: &Sitting, item: &Item) -> String {
    let operator = &sitting.lists.profile.operator;
    format!(
        "{}. {} {} Если вы не согласны с решением, напишите в комиссию: {}, {}. Новую заявку можно подать, когда вы сможете подтвердить то, чего не хватило.",
        sitting.lists.label(TermKind::RefusalReason, &item.reason),
        item.note,
        protocol(sitting),
        operator.email,
        operator.phone
    )
}

fn draft(tx: &mut Tx<'_>, actor: &Actor, meeting: MeetingId, included: &[&Item]) -> Result<Option<OrderId>> {
    let lines: Vec<NewLine> = included.iter().map(|item| line(item)).collect();
    if lines.is_empty() {
        return Ok(None);
    }
    membership::draft_inclusion(tx, &actor.by(), &meeting.to_string(), &lines).map(Some)
}

fn line(item: &Item) -> NewLine {
    let note = if item.over_quota { format!("Сверх квоты: {}", item.note) } else { String::new() };
    NewLine { person: item.person, application: Some(item.application.to_string()), membership: None, seat: item.seat.clone(), reason: String::new(), note }
}

/// Those whom a closed meeting included and whom no order holds, because the draft was thrown away.
///
/// # Errors
/// The store fails.
pub fn without_order(tx: &mut Tx<'_>, sitting: &Sitting) -> Result<Vec<Item>> {
    if sitting.meeting.state != MeetingState::Closed {
        return Ok(Vec::new());
    }
    let ordered = membership::applications_in_orders(tx)?;
    let mut left = Vec::new();
    for item in sitting.items.iter().filter(|item| item.outcome == Outcome::Include && !ordered.contains(&item.application.to_string())) {
        if candidates::state(tx, item.application)? == State::Decided {
            left.push(item.clone());
        }
    }
    Ok(left)
}

/// Drafts the order of a closed meeting once more.
///
/// # Errors
/// A refusal if everybody is in an order already.
pub fn redraft(tx: &mut Tx<'_>, actor: &Actor, meeting: MeetingId) -> Result<OrderId> {
    actor.may(Action::DraftOrders)?;
    let sitting = sitting(tx, actor, meeting)?;
    let left = without_order(tx, &sitting)?;
    let order = draft(tx, actor, meeting, &left.iter().collect::<Vec<_>>())?;
    let order = order.ok_or_else(|| Error::refusal("Все, кого комиссия решила включить, уже в приказах. Откройте раздел «Приказы»."))?;
    tx.record(&actor.by(), Event::new("meeting.order_redrafted", "meeting", meeting).with(json!({"order": order, "people": left.len()})))?;
    Ok(order)
}
