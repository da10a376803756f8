//! What a row means: whom, what, and what stands in the way. The same check runs for the dry run and for the loading.

use super::{
    column::{self, Column, Mapping},
    store::{About, Import},
};
use crate::{assess, store::assessments};
use access::Scope;
use intake::{Checks, Finding};
use kernel::{
    Date, Result, Tx,
    id::{PersonId, PlaceId},
    search::fold,
};
use people::{
    PersonRow,
    meant::{NameAlone, Told},
};
use serde::{Deserialize, Serialize};
use structure::{NameIndex, profile::TermKind, terms};

kernel::text_enum! {
    Verdict { Fits = "fits", Ask = "ask", Wrong = "wrong", Skip = "skip" }
}

impl intake::Verdict for Verdict {
    fn label(self) -> &'static str {
        match self {
            Self::Fits => "будет внесена",
            Self::Ask => "выберите, кто это",
            Self::Wrong => "исправьте или пропустите",
            Self::Skip => "пропущена",
        }
    }

    fn waits(self) -> bool {
        match self {
            Self::Ask | Self::Wrong => true,
            Self::Fits | Self::Skip => false,
        }
    }
}

/// Somebody whom a row may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub id: PersonId,
    /// Name, place, birth date: enough to choose.
    pub label: String,
    /// Why nothing can be recorded about this one; empty: nothing in the way.
    pub trouble: String,
}

/// What a row was found to say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Found {
    /// One of the candidates beyond doubt.
    pub sure: Option<PersonId>,
    pub candidates: Vec<Candidate>,
    /// Sentences that name the cell.
    pub wrong: Vec<String>,
    pub title: String,
    pub subject: String,
    pub competency_code: String,
    pub taken_on: Option<Date>,
    pub score: String,
    pub most: String,
    pub level: String,
    pub document: String,
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
        if choice == "skip" {
            return Verdict::Skip;
        }
        match self.person(choice) {
            _ if !self.wrong.is_empty() => Verdict::Wrong,
            Some(candidate) if candidate.trouble.is_empty() => Verdict::Fits,
            Some(_) => Verdict::Wrong,
            None if self.candidates.is_empty() => Verdict::Wrong,
            None => Verdict::Ask,
        }
    }

    /// All that is in the way, in sentences.
    #[must_use]
    pub fn messages(&self, choice: &str) -> Vec<String> {
        let trouble = self.person(choice).map(|candidate| candidate.trouble.clone()).filter(|trouble| !trouble.is_empty());
        self.wrong.iter().cloned().chain(trouble).collect()
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

/// What rows are looked up in, read once.
pub(crate) struct Checker<'a> {
    import: &'a Import,
    scope: &'a Scope,
    schools: NameIndex,
    subjects: Vec<terms::Term>,
    competencies: Vec<(String, String)>,
}

impl<'a> Checker<'a> {
    pub fn load(tx: &mut Tx<'_>, import: &'a Import, scope: &'a Scope) -> Result<Self> {
        let today = tx.today();
        let mut known = Vec::new();
        for framework in competencies::live_frameworks(tx)? {
            known.extend(competencies::competencies(tx, framework.id)?.into_iter().map(|competency| (competency.code, competency.title)));
        }
        Ok(Self { import, scope, schools: NameIndex::load(tx)?, subjects: terms::terms(tx, TermKind::Subject, today)?, competencies: known })
    }

    fn values(&self, today: Date, row: &Row<'_>) -> Found {
        let mut found = Found::default();
        let own = row.text(Column::TakenOn);
        let day = if own.is_empty() { Ok(self.import.about.taken_on) } else { assess::past_day(own, today) };
        match day {
            Ok(day) => found.taken_on = Some(day),
            Err(sentence) => found.wrong.push(row.says(Column::TakenOn, &sentence)),
        }
        let title = row.text(Column::Title);
        found.title = if title.is_empty() { self.import.about.title.clone() } else { title.to_owned() };
        for (column, most, place) in [(Column::Score, 60, &mut found.score), (Column::Most, 60, &mut found.most), (Column::Level, 60, &mut found.level), (Column::Document, 300, &mut found.document)] {
            *place = row.text(column).to_owned();
            if place.chars().count() > most {
                found.wrong.push(row.says(column, &format!("слишком длинно, до {most} знаков")));
            }
        }
        if found.title.chars().count() > 300 {
            found.wrong.push(row.says(Column::Title, "слишком длинно, до 300 знаков"));
        }
        if found.score.is_empty() && found.level.is_empty() {
            found.wrong.push(row.says(Column::Score, "нет ни балла, ни уровня"));
        }
        let subject = row.text(Column::Subject);
        match self.subjects.iter().find(|term| term.is_called(subject)) {
            Some(term) => found.subject.clone_from(&term.code),
            None if subject.is_empty() => {}
            None => found.wrong.push(row.says(Column::Subject, &format!("предмета «{subject}» нет в справочнике"))),
        }
        let competency = row.text(Column::Competency);
        match self.competencies.iter().find(|(code, title)| code == competency || fold(title) == fold(competency)) {
            Some((code, _)) => found.competency_code.clone_from(code),
            None if competency.is_empty() => {}
            None => found.wrong.push(row.says(Column::Competency, &format!("компетенции «{competency}» нет в рамке: впишите её код или название, как в рамке"))),
        }
        found
    }

    fn people(&self, tx: &mut Tx<'_>, row: &Row<'_>, found: &mut Found) -> Result<()> {
        let name = column::name(row.mapping, row.cells);
        if name.is_empty() {
            found.wrong.push(row.says(Column::FullName, "нет имени"));
            return Ok(());
        }
        let birth = row.text(Column::BirthOn);
        let birth_on = kernel::date::parse(birth).ok();
        if birth_on.is_none() && !birth.is_empty() {
            found.wrong.push(row.says(Column::BirthOn, &format!("дата «{birth}» непонятна. {}", kernel::date::NOT_A_DATE)));
        }
        let schools: Vec<PlaceId> = self.schools.schools(row.text(Column::School), None).into_iter().cloned().collect();
        let told = Told { name: &name, birth_on, email: row.text(Column::Email), schools: &schools, alone: NameAlone::IsEnough };
        let (fits, sure) = told.look_up(tx, self.scope)?;
        for person in &fits {
            found.candidates.push(self.candidate(tx, person, found)?);
        }
        found.sure = sure;
        if found.candidates.is_empty() {
            found.wrong.push(row.says(Column::FullName, &format!("педагога «{name}» на вашей территории нет")));
        }
        Ok(())
    }

    fn candidate(&self, tx: &mut Tx<'_>, person: &PersonRow, found: &Found) -> Result<Candidate> {
        let today = tx.today();
        let is_known = match found.taken_on {
            Some(day) => assessments::is_known(tx, person.id, &self.import.about.source, &found.title, day)?,
            None => false,
        };
        let trouble = if !consent::has_live(tx, person.id, consent::ConsentKind::Diagnostics, today)? {
            "У педагога нет действующего согласия на диагностику: без него оценку не вносят"
        } else if is_known {
            "Эта оценка этого дня уже внесена"
        } else {
            ""
        };
        Ok(Candidate { id: person.id, label: person.told_apart(), trouble: trouble.into() })
    }
}

impl Checks<About> for Checker<'_> {
    fn check(&mut self, tx: &mut Tx<'_>, mapping: &Mapping, (line, cells, _): (u32, &[String], &str)) -> Result<Found> {
        let row = Row { mapping, line, cells };
        let mut found = self.values(tx.today(), &row);
        self.people(tx, &row, &mut found)?;
        Ok(found)
    }
}

struct Row<'a> {
    mapping: &'a Mapping,
    line: u32,
    cells: &'a [String],
}

impl Row<'_> {
    fn text(&self, column: Column) -> &str {
        self.mapping.text(self.cells, column)
    }

    fn says(&self, column: Column, sentence: &str) -> String {
        self.mapping.says(self.line, column, sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_asks_is_settled_by_a_choice_and_a_wrong_one_only_by_leaving_it() {
        let candidate = |trouble: &str| Candidate { id: PersonId::fresh(), label: String::new(), trouble: trouble.into() };
        let found = Found { candidates: vec![candidate(""), candidate("нет согласия")], ..Found::default() };
        assert_eq!(found.verdict(""), Verdict::Ask);
        assert_eq!(found.verdict(&found.candidates[0].id.to_string()), Verdict::Fits);
        assert_eq!(found.verdict(&found.candidates[1].id.to_string()), Verdict::Wrong);
        assert_eq!(found.verdict(&PersonId::fresh().to_string()), Verdict::Ask, "a stranger's id chooses nobody");
        assert_eq!(Found { wrong: vec!["x".into()], ..found.clone() }.verdict(&found.candidates[0].id.to_string()), Verdict::Wrong);
        assert_eq!(found.verdict("skip"), Verdict::Skip);
        assert_eq!(Found::default().verdict(""), Verdict::Wrong);
    }
}
