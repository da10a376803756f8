//! Whom a row means. The same check runs for the dry run and for the loading.

use super::{
    column::{self, Column, Mapping},
    store::{About, Import},
};
use crate::courses::store::graduates::is_known;
use access::Scope;
use intake::{Checks, Finding};
use kernel::{
    Date, Result, Tx,
    id::{PersonId, PlaceId},
};
use people::meant::{NameAlone, Told};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use structure::NameIndex;

kernel::text_enum! {
    Verdict { Fits = "fits", Ask = "ask", Stranger = "stranger", Known = "known", Skip = "skip" }
}

impl intake::Verdict for Verdict {
    fn label(self) -> &'static str {
        match self {
            Self::Fits => "карточка найдена",
            Self::Ask => "выберите, кто это",
            Self::Stranger => "нет карточки: решите",
            Self::Known => "уже в списке",
            Self::Skip => "пропущена",
        }
    }

    fn waits(self) -> bool {
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

impl Finding for Found {
    type Verdict = Verdict;

    fn verdict(&self, choice: &str) -> Verdict {
        Self::verdict(self, choice)
    }

    fn offers(&self, choice: &str) -> bool {
        self.candidates.iter().any(|candidate| candidate.id.to_string() == choice)
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

    fn people(&self, tx: &mut Tx<'_>, mapping: &Mapping, cells: &[String], birth_on: Option<Date>, found: &mut Found) -> Result<()> {
        let schools: Vec<PlaceId> = self.schools.schools(mapping.text(cells, Column::School), None).into_iter().cloned().collect();
        let told = Told { name: &found.name, birth_on, email: mapping.text(cells, Column::Email), schools: &schools, alone: NameAlone::IsAQuestion };
        let (fits, sure) = told.look_up(tx, self.scope)?;
        found.sure = sure;
        for person in fits {
            let is_known = is_known(tx, self.import.about.course, person.id)?;
            found.candidates.push(Candidate { id: person.id, label: person.told_apart(), is_known });
        }
        Ok(())
    }
}

impl Checks<About> for Checker<'_> {
    /// The card that somebody chose for the row need not be like it.
    fn check(&mut self, tx: &mut Tx<'_>, mapping: &Mapping, (line, cells, chosen): (u32, &[String], &str)) -> Result<Found> {
        let mut found = Found { name: column::name(mapping, cells), ..Found::default() };
        let says = |column: Column, sentence: &str| mapping.says(line, column, sentence);
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
                let candidate = Candidate { id: person, label: card.name.full(), is_known: is_known(tx, self.import.about.course, person)? };
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
