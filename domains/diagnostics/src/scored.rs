//! What those above need of an attempt once it is scored: the face for results, deficits and growth.

use crate::model::{AssignmentId, AttemptId, CalibrationId, CompetencyId, FormId, FrameworkId, InstrumentId, ItemId, Mode, Parameters, ScaleId, Settings, Shows};
use access::Scope;
use kernel::{
    Result, Row, Timestamp, Tx,
    db::DbError,
    id::{AccountId, PersonId, PlaceId},
    params,
};

/// A scored attempt with all its items.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredAttempt {
    pub id: AttemptId,
    pub person: PersonId,
    /// The person's school when it was assigned.
    pub place: PlaceId,
    pub assignment: AssignmentId,
    pub instrument: InstrumentId,
    /// Of the instrument.
    pub title: String,
    pub mode: Mode,
    /// Code of the instrument's subject; empty: any.
    pub subject: String,
    pub framework: FrameworkId,
    pub scale: ScaleId,
    pub form: Option<FormId>,
    /// Whose parameters were frozen; `None`: all are preliminary.
    pub calibration: Option<CalibrationId>,
    /// The attempt whose growth this one shows.
    pub repeat_of: Option<AttemptId>,
    pub started_at: Timestamp,
    pub submitted_at: Timestamp,
    pub scored_at: Timestamp,
    /// First seen by the teacher.
    pub shown_at: Option<Timestamp>,
    /// From when on the teacher may see it.
    pub due_at: Timestamp,
    pub shows_rationale: bool,
    pub settings: Settings,
    pub items: Vec<ScoredItem>,
}

impl ScoredAttempt {
    /// Whether the teacher may see the result.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        now >= self.due_at
    }

    /// The items of one competency.
    pub fn of(&self, competency: CompetencyId) -> impl Iterator<Item = &ScoredItem> {
        self.items.iter().filter(move |item| item.competency == competency)
    }

    /// The competencies measured, each once, in the order of the items.
    #[must_use]
    pub fn competencies(&self) -> Vec<CompetencyId> {
        let mut found: Vec<CompetencyId> = Vec::new();
        for item in &self.items {
            if !found.contains(&item.competency) {
                found.push(item.competency);
            }
        }
        found
    }
}

/// One item with its score and the parameters as they were.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredItem {
    pub position: i64,
    pub item: ItemId,
    pub revision: i64,
    pub competency: CompetencyId,
    pub parameters: Parameters,
    pub score: u32,
    pub max_score: u32,
}

const COLUMNS: &str = "a.id, a.person_id, a.place_id, a.assignment_id, a.instrument_id, i.title, i.mode, i.subject, i.framework_id, i.scale_id, a.form_id, a.calibration_id, s.repeat_of,
    a.started_at, a.submitted_at, a.scored_at, a.shown_at, s.closes_at, i.shows, i.shows_rationale, i.settings";

/// $1–$3 are the scope.
const FROM: &str = "FROM attempt a JOIN assignment s ON s.id = a.assignment_id JOIN instrument i ON i.id = a.instrument_id JOIN place pl ON pl.id = a.place_id
    WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR a.person_id = $3) AND a.state = 'scored'";

fn shape(row: &Row<'_>) -> Result<ScoredAttempt, DbError> {
    let scored_at: Timestamp = row.get(15)?;
    let (closes_at, shows): (Timestamp, Shows) = (row.get(17)?, row.get(18)?);
    Ok(ScoredAttempt {
        id: row.get(0)?,
        person: row.get(1)?,
        place: row.get(2)?,
        assignment: row.get(3)?,
        instrument: row.get(4)?,
        title: row.get(5)?,
        mode: row.get(6)?,
        subject: row.get(7)?,
        framework: row.get(8)?,
        scale: row.get(9)?,
        form: row.get(10)?,
        calibration: row.get(11)?,
        repeat_of: row.get(12)?,
        started_at: row.get(13)?,
        submitted_at: row.get::<Option<Timestamp>>(14)?.unwrap_or(scored_at),
        scored_at,
        shown_at: row.get(16)?,
        due_at: due_at(shows, scored_at, closes_at),
        shows_rationale: row.get(19)?,
        settings: crate::store::json(&row.get::<String>(20)?)?,
        items: Vec::new(),
    })
}

/// From when on the teacher may see a result.
#[must_use]
pub fn due_at(shows: Shows, scored_at: Timestamp, closes_at: Timestamp) -> Timestamp {
    match shows {
        Shows::AtOnce => scored_at,
        Shows::AfterWindow => scored_at.max(closes_at),
    }
}

/// A scored attempt within the scope. The hearer of [`kernel::news::News::AttemptScored`] asks with [`Scope::program`].
///
/// # Errors
/// Not found: it isn't scored, was made void, or belongs to another.
pub fn scored_attempt(tx: &mut Tx<'_>, scope: &Scope, id: AttemptId) -> Result<ScoredAttempt> {
    let mut found = tx.one(&format!("SELECT {COLUMNS} {FROM} AND a.id = $4"), params![scope.from(), scope.to(), scope.own(), id], shape)?;
    found.items = items(tx, id)?;
    Ok(found)
}

/// All scored attempts of a person, newest first, without their items.
///
/// # Errors
/// The store fails.
pub fn scored_of(tx: &mut Tx<'_>, scope: &Scope, person: PersonId) -> Result<Vec<ScoredAttempt>> {
    let sql = format!("SELECT {COLUMNS} {FROM} AND a.person_id = $4 ORDER BY a.scored_at DESC, a.id DESC");
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), person], shape)?)
}

/// The accounts that assigned what a person has taken: they wait for the result. Nothing of the result is in it.
///
/// # Errors
/// The store fails.
pub fn assigners_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<AccountId>> {
    let sql = "SELECT DISTINCT s.assigned_by FROM assignment s JOIN attempt a ON a.assignment_id = s.id WHERE a.person_id = $1 AND a.state = 'scored' AND s.assigned_by IS NOT NULL ORDER BY s.assigned_by";
    Ok(tx.query(sql, params![person], |row| row.get(0))?)
}

/// Attempts scored since an instant, oldest first: for whoever missed the news (a job, a rebuild of results).
///
/// # Errors
/// The store fails.
pub fn scored_since(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<AttemptId>> {
    Ok(tx.query("SELECT id FROM attempt WHERE state = 'scored' AND scored_at >= $1 ORDER BY scored_at, id", params![since], |row| row.get(0))?)
}

/// Notes that the teacher has seen the result; the first time counts.
///
/// # Errors
/// The store fails.
pub fn note_shown(tx: &mut Tx<'_>, id: AttemptId) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE attempt SET shown_at = $1 WHERE id = $2 AND shown_at IS NULL AND state = 'scored'", params![now, id])?;
    Ok(())
}

fn items(tx: &mut Tx<'_>, id: AttemptId) -> Result<Vec<ScoredItem>> {
    let sql = "SELECT position, item_id, revision, competency_id, parameters, score, max_score FROM attempt_item WHERE attempt_id = $1 AND score IS NOT NULL ORDER BY position";
    Ok(tx.query(sql, params![id], |row| {
        Ok(ScoredItem { position: row.get(0)?, item: row.get(1)?, revision: row.get(2)?, competency: row.get(3)?, parameters: crate::store::json(&row.get::<String>(4)?)?, score: row.get(5)?, max_score: row.get(6)? })
    })?)
}
