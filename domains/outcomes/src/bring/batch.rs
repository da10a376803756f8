//! What waits: a file's sums, kept until they are loaded, thrown away or too old.

use crate::{
    model::OutcomeId,
    period::{Period, PeriodKind},
    source::Source,
};
use access::{Actor, Scope};
use audit::{Event, Record};
use gradefiles::{Found, Layout, School, Spot, Tab};
use kernel::{
    Error, Result, Row, Timestamp, Tx,
    db::DbError,
    id::{AccountId, PlaceId},
    params,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

kernel::uuid_id! {
    /// A file that was read.
    BatchId,
}

kernel::text_enum! {
    BatchState { Draft = "draft", Loaded = "loaded", Undone = "undone" }
}

impl BatchState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "ждёт подтверждения",
            Self::Loaded => "загружен",
            Self::Undone => "загрузка отменена",
        }
    }
}

/// Which of our schools a name in the file means.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    #[default]
    Unknown,
    School(PlaceId),
    /// Its rows are left out.
    Skip,
}

/// In place of a subject's code: its rows are left out.
pub const SKIPPED: &str = "-";

/// What a file called things, and what they are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    pub layouts: Vec<Layout>,
    /// Which sheets and files the rows come from.
    pub tabs: Vec<Tab>,
    /// Title in the file, code of ours or [`SKIPPED`].
    pub subjects: Vec<(String, Option<String>)>,
    pub schools: Vec<(School, Means)>,
    /// Where each of them is named first.
    pub subject_spots: Vec<Spot>,
    pub school_spots: Vec<Spot>,
    /// Of rows that name no school, if there are any.
    pub place: Option<PlaceId>,
    pub lacks_school: bool,
    pub notes: Vec<String>,
    /// Results that were replaced, with the version they then had.
    pub replaced: Vec<(OutcomeId, i64)>,
    /// Results that were added.
    pub added: i64,
}

impl Body {
    /// Where a row, a subject or a school stands, in words.
    #[must_use]
    pub fn place_of(&self, spot: Spot) -> String {
        spot.told(&self.tabs)
    }
}

/// A file with results that was read.
#[derive(Debug, Clone)]
pub struct Batch {
    pub id: BatchId,
    pub state: BatchState,
    pub source: Source,
    pub period: Period,
    pub title: String,
    pub had_people: bool,
    pub body: Body,
    pub rows: u32,
    pub made_at: Timestamp,
    pub loaded_at: Option<Timestamp>,
    pub version: i64,
}

impl Batch {
    /// What was recognised, in words.
    #[must_use]
    pub fn layout(&self) -> String {
        self.body.layouts.iter().map(|layout| layout.label()).collect::<Vec<_>>().join("; ")
    }
}

/// What is said of a file besides its rows.
pub struct About {
    pub source: Source,
    pub period: Period,
    pub title: String,
    pub body: Body,
    pub had_people: bool,
}

const COLUMNS: &str = "b.id, b.state, b.source, b.school_year, b.period_kind, b.period_number, b.from_on, b.until_on, b.title, b.had_people, b.body, b.row_count, b.made_at, b.loaded_at, b.version";

fn shape(row: &Row<'_>) -> Result<Batch, DbError> {
    let (kind, body, rows): (PeriodKind, String, i64) = (row.get(4)?, row.get(10)?, row.get(11)?);
    Ok(Batch {
        id: row.get(0)?,
        state: row.get(1)?,
        source: row.get(2)?,
        period: Period { school_year: row.get(3)?, kind, number: row.get(5)?, from: row.get(6)?, until: row.get(7)? },
        title: row.get(8)?,
        had_people: row.get::<i64>(9)? != 0,
        body: serde_json::from_str(&body).map_err(|error| DbError::Shape(format!("a file of outcomes: {error}")))?,
        rows: u32::try_from(rows).unwrap_or(u32::MAX),
        made_at: row.get(12)?,
        loaded_at: row.get(13)?,
        version: row.get(14)?,
    })
}

/// One's own files within one's scope, the latest first.
pub fn list(tx: &mut Tx<'_>, account: AccountId, scope: &Scope) -> Result<Vec<Batch>> {
    let sql = format!("SELECT {COLUMNS} FROM outcome_batch b JOIN place p ON p.id = b.place_id WHERE b.account_id = $1 AND p.path >= $2 AND p.path < $3 ORDER BY b.made_at DESC, b.id DESC LIMIT 30");
    Ok(tx.query(&sql, params![account, scope.from(), scope.to()], shape)?)
}

/// One's own file.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, id: BatchId) -> Result<Batch> {
    let scope = actor.scope();
    let sql = format!("SELECT {COLUMNS} FROM outcome_batch b JOIN place p ON p.id = b.place_id WHERE b.id = $1 AND b.account_id = $2 AND p.path >= $3 AND p.path < $4");
    tx.one(&sql, params![id, actor.account, scope.from(), scope.to()], shape)
}

/// One that still waits.
///
/// # Errors
/// Refusal: it is loaded or undone.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor, id: BatchId) -> Result<Batch> {
    let found = find(tx, actor, id)?;
    match found.state {
        BatchState::Draft => Ok(found),
        BatchState::Loaded | BatchState::Undone => Err(Error::refusal("Этот файл уже загружен или отменён. Чтобы загрузить его снова, выберите файл ещё раз.")),
    }
}

/// Rows that are kept as one text.
const TOGETHER: usize = 2_000;

/// Keeps what was read until it is confirmed.
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, about: &About, found: &Found) -> Result<BatchId> {
    let (id, now, period) = (BatchId::fresh(), tx.now(), &about.period);
    let layout = about.body.layouts.first().map_or("", |layout| layout.label());
    let rows = i64::try_from(found.rows.len()).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO outcome_batch (id, place_id, account_id, state, layout, source, school_year, period_kind, period_number, from_on, until_on, title, had_people, body, row_count, made_at)
            VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        params![id, actor.place, actor.account, layout, about.source, period.school_year, period.kind, period.number, period.from, period.until, about.title, i64::from(about.had_people), text(&about.body)?, rows, now],
    )?;
    for (position, part) in (0_i64..).zip(found.rows.chunks(TOGETHER)) {
        tx.execute("INSERT INTO outcome_batch_part (batch_id, position, body) VALUES ($1, $2, $3)", params![id, position, text(&part)?])?;
    }
    tx.record(&actor.by(), Event::new("outcome_file.read", "outcome_file", id).with(json!({ "rows": rows, "source": about.source, "had_people": about.had_people })))?;
    Ok(id)
}

pub fn text(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::new)?)
}

/// All rows that wait, in their order.
pub fn rows(tx: &mut Tx<'_>, id: BatchId) -> Result<Vec<gradefiles::Row>> {
    let parts: Vec<String> = tx.query("SELECT body FROM outcome_batch_part WHERE batch_id = $1 ORDER BY position", params![id], |row| row.get(0))?;
    let mut rows = Vec::new();
    for part in parts {
        rows.extend(serde_json::from_str::<Vec<gradefiles::Row>>(&part).map_err(anyhow::Error::new)?);
    }
    Ok(rows)
}

/// The first of them, for the page.
pub fn first_rows(tx: &mut Tx<'_>, id: BatchId) -> Result<Vec<gradefiles::Row>> {
    let part: Option<String> = tx.maybe("SELECT body FROM outcome_batch_part WHERE batch_id = $1 AND position = 0", params![id], |row| row.get(0))?;
    Ok(part.map(|part| serde_json::from_str(&part)).transpose().map_err(anyhow::Error::new)?.unwrap_or_default())
}

pub fn touch(tx: &mut Tx<'_>, id: BatchId, version: i64) -> Result<()> {
    tx.change_one("Файл с результатами", "UPDATE outcome_batch SET version = version + 1 WHERE id = $1 AND version = $2", params![id, version])
}

pub fn set_body(tx: &mut Tx<'_>, id: BatchId, body: &Body) -> Result<()> {
    tx.execute("UPDATE outcome_batch SET body = $1 WHERE id = $2", params![text(body)?, id])?;
    Ok(())
}

/// The rows are results now, or nothing: they don't wait any more.
pub fn forget_rows(tx: &mut Tx<'_>, id: BatchId) -> Result<()> {
    tx.execute("DELETE FROM outcome_batch_part WHERE batch_id = $1", params![id])?;
    Ok(())
}

/// Throws away what waits.
pub fn discard(tx: &mut Tx<'_>, actor: &Actor, id: BatchId, version: i64) -> Result<()> {
    waiting(tx, actor, id)?;
    touch(tx, id, version)?;
    forget_rows(tx, id)?;
    tx.execute("DELETE FROM outcome_batch WHERE id = $1", params![id])?;
    tx.record(&actor.by(), Event::new("outcome_file.discarded", "outcome_file", id))
}

const KEPT_DAYS: i64 = 7;

/// What was read and never confirmed goes after a week.
///
/// # Errors
/// The store fails.
pub fn tidy(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now() - jiff::SignedDuration::from_hours(24 * KEPT_DAYS);
    tx.execute("DELETE FROM outcome_batch_part WHERE batch_id IN (SELECT id FROM outcome_batch WHERE state = 'draft' AND made_at < $1)", params![before])?;
    Ok(tx.execute("DELETE FROM outcome_batch WHERE state = 'draft' AND made_at < $1", params![before])?)
}
