//! Tables `pathway_step` and `pathway_step_deficit`.

use crate::model::{PathwayId, Step, StepId, maybe};
use deficits::DeficitId;
use kernel::{Result, Row, Tx, db::DbError, params};

const COLUMNS: &str = "s.id, s.pathway_id, s.position, s.title, s.task, s.resource_id, s.technology, s.level, s.responsible_id, s.hours, s.starts_on, s.due_on, s.result_form, s.because, s.origin, s.fate, s.author_seat, s.state, s.progress, s.accepted_on, s.version, s.moved_to";
pub(crate) const WHAT: &str = "Строка маршрута";

fn step(row: &Row<'_>) -> Result<Step, DbError> {
    Ok(Step {
        id: row.get(0)?,
        pathway: row.get(1)?,
        position: row.get(2)?,
        title: row.get(3)?,
        task: row.get(4)?,
        resource: row.get(5)?,
        technology: row.get(6)?,
        level: maybe(&row.get::<String>(7)?)?,
        responsible: row.get(8)?,
        hours: row.get(9)?,
        starts_on: row.get(10)?,
        due_on: row.get(11)?,
        result_form: maybe(&row.get::<String>(12)?)?,
        because: row.get(13)?,
        origin: row.get(14)?,
        fate: row.get(15)?,
        author: row.get(16)?,
        state: row.get(17)?,
        progress: row.get(18)?,
        accepted_on: row.get(19)?,
        moved_to: row.get(21)?,
        deficits: Vec::new(),
        version: row.get(20)?,
    })
}

/// All lines of a pathway in their order, struck ones too. The caller has found the pathway within its standing.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, pathway: PathwayId) -> Result<Vec<Step>> {
    let mut steps = tx.query(&format!("SELECT {COLUMNS} FROM pathway_step s WHERE s.pathway_id = $1 ORDER BY s.position, s.id"), params![pathway], step)?;
    let sql = "SELECT sd.step_id, sd.deficit_id FROM pathway_step_deficit sd JOIN pathway_step s ON s.id = sd.step_id WHERE s.pathway_id = $1 ORDER BY sd.deficit_id";
    let served: Vec<(StepId, DeficitId)> = tx.query(sql, params![pathway], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (of, deficit) in served {
        if let Some(step) = steps.iter_mut().find(|step| step.id == of) {
            step.deficits.push(deficit);
        }
    }
    Ok(steps)
}

/// A line of this pathway.
///
/// # Errors
/// [`kernel::Error::NotFound`]: it is of another pathway.
pub fn find(tx: &mut Tx<'_>, pathway: PathwayId, id: StepId) -> Result<Step> {
    let mut found = tx.one(&format!("SELECT {COLUMNS} FROM pathway_step s WHERE s.id = $1 AND s.pathway_id = $2"), params![id, pathway], step)?;
    found.deficits = tx.query("SELECT deficit_id FROM pathway_step_deficit WHERE step_id = $1 ORDER BY deficit_id", params![id], |row| row.get(0))?;
    Ok(found)
}

/// Moves the day of a line that is walked; its version must still be the one that was read.
///
/// # Errors
/// Stale: somebody was first.
pub(crate) fn move_to(tx: &mut Tx<'_>, of: &Step, day: kernel::Date) -> Result<()> {
    tx.change_one(WHAT, "UPDATE pathway_step SET moved_to = $1, version = version + 1 WHERE id = $2 AND version = $3", params![day, of.id, of.version])
}

/// The position after the last line.
///
/// # Errors
/// The store fails.
pub(crate) fn next_position(tx: &mut Tx<'_>, pathway: PathwayId) -> Result<i64> {
    tx.one("SELECT COALESCE(MAX(position), 0) FROM pathway_step WHERE pathway_id = $1", params![pathway], |row| row.get::<i64>(0)).map(|last| last + 1)
}

/// Keeps a new line with the deficits it serves.
///
/// # Errors
/// The store fails.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &Step) -> Result<()> {
    let (level, form) = words(new);
    tx.execute(
        "INSERT INTO pathway_step (id, pathway_id, position, title, task, resource_id, technology, level, responsible_id, hours, starts_on, due_on, result_form, because, origin, fate, author_seat, state, progress, accepted_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        params![
            new.id, new.pathway, new.position, new.title, new.task, new.resource, new.technology, level, new.responsible, new.hours, new.starts_on, new.due_on, form, new.because, new.origin, new.fate, new.author,
            new.state, new.progress, new.accepted_on
        ],
    )?;
    serve(tx, new)
}

/// Writes everything of a line that changes; its version must still be the one that was read.
///
/// # Errors
/// Stale: somebody was first.
pub(crate) fn save(tx: &mut Tx<'_>, of: &Step) -> Result<()> {
    let (level, form) = words(of);
    tx.change_one(
        WHAT,
        "UPDATE pathway_step SET position = $1, title = $2, task = $3, resource_id = $4, technology = $5, level = $6, responsible_id = $7, hours = $8, starts_on = $9, due_on = $10, result_form = $11, because = $12,
         fate = $13, state = $14, progress = $15, accepted_on = $16, version = version + 1 WHERE id = $17 AND version = $18",
        params![of.position, of.title, of.task, of.resource, of.technology, level, of.responsible, of.hours, of.starts_on, of.due_on, form, of.because, of.fate, of.state, of.progress, of.accepted_on, of.id, of.version],
    )?;
    tx.execute("DELETE FROM pathway_step_deficit WHERE step_id = $1", params![of.id])?;
    serve(tx, of)
}

fn words(step: &Step) -> (&'static str, &'static str) {
    (step.level.map_or("", crate::Level::as_str), step.result_form.map_or("", crate::ResultForm::as_str))
}

fn serve(tx: &mut Tx<'_>, step: &Step) -> Result<()> {
    for deficit in &step.deficits {
        tx.execute("INSERT INTO pathway_step_deficit (step_id, deficit_id) VALUES ($1, $2) ON CONFLICT (step_id, deficit_id) DO NOTHING", params![step.id, deficit])?;
    }
    Ok(())
}
