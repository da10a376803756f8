//! What a row means and what stands in the way. The same check runs for the dry run and for the loading.

use super::{
    column::{Column, Mapping},
    store::{About, Import},
};
use crate::{
    form::{Draft, contradictions, hours, link, merged, seats},
    lists::in_force,
    model::{Form, Kind, Tag},
};
use intake::{Checks, Finding};
use kernel::{Date, Result, Tx, search::fold};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use structure::{profile::TermKind, terms};

kernel::text_enum! {
    Verdict { Fits = "fits", Wrong = "wrong", Known = "known", Skip = "skip" }
}

impl intake::Verdict for Verdict {
    fn label(self) -> &'static str {
        match self {
            Self::Fits => "станет черновиком",
            Self::Wrong => "исправьте или пропустите",
            Self::Known => "уже есть в каталоге",
            Self::Skip => "пропущена",
        }
    }

    fn waits(self) -> bool {
        match self {
            Self::Wrong => true,
            Self::Fits | Self::Known | Self::Skip => false,
        }
    }
}

/// What a row was found to say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Found {
    pub draft: Option<Draft>,
    /// The same is in the catalogue, or above in the sheet.
    pub is_known: bool,
    /// Sentences that name the cell.
    pub wrong: Vec<String>,
}

impl Found {
    #[must_use]
    pub fn verdict(&self, choice: &str) -> Verdict {
        match () {
            () if choice == "skip" => Verdict::Skip,
            () if !self.wrong.is_empty() || self.draft.is_none() => Verdict::Wrong,
            () if self.is_known => Verdict::Known,
            () => Verdict::Fits,
        }
    }
}

impl Finding for Found {
    type Verdict = Verdict;

    fn verdict(&self, choice: &str) -> Verdict {
        Self::verdict(self, choice)
    }

    fn offers(&self, _: &str) -> bool {
        false
    }
}

/// What rows are looked up in, read once; remembers the rows it has seen.
pub(crate) struct Checker<'a> {
    import: &'a Import,
    subjects: Vec<terms::Term>,
    /// Code, folded code, folded title.
    competencies: Vec<(String, String, String)>,
    seen: BTreeSet<(Kind, String, String, Option<Date>)>,
}

impl<'a> Checker<'a> {
    pub fn load(tx: &mut Tx<'_>, import: &'a Import) -> Result<Self> {
        let today = tx.today();
        let competencies = in_force(tx)?.into_iter().map(|one| (one.code.clone(), fold(&one.code), fold(&one.title))).collect();
        Ok(Self { import, subjects: terms::terms(tx, TermKind::Subject, today)?, competencies, seen: BTreeSet::new() })
    }

    fn draft(&self, row: &mut Row<'_>) -> Option<Draft> {
        let kind = kind(row);
        let form = form(row);
        let title = row.short(Column::Title, 300);
        if title.is_empty() {
            row.says::<()>(Column::Title, "нет названия");
        }
        let hours = match hours(row.text(Column::Hours)) {
            Ok(hours) => Some(hours),
            Err(sentence) => row.says(Column::Hours, &sentence),
        };
        let [starts_on, ends_on, apply_by, valid_to] = [Column::StartsOn, Column::EndsOn, Column::ApplyBy, Column::ValidTo].map(|column| row.date(column));
        let link = link(row.text(Column::Link)).map_err(|sentence| row.says::<()>(Column::Link, sentence)).unwrap_or_default();
        let seats = match row.text(Column::Seats) {
            "" => None,
            raw => seats(raw).map_err(|sentence| row.says::<()>(Column::Seats, sentence)).ok(),
        };
        let (subject, tags) = (self.subject(row), self.tags(row));
        let (summary, provider, technology) = (row.short(Column::Summary, 4_000), row.short(Column::Provider, 300), row.short(Column::Technology, 300));
        let draft = Draft { kind: kind?, title, summary, provider, subject, form: form?, technology, hours: hours?, starts_on, ends_on, apply_by, seats, link, valid_to, tags };
        for (name, message) in contradictions(&draft) {
            let column = name.parse().unwrap_or(Column::StartsOn);
            row.says::<()>(column, message);
        }
        Some(draft)
    }

    fn subject(&self, row: &mut Row<'_>) -> String {
        let typed = row.text(Column::Subject);
        match self.subjects.iter().find(|term| term.is_called(typed)) {
            Some(term) => term.code.clone(),
            None if typed.is_empty() || ["любой", "все", "все предметы"].contains(&fold(typed).as_str()) => String::new(),
            None => {
                row.says::<()>(Column::Subject, &format!("предмета «{typed}» нет в справочнике"));
                String::new()
            }
        }
    }

    /// «М3: 3; К2» — codes or titles, each with a strength or without.
    fn tags(&self, row: &mut Row<'_>) -> Vec<Tag> {
        let cell = row.text(Column::Tags).to_owned();
        let mut found = Vec::new();
        for part in cell.split([';', ',', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            let (name, strength) = part.rsplit_once([':', '—', '=']).map_or((part, None), |(name, strength)| (name.trim(), strength.trim().parse::<u8>().ok()));
            let (name, strength) = if strength.is_none() { (part, 2) } else { (name, strength.unwrap_or(2)) };
            let wanted = fold(name);
            match self.competencies.iter().find(|(_, code, title)| *code == wanted || *title == wanted) {
                Some(_) if !(1..=3).contains(&strength) => row.says(Column::Tags, &format!("«{part}»: сила — 1, 2 или 3")).unwrap_or_default(),
                Some((code, ..)) => found.push(Tag { code: code.clone(), strength }),
                None => row.says(Column::Tags, &format!("компетенции «{name}» нет в рамке: впишите её код, например М3")).unwrap_or_default(),
            }
        }
        merged(found)
    }
}

impl Checks<About> for Checker<'_> {
    fn check(&mut self, tx: &mut Tx<'_>, mapping: &Mapping, (line, cells, _): (u32, &[String], &str)) -> Result<Found> {
        let mut row = Row { mapping, line, cells, wrong: Vec::new() };
        let draft = self.draft(&mut row);
        let is_known = match &draft {
            Some(draft) => !self.seen.insert((draft.kind, fold(&draft.title), fold(&draft.provider), draft.starts_on)) || crate::store::is_known(tx, &self.import.about.place, draft)?,
            None => false,
        };
        Ok(Found { draft, is_known, wrong: row.wrong })
    }
}

/// A row without a kind is a course: that is what plans of institutes list.
fn kind(row: &mut Row<'_>) -> Option<Kind> {
    let typed = fold(row.text(Column::Kind));
    let has = |stem: &str| typed.split(' ').any(|word| word.starts_with(stem));
    let kind = match () {
        () if typed.is_empty() || has("курс") || has("дпп") || has("программ") => Kind::Programme,
        () if has("стажир") => Kind::Internship,
        () if typed.starts_with("мастер") => Kind::MasterClass,
        () if has("урок") || has("открыт") => Kind::OpenLesson,
        () if has("материал") || has("пособ") || has("видео") || has("вебинар") => Kind::Material,
        () if has("практик") => Kind::Practice,
        () if has("настав") || has("тьютор") => return row.says(Column::Kind, "наставников добавляют по одному: им должен быть участник актива"),
        () => return row.says(Column::Kind, &format!("вид «{typed}» непонятен. Подойдут: курс, стажировка, мастер-класс, открытый урок, материал, практика")),
    };
    Some(kind)
}

fn form(row: &mut Row<'_>) -> Option<Form> {
    let typed = fold(row.text(Column::Form));
    let has = |stem: &str| typed.split(' ').any(|word| word.starts_with(stem));
    let (here, away) = (has("очн") || has("лично"), has("дист") || has("онлайн") || has("заоч") || has("удален"));
    let form = match () {
        () if has("самост") || has("асинхр") => Form::SelfPaced,
        () if has("смеш") || has("гибрид") || (here && away) || (has("очно") && typed.contains("дист")) => Form::Mixed,
        () if here => Form::InPerson,
        () if away || typed.is_empty() => Form::Remote,
        () => return row.says(Column::Form, &format!("форма «{typed}» непонятна. Подойдут: очно, дистанционно, смешанная, самостоятельно")),
    };
    Some(form)
}

struct Row<'a> {
    mapping: &'a Mapping,
    line: u32,
    cells: &'a [String],
    wrong: Vec<String>,
}

impl<'a> Row<'a> {
    fn text(&self, column: Column) -> &'a str {
        self.mapping.text(self.cells, column)
    }

    fn short(&mut self, column: Column, most: usize) -> String {
        let text = self.text(column);
        if text.chars().count() > most {
            self.says::<()>(column, &format!("слишком длинно, до {most} знаков"));
        }
        text.to_owned()
    }

    fn date(&mut self, column: Column) -> Option<Date> {
        match self.text(column) {
            "" => None,
            raw => match kernel::date::parse(raw) {
                Ok(day) => Some(day),
                Err(sentence) => self.says(column, &format!("дата «{raw}» непонятна. {sentence}")),
            },
        }
    }

    /// Returns nothing, for the place of what couldn't be read.
    fn says<T>(&mut self, column: Column, sentence: &str) -> Option<T> {
        self.wrong.push(self.mapping.says(self.line, column, sentence));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(column: Column, text: &str) -> (Option<Kind>, Option<Form>, usize) {
        let (mapping, cells) = (Mapping { titles: vec![String::new()], columns: vec![Some(column)] }, [text.to_owned()]);
        let mut row = Row { mapping: &mapping, line: 7, cells: &cells, wrong: Vec::new() };
        let found = (kind(&mut row), form(&mut row));
        (found.0, found.1, row.wrong.len())
    }

    #[test]
    fn words_of_kinds_and_forms_are_understood() {
        for (text, expected) in [
            ("ДПП ПК", Kind::Programme),
            ("Курсы повышения квалификации", Kind::Programme),
            ("Мастер-класс", Kind::MasterClass),
            ("открытый урок", Kind::OpenLesson),
            ("Стажировка", Kind::Internship),
            ("методическое пособие", Kind::Material),
        ] {
            assert_eq!(read(Column::Kind, text).0, Some(expected), "{text}");
        }
        for (text, expected) in [("очная", Form::InPerson), ("Очно-заочная с ДОТ", Form::Mixed), ("дистанционно", Form::Remote), ("онлайн", Form::Remote), ("смешанная", Form::Mixed), ("самостоятельно", Form::SelfPaced)]
        {
            assert_eq!(read(Column::Form, text).1, Some(expected), "{text}");
        }
        assert_eq!(read(Column::Kind, "наставник"), (None, Some(Form::Remote), 1));
        assert_eq!(read(Column::Form, "по переписке"), (Some(Kind::Programme), None, 1));
    }

    #[test]
    fn a_row_is_wrong_before_it_is_known_and_skipped_before_all() {
        assert_eq!(Found::default().verdict(""), Verdict::Wrong);
        assert_eq!(Found::default().verdict("skip"), Verdict::Skip);
        assert_eq!(Found { wrong: vec!["x".into()], is_known: true, ..Found::default() }.verdict(""), Verdict::Wrong);
    }
}
