//! What is done with a list: read, mapped anew, decided row by row, loaded as a whole, taken back, thrown away.

use super::{
    check::{Checker, Verdict},
    column::{self, Column},
    store::{About, Import, ImportRow},
};
use crate::{
    deficit::needed,
    model::ImportId,
    store::assessments::{self, New},
};
use access::{Action, Actor};
use audit::{Event, Record};
use intake::{Checks, Content, ImportState, Rest, Table, as_count, check_size};
use kernel::{Error, FieldErrors, Result, Tx, params};
use serde_json::json;

/// A sheet as sent, with what is the same for all its rows.
#[derive(Debug, Clone, Default)]
pub struct Uploaded {
    pub source: String,
    pub title: String,
    pub taken_on: String,
    pub file_name: String,
    pub table: Table,
}

/// Keeps a sheet and checks each row; nothing is recorded about anybody yet.
///
/// # Errors
/// Fields: `source`, `title`, `taken_on`, `file`.
pub fn read_in(tx: &mut Tx<'_>, actor: &Actor, sheet: &Uploaded) -> Result<ImportId> {
    actor.may(Action::RecordAssessments)?;
    let mut errors = FieldErrors::default();
    let source = needed(&mut errors, "source", &sheet.source, "Укажите, кто оценивал: например, ФОКО или федеральная платформа");
    let title = needed(&mut errors, "title", &sheet.title, "Укажите, что оценивали");
    let taken_on = errors.take("taken_on", crate::assess::past_day(&sheet.taken_on, tx.today()));
    check_size(&mut errors, &sheet.table);
    let ((source, title), taken_on) = errors.or(source.zip(title).zip(taken_on))?;
    let about = About { place: actor.place.clone(), source, title, taken_on };
    let import = Import::fresh(tx, ImportId::fresh(), about, &sheet.file_name, column::guess(&sheet.table));
    import.insert(tx, actor.account)?;
    let scope = actor.scope();
    let mut checker = Checker::load(tx, &import, &scope)?;
    intake::read_rows(tx, &import, &sheet.table, &mut checker)?;
    tx.record(&actor.by(), Event::new("assessment.list_read", "assessment_import", import.id).with(json!({"rows": sheet.table.rows.len()})))?;
    Ok(import.id)
}

/// A list that the actor has read in.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, id: ImportId) -> Result<Import> {
    actor.may(Action::RecordAssessments)?;
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
/// Fields: a column twice, no name, no result. Changed meanwhile.
pub fn remap(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, columns: Vec<Option<Column>>, version: i64) -> Result<()> {
    let mut import = find(tx, actor, id)?;
    import.mapping.columns = columns;
    let scope = actor.scope();
    let mut checker = Checker::load(tx, &import, &scope)?;
    intake::read_anew(tx, &import, version, &mut checker)
}

/// Sets what was chosen for rows: a candidate's id, `skip`, or nothing. `Rest::Skip` leaves out all that can't be loaded.
///
/// # Errors
/// Changed meanwhile.
pub fn choose(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, choices: &[(u32, String)], rest: Rest, version: i64) -> Result<()> {
    let import = find(tx, actor, id)?;
    intake::set_choices(tx, &import, choices, rest, version)
}

/// Records every row that was not left out, or nothing.
///
/// # Errors
/// Refused: a row asks or is wrong; nothing is left to load. Changed meanwhile.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, version: i64) -> Result<usize> {
    let import = find(tx, actor, id)?;
    import.mapping.check().map_err(|_| Error::refusal("Сначала укажите, где в таблице ФИО и результат."))?;
    let scope = actor.scope();
    let mut checker = Checker::load(tx, &import, &scope)?;
    let mut loaded = 0;
    for row in rows(tx, id)? {
        let found = checker.check(tx, &import.mapping, (row.line, &row.cells, &row.choice))?;
        match found.verdict(&row.choice) {
            Verdict::Skip => continue,
            Verdict::Ask => return Err(Error::refusal(format!("Строка {}: выберите, о ком она, или пропустите её. Пока не решено о каждой строке, не загружена ни одна.", row.line))),
            Verdict::Wrong => {
                let why = found.messages(&row.choice).into_iter().next().unwrap_or_else(|| format!("Строка {}", row.line));
                return Err(Error::refusal(format!("{why}. Исправьте таблицу или пропустите строку. Не загружена ни одна строка.")));
            }
            Verdict::Fits => {}
        }
        let (Some(candidate), Some(taken_on)) = (found.person(&row.choice), found.taken_on) else { continue };
        let place = people::find(tx, &scope, candidate.id)?.place;
        let new = New {
            person: candidate.id,
            place,
            source: import.about.source.clone(),
            title: found.title.clone(),
            subject: found.subject.clone(),
            competency_code: found.competency_code.clone(),
            taken_on,
            score: found.score.clone(),
            most: found.most.clone(),
            level: found.level.clone(),
            document: found.document.clone(),
            digest: None,
            batch: id.to_string(),
        };
        let assessment = assessments::insert(tx, actor.account, &new)?;
        tx.record(&actor.by(), Event::new("assessment.recorded", "assessment", assessment).of(candidate.id))?;
        loaded += 1;
    }
    if loaded == 0 {
        return Err(Error::refusal("Загружать нечего: все строки пропущены. Выберите, о ком строки, или удалите список."));
    }
    import.end(tx, ImportState::Loaded, as_count(loaded), version)?;
    tx.record(&actor.by(), Event::new("assessment.list_loaded", "assessment_import", id).with(json!({"rows": loaded})))?;
    Ok(loaded)
}

/// Takes a loaded list back, as a whole, unless something rests on one of its rows by now.
///
/// # Errors
/// Refused: a teacher has objected, or a deficit refers to a row. Changed meanwhile.
pub fn undo(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, version: i64) -> Result<()> {
    let import = find(tx, actor, id)?;
    import.must_be_loaded()?;
    let recorded = assessments::of_batch(tx, &id.to_string())?;
    let held = recorded.iter().filter(|(_, _, is_held)| *is_held).count();
    if held > 0 {
        return Err(Error::refusal(format!("Отменить загрузку нельзя: на {} уже ответили педагоги или опираются затруднения. Обсудите их по отдельности.", ui::ru::counted(held, "запись", "записи", "записей"))));
    }
    for (assessment, person, _) in recorded {
        assessments::delete(tx, assessment)?;
        tx.record(&actor.by(), Event::new("assessment.removed", "assessment", assessment).of(person))?;
    }
    import.end(tx, ImportState::Undone, 0, version)?;
    tx.record(&actor.by(), Event::new("assessment.list_undone", "assessment_import", id))
}

/// Throws a list away that was not loaded.
///
/// # Errors
/// Refused: it was loaded. Changed meanwhile.
pub fn discard(tx: &mut Tx<'_>, actor: &Actor, id: ImportId, version: i64) -> Result<()> {
    let import = find(tx, actor, id)?;
    import.must_wait()?;
    import.end(tx, ImportState::Discarded, 0, version)?;
    tx.record(&actor.by(), Event::new("assessment.list_discarded", "assessment_import", id))
}

/// A sheet to fill in.
///
/// # Errors
/// The sheet can't be made.
pub fn template() -> Result<Vec<u8>> {
    let columns: Vec<sheets::Column> =
        [Column::FullName, Column::BirthOn, Column::Email, Column::School, Column::Subject, Column::Competency, Column::TakenOn, Column::Score, Column::Most, Column::Level, Column::Document]
            .iter()
            .map(|column| sheets::Column::new(column.label()))
            .collect();
    let example = ["Иванова Анна Петровна", "05.09.1985", "", "МБОУ СОШ № 6", "математика", "", "15.10.2026", "17", "25", "средний", "сертификат № 12"].map(sheets::Value::from).to_vec();
    Ok(sheets::export("Внешние оценки", &columns, [example], None).map_err(anyhow::Error::new)?)
}
