//! What is done with a file: read, mapped anew, decided row by row, loaded as a whole, taken back, thrown away.

use super::{
    check::{Checker, Verdict},
    column::{self, Column},
    store::{About, Import, ImportRow},
};
use crate::courses::{
    due,
    model::{CourseId, ImportId},
    store::{self as courses, graduates},
};
use access::{Action, Actor};
use audit::{Event, Record};
use intake::{Checks, Content, ImportState, Rest, SKIP, Sheet, Verdict as _, as_count, check_size, chosen};
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId, params};
use serde_json::json;

/// Keeps a file and looks for each row's card; nobody is a graduate yet.
///
/// # Errors
/// Fields: `file`; not found: not a course of one's own.
pub fn read_in(tx: &mut Tx<'_>, actor: &Actor, course: CourseId, sheet: &Sheet) -> Result<ImportId> {
    courses::managed(tx, actor, course)?;
    let mut errors = FieldErrors::default();
    check_size(&mut errors, &sheet.table);
    errors.or(Some(()))?;
    let import = Import::fresh(tx, ImportId::fresh(), About { course }, &sheet.file_name, column::guess(&sheet.table));
    import.insert(tx, actor.account)?;
    let scope = actor.scope();
    let mut checker = Checker::load(tx, &import, &scope)?;
    intake::read_rows(tx, &import, &sheet.table, &mut checker)?;
    tx.record(&actor.by(), Event::new("course.list_read", "course_import", import.id).with(json!({"rows": sheet.table.rows.len()})))?;
    Ok(import.id)
}

/// A file that the actor has read in, of a course of one's own.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, id: ImportId) -> Result<Import> {
    actor.may(Action::ManageSupport)?;
    let import = Import::find(tx, actor.account, id)?;
    courses::managed(tx, actor, import.about.course)?;
    Ok(import)
}

/// The actor's files of a course, newest first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, course: CourseId) -> Result<Vec<Import>> {
    Import::list(tx, ("made_by = $1 AND course_id = $2", params![actor.account, course]), 50)
}

/// The rows of a file in its order; none once it was loaded or discarded.
///
/// # Errors
/// The store fails.
pub fn rows(tx: &mut Tx<'_>, id: ImportId) -> Result<Vec<ImportRow>> {
    Import::rows(tx, id)
}

/// Another reading of the columns; every row is looked up again and earlier choices go.
///
/// # Errors
/// Fields: a column twice, no name. Changed meanwhile.
pub fn remap(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, columns: Vec<Option<Column>>, version: i64) -> Result<()> {
    let mut import = find(tx, actor, id)?;
    import.mapping.columns = columns;
    let scope = actor.scope();
    let mut checker = Checker::load(tx, &import, &scope)?;
    intake::read_anew(tx, &import, version, &mut checker)
}

/// Says who is meant, or leaves rows out. `Rest::Skip` leaves out all that wait for a decision.
///
/// # Errors
/// Changed meanwhile.
pub fn choose(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, choices: &[(u32, String)], rest: Rest, version: i64) -> Result<()> {
    let import = find(tx, actor, id)?;
    import.touch(tx, version)?;
    let scope = actor.scope();
    let mut checker = Checker::load(tx, &import, &scope)?;
    for row in rows(tx, id)? {
        // Only a card that the row was found to mean, or chosen by hand before.
        let wanted = chosen(&row, choices);
        let found = checker.check(tx, &import.mapping, (row.line, &row.cells, if wanted == SKIP { "" } else { wanted }))?;
        let leaves = rest == Rest::Skip && found.verdict(wanted).waits();
        import.set_row(tx, row.line, &found, if leaves { SKIP } else { wanted })?;
    }
    Ok(())
}

/// Chooses the card of a stranger's row: somebody within the scope, found by hand.
///
/// # Errors
/// Not found: no such row, or the card isn't within reach. Changed meanwhile.
pub fn choose_card(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, (line, person): (u32, PersonId), version: i64) -> Result<()> {
    let import = find(tx, actor, id)?;
    let scope = actor.scope();
    people::find(tx, &scope, person)?;
    let row = rows(tx, id)?.into_iter().find(|row| row.line == line).ok_or(Error::NotFound)?;
    import.touch(tx, version)?;
    let choice = person.to_string();
    let found = Checker::load(tx, &import, &scope)?.check(tx, &import.mapping, (line, &row.cells, &choice))?;
    import.set_row(tx, line, &found, &choice)
}

/// Makes every row a graduate that was not left out, or none.
///
/// # Errors
/// Refused: a row waits for a decision; nothing is left to load. Changed meanwhile.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, version: i64) -> Result<usize> {
    let import = find(tx, actor, id)?;
    import.mapping.check().map_err(|_| Error::refusal("Сначала укажите, где в таблице ФИО."))?;
    let course = courses::managed(tx, actor, import.about.course)?;
    let scope = actor.scope();
    let mut checker = Checker::load(tx, &import, &scope)?;
    let (mut loaded, mut events) = (0, Vec::new());
    for row in rows(tx, id)? {
        if row.choice == SKIP {
            continue;
        }
        let found = checker.check(tx, &import.mapping, (row.line, &row.cells, &row.choice))?;
        match (found.verdict(&row.choice), found.person(&row.choice)) {
            (Verdict::Fits, Some(candidate)) => {
                graduates::insert(tx, import.about.course, candidate.id, Some(id))?;
                events.push(Event::new("course.graduate_added", "course", import.about.course).of(candidate.id));
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
    import.end(tx, ImportState::Loaded, as_count(loaded), version)?;
    courses::spread_supporters(tx, import.about.course)?;
    due::ask_of(tx, &course)?;
    tx.record(&actor.by(), Event::new("course.list_loaded", "course_import", id).with(json!({"rows": loaded})))?;
    Ok(loaded)
}

/// Takes a loaded file back, as a whole, unless one of its graduates has answered or declined by now.
///
/// # Errors
/// Refused: somebody answered, or it isn't loaded. Changed meanwhile.
pub fn undo(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, version: i64) -> Result<()> {
    let import = find(tx, actor, id)?;
    import.must_be_loaded()?;
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
    import.end(tx, ImportState::Undone, 0, version)?;
    tx.record(&actor.by(), Event::new("course.list_undone", "course_import", id))
}

/// Throws a file away that was not loaded.
///
/// # Errors
/// Refused: it was loaded. Changed meanwhile.
pub fn discard(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, version: i64) -> Result<()> {
    let import = find(tx, actor, id)?;
    import.must_wait()?;
    import.end(tx, ImportState::Discarded, 0, version)?;
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
