//! A person's card and what may be done to it, without storage.

use kernel::{
    Date, Timestamp,
    id::{PersonId, PlaceId},
    name::FullName,
};

/// A person as the card shows them today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: FullName,
    pub birth_on: Option<Date>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Where the person works now: a school, an authority, the institute.
    pub place: PlaceId,
    pub place_path: String,
    /// Code of a position, or empty when only words are known.
    pub position: String,
    pub position_text: String,
    /// The first day in this job, if known.
    pub since: Option<Date>,
    /// Codes of subjects; `true` for the main one.
    pub subjects: Vec<(String, bool)>,
    pub version: i64,
    pub made_at: Timestamp,
}

impl Person {
    /// The main subject, or the only one.
    #[must_use]
    pub fn main_subject(&self) -> Option<&str> {
        let main = self.subjects.iter().find(|(_, is_main)| *is_main).or(self.subjects.first());
        main.map(|(code, _)| code.as_str())
    }
}

/// A person about to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    pub name: FullName,
    pub birth_on: Option<Date>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// A school, an authority (municipality) or the institute.
    pub place: PlaceId,
    /// Code of a position, or empty.
    pub position: String,
    /// In words, where the dictionary has none or more is to be said.
    pub position_text: String,
    pub since: Option<Date>,
    /// Codes of subjects; `true` for the main one.
    pub subjects: Vec<(String, bool)>,
}

/// What a card says after it was edited. The name here is a mended misprint: a change of name is `rename`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    pub name: FullName,
    pub birth_on: Option<Date>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub position: String,
    pub position_text: String,
    pub since: Option<Date>,
    pub subjects: Vec<(String, bool)>,
}

impl Changes {
    /// The card as it is, to change a part of.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        let Person { id: _, name, birth_on, phone, email, place: _, place_path: _, position, position_text, since, subjects, version: _, made_at: _ } = person.clone();
        Self { name, birth_on, phone, email, position, position_text, since, subjects }
    }
}

/// A new place of work from a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub place: PlaceId,
    pub position: String,
    pub position_text: String,
    pub on: Date,
}

/// A job for a period: `[from, until)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: String,
    pub place: PlaceId,
    pub position: String,
    pub position_text: String,
    pub is_main: bool,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// A name that was held until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastName {
    pub until: Date,
    pub name: FullName,
}

/// The subjects with exactly one main among them (the first, if none was named), each once.
#[must_use]
pub(crate) fn with_one_main(subjects: &[(String, bool)]) -> Vec<(String, bool)> {
    let mut once: Vec<(String, bool)> = Vec::new();
    for (code, is_main) in subjects.iter().filter(|(code, _)| !code.is_empty()) {
        match once.iter_mut().find(|(known, _)| known == code) {
            Some((_, known_main)) => *known_main |= *is_main,
            None => once.push((code.clone(), *is_main)),
        }
    }
    let main = once.iter().position(|(_, is_main)| *is_main).unwrap_or(0);
    once.iter_mut().enumerate().for_each(|(at, (_, is_main))| *is_main = at == main);
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_subject_is_the_main_one() {
        let of = |codes: &[(&str, bool)]| with_one_main(&codes.iter().map(|(code, main)| ((*code).to_owned(), *main)).collect::<Vec<_>>());
        assert_eq!(of(&[("a", false), ("b", false)]), [("a".to_owned(), true), ("b".to_owned(), false)]);
        assert_eq!(of(&[("a", true), ("b", true), ("a", false)]), [("a".to_owned(), true), ("b".to_owned(), false)]);
        assert_eq!(of(&[("a", false), ("", true), ("b", true)]), [("a".to_owned(), false), ("b".to_owned(), true)]);
        assert!(of(&[]).is_empty());
    }
}
