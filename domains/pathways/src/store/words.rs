//! Tables `pathway_comment` and `pathway_draft`: what people say to a section, and what they have typed and not saved yet.

use crate::{
    model::{CommentId, Component, PathwayId},
    sections::Body,
    store::sections::{body_of, written},
};
use cases::SeatId;
use kernel::{Result, Timestamp, Tx, params, row};

/// Words to a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub id: CommentId,
    pub component: Component,
    pub seat: SeatId,
    pub words: String,
    pub made_at: Timestamp,
}

/// All comments to a pathway, the oldest first. The caller has found the pathway within its standing.
///
/// # Errors
/// The store fails.
pub fn comments(tx: &mut Tx<'_>, pathway: PathwayId) -> Result<Vec<Comment>> {
    let sql = "SELECT id, component, seat_id, words, made_at FROM pathway_comment WHERE pathway_id = $1 ORDER BY made_at, id";
    Ok(tx.query(sql, params![pathway], row!(Comment { id, component, seat, words, made_at }))?)
}

/// # Errors
/// The store fails.
pub(crate) fn comment(tx: &mut Tx<'_>, pathway: PathwayId, new: &Comment) -> Result<()> {
    tx.execute("INSERT INTO pathway_comment (id, pathway_id, component, seat_id, words, made_at) VALUES ($1, $2, $3, $4, $5, $6)", params![new.id, pathway, new.component, new.seat, new.words, new.made_at])?;
    Ok(())
}

/// What one has typed into a section's form and not saved yet; for one's own eyes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub base: i64,
    pub body: Body,
    pub saved_at: Timestamp,
}

/// # Errors
/// The store fails.
pub fn draft(tx: &mut Tx<'_>, pathway: PathwayId, component: Component, seat: SeatId) -> Result<Option<Draft>> {
    let sql = "SELECT base_revision, body, saved_at FROM pathway_draft WHERE pathway_id = $1 AND component = $2 AND seat_id = $3";
    Ok(tx.maybe(sql, params![pathway, component, seat], |row| Ok(Draft { base: row.get(0)?, body: body_of(&row.get::<String>(1)?)?, saved_at: row.get(2)? }))?)
}

/// # Errors
/// The store fails.
pub(crate) fn keep_draft(tx: &mut Tx<'_>, pathway: PathwayId, component: Component, seat: SeatId, draft: &Draft) -> Result<()> {
    tx.execute(
        "INSERT INTO pathway_draft (pathway_id, component, seat_id, base_revision, body, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (pathway_id, component, seat_id) DO UPDATE SET base_revision = excluded.base_revision, body = excluded.body, saved_at = excluded.saved_at",
        params![pathway, component, seat, draft.base, written(&draft.body)?, draft.saved_at],
    )?;
    Ok(())
}

/// # Errors
/// The store fails.
pub(crate) fn drop_draft(tx: &mut Tx<'_>, pathway: PathwayId, component: Component, seat: SeatId) -> Result<()> {
    tx.execute("DELETE FROM pathway_draft WHERE pathway_id = $1 AND component = $2 AND seat_id = $3", params![pathway, component, seat])?;
    Ok(())
}

/// All that was typed and not saved in a version that can't be written any more.
///
/// # Errors
/// The store fails.
pub(crate) fn drop_drafts(tx: &mut Tx<'_>, pathway: PathwayId) -> Result<()> {
    tx.execute("DELETE FROM pathway_draft WHERE pathway_id = $1", params![pathway])?;
    Ok(())
}
