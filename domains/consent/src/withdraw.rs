//! Withdrawing a consent: the effect is at once, the duties that follow get their legal deadlines.

use crate::{
    ConsentId, ConsentKind, DestructionId, DutyId, PublicationItem, WithdrawalChannel, WithdrawalId, destruction,
    duty::{self, DutyKind},
    live::live,
    store, terms,
};
use audit::{By, Event, Record};
use kernel::{
    Date, Error, Result, Tx,
    id::PersonId,
    news::{Listeners, News},
};
use serde_json::json;
use structure::profile::DeadlineKind;

/// Which consent is withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Consent(ConsentId),
    /// The newest of its kind.
    Newest(PersonId, ConsentKind),
}

/// A demand to stop.
#[derive(Debug, Clone)]
pub struct Withdrawal {
    pub target: Target,
    /// One datum of a consent to publish; `None`: the whole consent.
    pub item: Option<PublicationItem>,
    /// The day it came: deadlines run from it. Today, or the day of receipt of a paper.
    pub received_on: Date,
    pub channel: WithdrawalChannel,
    pub evidence: serde_json::Value,
}

/// What a withdrawal led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdrawn {
    pub id: WithdrawalId,
    pub duty: Option<DutyId>,
    pub destruction: Option<DestructionId>,
}

/// Withdraws a consent or one datum of it. A repeat gives what the first one led to and changes nothing.
///
/// # Errors
/// Not found: no such consent. A refusal: it was replaced by a newer one, or it has no such datum. A field error at `received_on`.
pub fn withdraw(tx: &mut Tx<'_>, listeners: &Listeners, by: &By, demand: Withdrawal) -> Result<Withdrawn> {
    let consent = aimed_at(tx, &demand)?;
    if let Some(before) = store::withdrawal_of(tx, consent.id, demand.item)? {
        return led_to(tx, consent.person, consent.kind, before);
    }
    check_day(tx, &consent, demand.received_on)?;
    register(tx, listeners, by, &consent, &demand)
}

/// A demand that came before the consent was given cannot mean it.
fn check_day(tx: &mut Tx<'_>, consent: &store::Kept, received_on: Date) -> Result<()> {
    if received_on > tx.today() {
        return Err(Error::field("received_on", "Дата получения не может быть в будущем. Укажите день, когда требование пришло"));
    }
    let given_on = structure::zone(tx)?.to_datetime(consent.given_at).date();
    if received_on < given_on {
        return Err(Error::field("received_on", format!("Действующее согласие дано позже, {}: это требование к нему не относится. Проверьте дату получения", kernel::date::short(given_on))));
    }
    Ok(())
}

fn register(tx: &mut Tx<'_>, listeners: &Listeners, by: &By, consent: &store::Kept, demand: &Withdrawal) -> Result<Withdrawn> {
    let id = WithdrawalId::fresh();
    store::insert_withdrawal(tx, id, consent.id, by, demand)?;
    let details = json!({"kind": consent.kind, "item": demand.item, "received_on": demand.received_on, "channel": demand.channel});
    tx.record(by, Event::new("consent.withdrawn", "consent", consent.id).of(consent.person).with(details))?;
    follow(tx, listeners, by, consent, id, demand)
}

fn aimed_at(tx: &mut Tx<'_>, demand: &Withdrawal) -> Result<store::Kept> {
    let consent = match demand.target {
        Target::Consent(id) => store::find(tx, id)?,
        Target::Newest(person, kind) => store::newest(tx, person, kind)?
            .ok_or_else(|| Error::refusal(format!("{}: у этого человека такого согласия нет, отзывать нечего. Если он просит прекратить обработку, зарегистрируйте обращение.", kind.label())))?,
    };
    store::living_person(tx, consent.person)?;
    if store::newest(tx, consent.person, consent.kind)?.is_some_and(|newest| newest.id != consent.id) {
        return Err(Error::refusal("Это согласие уже заменено более новым. Откройте список согласий и отзовите действующее."));
    }
    if demand.item.is_some_and(|item| !consent.items.contains(&item)) {
        return Err(Error::refusal("В этом согласии такого сведения нет: публиковать его и так нельзя."));
    }
    Ok(consent)
}

fn led_to(tx: &mut Tx<'_>, person: PersonId, kind: ConsentKind, id: WithdrawalId) -> Result<Withdrawn> {
    let destruction = if kind == ConsentKind::Processing { destruction::open_for(tx, person)? } else { None };
    Ok(Withdrawn { id, duty: duty::about(tx, &id.to_string())?, destruction })
}

fn follow(tx: &mut Tx<'_>, listeners: &Listeners, by: &By, consent: &store::Kept, id: WithdrawalId, demand: &Withdrawal) -> Result<Withdrawn> {
    let person = consent.person;
    let mut withdrawn = Withdrawn { id, duty: None, destruction: None };
    match consent.kind {
        ConsentKind::Inclusion => {
            listeners.tell(tx, News::InclusionWithdrawn { person })?;
        }
        ConsentKind::Diagnostics => {
            listeners.tell(tx, News::DiagnosticsWithdrawn { person })?;
        }
        ConsentKind::Publication => {
            withdrawn.duty = Some(open_duty(tx, by, DutyKind::StopPublication, DeadlineKind::PublicationStop, consent, demand, id)?);
            listeners.tell(tx, News::PublicationWithdrawn { person })?;
        }
        ConsentKind::Processing => {
            withdrawn.duty = Some(open_duty(tx, by, DutyKind::Destroy, DeadlineKind::ConsentWithdrawal, consent, demand, id)?);
            withdrawn.destruction = Some(destruction::request(tx, by, person, destruction::Reason::ConsentWithdrawn)?);
            listeners.tell(tx, News::ProcessingWithdrawn { person })?;
            publication_too(tx, listeners, by, person, demand)?;
        }
    }
    Ok(withdrawn)
}

/// Publishing is processing: without the one there is no other, and those who got the data must be told within days.
fn publication_too(tx: &mut Tx<'_>, listeners: &Listeners, by: &By, person: PersonId, demand: &Withdrawal) -> Result<()> {
    let today = tx.today();
    let Some(published) = live(tx, person, ConsentKind::Publication, today)? else { return Ok(()) };
    let published = store::find(tx, published)?;
    let follows = Withdrawal { target: Target::Consent(published.id), item: None, evidence: json!({"follows": "processing"}), ..demand.clone() };
    register(tx, listeners, by, &published, &follows).map(|_| ())
}

fn open_duty(tx: &mut Tx<'_>, by: &By, kind: DutyKind, term: DeadlineKind, consent: &store::Kept, demand: &Withdrawal, id: WithdrawalId) -> Result<DutyId> {
    let term = terms::due(tx, term, demand.received_on)?;
    let opening = duty::Opening { kind, person: Some(consent.person), about: id.to_string(), opened_on: demand.received_on, term };
    duty::open(tx, by, opening)
}
