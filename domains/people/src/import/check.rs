//! The dry run: every row checked against the dictionaries, the register and the rows above it.

use super::{
    Choice, Field, Mapping, Table, TableRow, Verdict,
    directory::{Asked, Directory, SchoolAnswer},
    known::{Known, KnownPerson},
    matching::{self, Above, Match},
    note::{Level, Note, Notes},
    values::{Cells, brief},
};
use access::Scope;
use kernel::{
    Date, Result, Tx,
    id::{PersonId, PlaceId},
    name::FullName,
    search::fold,
};

/// A row understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub name: FullName,
    pub birth_on: Option<Date>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub place: PlaceId,
    pub municipality: Option<PlaceId>,
    pub position: String,
    pub position_text: String,
    pub since: Option<Date>,
    /// Codes; the first is the main one.
    pub subjects: Vec<String>,
}

/// A row with what would become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub line: u32,
    pub draft: Option<Draft>,
    pub found: Match,
    /// The card already says all that the row says.
    pub is_known_already: bool,
    pub notes: Vec<Note>,
}

impl Checked {
    /// What would become of the row after a person's decision.
    #[must_use]
    pub fn verdict(&self, choice: Choice) -> Verdict {
        let has = |level: Level| self.notes.iter().any(|note| note.level == level);
        if choice == Choice::Skip {
            Verdict::Skip
        } else if self.draft.is_none() || has(Level::Stop) || (has(Level::Gap) && choice == Choice::Undecided) {
            Verdict::Error
        } else {
            self.verdict_of_match(choice)
        }
    }

    fn verdict_of_match(&self, choice: Choice) -> Verdict {
        match (&self.found, choice) {
            (Match::New, _) | (Match::Perhaps(_) | Match::Row(_), Choice::Other) => Verdict::New,
            (Match::Known(_), _) => {
                if self.is_known_already {
                    Verdict::Skip
                } else {
                    Verdict::Update
                }
            }
            (Match::Perhaps(_) | Match::Row(_), Choice::Same) => Verdict::Update,
            (Match::Perhaps(_) | Match::Row(_), Choice::Undecided | Choice::Without | Choice::Skip) => Verdict::Duplicate,
        }
    }

    /// The card that the row is or may be about.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        match self.found {
            Match::Known(id) | Match::Perhaps(id) => Some(id),
            Match::New | Match::Row(_) => None,
        }
    }
}

/// Checks all rows. Reads only.
pub(super) fn check(tx: &mut Tx<'_>, scope: &Scope, table: &Table, mapping: &Mapping) -> Result<Vec<Checked>> {
    let today = tx.today();
    let directory = Directory::load(tx)?;
    // What a row says is read in several threads; whom it is about depends on the rows above.
    let read = kernel::in_parts(&table.rows, |rows| {
        let mut reader = Reader { asked: Asked::of(&directory), scope, mapping, today };
        rows.iter().map(|row| reader.row(row)).collect()
    });
    let mut examiner = Examiner { directory: &directory, known: Known::load(tx, scope)?, above: Above::default() };
    Ok(read.into_iter().map(|row| examiner.row(row)).collect())
}

/// A row as far as it is understood by itself.
struct Read {
    line: u32,
    draft: Option<Draft>,
    /// The name folded: what people are recognised by.
    key: String,
    notes: Notes,
}

struct Reader<'a> {
    asked: Asked<'a>,
    scope: &'a Scope,
    mapping: &'a Mapping,
    today: Date,
}

impl Reader<'_> {
    fn row(&mut self, row: &TableRow) -> Read {
        let mut cells = Cells { row, mapping: self.mapping, notes: Notes::default() };
        let draft = self.draft(&mut cells);
        let key = draft.as_ref().map(|draft| fold(&draft.name.full())).unwrap_or_default();
        Read { line: row.line, draft, key, notes: cells.notes }
    }

    fn draft(&mut self, cells: &mut Cells<'_>) -> Option<Draft> {
        let name = cells.name();
        let (birth_on, since) = (cells.birth(self.today), cells.since(self.today));
        let (phone, email) = (cells.phone(), cells.email());
        let place = self.place(cells);
        let (position, position_text) = self.position(cells);
        let subjects = self.subjects(cells);
        let (name, (place, municipality)) = (name?, place?);
        Some(Draft { name, birth_on, phone, email, place, municipality, position, position_text, since, subjects })
    }

    fn place(&mut self, cells: &mut Cells<'_>) -> Option<(PlaceId, Option<PlaceId>)> {
        let municipality = self.municipality(cells)?;
        let place = match cells.one(Field::School) {
            Some((cell, typed)) => self.school(cells, &cell, &typed, municipality.as_ref())?,
            None => self.no_school(cells, municipality.as_ref())?,
        };
        if !self.asked.directory.is_within(self.scope, &place) {
            cells.notes.add(Level::Stop, &cells.place_of(Field::School), "Это место работы не на вашей территории: загрузить человека туда нельзя");
            return None;
        }
        let municipality = self.asked.directory.municipality_of(&place);
        Some((place, municipality))
    }

    /// `None`: named, but unknown; `Some(None)`: not named.
    fn municipality(&mut self, cells: &mut Cells<'_>) -> Option<Option<PlaceId>> {
        let Some((cell, typed)) = cells.one(Field::Municipality) else { return Some(None) };
        if let Some(found) = self.asked.municipality(&typed) {
            return Some(Some(found));
        }
        let alike = self.asked.directory.alike(&typed);
        let hint = match alike[..] {
            [] => "Проверьте название по списку муниципалитетов".to_owned(),
            [only] => format!("Возможно, это «{only}». Впишите название целиком"),
            _ => format!("Похожие, но разные: {}. Впишите нужное целиком", alike.iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ")),
        };
        cells.notes.add(Level::Stop, &cell, format!("Нет муниципалитета «{}». {hint}", brief(&typed)));
        None
    }

    fn school(&mut self, cells: &mut Cells<'_>, cell: &str, typed: &str, municipality: Option<&PlaceId>) -> Option<PlaceId> {
        if municipality.is_some_and(|place| self.asked.municipality(typed).as_ref() == Some(place)) {
            return municipality.cloned();
        }
        let alike = match self.asked.school(typed, municipality) {
            SchoolAnswer::Found(id) => return Some(id),
            SchoolAnswer::Understood(id) => {
                cells.notes.add(Level::Info, cell, format!("Школу «{}» поняли как «{}»", brief(typed), self.asked.directory.label(id.as_str())));
                return Some(id);
            }
            SchoolAnswer::Ask(alike) => alike,
        };
        let around = municipality.map(|place| format!(" в муниципалитете «{}»", self.asked.directory.label(place.as_str()))).unwrap_or_default();
        let hint = if alike.is_empty() {
            "Проверьте название или добавьте школу в раздел «Территории и школы»".to_owned()
        } else {
            format!("Похожие: {}. Впишите нужную так же", alike.join(", "))
        };
        let level = if municipality.is_some() { Level::Gap } else { Level::Stop };
        cells.notes.add(level, cell, format!("Не нашли школу «{}»{around}. {hint}", brief(typed)));
        municipality.cloned()
    }

    fn no_school(&self, cells: &mut Cells<'_>, municipality: Option<&PlaceId>) -> Option<PlaceId> {
        let cell = cells.place_of(Field::School);
        match municipality {
            Some(place) => {
                cells.notes.add(Level::Gap, &cell, format!("Школа не указана. Впишите её или загрузите человека как сотрудника муниципалитета «{}»", self.asked.directory.label(place.as_str())));
                Some(place.clone())
            }
            None => {
                cells.notes.add(Level::Stop, &cell, "Не указано место работы. Впишите школу и муниципалитет");
                None
            }
        }
    }

    fn position(&self, cells: &mut Cells<'_>) -> (String, String) {
        let Some((cell, typed)) = cells.one(Field::Position) else { return Default::default() };
        if let Some(code) = self.asked.directory.position(&typed) {
            return (code.to_owned(), String::new());
        }
        let words = brief(&typed);
        let folded = fold(&typed);
        let general = folded.split(' ').next().filter(|first| *first == "учитель").and_then(|first| self.asked.directory.position(first));
        if general.is_none() {
            cells.notes.add(Level::Info, &cell, format!("Должности «{words}» нет в словаре: запишем словами"));
        }
        (general.unwrap_or_default().to_owned(), words)
    }

    fn subjects(&self, cells: &mut Cells<'_>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for (cell, typed) in cells.all(Field::Subjects) {
            if let Some(code) = self.asked.directory.subject(&typed) {
                found.push(code.to_owned());
                continue;
            }
            for part in typed.split([',', ';', '/']).map(str::trim).filter(|part| !part.is_empty()) {
                match self.asked.directory.subject(part) {
                    Some(code) => found.push(code.to_owned()),
                    None => cells.notes.add(Level::Gap, &cell, format!("Предмета «{}» нет в словаре. Проверьте написание; несколько предметов разделите запятыми", brief(part))),
                }
            }
        }
        let mut once = Vec::new();
        for code in found {
            if !once.contains(&code) {
                once.push(code);
            }
        }
        once
    }
}

struct Examiner<'a> {
    directory: &'a Directory,
    known: Known,
    above: Above,
}

impl Examiner<'_> {
    fn row(&mut self, row: Read) -> Checked {
        let Read { line, draft, key, mut notes } = row;
        let found = draft.as_ref().map_or(Match::New, |draft| matching::of(draft, key, line, &self.known, &mut self.above, &mut notes));
        let is_known_already = self.compare(&found, draft.as_ref(), &mut notes);
        Checked { line, draft, found, is_known_already, notes: notes.0 }
    }

    /// Says what an update would change; whether there is nothing to change.
    fn compare(&self, found: &Match, draft: Option<&Draft>, notes: &mut Notes) -> bool {
        let id = match found {
            Match::Known(id) | Match::Perhaps(id) => id,
            Match::New | Match::Row(_) => return false,
        };
        let person = self.known.people.binary_search_by_key(id, |person| person.id).ok().and_then(|at| self.known.person(at));
        let (Some(person), Some(draft)) = (person, draft) else { return false };
        let changes = self.differences(person, draft);
        for change in &changes {
            notes.add(Level::Info, "", change.clone());
        }
        changes.is_empty()
    }

    fn differences(&self, person: &KnownPerson, draft: &Draft) -> Vec<String> {
        let mut said = Vec::new();
        let mut differs = |what: &str, before: String, after: String| said.push(format!("{what}: {} → {after}", if before.is_empty() { "нет".into() } else { before }));
        let (name_before, name_after) = (person.name.full(), draft.name.full());
        if fold(&name_before) != fold(&name_after) {
            differs("ФИО", name_before, name_after);
        }
        let shown = |day: Option<Date>| day.map(kernel::date::short).unwrap_or_default();
        if draft.birth_on.is_some() && draft.birth_on != person.birth_on {
            differs("дата рождения", shown(person.birth_on), shown(draft.birth_on));
        }
        let phone = |phone: &Option<String>| phone.as_deref().map(kernel::contact::phone_shown).unwrap_or_default();
        if draft.phone.is_some() && draft.phone != person.phone {
            differs("телефон", phone(&person.phone), phone(&draft.phone));
        }
        if draft.email.is_some() && draft.email != person.email {
            differs("почта", person.email.clone().unwrap_or_default(), draft.email.clone().unwrap_or_default());
        }
        if draft.place != person.place {
            differs("место работы", self.directory.label(person.place.as_str()), self.directory.label(draft.place.as_str()));
        }
        if has_other_position(draft, &person.position, &person.position_text) {
            differs("должность", String::new(), "как в таблице".into());
        }
        if draft.since.is_some() && draft.since != person.since {
            differs("в должности с", shown(person.since), shown(draft.since));
        }
        if draft.subjects.iter().any(|code| !person.subjects.contains(code)) {
            differs("предметы", String::new(), "добавим новые".into());
        }
        said
    }
}

/// Whether the row says another position than the card.
pub(super) fn has_other_position(draft: &Draft, position: &str, text: &str) -> bool {
    let is_said = !draft.position.is_empty() || !draft.position_text.is_empty();
    is_said && (draft.position != position || (!draft.position_text.is_empty() && draft.position_text != text))
}
