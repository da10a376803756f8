//! Words of the audit.

use audit::Event;
use kernel::id::PersonId;
use serde_json::{Value, json};

/// Something about a member's year.
pub fn about(action: &'static str, person: PersonId, year: super::Year) -> Event {
    of(action, person, json!({"year": year.number()}))
}

pub fn of(action: &'static str, person: PersonId, payload: Value) -> Event {
    Event::new(action, "year", person).of(person).with(payload)
}
