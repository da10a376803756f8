//! Whom a row is about: somebody known, somebody of an earlier row, somebody new, or a question to a person.

use super::{
    check::Draft,
    known::{Known, KnownPerson},
    note::{Level, Notes},
};
use crate::duplicates::{Why, are_near, has_same_given};
use kernel::{Date, id::PersonId, name::FullName};
use std::collections::HashMap;

/// What the check found about whom a row means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    New,
    /// Beyond doubt this card.
    Known(PersonId),
    /// Perhaps this card.
    Perhaps(PersonId),
    /// The same person as in an earlier row of the sheet.
    Row(u32),
}

/// What was met in the rows above.
#[derive(Default)]
pub(super) struct Above {
    by_name: HashMap<String, Vec<Met>>,
    by_birth: HashMap<Date, Vec<(u32, FullName, String)>>,
    cards: HashMap<PersonId, u32>,
}

struct Met {
    line: u32,
    birth_on: Option<Date>,
    phone: Option<String>,
    email: Option<String>,
    place: String,
}

/// Decides; says in `notes` why somebody is asked.
pub(super) fn of(draft: &Draft, key: String, line: u32, known: &Known, above: &mut Above, notes: &mut Notes) -> Match {
    let found = among_known(draft, &key, known, notes);
    let found = match found {
        Match::Known(id) | Match::Perhaps(id) => match above.cards.get(&id) {
            Some(earlier) => same_row(*earlier, notes),
            None => {
                above.cards.insert(id, line);
                found
            }
        },
        Match::New | Match::Row(_) => above.find(draft, &key).map_or(Match::New, |earlier| same_row(earlier, notes)),
    };
    above.add(draft, key, line);
    found
}

fn same_row(earlier: u32, notes: &mut Notes) -> Match {
    notes.add(Level::Info, "", format!("Похоже, это тот же человек, что в строке {earlier}"));
    Match::Row(earlier)
}

fn among_known(draft: &Draft, key: &str, known: &Known, notes: &mut Notes) -> Match {
    let people = |found: &[usize]| -> Vec<&KnownPerson> { found.iter().filter_map(|at| known.person(*at)).collect() };
    let namesakes: Vec<&KnownPerson> = people(known.named(key)).into_iter().filter(|person| !other_birth(draft, person)).collect();
    let sure: Vec<&&KnownPerson> = namesakes.iter().filter(|person| agrees(draft, person)).collect();
    if let [only] = sure[..] {
        return Match::Known(only.id);
    }
    let nearby = namesakes.iter().find(|person| person.place == draft.place).map(|person| (person, Why::SameNameAndPlace));
    let nearby = nearby.or_else(|| namesakes.iter().find(|person| person.municipality.is_some() && person.municipality == draft.municipality).map(|person| (person, Why::SameName)));
    if let Some((person, why)) = sure.first().map(|person| (*person, Why::SameNameAndBirth)).or(nearby) {
        return perhaps(person, why, notes);
    }
    if let Some(person) = namesakes.first() {
        notes.add(Level::Warning, "", format!("В другом муниципалитете уже есть карточка с таким ФИО (почта или телефон не совпадают): {}. Запишем как другого человека", person.name.short()));
    }
    by_contacts(draft, key, known, notes)
}

/// Somebody under another name: married, mistyped, or sharing the school's telephone.
fn by_contacts(draft: &Draft, key: &str, known: &Known, notes: &mut Notes) -> Match {
    let email = draft.email.as_deref().map_or(&[][..], |email| known.with_email(email));
    let phone = draft.phone.as_deref().map_or(&[][..], |phone| known.with_phone(phone));
    let birth = draft.birth_on.map_or(&[][..], |day| known.born(day));
    let ways = email.iter().map(|at| (*at, Why::Email)).chain(birth.iter().map(|at| (*at, Why::NearNameAndBirth))).chain(phone.iter().map(|at| (*at, Why::Phone)));
    let mut is_shared = None;
    for (at, why) in ways {
        let Some(person) = known.person(at).filter(|person| !other_birth(draft, person)) else { continue };
        if are_near((&draft.name, key), (&person.name, &person.key)) || (why != Why::NearNameAndBirth && is_renamed(draft, person)) {
            return perhaps(person, why, notes);
        }
        if why != Why::NearNameAndBirth {
            is_shared = is_shared.or(Some((person, why)));
        }
    }
    if let Some((person, why)) = is_shared {
        notes.add(Level::Warning, "", format!("{} с карточкой: {}. Если это один человек, объедините карточки после загрузки", upper_first(why.label()), person.name.short()));
    }
    Match::New
}

fn perhaps(person: &KnownPerson, why: Why, notes: &mut Notes) -> Match {
    let born = person.birth_on.map(|day| format!(", дата рождения {}", kernel::date::short(day))).unwrap_or_default();
    notes.add(Level::Info, "", format!("Похожая карточка: {}{born} ({})", person.name.full(), why.label()));
    Match::Perhaps(person.id)
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn other_birth(draft: &Draft, person: &KnownPerson) -> bool {
    matches!((draft.birth_on, person.birth_on), (Some(a), Some(b)) if a != b)
}

/// The same name and one more datum that is a person's own.
fn agrees(draft: &Draft, person: &KnownPerson) -> bool {
    let same_birth = draft.birth_on.is_some() && draft.birth_on == person.birth_on;
    let same_email = matches!((&draft.email, &person.email), (Some(a), Some(b)) if a.eq_ignore_ascii_case(b));
    let same_phone = draft.phone.is_some() && draft.phone == person.phone;
    same_birth || same_email || same_phone
}

/// Given name and patronymic are the same, the family name is another.
fn is_renamed(draft: &Draft, person: &KnownPerson) -> bool {
    draft.name.patronymic.is_some() && has_same_given(&draft.name, &person.name)
}

impl Above {
    fn find(&self, draft: &Draft, key: &str) -> Option<u32> {
        let same = self.by_name.get(key).into_iter().flatten().find(|met| {
            let births = (draft.birth_on, met.birth_on);
            let other_birth = matches!(births, (Some(a), Some(b)) if a != b);
            let own = (births.0.is_some() && births.0 == births.1) || (draft.phone.is_some() && draft.phone == met.phone) || (draft.email.is_some() && draft.email == met.email);
            !other_birth && (own || met.place == draft.place.as_str())
        });
        let near = || draft.birth_on.and_then(|day| self.by_birth.get(&day)).into_iter().flatten().find(|(_, name, met)| are_near((name, met), (&draft.name, key))).map(|(line, ..)| *line);
        same.map(|met| met.line).or_else(near)
    }

    fn add(&mut self, draft: &Draft, key: String, line: u32) {
        if let Some(day) = draft.birth_on {
            self.by_birth.entry(day).or_default().push((line, draft.name.clone(), key.clone()));
        }
        let met = Met { line, birth_on: draft.birth_on, phone: draft.phone.clone(), email: draft.email.clone(), place: draft.place.to_string() };
        self.by_name.entry(key).or_default().push(met);
    }
}
