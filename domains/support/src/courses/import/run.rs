//! What is done with a file: read, mapped anew, decided row by row, loaded as a whole, taken back, thrown away.

use super::{
    MOST_ROWS,
    check::{Checker, Verdict},
    column::{Column, Mapping},
    store::{self, Import, ImportState},
};
use crate::courses::{
    due,
    model::{CourseId, ImportId},
    store::{self as courses, graduates},
};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, Result, Tx, id::PersonId, params};
use people::import::Table;
use serde_json::json;

/// A file as sent.
#[derive(Debug, Clone, Default)]
pub struct Uploaded {
    pub file_name: String,
    pub table: Table,
}

/// Keeps a file and looks for each row's card; nobody is a graduate yet.
///
/// # Errors
/// Fields: `file`; not found: not a course of one's own.
pub fn read_in(tx: &mut Tx<'_>, actor: &Actor, course: CourseId, sheet: &Uploaded) -> Result<ImportId> {
    courses::managed(tx, actor, course)?;
    if sheet.table.rows.len() > MOST_ROWS {
        return Err(Error::field("file", format!("В таблице {} строк, за один раз загружаем до {MOST_ROWS}. Разделите её на части", sheet.table.rows.len())));
    }
    let file_name = sheet.file_name.chars().take(200).collect();
    let import = Import { id: ImportId::fresh(), course, file_name, mapping: Mapping::guess(&sheet.table), state: ImportState::Read, loaded: 0, made_at: tx.now(), version: 1 };
    store::insert(tx, actor.account, &import)?;
    let scope = actor.scope();
    let mut checker = Checker::load(tx, &import, &scope)?;
    for row in &sheet.table.rows {
        let found = checker.check(tx, &import.mapping, (row.line, &row.cells, ""))?;
        store::insert_row(tx, import.id, row.line, &row.cells, &found)?;
    }
    tx.record(&actor.by(), Event::new("course.list_read", "course_import", import.id).with(json!({"rows": sheet.table.rows.len()})))?;
    Ok(import.id)
}

fn own(tx: &mut Tx<'_>, actor: &Actor, id: ImportId) -> Result<Import> {
    actor.may(Action::ManageSupport)?;
    let import = store::find(tx, actor.account, id)?;
    courses::managed(tx, actor, import.course)?;
    Ok(import)
}

/// Another reading of the columns; every row is looked up again and earlier choices go.
///
/// # Errors
/// Fields: a column twice, no name. Changed meanwhile.
pub fn remap(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, columns: Vec<Option<Column>>, version: i64) -> Result<()> {
    let mut import = own(tx, actor, id)?;
    import.mapping.columns = columns;
    import.mapping.check()?;
    store::set_mapping(tx, id, &import.mapping, version)?;
    let scope = actor.scope();
    let mut checker = Checker::load(tx, &import, &scope)?;
    for row in store::rows(tx, id)? {
        let found = checker.check(tx, &import.mapping, (row.line, &row.cells, ""))?;
        store::set_row(tx, id, row.line, &found, "")?;
    }
    Ok(())
}

/// What becomes of rows that nobody has decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    Keep,
    Skip,
}

/// Says who is meant, or leaves rows out. `Rest::Skip` leaves out all that wait for a decision.
///
/// # Errors
/// Changed meanwhile.
pub fn choose(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, choices: &[(u32, String)], rest: Rest, version: i64) -> Result<()> {
    let import = own(tx, actor, id)?;
    store::touch(tx, id, version)?;
    let scope = actor.scope();
    let mut checker = Checker::load(tx, &import, &scope)?;
    for row in store::rows(tx, id)? {
        let wanted = choices.iter().find(|(line, _)| *line == row.line).map_or(row.choice.as_str(), |(_, choice)| choice.as_str());
        // Only a card that the row was found to mean, or chosen by hand before.
        let is_offered = row.found.candidates.iter().any(|candidate| candidate.id.to_string() == wanted);
        let wanted = if wanted == "skip" || is_offered { wanted } else { "" };
        let found = checker.check(tx, &import.mapping, (row.line, &row.cells, if wanted == "skip" { "" } else { wanted }))?;
        let leaves = rest == Rest::Skip && found.verdict(wanted).waits();
        store::set_row(tx, id, row.line, &found, if leaves { "skip" } else { wanted })?;
    }
    Ok(())
}

/// Chooses the card of a stranger's row: somebody within the scope, found by hand.
///
/// # Errors
/// Not found: no such row, or the card isn't within reach. Changed meanwhile.
pub fn choose_card(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, (line, person): (u32, PersonId), version: i64) -> Result<()> {
    let import = own(tx, actor, id)?;
    let scope = actor.scope();
    people::find(tx, &scope, person)?;
    let row = store::rows(tx, id)?.into_iter().find(|row| row.line == line).ok_or(Error::NotFound)?;
    store::touch(tx, id, version)?;
    let choice = person.to_string();
    let found = Checker::load(tx, &import, &scope)?.check(tx, &import.mapping, (line, &row.cells, &choice))?;
    store::set_row(tx, id, line, &found, &choice)
}

/// Makes every row a graduate that was not left out, or none.
///
/// # Errors
/// Refused: a row waits for a decision; nothing is left to load. Changed meanwhile.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, version: i64) -> Result<usize> {
    let import = own(tx, actor, id)?;
    import.mapping.check().map_err(|_| Error::refusal("Сначала укажите, где в таблице ФИО."))?;
    let course = courses::managed(tx, actor, import.course)?;
    let scope = actor.scope();
    let mut checker = Checker::load(tx, &import, &scope)?;
    let (mut loaded, mut events) = (0, Vec::new());
    for row in store::rows(tx, id)? {
        if row.choice == "skip" {
            continue;
        }
        let found = checker.check(tx, &import.mapping, (row.line, &row.cells, &row.choice))?;
        match (found.verdict(&row.choice), found.person(&row.choice)) {
            (Verdict::Fits, Some(candidate)) => {
                graduates::insert(tx, import.course, candidate.id, Some(id))?;
                events.push(Event::new("course.graduate_added", "course", import.course).of(candidate.id));
                loaded += 1;
            }
            (Verdict::Known | Verdict::Skip, _) => {}
            (Verdict::Fits | Verdict::Ask | Verdict::Stranger, _) => {
                let name = if found.name.is_empty() { "без имени".to_owned() } else { format!("«{}»", found.name) };
                return Err(Error::refusal(format!("Строка {}, {name}: решите, чья это карточка, или пропустите строку. Не загружена ни одна строка.", row.line)));
            }
        }
    }
    if loaded == 0 {
        return Err(Error::refusal("Загружать нечего: все строки пропущены или уже в списке выпускников. Удалите список."));
    }
    audit::record_all(tx, &actor.by(), &events)?;
    store::set_state(tx, id, (ImportState::Read, ImportState::Loaded), i64::try_from(loaded).unwrap_or(i64::MAX), version)?;
    courses::spread_supporters(tx, import.course)?;
    due::ask_of(tx, &course)?;
    tx.record(&actor.by(), Event::new("course.list_loaded", "course_import", id).with(json!({"rows": loaded})))?;
    Ok(loaded)
}

/// Takes a loaded file back, as a whole, unless one of its graduates has answered or declined by now.
///
/// # Errors
/// Refused: somebody answered, or it isn't loaded. Changed meanwhile.
pub fn undo(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, version: i64) -> Result<()> {
    let import = own(tx, actor, id)?;
    if import.state != ImportState::Loaded {
        return Err(Error::refusal("Этот список не загружен: отменять нечего."));
    }
    let answered = graduates::has_answers(tx, id)?;
    if answered > 0 {
        return Err(Error::refusal(format!("Отменить загрузку нельзя: {} уже ответили или отказались, их слова пропали бы.", ui::ru::counted(answered, "выпускник", "выпускника", "выпускников"))));
    }
    let tasks: Vec<String> = tx.query("SELECT t.id FROM course_task t JOIN course_graduate g ON g.id = t.graduate_id WHERE g.import_id = $1", params![id], |row| row.get(0))?;
    for task in tasks {
        notices::untell(tx, &format!("support/course-task/{task}"))?;
    }
    tx.execute("DELETE FROM course_task WHERE graduate_id IN (SELECT id FROM course_graduate WHERE import_id = $1)", params![id])?;
    tx.execute("DELETE FROM course_graduate WHERE import_id = $1", params![id])?;
    store::set_state(tx, id, (ImportState::Loaded, ImportState::Undone), 0, version)?;
    tx.record(&actor.by(), Event::new("course.list_undone", "course_import", id))
}

/// Throws a file away that was not loaded.
///
/// # Errors
/// Refused: it was loaded. Changed meanwhile.
pub fn discard(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, version: i64) -> Result<()> {
    let import = own(tx, actor, id)?;
    if import.state != ImportState::Read {
        return Err(Error::refusal("Удалить можно только список, который ещё не загружен."));
    }
    store::set_state(tx, id, (ImportState::Read, ImportState::Discarded), 0, version)?;
    tx.record(&actor.by(), Event::new("course.list_discarded", "course_import", id))
}

/// A sheet to fill in.
///
/// # Errors
/// The sheet can't be made.
pub fn template() -> Result<Vec<u8>> {
    let columns = [Column::FullName, Column::BirthOn, Column::School, Column::Email].map(|column| sheets::Column::new(column.label()));
    let row = ["Образцова Мария Ивановна", "05.09.1985", "МБОУ СОШ № 6", ""].map(sheets::Value::from).to_vec();
    Ok(sheets::export("Выпускники", &columns, vec![row], None).map_err(anyhow::Error::new)?)
}
