//! The audit: who did or looked at what, when, about whom. Append-only and hash-chained; what a payload says can be
//! erased (152-ФЗ) without breaking the chain, because the chain holds only the payload's salted digest.
//!
//! ```ignore
//! tx.record(&actor.by(), Event::new("application.checked", "application", id).of(person).with(json!({"state": "checked"})))?;
//! ```
//! Payloads hold ids, codes and field names; a name or an address only where the event is about that person
//! (`of`), so that erasure reaches it. Words for the screen are made when read ([`labels`]).

mod chain;
pub mod labels;
mod read;

pub use chain::{Lines, Pen, Verdict, head, verify};
pub use read::{Filter, Heard, Seen, after, list, newest, people_touched_after};

use kernel::{
    Result, Tx,
    id::{AccountId, PersonId},
    params,
};
use serde_json::Value;

/// Who acts: an account in a role, a visitor, the program itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    pub account: Option<AccountId>,
    /// The role's word, or `visitor`, `applicant`, `system`, `cli`.
    pub actor: &'static str,
}

impl By {
    /// Somebody without an account.
    #[must_use]
    pub fn visitor() -> Self {
        Self { account: None, actor: "visitor" }
    }

    /// An applicant who came by the link of a letter.
    #[must_use]
    pub fn applicant() -> Self {
        Self { account: None, actor: "applicant" }
    }

    /// The program: jobs, the demo.
    #[must_use]
    pub fn system() -> Self {
        Self { account: None, actor: "system" }
    }

    /// Whoever runs a command on the server.
    #[must_use]
    pub fn cli() -> Self {
        Self { account: None, actor: "cli" }
    }
}

/// What happened.
#[derive(Debug, Clone)]
pub struct Event {
    action: &'static str,
    object_kind: &'static str,
    object_id: String,
    person: Option<PersonId>,
    payload: Value,
}

impl Event {
    /// `action` is `noun.verb_in_past`; it must have a line in [`labels`].
    pub fn new(action: &'static str, object_kind: &'static str, object_id: impl ToString) -> Self {
        Self { action, object_kind, object_id: object_id.to_string(), person: None, payload: Value::Null }
    }

    /// Whose data it is about.
    #[must_use]
    pub fn of(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self
    }

    /// As [`Event::of`], where there may be nobody yet.
    #[must_use]
    pub fn of_maybe(mut self, person: Option<PersonId>) -> Self {
        self.person = person;
        self
    }

    /// Details: ids, codes, field names.
    #[must_use]
    pub fn with(mut self, payload: Value) -> Self {
        self.payload = payload;
        self
    }
}

/// Recording in the same transaction as the act itself.
pub trait Record {
    /// Appends an event to the chain.
    ///
    /// # Errors
    /// The store fails; then the act fails with it.
    fn record(&mut self, by: &By, event: Event) -> Result<()>;
}

impl Record for Tx<'_> {
    fn record(&mut self, by: &By, event: Event) -> Result<()> {
        chain::append(self, by, [&event])
    }
}

/// Records many events of one act at once (an import).
///
/// # Errors
/// The store fails; then the act fails with it.
pub fn record_all(tx: &mut Tx<'_>, by: &By, events: &[Event]) -> Result<()> {
    chain::append(tx, by, events)
}

/// Erases what the events about a person say; the chain stays whole. How many payloads went.
///
/// # Errors
/// The store fails.
pub fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    let now = tx.now();
    Ok(tx.execute("UPDATE audit_payload SET body = '', salt = '', erased_at = $1 WHERE erased_at IS NULL AND seq IN (SELECT seq FROM audit_event WHERE person_id = $2)", params![now, person])?)
}
