//! What is done with a list: read, mapped anew, decided row by row, loaded as a whole, taken back, thrown away.

use super::{
    check::{Checker, Verdict},
    column::{self, Column},
    store::{About, Import, ImportRow},
};
use crate::{
    model::{ImportId, ResourceId, State},
    sight::Sight,
    store::{Origin, delete, insert},
};
use access::{Action, Actor};
use audit::{Event, Record};
use intake::{Checks, Content, ImportState, Rest, SKIP, Table, as_count, check_size};
use kernel::{Error, FieldErrors, Result, Slice, Tx, id::PlaceId, params};
use serde_json::json;
use structure::places;

/// A sheet as sent.
#[derive(Debug, Clone, Default)]
pub struct Uploaded {
    /// Whose catalogue, by its code.
    pub place: String,
    pub file_name: String,
    pub table: Table,
}

/// Keeps a sheet and checks each row; nothing is in the catalogue yet.
///
/// # Errors
/// Fields: `place`, `file`.
pub fn read_in(tx: &mut Tx<'_>, actor: &Actor, sheet: &Uploaded) -> Result<ImportId> {
    actor.may(Action::ManageResources)?;
    let place = PlaceId::from(sheet.place.as_str());
    let is_own = match places::path(tx, &place) {
        Ok(path) => Sight::of(tx, actor)?.manages(&path),
        Err(Error::NotFound) => false,
        Err(other) => return Err(other),
    };
    if !is_own {
        return Err(Error::field("place", "Выберите, в чей каталог загрузить"));
    }
    let mut errors = FieldErrors::default();
    check_size(&mut errors, &sheet.table);
    errors.or(Some(()))?;
    let import = Import::fresh(tx, ImportId::fresh(), About { place }, &sheet.file_name, column::guess(&sheet.table));
    import.insert(tx, actor.account)?;
    let mut checker = Checker::load(tx, &import)?;
    intake::read_rows(tx, &import, &sheet.table, &mut checker)?;
    tx.record(&actor.by(), Event::new("resource.list_read", "resource_import", import.id).with(json!({"rows": sheet.table.rows.len()})))?;
    Ok(import.id)
}

/// A list that the actor has read in.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, id: ImportId) -> Result<Import> {
    actor.may(Action::ManageResources)?;
    Import::find(tx, actor.account, id)
}

/// The actor's lists, newest first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Import>> {
    Import::list(tx, ("made_by = $1", params![actor.account]), 100)
}

/// The rows of a list in the order of the sheet; none once it was loaded or discarded.
///
/// # Errors
/// The store fails.
pub fn rows(tx: &mut Tx<'_>, id: ImportId) -> Result<Vec<ImportRow>> {
    Import::rows(tx, id)
}

/// Another reading of the columns; every row is checked again and earlier choices go.
///
/// # Errors
/// Fields: a column twice, no title, no hours. Changed meanwhile.
pub fn remap(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, columns: Vec<Option<Column>>, version: i64) -> Result<()> {
    let mut import = find(tx, actor, id)?;
    import.mapping.columns = columns;
    let mut checker = Checker::load(tx, &import)?;
    intake::read_anew(tx, &import, version, &mut checker)
}

/// Leaves rows out or takes them in again. `Rest::Skip` leaves out all that can't be loaded.
///
/// # Errors
/// Changed meanwhile.
pub fn choose(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, choices: &[(u32, String)], rest: Rest, version: i64) -> Result<()> {
    let import = find(tx, actor, id)?;
    intake::set_choices(tx, &import, choices, rest, version)
}

/// Makes every row a draft that was not left out and isn't there already, or none.
///
/// # Errors
/// Refused: a row is wrong; nothing is left to load. Changed meanwhile.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, version: i64) -> Result<usize> {
    let import = find(tx, actor, id)?;
    import.mapping.check().map_err(|_| Error::refusal("Сначала укажите, где в таблице название и часы."))?;
    let mut checker = Checker::load(tx, &import)?;
    let (mut loaded, batch) = (0, id.to_string());
    for row in rows(tx, id)? {
        if row.choice == SKIP {
            continue;
        }
        let found = checker.check(tx, &import.mapping, (row.line, &row.cells, ""))?;
        match (found.verdict(""), &found.draft) {
            (Verdict::Fits, Some(draft)) => {
                let resource = insert(tx, &Origin { place: &import.about.place, by: Some(actor.account), batch: &batch }, draft)?;
                tx.record(&actor.by(), Event::new("resource.added", "resource", resource).with(json!({"kind": draft.kind})))?;
                loaded += 1;
            }
            (Verdict::Known | Verdict::Skip, _) => {}
            (Verdict::Wrong | Verdict::Fits, _) => {
                let why = found.wrong.into_iter().next().unwrap_or_else(|| format!("Строка {}", row.line));
                return Err(Error::refusal(format!("{why}. Исправьте таблицу или пропустите строку. Не загружена ни одна строка.")));
            }
        }
    }
    if loaded == 0 {
        return Err(Error::refusal("Загружать нечего: все строки пропущены или уже есть в каталоге. Удалите список."));
    }
    import.end(tx, ImportState::Loaded, as_count(loaded), version)?;
    tx.record(&actor.by(), Event::new("resource.list_loaded", "resource_import", id).with(json!({"rows": loaded})))?;
    Ok(loaded)
}

/// What an import has left in the catalogue: id and state.
fn left(tx: &mut Tx<'_>, id: ImportId) -> Result<Vec<(ResourceId, State)>> {
    let filter = crate::Filter { batch: Some(id), ..crate::Filter::default() };
    let found = crate::list(tx, &Sight::program(), &filter, (crate::Sort::Title, false), Slice::all(10_000))?;
    Ok(found.rows.into_iter().map(|row| (row.resource.id, row.resource.state)).collect())
}

/// Takes a loaded list back, as a whole, unless one of its resources has been in the catalogue by now.
///
/// # Errors
/// Refused: some were reviewed, or it isn't loaded. Changed meanwhile.
pub fn undo(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, version: i64) -> Result<()> {
    let import = find(tx, actor, id)?;
    import.must_be_loaded()?;
    let all = left(tx, id)?;
    let shown = all.iter().filter(|(_, state)| *state != State::Draft).count();
    if shown > 0 {
        return Err(Error::refusal(format!("Отменить загрузку нельзя: {} уже в каталоге и могут стоять в маршрутах. Снимите их по отдельности, с причиной.", ui::ru::counted(shown, "ресурс", "ресурса", "ресурсов"))));
    }
    for (resource, _) in all {
        delete(tx, resource)?;
        tx.record(&actor.by(), Event::new("resource.removed", "resource", resource))?;
    }
    import.end(tx, ImportState::Undone, 0, version)?;
    tx.record(&actor.by(), Event::new("resource.list_undone", "resource_import", id))
}

/// Throws a list away that was not loaded.
///
/// # Errors
/// Refused: it was loaded. Changed meanwhile.
pub fn discard(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, version: i64) -> Result<()> {
    let import = find(tx, actor, id)?;
    import.must_wait()?;
    import.end(tx, ImportState::Discarded, 0, version)?;
    tx.record(&actor.by(), Event::new("resource.list_discarded", "resource_import", id))
}

/// Whether the actor has read this list in: then a colleague reviews what came of it.
pub(crate) fn is_own(tx: &mut Tx<'_>, actor: &Actor, id: ImportId) -> Result<bool> {
    match Import::find(tx, actor.account, id) {
        Ok(_) => Ok(true),
        Err(Error::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

/// A sheet to fill in.
///
/// # Errors
/// The sheet can't be made.
pub fn template() -> Result<Vec<u8>> {
    let columns: Vec<sheets::Column> = Column::ALL.iter().map(|column| sheets::Column::new(column.label())).collect();
    let course = [
        "курс",
        "Оценивание, которое помогает учиться",
        "Как собирать обратную связь на уроке и что с ней делать",
        "ИРО, кафедра педагогики",
        "",
        "дистанционно",
        "перевёрнутый класс",
        "36",
        "12.01.2027",
        "06.02.2027",
        "25.12.2026",
        "50",
        "https://example.ru/kurs",
        "",
        "М3: 3; К2",
    ];
    let lesson = ["открытый урок", "Функциональная грамотность на уроке математики", "", "МБОУ СОШ № 6", "математика", "очно", "", "2", "15.02.2027", "", "", "20", "", "", "М4: 2"];
    let rows = [course, lesson].map(|cells| cells.map(sheets::Value::from).to_vec());
    Ok(sheets::export("Ресурсы", &columns, rows, None).map_err(anyhow::Error::new)?)
}
