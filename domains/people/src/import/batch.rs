//! Batches and their rows as they are kept: cells as read, verdicts, decisions.

use super::{Checked, Choice, Mapping, Note, Table, TableRow, Verdict, check::check, commit::Written, guess, note::Level};
use access::Scope;
use audit::{By, Event, Record};
use kernel::{
    Error, Paged, Result, Row, Slice, Timestamp, Tx, Value, beside,
    db::{Bulk, DbError},
    id::{PersonId, PlaceId},
    params,
};
use serde_json::json;

kernel::uuid_id! {
    /// A sheet that was read.
    BatchId,
}

kernel::text_enum! {
    BatchState { Read = "read", Committed = "committed", Undone = "undone" }
}

impl BatchState {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Read => "проверяется",
            Self::Committed => "загружена",
            Self::Undone => "отменена",
        }
    }
}

/// A sheet that was read, and what became of it.
#[derive(Debug, Clone)]
pub struct Batch {
    pub id: BatchId,
    pub file_name: String,
    pub state: BatchState,
    pub mapping: Mapping,
    pub place: PlaceId,
    pub made_at: Timestamp,
    pub committed_at: Option<Timestamp>,
    pub undone_at: Option<Timestamp>,
    pub version: i64,
}

/// A row of a batch.
#[derive(Debug, Clone)]
pub struct StoredRow {
    pub line: u32,
    pub cells: Vec<String>,
    pub verdict: Verdict,
    pub notes: Vec<Note>,
    pub person: Option<PersonId>,
    pub choice: Choice,
    pub(super) before: Option<String>,
}

impl StoredRow {
    pub(super) fn table_row(&self) -> TableRow {
        TableRow { line: self.line, cells: self.cells.clone() }
    }

    /// Whether the row can be loaded if what is not understood is left out.
    #[must_use]
    pub fn has_only_gaps(&self) -> bool {
        self.verdict == Verdict::Error && !self.notes.iter().any(|note| note.level == Level::Stop)
    }
}

/// Rows of a batch by verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: u64,
    pub update: u64,
    pub duplicate: u64,
    pub error: u64,
    pub skip: u64,
}

impl Counts {
    /// All rows.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.new + self.update + self.duplicate + self.error + self.skip
    }

    /// Rows that wait for somebody.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.duplicate + self.error
    }

    pub(super) fn add(&mut self, verdict: Verdict, count: u64) {
        match verdict {
            Verdict::New => self.new += count,
            Verdict::Update => self.update += count,
            Verdict::Duplicate => self.duplicate += count,
            Verdict::Error => self.error += count,
            Verdict::Skip => self.skip += count,
        }
    }
}

/// Which rows to show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowFilter {
    pub verdict: Option<Verdict>,
}

const BATCH: &str = "SELECT b.id, b.file_name, b.state, b.mapping, b.place_id, b.made_at, b.committed_at, b.undone_at, b.version FROM import_batch b JOIN place pl ON pl.id = b.place_id
    WHERE pl.path >= $1 AND pl.path < $2 AND CAST($3 AS TEXT) = ''";

fn batch(row: &Row<'_>) -> Result<Batch, DbError> {
    Ok(Batch {
        id: row.get(0)?,
        file_name: row.get(1)?,
        state: row.get(2)?,
        mapping: parsed(&row.get::<String>(3)?)?,
        place: row.get(4)?,
        made_at: row.get(5)?,
        committed_at: row.get(6)?,
        undone_at: row.get(7)?,
        version: row.get(8)?,
    })
}

fn parsed<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, DbError> {
    serde_json::from_str(json).map_err(|cause| DbError::Shape(format!("import: {cause}")))
}

pub(super) fn as_json(value: &impl serde::Serialize) -> Result<String> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::new)?)
}

/// The batches within the scope, the latest first.
///
/// # Errors
/// The store fails.
pub fn batches(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Batch>> {
    Ok(tx.query(&format!("{BATCH} ORDER BY b.made_at DESC, b.id DESC LIMIT 50"), params![scope.from(), scope.to(), scope.own()], batch)?)
}

/// A batch within the scope.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: BatchId) -> Result<Batch> {
    tx.one(&format!("{BATCH} AND b.id = $4"), params![scope.from(), scope.to(), scope.own(), id], batch)
}

/// Where a sheet comes from.
pub struct Source<'a> {
    pub file_name: &'a str,
    pub digest: &'a str,
    /// Whose list it is: what the batch's scope is judged by.
    pub place: &'a PlaceId,
}

/// Keeps a sheet that was read, with its columns guessed and its rows checked.
///
/// # Errors
/// The store fails.
pub fn read_in(tx: &mut Tx<'_>, by: &By, scope: &Scope, source: &Source<'_>, table: &Table) -> Result<BatchId> {
    let mapping = guess(table);
    let checked = dry_run(tx, scope, table, &mapping)?;
    let id = open(tx, by, source, &mapping)?;
    let rows = table.rows.iter().zip(&checked).map(|(row, checked)| (row, checked, Choice::Undecided, None));
    insert_rows(tx, id, rows)?;
    tx.record(by, Event::new("import.read", "import", id).with(json!({ "rows": table.rows.len() })))?;
    Ok(id)
}

pub(super) fn open(tx: &mut Tx<'_>, by: &By, source: &Source<'_>, mapping: &Mapping) -> Result<BatchId> {
    let (id, now) = (BatchId::fresh(), tx.now());
    let name: String = kernel::name::clean_line(source.file_name).chars().take(200).collect();
    tx.execute(
        "INSERT INTO import_batch (id, file_name, digest, state, mapping, account_id, place_id, made_at) VALUES ($1, $2, $3, 'read', $4, $5, $6, $7)",
        params![id, name, source.digest, as_json(mapping)?, by.account, source.place, now],
    )?;
    Ok(id)
}

/// The verdicts of all rows; with columns not chosen yet, every row waits for that.
pub(super) fn dry_run(tx: &mut Tx<'_>, scope: &Scope, table: &Table, mapping: &Mapping) -> Result<Vec<Checked>> {
    if mapping.check().is_ok() {
        return check(tx, scope, table, mapping);
    }
    let note = Note { level: Level::Stop, cell: String::new(), text: "Сначала укажите, в каких столбцах ФИО и место работы".into() };
    let waiting = |row: &TableRow| Checked { line: row.line, draft: None, found: super::matching::Match::New, is_known_already: false, notes: vec![note.clone()] };
    Ok(table.rows.iter().map(waiting).collect())
}

/// A row to be kept; one already written comes with its card and what undo needs.
type Kept<'a> = (&'a TableRow, &'a Checked, Choice, Option<&'a Written>);

/// Rows that go into the table together.
const TOGETHER: usize = 256;

/// Keeps rows. Another thread writes them down as JSON meanwhile.
pub(super) fn insert_rows<'a>(tx: &mut Tx<'_>, id: BatchId, rows: impl Iterator<Item = Kept<'a>> + Send) -> Result<()> {
    let key = id.to_string();
    let mut rows = rows.peekable();
    let pieces = std::iter::from_fn(move || {
        rows.peek()?;
        let mut piece = Bulk::into("import_row", &["batch_id", "line", "cells", "verdict", "messages", "person_id", "choice", "before"]);
        let filled = rows.by_ref().take(TOGETHER).try_for_each(|row| {
            piece.push(columns(&key, row)?);
            Ok(())
        });
        Some(filled.map(|()| piece))
    });
    beside(pieces, |piece: Result<Bulk>| Ok(piece?.flush(tx)?))
}

fn columns(batch: &str, (row, checked, choice, written): Kept<'_>) -> Result<[Value<'static>; 8]> {
    let text = |text: String| Value::Text(text.into());
    let person = written.map(|written| written.card).or(checked.person());
    let before = written.and_then(|written| written.before.as_ref()).map(as_json).transpose()?;
    Ok([
        text(batch.to_owned()),
        Value::Int(i64::from(row.line)),
        text(as_json(&row.cells)?),
        text(checked.verdict(choice).as_str().to_owned()),
        text(as_json(&checked.notes)?),
        person.map_or(Value::Null, |id| text(id.to_string())),
        text(choice.as_str().to_owned()),
        before.map_or(Value::Null, text),
    ])
}

const ROW: &str = "SELECT line, cells, verdict, messages, person_id, choice, before FROM import_row WHERE batch_id = $1";

fn stored_row(row: &Row<'_>) -> Result<StoredRow, DbError> {
    Ok(StoredRow { line: row.get(0)?, cells: parsed(&row.get::<String>(1)?)?, verdict: row.get(2)?, notes: parsed(&row.get::<String>(3)?)?, person: row.get(4)?, choice: row.get(5)?, before: row.get(6)? })
}

pub(super) fn rows(tx: &mut Tx<'_>, id: BatchId) -> Result<Vec<StoredRow>> {
    Ok(tx.query(&format!("{ROW} ORDER BY line"), params![id], stored_row)?)
}

/// Rows of a batch within the scope, by their place in the sheet, and how many there are of each verdict.
///
/// # Errors
/// [`Error::NotFound`] for another's batch.
pub fn list_rows(tx: &mut Tx<'_>, scope: &Scope, id: BatchId, filter: RowFilter, slice: Slice) -> Result<(Paged<StoredRow>, Counts)> {
    find(tx, scope, id)?;
    let mut counts = Counts::default();
    tx.each("SELECT verdict, COUNT(*) FROM import_row WHERE batch_id = $1 GROUP BY verdict", params![id], |row| {
        counts.add(row.get(0)?, row.get(1)?);
        Ok(())
    })?;
    let wanted = filter.verdict.map_or("", Verdict::as_str);
    let total = tx.count("SELECT COUNT(*) FROM import_row WHERE batch_id = $1 AND (CAST($2 AS TEXT) = '' OR verdict = $2)", params![id, wanted])?;
    let sql = format!("{ROW} AND (CAST($2 AS TEXT) = '' OR verdict = $2) ORDER BY line LIMIT $3 OFFSET $4");
    let rows = tx.query(&sql, params![id, wanted, slice.limit(), slice.offset()], stored_row)?;
    Ok((Paged { rows, total, slice }, counts))
}

pub(super) fn touch(tx: &mut Tx<'_>, id: BatchId, version: i64) -> Result<()> {
    tx.change_one("Загрузка таблицы", "UPDATE import_batch SET version = version + 1 WHERE id = $1 AND version = $2", params![id, version])
}

fn waiting(tx: &mut Tx<'_>, scope: &Scope, id: BatchId) -> Result<Batch> {
    let found = find(tx, scope, id)?;
    match found.state {
        BatchState::Read => Ok(found),
        BatchState::Committed | BatchState::Undone => Err(Error::refusal("Эта таблица уже загружена или отменена: изменить её разбор нельзя.")),
    }
}

/// Other fields for the columns; every row is checked again.
///
/// # Errors
/// Fields: the mapping can't be used. Refusal: the batch isn't waiting any more.
pub fn remap(tx: &mut Tx<'_>, scope: &Scope, id: BatchId, mapping: &Mapping, version: i64) -> Result<()> {
    waiting(tx, scope, id)?;
    mapping.check()?;
    touch(tx, id, version)?;
    tx.execute("UPDATE import_batch SET mapping = $1 WHERE id = $2", params![as_json(mapping)?, id])?;
    recheck(tx, scope, id, mapping)
}

/// Decisions about rows; what they lead to is shown at once.
///
/// # Errors
/// Refusal: the batch isn't waiting any more. Somebody else was first.
pub fn set_choices(tx: &mut Tx<'_>, scope: &Scope, id: BatchId, choices: &[(u32, Choice)], version: i64) -> Result<()> {
    let found = waiting(tx, scope, id)?;
    touch(tx, id, version)?;
    for (line, choice) in choices {
        tx.execute("UPDATE import_row SET choice = $1 WHERE batch_id = $2 AND line = $3", params![choice, id, line])?;
    }
    recheck(tx, scope, id, &found.mapping)
}

/// Checks all rows again and writes what differs.
fn recheck(tx: &mut Tx<'_>, scope: &Scope, id: BatchId, mapping: &Mapping) -> Result<()> {
    let rows = rows(tx, id)?;
    let table = Table { sheet: mapping.sheet.clone(), titles: mapping.titles.clone(), rows: rows.iter().map(StoredRow::table_row).collect() };
    let checked = dry_run(tx, scope, &table, mapping)?;
    for (row, checked) in rows.iter().zip(&checked) {
        let (verdict, person) = (checked.verdict(row.choice), checked.person());
        if (verdict, &checked.notes, person) != (row.verdict, &row.notes, row.person) {
            tx.execute("UPDATE import_row SET verdict = $1, messages = $2, person_id = $3 WHERE batch_id = $4 AND line = $5", params![verdict, as_json(&checked.notes)?, person, id, row.line])?;
        }
    }
    Ok(())
}

/// Notes at the rows whose cards they became.
pub(super) fn mark_written(tx: &mut Tx<'_>, id: BatchId, written: &[Written]) -> Result<()> {
    for row in written {
        let before = row.before.as_ref().map(as_json).transpose()?;
        tx.execute("UPDATE import_row SET person_id = $1, before = $2 WHERE batch_id = $3 AND line = $4", params![row.card, before, id, row.line])?;
    }
    Ok(())
}

/// Deletes a sheet that was read and not loaded, with all its rows.
///
/// # Errors
/// Refusal: it is loaded already.
pub fn discard(tx: &mut Tx<'_>, by: &By, scope: &Scope, id: BatchId) -> Result<()> {
    waiting(tx, scope, id)?;
    tx.execute("DELETE FROM import_row WHERE batch_id = $1", params![id])?;
    tx.execute("DELETE FROM import_batch WHERE id = $1", params![id])?;
    tx.record(by, Event::new("import.discarded", "import", id))
}

/// How long a sheet is kept: read and forgotten, or loaded and open to undo.
pub const KEPT_DAYS: i64 = 30;

/// Personal data are not kept longer than they serve: sheets that wait too long go, loaded ones keep only their marks.
///
/// # Errors
/// The store fails.
pub fn tidy(tx: &mut Tx<'_>) -> Result<()> {
    let limit = tx.now().checked_sub(jiff::SignedDuration::from_hours(24 * KEPT_DAYS)).map_err(anyhow::Error::new)?;
    tx.execute("DELETE FROM import_row WHERE batch_id IN (SELECT id FROM import_batch WHERE state = 'read' AND made_at < $1)", params![limit])?;
    tx.execute("DELETE FROM import_batch WHERE state = 'read' AND made_at < $1", params![limit])?;
    tx.execute("UPDATE import_row SET cells = '[]', messages = '[]', before = NULL WHERE cells <> '[]' AND batch_id IN (SELECT id FROM import_batch WHERE COALESCE(undone_at, committed_at) < $1)", params![limit])?;
    Ok(())
}
