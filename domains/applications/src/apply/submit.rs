//! Sending: one transaction makes the applicant a person of the register, writes the consents, gives the number, takes the step,
//! notes the event and puts the letter into the outbox. All of it or nothing.

use super::{Desk, another_link, desk, must_be_open};
use crate::{
    card::Card,
    criteria::{self, Proof},
    letters::{self, To},
    link::{Site, Token},
    model::{Act, State},
    record::{ConsentAnswer, Evidence, Trouble},
    register,
    store::{self, Said, Submitted, parts},
};
use access::Scope;
use audit::{By, Event, Record};
use consent::{Channel, ConsentKind, Given, texts};
use kernel::{FieldErrors, Result, Tx, id::PersonId};
use serde_json::json;

/// What still stands in the way of sending.
#[derive(Debug, Clone, Default)]
pub struct Missing {
    pub errors: FieldErrors,
    /// Consents not given yet, or given to a text that is no longer in force.
    pub consents: Vec<ConsentKind>,
    /// Publication may be refused, but it must be answered.
    pub publication_unanswered: bool,
    /// No claimed criterion holds: sending is allowed, but the reader is warned.
    pub criteria_short: bool,
}

impl Missing {
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.errors.is_empty() && self.consents.is_empty() && !self.publication_unanswered
    }
}

/// Looks at what is missing.
///
/// # Errors
/// The store fails.
pub fn missing(tx: &mut Tx<'_>, desk: &Desk) -> Result<Missing> {
    let answers = current_answers(tx, desk)?;
    let is_first = desk.application.state == State::Draft;
    let has = |kind: ConsentKind| answers.iter().any(|answer| answer.kind == kind && answer.agreed);
    let consents = [ConsentKind::Inclusion, ConsentKind::Processing].into_iter().filter(|kind| is_first && !has(*kind)).collect();
    let publication_unanswered = is_first && !answers.iter().any(|answer| answer.kind == ConsentKind::Publication);
    let criteria_short = desk.card.as_ref().is_some_and(|card| is_short(desk, card));
    Ok(Missing { errors: desk.errors.clone(), consents, publication_unanswered, criteria_short })
}

/// Answers to the consents: in a draft those to texts that are in force, once sent those that were given.
///
/// # Errors
/// The store fails.
pub fn consents_answered(tx: &mut Tx<'_>, desk: &Desk) -> Result<Vec<ConsentAnswer>> {
    if desk.application.state == State::Draft { current_answers(tx, desk) } else { parts::consents(tx, desk.application.id) }
}

/// Answers to texts that are in force today.
fn current_answers(tx: &mut Tx<'_>, desk: &Desk) -> Result<Vec<ConsentAnswer>> {
    let today = tx.today();
    let mut current = Vec::new();
    for answer in parts::consents(tx, desk.application.id)? {
        let text = texts::current(tx, answer.kind, today)?;
        if text.id == answer.text {
            current.push(answer);
        }
    }
    Ok(current)
}

fn is_short(desk: &Desk, card: &Card) -> bool {
    !criteria::enough(&desk.lists, &criteria::evaluate(&desk.lists, card, &proofs(&desk.files), desk.lists.day))
}

pub(crate) fn proofs(files: &[Evidence]) -> Vec<Proof> {
    files.iter().map(|file| Proof { criterion: file.criterion.clone(), kind: file.kind.clone() }).collect()
}

/// Sends an application, for the first time or after correction. Gives its number.
///
/// # Errors
/// Field errors with all that is missing; a refusal when it is sent already.
pub fn submit(tx: &mut Tx<'_>, site: &Site, token: &Token) -> Result<String> {
    let desk = desk(tx, token)?;
    must_be_open(&desk.application)?;
    let card = ready(tx, &desk)?;
    let by = By::applicant();
    let person = person(tx, &by, &desk, &card)?;
    let number = match desk.application.number.clone() {
        Some(number) => number,
        None => store::next_number(tx)?,
    };
    let sort_key = card.name.sort_key();
    let duplicate = is_known(tx, &desk, person, &card, &sort_key)?;
    let trouble = Trouble { incomplete: is_short(&desk, &card), duplicate };
    let main_subject = card.wish.subject.as_ref().or(card.main_subject.as_ref()).map_or("", String::as_str);
    let what = Submitted { number: &number, person, school: &card.school, email: &card.email, sort_key: &sort_key, kind: card.wish.kind.as_str(), main_subject, trouble };
    store::freeze(tx, &desk.application, &what)?;
    store::advance(tx, &desk.application, desk.application.version, Act::Submit, &Said::default())?;
    parts::settle_remarks(tx, desk.application.id)?;
    tx.record(&by, Event::new("application.submitted", "application", desk.application.id).of(person).with(json!({"number": number, "again": desk.application.sent.is_some()})))?;
    let link = site.link(&another_link(tx, desk.application.id)?);
    let to = To { id: desk.application.id, person: Some(person), address: &card.email, title: format!("Заявка {number}") };
    letters::submitted(tx, &to, desk.application.version, &link)?;
    Ok(number)
}

/// The card, if nothing is missing.
fn ready(tx: &mut Tx<'_>, desk: &Desk) -> Result<Card> {
    let missing = missing(tx, desk)?;
    let mut errors = missing.errors;
    for kind in missing.consents {
        errors.add(format!("consent-{kind}"), format!("{}: откройте страницу, прочитайте текст и ответьте", kind.label()));
    }
    if missing.publication_unanswered {
        errors.add("consent-publication", "Согласие на публикацию: разрешите или откажите. Отказ не мешает войти в актив");
    }
    Ok(errors.or(desk.card.clone())?)
}

/// A new person with the consents; or the person of the first submission, corrected.
fn person(tx: &mut Tx<'_>, by: &By, desk: &Desk, card: &Card) -> Result<PersonId> {
    if let Some(person) = desk.application.person {
        register::correct(tx, by, person, card)?;
        return Ok(person);
    }
    let person = register::enter(tx, by, card)?;
    for answer in current_answers(tx, desk)?.into_iter().filter(|answer| answer.agreed) {
        let ConsentAnswer { kind, text, items, conditions, term_until, answered_at, evidence, agreed: _ } = answer;
        let evidence = json!({"answered_at": answered_at, "way": evidence});
        consent::give(tx, by, Given { person, kind, text_id: text, items, conditions, term_until, received_on: None, channel: Channel::Screen, evidence, account: None })?;
    }
    Ok(person)
}

fn is_known(tx: &mut Tx<'_>, desk: &Desk, person: PersonId, card: &Card, sort_key: &str) -> Result<bool> {
    let everywhere = Scope::program("a duplicate may live in any municipality; only the fact of one is kept");
    let in_register = !register::suspects(tx, &everywhere, person, card)?.is_empty();
    Ok(in_register || !store::namesakes(tx, &everywhere, &desk.application, sort_key)?.is_empty())
}
