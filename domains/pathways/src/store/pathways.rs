//! Table `pathway`.

use crate::model::{Pathway, PathwayId, State};
use access::Actor;
use cases::{CaseId, Standing};
use kernel::{Result, Row, Tx, db::DbError, id::AccountId, params};

const COLUMNS: &str = "id, case_id, number, follows_id, state, starts_on, ends_on, hours_limit, sent_at, agreed_at, agreed_body, presented_at, closed_at, stop_reason, made_by, made_at, version";
pub(crate) const WHAT: &str = "Маршрут";

fn pathway(row: &Row<'_>) -> Result<Pathway, DbError> {
    Ok(Pathway {
        id: row.get(0)?,
        case: row.get(1)?,
        number: row.get(2)?,
        follows: row.get(3)?,
        state: row.get(4)?,
        starts_on: row.get(5)?,
        ends_on: row.get(6)?,
        hours_limit: row.get(7)?,
        sent_at: row.get(8)?,
        agreed_at: row.get(9)?,
        agreed_body: row.get(10)?,
        presented_at: row.get(11)?,
        closed_at: row.get(12)?,
        stop_reason: row.get(13)?,
        made_by: row.get(14)?,
        made_at: row.get(15)?,
        version: row.get(16)?,
    })
}

/// A pathway with the viewer's standing in its case.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub pathway: Pathway,
    pub standing: Standing,
}

/// A pathway whose content the actor may read.
///
/// # Errors
/// [`kernel::Error::NotFound`]: there is none, or the actor isn't of the team.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId) -> Result<Loaded> {
    let case = case_of(tx, id)?;
    let standing = cases::load(tx, actor, case)?;
    standing.content()?;
    let pathway = find(tx, &standing, id)?;
    Ok(Loaded { pathway, standing })
}

/// The case of a pathway; nothing of its content.
///
/// # Errors
/// [`kernel::Error::NotFound`].
pub fn case_of(tx: &mut Tx<'_>, id: PathwayId) -> Result<CaseId> {
    tx.one("SELECT case_id FROM pathway WHERE id = $1", params![id], |row| row.get(0))
}

/// A pathway within a standing.
///
/// # Errors
/// [`kernel::Error::NotFound`]: it is of another case.
pub fn find(tx: &mut Tx<'_>, standing: &Standing, id: PathwayId) -> Result<Pathway> {
    tx.one(&format!("SELECT {COLUMNS} FROM pathway WHERE id = $1 AND case_id = $2"), params![id, standing.case.id], pathway)
}

/// By its id alone: for the program's own work, after the caller has asked who may.
///
/// # Errors
/// [`kernel::Error::NotFound`].
pub(crate) fn by_id(tx: &mut Tx<'_>, id: PathwayId) -> Result<Pathway> {
    tx.one(&format!("SELECT {COLUMNS} FROM pathway WHERE id = $1"), params![id], pathway)
}

/// All versions of a case, the newest first. The caller has a standing in it.
///
/// # Errors
/// The store fails.
pub fn of_case(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<Pathway>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM pathway WHERE case_id = $1 ORDER BY number DESC"), params![case], pathway)?)
}

/// The version that a case works by now.
///
/// # Errors
/// The store fails.
pub fn current_of(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<Pathway>> {
    Ok(of_case(tx, case)?.into_iter().find(|pathway| pathway.state.is_current()))
}

/// All pathways in a state: for the daily work of the program.
///
/// # Errors
/// The store fails.
pub(crate) fn in_state(tx: &mut Tx<'_>, state: State) -> Result<Vec<Pathway>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM pathway WHERE state = $1 ORDER BY id"), params![state], pathway)?)
}

/// Keeps a new version.
///
/// # Errors
/// The store fails.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &Pathway, by: Option<AccountId>) -> Result<()> {
    tx.execute(
        "INSERT INTO pathway (id, case_id, number, follows_id, state, starts_on, ends_on, hours_limit, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![new.id, new.case, new.number, new.follows, new.state, new.starts_on, new.ends_on, new.hours_limit, by, new.made_at],
    )?;
    Ok(())
}

/// Writes everything of a pathway that changes; its version must still be the one that was read.
///
/// # Errors
/// Stale: somebody was first.
pub(crate) fn save(tx: &mut Tx<'_>, of: &Pathway) -> Result<()> {
    tx.change_one(
        WHAT,
        "UPDATE pathway SET state = $1, starts_on = $2, ends_on = $3, hours_limit = $4, sent_at = $5, agreed_at = $6, agreed_body = $7, presented_at = $8, closed_at = $9, stop_reason = $10, version = version + 1
         WHERE id = $11 AND version = $12",
        params![of.state, of.starts_on, of.ends_on, of.hours_limit, of.sent_at, of.agreed_at, of.agreed_body, of.presented_at, of.closed_at, of.stop_reason, of.id, of.version],
    )
}
