//! Whom a row means. The same check runs for the dry run and for the loading.

use super::{
    column::{Column, Mapping},
    store::Import,
};
use crate::courses::store::graduates::is_known;
use access::Scope;
use kernel::{
    Date, Result, Slice, Tx,
    id::{PersonId, PlaceId},
    search::fold,
};
use people::PersonRow;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use structure::NameIndex;

kernel::text_enum! {
    Verdict { Fits = "fits", Ask = "ask", Stranger = "stranger", Known = "known", Skip = "skip" }
}

impl Verdict {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Fits => "карточка найдена",
            Self::Ask => "выберите, кто это",
            Self::Stranger => "нет карточки: решите",
            Self::Known => "уже в списке",
            Self::Skip => "пропущена",
        }
    }

    /// Stands in the way of loading.
    #[must_use]
    pub fn waits(self) -> bool {
        match self {
            Self::Ask | Self::Stranger => true,
            Self::Fits | Self::Known | Self::Skip => false,
        }
    }
}

/// Somebody whom a row may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub id: PersonId,
    /// Name, place, birth date: enough to choose.
    pub label: String,
    /// A graduate of this course already, or in a row above.
    pub is_known: bool,
}

/// What a row was found to say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Found {
    /// As in the file.
    pub name: String,
    /// One of the candidates beyond doubt.
    pub sure: Option<PersonId>,
    pub candidates: Vec<Candidate>,
    /// Sentences that name the cell.
    pub notes: Vec<String>,
}

impl Found {
    /// Whom the row is about by now.
    #[must_use]
    pub fn person(&self, choice: &str) -> Option<&Candidate> {
        let chosen = choice.parse::<PersonId>().ok().or(self.sure)?;
        self.candidates.iter().find(|candidate| candidate.id == chosen)
    }

    #[must_use]
    pub fn verdict(&self, choice: &str) -> Verdict {
        match self.person(choice) {
            _ if choice == "skip" => Verdict::Skip,
            Some(candidate) if candidate.is_known => Verdict::Known,
            Some(_) => Verdict::Fits,
            None if self.candidates.is_empty() => Verdict::Stranger,
            None => Verdict::Ask,
        }
    }
}

/// What rows are looked up in; remembers whom it has met.
pub(crate) struct Checker<'a> {
    import: &'a Import,
    scope: &'a Scope,
    schools: NameIndex,
    seen: BTreeSet<PersonId>,
}

impl<'a> Checker<'a> {
    pub fn load(tx: &mut Tx<'_>, import: &'a Import, scope: &'a Scope) -> Result<Self> {
        Ok(Self { import, scope, schools: NameIndex::load(tx)?, seen: BTreeSet::new() })
    }

    /// `chosen` is the card that somebody chose for the row, which need not be like it.
    pub fn check(&mut self, tx: &mut Tx<'_>, mapping: &Mapping, (line, cells, chosen): (u32, &[String], &str)) -> Result<Found> {
        let mut found = Found { name: mapping.name(cells), ..Found::default() };
        let says = |column: Column, sentence: &str| {
            let cell = mapping.at(column).and_then(|at| u32::try_from(at).ok()).map(|at| format!(", ячейка {}", sheets::address(line.saturating_sub(1), at))).unwrap_or_default();
            format!("Строка {line}{cell}: {sentence}")
        };
        let birth = mapping.text(cells, Column::BirthOn);
        let birth_on = kernel::date::parse(birth).ok();
        if birth_on.is_none() && !birth.is_empty() {
            found.notes.push(says(Column::BirthOn, &format!("дата «{birth}» непонятна, ищем без неё")));
        }
        if found.name.is_empty() {
            found.notes.push(says(Column::FullName, "нет имени"));
        } else {
            self.people(tx, mapping, cells, birth_on, &mut found)?;
        }
        if let Ok(person) = chosen.parse::<PersonId>()
            && !found.candidates.iter().any(|candidate| candidate.id == person)
        {
            if let Ok(card) = people::find(tx, self.scope, person) {
                let candidate = Candidate { id: person, label: card.name.full(), is_known: is_known(tx, self.import.course, person)? };
                found.candidates.push(candidate);
            }
        }
        if found.candidates.is_empty() && !found.name.is_empty() {
            found.notes.push(says(Column::FullName, &format!("карточки «{}» на вашей территории нет. Новых людей этот файл не добавляет", found.name)));
        }
        if let Some(person) = found.person(chosen).map(|candidate| candidate.id)
            && !self.seen.insert(person)
        {
            found.candidates.iter_mut().filter(|candidate| candidate.id == person).for_each(|candidate| candidate.is_known = true);
        }
        Ok(found)
    }

    fn people(&self, tx: &mut Tx<'_>, mapping: &Mapping, cells: &[String], birth_on: Option<Date>, found: &mut Found) -> Result<()> {
        let filter = people::Filter { text: found.name.clone(), ..people::Filter::default() };
        let listed = people::list(tx, self.scope, &filter, people::Sort::default(), Slice::new(1, 20))?;
        let schools: Vec<PlaceId> = self.schools.schools(mapping.text(cells, Column::School), None).into_iter().cloned().collect();
        let clue = Clue { name: &found.name, birth_on, email: mapping.text(cells, Column::Email), schools: &schools };
        let (fits, sure) = clue.sift(&listed.people.rows, listed.is_guess);
        let mut candidates = Vec::new();
        for person in fits {
            let born = person.birth_on.map(|day| format!(", {}", kernel::date::short(day))).unwrap_or_default();
            candidates.push(Candidate { id: person.id, label: format!("{}, {}{born}", person.name.full(), person.place_name), is_known: is_known(tx, self.import.course, person.id)? });
        }
        found.candidates = candidates;
        found.sure = sure;
        Ok(())
    }
}

/// What a row tells of a person beside the name.
struct Clue<'a> {
    name: &'a str,
    birth_on: Option<Date>,
    email: &'a str,
    schools: &'a [PlaceId],
}

impl Clue<'_> {
    /// Those whom the row may mean, and the one beyond doubt: the whole name, with the birth date, the mail or the school agreeing. A name
    /// alone is a question: namesakes are many, and a wrong card would be asked about lessons of another.
    fn sift<'p>(&self, listed: &'p [PersonRow], is_guess: bool) -> (Vec<&'p PersonRow>, Option<PersonId>) {
        let possible: Vec<&PersonRow> = listed.iter().filter(|person| !self.is_contradicted(person)).collect();
        if is_guess {
            return (possible, None);
        }
        let same: Vec<&PersonRow> = possible.iter().copied().filter(|person| fold(&person.name.full()) == fold(self.name)).collect();
        let agreeing: Vec<&PersonRow> = same.iter().copied().filter(|person| self.agrees(person)).collect();
        match (&agreeing[..], &same[..]) {
            ([only], _) => (vec![only], Some(only.id)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_skipped_before_all_and_a_stranger_is_nobody_without_a_choice() {
        let person = PersonId::fresh();
        let candidate = Candidate { id: person, label: "Анна".into(), is_known: false };
        assert_eq!(Found::default().verdict(""), Verdict::Stranger);
        assert_eq!(Found::default().verdict("skip"), Verdict::Skip);
        let found = Found { candidates: vec![candidate], ..Found::default() };
        assert_eq!(found.verdict(""), Verdict::Ask);
        assert_eq!(found.verdict(&person.to_string()), Verdict::Fits);
        assert_eq!(found.verdict(&PersonId::fresh().to_string()), Verdict::Ask, "only a card that was found");
    }
}
