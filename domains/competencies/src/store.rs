//! SQL of frameworks and their trees; scales lie in [`scales`].

pub mod scales;

use crate::model::{Branch, Competency, CompetencyId, Framework, FrameworkId, FrameworkState, LinkId, Target, grown, target_of};
use kernel::{Date, Error, Result, Tx, params, row};
use std::collections::BTreeMap;

const FRAMEWORK: &str = "SELECT id, code, number, title, state, based_on, made_at, live_from, version FROM framework";

/// All versions of all frameworks: by title of the newest first of each, newest version first.
///
/// # Errors
/// The store fails.
pub fn frameworks(tx: &mut Tx<'_>) -> Result<Vec<Framework>> {
    Ok(tx.query(&format!("{FRAMEWORK} ORDER BY code, number DESC"), params![], row!(Framework { id, code, number, title, state, based_on, made_at, live_from, version }))?)
}

/// Those in use.
///
/// # Errors
/// The store fails.
pub fn live_frameworks(tx: &mut Tx<'_>) -> Result<Vec<Framework>> {
    Ok(frameworks(tx)?.into_iter().filter(|framework| framework.state == FrameworkState::Live).collect())
}

/// A version of a framework.
///
/// # Errors
/// Not found, or the store fails.
pub fn framework(tx: &mut Tx<'_>, id: FrameworkId) -> Result<Framework> {
    tx.one(&format!("{FRAMEWORK} WHERE id = $1"), params![id], row!(Framework { id, code, number, title, state, based_on, made_at, live_from, version }))
}

/// The newest version by the framework's code.
///
/// # Errors
/// The store fails.
pub(crate) fn newest(tx: &mut Tx<'_>, code: &str) -> Result<Option<Framework>> {
    Ok(tx.maybe(&format!("{FRAMEWORK} WHERE code = $1 ORDER BY number DESC LIMIT 1"), params![code], row!(Framework { id, code, number, title, state, based_on, made_at, live_from, version }))?)
}

const COMPETENCY: &str = "SELECT id, framework_id, parent_id, code, title, description, position FROM competency";

/// All blocks and competencies of a framework, by position among their siblings.
///
/// # Errors
/// The store fails.
pub fn competencies(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<Vec<Competency>> {
    Ok(tx.query(&format!("{COMPETENCY} WHERE framework_id = $1 ORDER BY position, code"), params![framework], row!(Competency { id, framework, parent, code, title, description, position }))?)
}

/// The tree of a framework; its roots are blocks.
///
/// # Errors
/// The store fails.
pub fn tree(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<Vec<Branch>> {
    Ok(grown(competencies(tx, framework)?))
}

/// What can be measured: everything but the blocks, read from the top of the tree.
///
/// # Errors
/// The store fails.
pub fn measurable(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<Vec<Competency>> {
    let tree = tree(tx, framework)?;
    Ok(crate::model::flat(&tree).into_iter().filter(|(_, depth)| *depth > 0).map(|(competency, _)| competency.clone()).collect())
}

/// One competency.
///
/// # Errors
/// Not found, or the store fails.
pub fn find(tx: &mut Tx<'_>, id: CompetencyId) -> Result<Competency> {
    tx.one(&format!("{COMPETENCY} WHERE id = $1"), params![id], row!(Competency { id, framework, parent, code, title, description, position }))
}

/// The competency of a code in a framework.
///
/// # Errors
/// The store fails.
pub fn by_code(tx: &mut Tx<'_>, framework: FrameworkId, code: &str) -> Result<Option<Competency>> {
    Ok(tx.maybe(&format!("{COMPETENCY} WHERE framework_id = $1 AND code = $2"), params![framework, code], row!(Competency { id, framework, parent, code, title, description, position }))?)
}

/// All targets of a framework.
///
/// # Errors
/// The store fails.
pub fn targets(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<Vec<Target>> {
    let sql = "SELECT t.competency_id, t.subject, t.post, t.level FROM competency_target t JOIN competency c ON c.id = t.competency_id WHERE c.framework_id = $1 ORDER BY t.competency_id, t.subject, t.post";
    Ok(tx.query(sql, params![framework], row!(Target { competency, subject, post, level }))?)
}

/// The code of the level expected of a teacher of a subject at a post, by competency. A competency without a target isn't there.
///
/// # Errors
/// The store fails.
pub fn targets_for(tx: &mut Tx<'_>, framework: FrameworkId, subject: &str, post: &str) -> Result<BTreeMap<CompetencyId, String>> {
    let all = targets(tx, framework)?;
    Ok(all.iter().filter_map(|target| Some((target.competency, target_of(&all, target.competency, subject, post)?.to_owned()))).collect())
}

// --- writing ------------------------------------------------------------------------------------------------------------

pub(crate) fn insert(tx: &mut Tx<'_>, new: &Framework, facts: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO framework (id, code, number, title, state, based_on, facts, made_at, live_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![new.id, new.code, new.number, new.title, new.state, new.based_on, facts, new.made_at, new.live_from],
    )?;
    Ok(())
}

pub(crate) fn set_state(tx: &mut Tx<'_>, framework: &Framework, state: FrameworkState, live_from: Option<Date>) -> Result<()> {
    tx.change_one("Рамка", "UPDATE framework SET state = $1, live_from = $2, version = version + 1 WHERE id = $3 AND version = $4", params![state, live_from, framework.id, framework.version])
}

pub(crate) fn retitle(tx: &mut Tx<'_>, framework: &Framework, title: &str) -> Result<()> {
    tx.change_one("Рамка", "UPDATE framework SET title = $1, version = version + 1 WHERE id = $2 AND version = $3", params![title, framework.id, framework.version])
}

/// Marks that the tree was edited; refuses when somebody else edited it first.
pub(crate) fn touch(tx: &mut Tx<'_>, framework: &Framework) -> Result<()> {
    tx.change_one("Рамка", "UPDATE framework SET version = version + 1 WHERE id = $1 AND version = $2", params![framework.id, framework.version])
}

pub(crate) fn facts(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<String> {
    tx.one("SELECT facts FROM framework WHERE id = $1", params![framework], |row| row.get(0))
}

pub(crate) fn competency_facts(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<BTreeMap<CompetencyId, String>> {
    Ok(tx.query("SELECT id, facts FROM competency WHERE framework_id = $1", params![framework], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

pub(crate) fn add(tx: &mut Tx<'_>, new: &Competency, facts: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO competency (id, framework_id, parent_id, code, title, description, position, facts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![new.id, new.framework, new.parent, new.code, new.title, new.description, new.position, facts],
    )?;
    Ok(())
}

pub(crate) fn change(tx: &mut Tx<'_>, changed: &Competency) -> Result<()> {
    let sql = "UPDATE competency SET parent_id = $1, code = $2, title = $3, description = $4, position = $5 WHERE id = $6";
    match tx.execute(sql, params![changed.parent, changed.code, changed.title, changed.description, changed.position, changed.id])? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Deletes one that has none under it.
pub(crate) fn delete(tx: &mut Tx<'_>, id: CompetencyId) -> Result<()> {
    tx.execute("DELETE FROM competency_target WHERE competency_id = $1", params![id])?;
    tx.execute("DELETE FROM competency WHERE id = $1", params![id])?;
    Ok(())
}

pub(crate) fn set_targets(tx: &mut Tx<'_>, competency: CompetencyId, targets: &[Target]) -> Result<()> {
    tx.execute("DELETE FROM competency_target WHERE competency_id = $1", params![competency])?;
    for target in targets {
        tx.execute("INSERT INTO competency_target (competency_id, subject, post, level) VALUES ($1, $2, $3, $4)", params![competency, target.subject, target.post, target.level])?;
    }
    Ok(())
}

/// A relation of a CASE package other than parent and child, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub id: LinkId,
    pub kind: String,
    pub origin: String,
    pub destination: String,
    pub facts: String,
}

pub(crate) fn links(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<Vec<Link>> {
    Ok(tx.query("SELECT id, kind, origin, destination, facts FROM competency_link WHERE framework_id = $1 ORDER BY id", params![framework], row!(Link { id, kind, origin, destination, facts }))?)
}

pub(crate) fn add_link(tx: &mut Tx<'_>, framework: FrameworkId, link: &Link) -> Result<()> {
    let sql = "INSERT INTO competency_link (id, framework_id, kind, origin, destination, facts) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql, params![link.id, framework, link.kind, link.origin, link.destination, link.facts])?;
    Ok(())
}

/// Throws away the tree of a draft, children before parents.
pub(crate) fn clear(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<()> {
    let tree = tree(tx, framework)?;
    for (competency, _) in crate::model::flat(&tree).into_iter().rev() {
        delete(tx, competency.id)?;
    }
    tx.execute("DELETE FROM competency_link WHERE framework_id = $1", params![framework])?;
    Ok(())
}

/// Deletes a draft.
pub(crate) fn discard(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<()> {
    clear(tx, framework)?;
    tx.execute("DELETE FROM framework WHERE id = $1", params![framework])?;
    Ok(())
}
