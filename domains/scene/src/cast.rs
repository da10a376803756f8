//! People with a card, members of the active among them, and what they consented to.

use audit::By;
use consent::{Channel, ConsentKind, Given};
use jiff::civil::date;
use kernel::{
    Date, Tx,
    id::{PersonId, Uuid},
    name::FullName,
    params,
};
use people::NewPerson;

/// The card of a teacher of mathematics, to be changed before it is [entered](enter):
/// `NewPerson { since: Some(date(2015, 9, 1)), ..teacher("Иванова", SCHOOL) }`.
#[must_use]
pub fn teacher(family: &str, place: &str) -> NewPerson {
    named(family, "Анна", place)
}

/// The same of a teacher with another given name.
#[must_use]
pub fn named(family: &str, given: &str, place: &str) -> NewPerson {
    NewPerson {
        name: FullName { family: family.into(), given: given.into(), patronymic: Some("Петровна".into()) },
        birth_on: Some(date(1985, 9, 5)),
        phone: None,
        email: None,
        place: place.into(),
        position: "uchitel".into(),
        position_text: String::new(),
        since: None,
        subjects: vec![("matematika".into(), true)],
    }
}

/// Enters a card into the register of people.
pub fn enter(tx: &mut Tx<'_>, new: NewPerson) -> PersonId {
    people::create(tx, &By::system(), new).unwrap()
}

/// A [`teacher`] of whom nothing else matters.
pub fn person(tx: &mut Tx<'_>, family: &str, place: &str) -> PersonId {
    enter(tx, teacher(family, place))
}

/// How somebody belongs to the active.
#[derive(Debug, Clone, Copy)]
pub struct Membership<'a> {
    /// As the column has it.
    pub kind: &'a str,
    pub subject: Option<&'a str>,
    pub municipality: &'a str,
    pub from: Date,
    /// Exclusive.
    pub until: Option<Date>,
}

impl Default for Membership<'_> {
    /// A methodist of mathematics at home, since this September.
    fn default() -> Self {
        Self { kind: "subject_methodist", subject: Some("matematika"), municipality: crate::HOME, from: date(2026, 9, 1), until: None }
    }
}

/// Makes a person a member of the active, a methodist of mathematics since this September.
pub fn member(tx: &mut Tx<'_>, person: PersonId) {
    ordered(tx, person, &Membership::default());
}

/// A membership as a signed order leaves it, straight into the tables: how one comes about is told in the tests of `membership`. The id is
/// the order's too.
pub fn ordered(tx: &mut Tx<'_>, person: PersonId, membership: &Membership<'_>) -> String {
    let Membership { kind, subject, municipality, from, until } = *membership;
    let (id, now) = (Uuid::now_v7().to_string(), tx.now());
    let order = "INSERT INTO act_order (id, kind, state, title, signed_on, effective_on, made_at) VALUES ($1, 'include', 'signed', 'О включении', $2, $2, $3)";
    tx.execute(order, params![id, from, now]).unwrap();
    let line = "INSERT INTO membership (id, person_id, kind, subject, municipality_id, order_id, valid_from, valid_to, certificate_code) VALUES ($1, $2, $3, $4, $5, $1, $6, $7, $1)";
    tx.execute(line, params![id, person, kind, subject, municipality, from, until]).unwrap();
    id
}

/// A consent on paper to the text now in force, to be changed before it is given.
pub fn agreement(tx: &mut Tx<'_>, person: PersonId, kind: ConsentKind) -> Given {
    let today = tx.today();
    let text_id = consent::texts::current(tx, kind, today).unwrap().id;
    Given { person, kind, text_id, items: Vec::new(), conditions: String::new(), term_until: None, received_on: None, channel: Channel::Paper, evidence: serde_json::json!({}), account: None }
}

/// A person consents. The [texts](crate::texts) are there already.
pub fn consented(tx: &mut Tx<'_>, person: PersonId, kind: ConsentKind) {
    let given = agreement(tx, person, kind);
    consent::give(tx, &By::system(), given).unwrap();
}
