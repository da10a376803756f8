//! What a row means: whom, what, and what stands in the way. The same check runs for the dry run and for the loading.

use super::{
    column::{Column, Mapping},
    store::Import,
};
use crate::{assess, store::assessments};
use access::Scope;
use kernel::{
    Date, Result, Slice, Tx,
    id::{PersonId, PlaceId},
    search::fold,
};
use people::PersonRow;
use serde::{Deserialize, Serialize};
use structure::{NameIndex, profile::TermKind, terms};

kernel::text_enum! {
    Verdict { Fits = "fits", Ask = "ask", Wrong = "wrong", Skip = "skip" }
}

impl Verdict {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Fits => "будет внесена",
            Self::Ask => "выберите, кто это",
            Self::Wrong => "исправьте или пропустите",
            Self::Skip => "пропущена",
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

    pub fn check(&self, tx: &mut Tx<'_>, mapping: &Mapping, line: u32, cells: &[String]) -> Result<Found> {
        let row = Row { mapping, line, cells };
        let mut found = self.values(tx.today(), &row);
        self.people(tx, &row, &mut found)?;
        Ok(found)
    }

    fn values(&self, today: Date, row: &Row<'_>) -> Found {
        let mut found = Found::default();
        let own = row.text(Column::TakenOn);
        let day = if own.is_empty() { Ok(self.import.taken_on) } else { assess::past_day(own, today) };
        match day {
            Ok(day) => found.taken_on = Some(day),
            Err(sentence) => found.wrong.push(row.says(Column::TakenOn, &sentence)),
        }
        let title = row.text(Column::Title);
        found.title = if title.is_empty() { self.import.title.clone() } else { title.to_owned() };
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
        let name = row.mapping.name(row.cells);
        if name.is_empty() {
            found.wrong.push(row.says(Column::FullName, "нет имени"));
            return Ok(());
        }
        let birth = row.text(Column::BirthOn);
        let birth_on = kernel::date::parse(birth).ok();
        if birth_on.is_none() && !birth.is_empty() {
            found.wrong.push(row.says(Column::BirthOn, &format!("дата «{birth}» непонятна. {}", kernel::date::NOT_A_DATE)));
        }
        let filter = people::Filter { text: name.clone(), ..people::Filter::default() };
        let listed = people::list(tx, self.scope, &filter, people::Sort::default(), Slice::new(1, 20))?;
        let schools: Vec<PlaceId> = self.schools.schools(row.text(Column::School), None).into_iter().cloned().collect();
        let clue = Clue { name: &name, birth_on, email: row.text(Column::Email), schools: &schools };
        let (fits, sure) = clue.sift(&listed.people.rows, listed.is_guess);
        for person in fits {
            found.candidates.push(self.candidate(tx, person, found)?);
        }
        found.sure = sure;
        if found.candidates.is_empty() {
            found.wrong.push(row.says(Column::FullName, &format!("педагога «{name}» на вашей территории нет")));
        }
        Ok(())
    }

    fn candidate(&self, tx: &mut Tx<'_>, person: &PersonRow, found: &Found) -> Result<Candidate> {
        let born = person.birth_on.map(|day| format!(", {}", kernel::date::short(day))).unwrap_or_default();
        let today = tx.today();
        let is_known = match found.taken_on {
            Some(day) => assessments::is_known(tx, person.id, &self.import.source, &found.title, day)?,
            None => false,
        };
        let trouble = if !consent::has_live(tx, person.id, consent::ConsentKind::Diagnostics, today)? {
            "У педагога нет действующего согласия на диагностику: без него оценку не вносят"
        } else if is_known {
            "Эта оценка этого дня уже внесена"
        } else {
            ""
        };
        Ok(Candidate { id: person.id, label: format!("{}, {}{born}", person.name.full(), person.place_name), trouble: trouble.into() })
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

    /// «Строка 7, ячейка C7: …».
    fn says(&self, column: Column, sentence: &str) -> String {
        let cell = self.mapping.at(column).and_then(|at| u32::try_from(at).ok()).map(|at| format!(", ячейка {}", sheets::address(self.line.saturating_sub(1), at))).unwrap_or_default();
        format!("Строка {}{cell}: {sentence}", self.line)
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
    /// Those whom the row may mean, and the one whom it means beyond doubt: the whole name and nothing that contradicts, with either
    /// something of the person's own that agrees, or nobody else so called. A name alone that was guessed is never beyond doubt.
    fn sift<'p>(&self, listed: &'p [PersonRow], is_guess: bool) -> (Vec<&'p PersonRow>, Option<PersonId>) {
        let possible: Vec<&PersonRow> = listed.iter().filter(|person| !self.is_contradicted(person)).collect();
        if is_guess {
            return (possible, None);
        }
        let same: Vec<&PersonRow> = possible.iter().copied().filter(|person| fold(&person.name.full()) == fold(self.name)).collect();
        let agreeing: Vec<&PersonRow> = same.iter().copied().filter(|person| self.agrees(person)).collect();
        match (&agreeing[..], &same[..]) {
            ([only], _) => (vec![only], Some(only.id)),
            ([], [only]) if possible.len() == 1 => (vec![only], Some(only.id)),
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

    fn sift(name: &str, birth_on: Option<Date>, school: &str, listed: &[PersonRow]) -> (usize, bool) {
        let schools: Vec<PlaceId> = if school.is_empty() { Vec::new() } else { vec![school.into()] };
        let (fits, sure) = Clue { name, birth_on, email: "", schools: &schools }.sift(listed, false);
        (fits.len(), sure.is_some())
    }

    #[test]
    fn namesakes_are_told_apart_by_school_or_birth_and_asked_about_otherwise() {
        let listed = [person("Анна", Some(date(1985, 9, 5)), "s1"), person("Анна", Some(date(1990, 1, 1)), "s2"), person("Аннара", None, "s1")];
        assert_eq!(sift("Ким Анна", None, "", &listed), (2, false));
        assert_eq!(sift("Ким Анна", None, "s2", &listed), (1, true));
        assert_eq!(sift("Ким Анна", Some(date(1985, 9, 5)), "", &listed), (1, true));
        assert_eq!(sift("ким  анна", Some(date(1971, 1, 1)), "", &listed[..2]), (0, false), "another birth date is another person");
        assert_eq!(sift("Ким", None, "", &listed), (3, false), "a name in part is a question");
        assert_eq!(sift("Ким Анна", None, "", &listed[..1]), (1, true));
    }

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
