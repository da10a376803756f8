//! What the printed form says of the teacher: the card, and what only the teacher knows of oneself.

use crate::{
    frozen::{Card, FrozenSeat},
    model::Component,
    sections::{Body, PARTICULARS},
    store::{Loaded, sections::body_of},
    whole::Whole,
};
use access::{Actor, Scope};
use cases::TeamRole;
use kernel::{Error, Result, Tx, params};
use structure::profile::TermKind;
use ui::ru;

/// The card as it stands now.
///
/// # Errors
/// The store fails.
pub(crate) fn card(tx: &mut Tx<'_>, whole: &Whole) -> Result<Card> {
    let (profile, today) = (structure::profile(tx)?, tx.today());
    let person = match people::find(tx, &Scope::person(whole.case.person), whole.case.person) {
        Ok(person) => Some(person),
        Err(Error::NotFound) => None,
        Err(other) => return Err(other),
    };
    let called = |kind: TermKind, code: &str| profile.dictionaries.find(kind, code).map_or_else(|| code.to_owned(), |term| term.name_on(today).to_owned());
    let position = person.as_ref().map(|person| if person.position.is_empty() { person.position_text.clone() } else { called(TermKind::Position, &person.position) });
    let subject = person.as_ref().and_then(|person| person.main_subject()).map(|code| called(TermKind::Subject, code));
    let helps = whole.joined().filter(|one| matches!(one.role, TeamRole::Tutor | TeamRole::Mentor));
    Ok(Card {
        municipality: structure::places::municipality_of(tx, &whole.case.place, today)?.map(|place| place.name).unwrap_or_default(),
        position: position.unwrap_or_default(),
        subject: subject.unwrap_or_default(),
        since: person.and_then(|person| person.since),
        support: helps.map(|one| FrozenSeat { seat: one.seat, name: one.name.clone(), role: one.role }).collect(),
    })
}

/// What the teacher has said of oneself already, in an earlier pathway or in the application to the active: offered to the teacher alone,
/// who decides whether the team reads it.
///
/// # Errors
/// The store fails.
pub(crate) fn known(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded) -> Result<Body> {
    let mut known = Body::new();
    let teacher = loaded.standing.case.person;
    if actor.person != Some(teacher) {
        return Ok(known);
    }
    let sql = "SELECT s.body FROM pathway_section s JOIN pathway p ON p.id = s.pathway_id JOIN case_file c ON c.id = p.case_id
        WHERE c.person_id = $1 AND s.component = $2 AND s.pathway_id <> $3 ORDER BY s.made_at DESC LIMIT 50";
    let earlier: Vec<String> = tx.query(sql, params![teacher, Component::Target, loaded.pathway.id], |row| row.get(0))?;
    for raw in earlier {
        let body = body_of(&raw)?;
        offer(&mut known, |field| body.get(field).cloned().unwrap_or_default());
    }
    if let Some(facts) = applications::own_facts(tx, teacher)? {
        offer(&mut known, |field| match field {
            "education" => facts.education.clone(),
            "category" => facts.category.clone(),
            _ => facts.teaching_since.map(|day| format!("с {}", ru::date(day))).unwrap_or_default(),
        });
    }
    Ok(known)
}

/// What is found later stands behind what was found before.
fn offer(known: &mut Body, of: impl Fn(&str) -> String) {
    for field in PARTICULARS {
        let text = of(field);
        if !text.is_empty() {
            known.entry(field.to_owned()).or_insert(text);
        }
    }
}
