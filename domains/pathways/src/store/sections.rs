//! Table `pathway_section`: only ever added to.

use crate::{
    model::{Component, PathwayId},
    sections::{Body, Revision, Section},
};
use kernel::{Error, Result, Row, Tx, db::DbError, params};

fn revision(row: &Row<'_>) -> Result<Revision, DbError> {
    Ok(Revision { number: row.get(0)?, body: body_of(&row.get::<String>(1)?)?, seat: row.get(2)?, account: row.get(3)?, suggestion: row.get(4)?, made_at: row.get(5)? })
}

pub(crate) fn body_of(raw: &str) -> Result<Body, DbError> {
    serde_json::from_str(raw).map_err(|cause| DbError::Shape(format!("body of a section: {cause}")))
}

pub(crate) fn written(body: &Body) -> Result<String> {
    serde_json::to_string(body).map_err(|cause| Error::Internal(cause.into()))
}

/// A section with its history. The caller has found the pathway within its standing.
///
/// # Errors
/// The store fails.
pub fn find(tx: &mut Tx<'_>, pathway: PathwayId, component: Component) -> Result<Section> {
    let sql = "SELECT revision, body, seat_id, account_id, suggestion_id, made_at FROM pathway_section WHERE pathway_id = $1 AND component = $2 ORDER BY revision";
    Ok(Section { component, revisions: tx.query(sql, params![pathway, component], revision)? })
}

/// All five, each with its history.
///
/// # Errors
/// The store fails.
pub fn all(tx: &mut Tx<'_>, pathway: PathwayId) -> Result<Vec<Section>> {
    let sql = "SELECT revision, body, seat_id, account_id, suggestion_id, made_at, component FROM pathway_section WHERE pathway_id = $1 ORDER BY component, revision";
    let rows: Vec<(Component, Revision)> = tx.query(sql, params![pathway], |row| Ok((row.get(6)?, revision(row)?)))?;
    let mut sections: Vec<Section> = Component::ALL.iter().map(|component| Section { component: *component, revisions: Vec::new() }).collect();
    for (component, revision) in rows {
        if let Some(section) = sections.iter_mut().find(|section| section.component == component) {
            section.revisions.push(revision);
        }
    }
    Ok(sections)
}

/// Adds a revision; its number must be free.
///
/// # Errors
/// Stale: somebody was first.
pub(crate) fn insert(tx: &mut Tx<'_>, pathway: PathwayId, component: Component, new: &Revision) -> Result<()> {
    tx.change_one(
        "Раздел",
        "INSERT INTO pathway_section (pathway_id, component, revision, body, seat_id, account_id, suggestion_id, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (pathway_id, component, revision) DO NOTHING",
        params![pathway, component, new.number, written(&new.body)?, new.seat, new.account, new.suggestion, new.made_at],
    )
}
