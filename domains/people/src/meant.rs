//! Whom a row of a list means, by what it tells of a person: a name, and perhaps a birth date, a mail, a school.

use crate::{Filter, PersonRow, Sort, list};
use access::Scope;
use kernel::{
    Date, Result, Slice, Tx,
    id::{PersonId, PlaceId},
    search::fold,
};

/// What a row tells.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    pub name: &'a str,
    pub birth_on: Option<Date>,
    pub email: &'a str,
    pub schools: &'a [PlaceId],
    pub alone: NameAlone,
}

/// What the whole name of one person says when nothing else of the row agrees with the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameAlone {
    /// Enough, if nobody else may be meant.
    IsEnough,
    /// A question: namesakes are many, and a wrong card would be asked about another's affairs.
    IsAQuestion,
}

/// How many may be meant at most.
const MOST: u32 = 20;

impl Told<'_> {
    /// Those within the scope whom the row may mean, and the one whom it means beyond doubt.
    ///
    /// # Errors
    /// The store fails.
    pub fn look_up(&self, tx: &mut Tx<'_>, scope: &Scope) -> Result<(Vec<PersonRow>, Option<PersonId>)> {
        let filter = Filter { text: self.name.to_owned(), ..Filter::default() };
        let listed = list(tx, scope, &filter, Sort::default(), Slice::new(1, MOST))?;
        let (fits, sure) = self.sift(&listed.people.rows, listed.is_guess);
        Ok((fits.into_iter().cloned().collect(), sure))
    }

    /// Beyond doubt is the whole name and nothing that contradicts, with something of the person's own that agrees; by [`NameAlone`] also
    /// nobody else so called. A name that was guessed never is.
    fn sift<'p>(&self, listed: &'p [PersonRow], is_guess: bool) -> (Vec<&'p PersonRow>, Option<PersonId>) {
        let possible: Vec<&PersonRow> = listed.iter().filter(|person| !self.is_contradicted(person)).collect();
        if is_guess {
            return (possible, None);
        }
        let same: Vec<&PersonRow> = possible.iter().copied().filter(|person| fold(&person.name.full()) == fold(self.name)).collect();
        let agreeing: Vec<&PersonRow> = same.iter().copied().filter(|person| self.agrees(person)).collect();
        match (&agreeing[..], &same[..]) {
            ([only], _) => (vec![only], Some(only.id)),
            ([], [only]) if self.alone == NameAlone::IsEnough && possible.len() == 1 => (vec![only], Some(only.id)),
            (_, []) => (possible, None),
            (_, _) => (same, None),
        }
    }

    fn is_contradicted(&self, person: &PersonRow) -> bool {
        matches!((self.birth_on, person.birth_on), (Some(typed), Some(known)) if typed != known)
    }

    fn agrees(&self, person: &PersonRow) -> bool {
        let same_birth = self.birth_on.is_some() && self.birth_on == person.birth_on;
        let same_email = person.email.as_deref().is_some_and(|email| !self.email.is_empty() && email.eq_ignore_ascii_case(self.email));
        same_birth || same_email || self.schools.contains(&person.place)
    }
}

impl PersonRow {
    /// Name, place, birth date: enough to choose by.
    #[must_use]
    pub fn told_apart(&self) -> String {
        let born = self.birth_on.map(|day| format!(", {}", kernel::date::short(day))).unwrap_or_default();
        format!("{}, {}{born}", self.name.full(), self.place_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::name::FullName;

    fn person(given: &str, birth_on: Option<Date>, place: &str) -> PersonRow {
        PersonRow {
            id: PersonId::fresh(),
            name: FullName { family: "Ким".into(), given: given.into(), patronymic: None },
            birth_on,
            phone: None,
            email: Some(format!("{}@school.example", kernel::search::fold(place).len())),
            place: place.into(),
            place_name: place.into(),
            municipality: None,
            position: String::new(),
            position_text: String::new(),
            subject: None,
        }
    }

    fn sift(name: &str, birth_on: Option<Date>, school: &str, (listed, alone): (&[PersonRow], NameAlone)) -> (usize, bool) {
        let schools: Vec<PlaceId> = if school.is_empty() { Vec::new() } else { vec![school.into()] };
        let (fits, sure) = Told { name, birth_on, email: "", schools: &schools, alone }.sift(listed, false);
        (fits.len(), sure.is_some())
    }

    #[test]
    fn namesakes_are_told_apart_by_school_or_birth_and_asked_about_otherwise() {
        let listed = [person("Анна", Some(date(1985, 9, 5)), "s1"), person("Анна", Some(date(1990, 1, 1)), "s2"), person("Аннара", None, "s1")];
        for alone in [NameAlone::IsEnough, NameAlone::IsAQuestion] {
            let among = |some| (some, alone);
            assert_eq!(sift("Ким Анна", None, "", among(&listed[..])), (2, false));
            assert_eq!(sift("Ким Анна", None, "s2", among(&listed[..])), (1, true));
            assert_eq!(sift("Ким Анна", Some(date(1985, 9, 5)), "", among(&listed[..])), (1, true));
            assert_eq!(sift("ким  анна", Some(date(1971, 1, 1)), "", among(&listed[..2])), (0, false), "another birth date is another person");
            assert_eq!(sift("Ким", None, "", among(&listed[..])), (3, false), "a name in part is a question");
        }
        assert_eq!(sift("Ким Анна", None, "", (&listed[..1], NameAlone::IsEnough)), (1, true));
        assert_eq!(sift("Ким Анна", None, "", (&listed[..1], NameAlone::IsAQuestion)), (1, false));
    }
}
