//! Table `pathway_suggestion`.

use crate::model::{Component, PathwayId, SuggestionId};
use cases::SeatId;
use kernel::{Result, Row, Timestamp, Tx, db::DbError, params};

kernel::text_enum! {
    /// What became of a suggestion.
    Answer {
        Open = "open",
        Accepted = "accepted",
        Declined = "declined",
        /// Its author took it back.
        TakenBack = "taken_back",
        /// The pathway was signed, or a new version begun, before anybody decided.
        Outdated = "outdated",
    }
}

impl Answer {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "ждёт решения",
            Self::Accepted => "принято",
            Self::Declined => "отклонено",
            Self::TakenBack => "автор забрал",
            Self::Outdated => "осталось без решения",
        }
    }
}

/// Somebody's text for a field, shown beside what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub id: SuggestionId,
    pub pathway: PathwayId,
    pub component: Component,
    pub field: String,
    pub body: String,
    /// Why.
    pub words: String,
    pub base: i64,
    pub seat: SeatId,
    pub state: Answer,
    pub answered_by: Option<SeatId>,
    pub answered_at: Option<Timestamp>,
    pub answer_words: String,
    pub made_at: Timestamp,
    pub version: i64,
}

const COLUMNS: &str = "id, pathway_id, component, field, body, words, base_revision, seat_id, state, answered_by, answered_at, answer_words, made_at, version";

fn suggestion(row: &Row<'_>) -> Result<Suggestion, DbError> {
    Ok(Suggestion {
        id: row.get(0)?,
        pathway: row.get(1)?,
        component: row.get(2)?,
        field: row.get(3)?,
        body: row.get(4)?,
        words: row.get(5)?,
        base: row.get(6)?,
        seat: row.get(7)?,
        state: row.get(8)?,
        answered_by: row.get(9)?,
        answered_at: row.get(10)?,
        answer_words: row.get(11)?,
        made_at: row.get(12)?,
        version: row.get(13)?,
    })
}

/// All suggestions to a pathway, the oldest first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, pathway: PathwayId) -> Result<Vec<Suggestion>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM pathway_suggestion WHERE pathway_id = $1 ORDER BY made_at, id"), params![pathway], suggestion)?)
}

/// A suggestion to this pathway.
///
/// # Errors
/// [`kernel::Error::NotFound`].
pub fn find(tx: &mut Tx<'_>, pathway: PathwayId, id: SuggestionId) -> Result<Suggestion> {
    tx.one(&format!("SELECT {COLUMNS} FROM pathway_suggestion WHERE id = $1 AND pathway_id = $2"), params![id, pathway], suggestion)
}

/// # Errors
/// The store fails.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &Suggestion) -> Result<()> {
    tx.execute(
        "INSERT INTO pathway_suggestion (id, pathway_id, component, field, body, words, base_revision, seat_id, state, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9)",
        params![new.id, new.pathway, new.component, new.field, new.body, new.words, new.base, new.seat, new.made_at],
    )?;
    Ok(())
}

/// Answers an open suggestion.
///
/// # Errors
/// Stale: somebody was first.
pub(crate) fn answer(tx: &mut Tx<'_>, of: &Suggestion, state: Answer, by: SeatId, words: &str) -> Result<()> {
    let now = tx.now();
    tx.change_one(
        "Предложение",
        "UPDATE pathway_suggestion SET state = $1, answered_by = $2, answered_at = $3, answer_words = $4, version = version + 1 WHERE id = $5 AND version = $6 AND state = 'open'",
        params![state, by, now, words, of.id, of.version],
    )
}

/// What nobody decided while it could be decided.
///
/// # Errors
/// The store fails.
pub(crate) fn outdate(tx: &mut Tx<'_>, pathway: PathwayId) -> Result<()> {
    tx.execute("UPDATE pathway_suggestion SET state = 'outdated', version = version + 1 WHERE pathway_id = $1 AND state = 'open'", params![pathway])?;
    Ok(())
}
