//! Giving a consent.

use crate::{
    Channel, ConsentId, ConsentKind, PublicationItem, Target, TextId, Withdrawal, WithdrawalChannel, conditions,
    live::{live, live_items},
    store, texts, withdraw,
};
use audit::{By, Event, Record};
use kernel::{
    Date, Error, Result, Tx,
    id::{AccountId, PersonId},
    news::Listeners,
};
use serde_json::json;

/// A consent as given.
#[derive(Debug, Clone)]
pub struct Given {
    pub person: PersonId,
    pub kind: ConsentKind,
    /// The version that was read. It may have been replaced since (a paper that lay about, a draft sent a day later), but not
    /// lie in the future.
    pub text_id: TextId,
    /// What may be published: at least one for publication, none for the other kinds.
    pub items: Vec<PublicationItem>,
    /// The person's own conditions and bans on what is published ([`conditions::parse`]); empty: none.
    pub conditions: String,
    /// Exclusive.
    pub term_until: Option<Date>,
    /// The day a paper came; `None`: today.
    pub received_on: Option<Date>,
    pub channel: Channel,
    /// How it can be proved: hash of the link or session, address, agent, digest of the scan, clerk. Goes when the person's data are erased.
    pub evidence: serde_json::Value,
    pub account: Option<AccountId>,
}

/// Keeps a consent; from now on it is the newest of its kind and decides alone.
///
/// # Errors
/// Not found: no such person or text. A refusal: the text is of another kind or not in force yet, nothing is chosen. Field errors at `term_until`, `conditions`.
pub fn give(tx: &mut Tx<'_>, by: &By, given: Given) -> Result<ConsentId> {
    store::living_person(tx, given.person)?;
    let text = texts::find(tx, given.text_id)?;
    let today = tx.today();
    if text.kind != given.kind || text.valid_from > today {
        return Err(Error::refusal("Этот текст согласия сейчас не действует. Обновите страницу и прочитайте действующую редакцию."));
    }
    if given.items.is_empty() == (given.kind == ConsentKind::Publication) {
        return Err(Error::field("items", "Отметьте, что можно публиковать. Если публиковать ничего нельзя, согласие давать не нужно"));
    }
    if given.term_until.is_some_and(|until| until <= today) {
        return Err(Error::field("term_until", "Срок согласия должен заканчиваться позже сегодняшнего дня"));
    }
    if !given.conditions.is_empty() && given.kind != ConsentKind::Publication {
        return Err(Error::field("conditions", "Условия и запреты ставят только к согласию на публикацию. Сотрите их здесь"));
    }
    let id = ConsentId::fresh();
    store::insert_consent(tx, id, &given)?;
    let has_conditions = !given.conditions.is_empty();
    let details = json!({"kind": given.kind, "text": given.text_id, "items": given.items, "term_until": given.term_until, "channel": given.channel, "conditions": has_conditions});
    tx.record(by, Event::new("consent.given", "consent", id).of(given.person).with(details))?;
    if has_conditions {
        conditions::open_duty(tx, by, given.person, id, given.received_on.unwrap_or(today))?;
    }
    Ok(id)
}

/// A new choice of what may be published.
#[derive(Debug, Clone)]
pub struct Choice {
    pub person: PersonId,
    pub text_id: TextId,
    pub items: Vec<PublicationItem>,
    pub conditions: String,
    pub term_until: Option<Date>,
    pub evidence: serde_json::Value,
    pub account: Option<AccountId>,
}

/// Chooses again what may be published. What is no longer chosen is withdrawn, with all that follows from it; what is added, and
/// other conditions or another term, need a new consent, under the text in force; one and the same choice changes nothing.
///
/// # Errors
/// As [`give`] and [`withdraw`].
pub fn choose_again(tx: &mut Tx<'_>, listeners: &Listeners, by: &By, choice: Choice) -> Result<()> {
    let today = tx.today();
    let before = live_items(tx, choice.person, today)?;
    let standing = live(tx, choice.person, ConsentKind::Publication, today)?;
    let unchosen: Vec<_> = before.iter().copied().filter(|item| !choice.items.contains(item)).collect();
    let added = choice.items.iter().any(|item| !before.contains(item));
    let said = standing.map(|id| store::term_and_conditions(tx, id)).transpose()?;
    let said_otherwise = said.is_some_and(|(term, conditions)| term != choice.term_until || conditions != choice.conditions);
    if let Some(consent) = standing {
        let whole = choice.items.is_empty();
        let gone: Vec<_> = if whole { vec![None] } else { unchosen.into_iter().map(Some).collect() };
        for item in gone {
            let evidence = choice.evidence.clone();
            withdraw(tx, listeners, by, Withdrawal { target: Target::Consent(consent), item, received_on: today, channel: WithdrawalChannel::Cabinet, evidence })?;
        }
    }
    if !choice.items.is_empty() && (added || said_otherwise) {
        let Choice { person, text_id, items, conditions, term_until, evidence, account } = choice;
        give(tx, by, Given { person, kind: ConsentKind::Publication, text_id, items, conditions, term_until, received_on: None, channel: Channel::Screen, evidence, account })?;
    }
    Ok(())
}
