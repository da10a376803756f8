//! SQL of calibrations, parameters and statistics.

use crate::{
    calibration::{Calibration, CalibrationState, Facts, Parameters},
    model::{CalibrationId, ItemId},
    statistics::ItemStatistics,
    store::{json, written},
};
use competencies::FrameworkId;
use kernel::{Result, Row, Tx, db::DbError, params};
use std::collections::BTreeMap;

const CALIBRATION: &str = "SELECT id, framework_id, title, origin, model, state, is_current, linked_to, progress, message, facts, asked_at, started_at, ended_at, version FROM calibration";

fn shape(row: &Row<'_>) -> Result<Calibration, DbError> {
    Ok(Calibration {
        id: row.get(0)?,
        framework: row.get(1)?,
        title: row.get(2)?,
        origin: row.get(3)?,
        model: row.get(4)?,
        state: row.get(5)?,
        is_current: row.get(6)?,
        linked_to: row.get(7)?,
        progress: row.get(8)?,
        message: row.get(9)?,
        facts: json::<Facts>(row, 10)?,
        asked_at: row.get(11)?,
        started_at: row.get(12)?,
        ended_at: row.get(13)?,
        version: row.get(14)?,
    })
}

/// All calibrations, newest first.
///
/// # Errors
/// The store fails.
pub fn calibrations(tx: &mut Tx<'_>) -> Result<Vec<Calibration>> {
    Ok(tx.query(&format!("{CALIBRATION} ORDER BY asked_at DESC, id DESC"), params![], shape)?)
}

/// One calibration.
///
/// # Errors
/// Not found, or the store fails.
pub fn calibration(tx: &mut Tx<'_>, id: CalibrationId) -> Result<Calibration> {
    tx.one(&format!("{CALIBRATION} WHERE id = $1"), params![id], shape)
}

/// The calibration that new attempts of a framework are measured by.
///
/// # Errors
/// The store fails.
pub fn current_calibration(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<Option<Calibration>> {
    Ok(tx.maybe(&format!("{CALIBRATION} WHERE framework_id = $1 AND is_current = 1"), params![framework], shape)?)
}

/// The oldest that waits or was cut off while it ran.
pub(crate) fn next_waiting(tx: &mut Tx<'_>) -> Result<Option<Calibration>> {
    Ok(tx.maybe(&format!("{CALIBRATION} WHERE state IN ('waiting', 'running') ORDER BY asked_at, id LIMIT 1"), params![], shape)?)
}

pub(crate) fn insert(tx: &mut Tx<'_>, new: &Calibration, asked_by: Option<kernel::id::AccountId>) -> Result<()> {
    let facts = written(&new.facts)?;
    tx.execute(
        "INSERT INTO calibration (id, framework_id, title, origin, model, state, is_current, linked_to, progress, message, facts, asked_by, asked_at, started_at, ended_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        params![new.id, new.framework, new.title, new.origin, new.model, new.state, new.is_current, new.linked_to, new.progress, new.message, facts, asked_by, new.asked_at, new.started_at, new.ended_at],
    )?;
    Ok(())
}

pub(crate) fn set_progress(tx: &mut Tx<'_>, id: CalibrationId, progress: i64) -> Result<()> {
    tx.execute("UPDATE calibration SET progress = $1 WHERE id = $2 AND state = 'running'", params![progress.clamp(0, 100), id])?;
    Ok(())
}

/// A run begins, or begins again.
pub(crate) fn start(tx: &mut Tx<'_>, id: CalibrationId) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE calibration SET state = 'running', progress = 0, started_at = $1, version = version + 1 WHERE id = $2", params![now, id])?;
    Ok(())
}

pub(crate) fn end(tx: &mut Tx<'_>, id: CalibrationId, state: CalibrationState, message: &str, facts: &Facts, linked_to: Option<CalibrationId>) -> Result<()> {
    let (now, facts) = (tx.now(), written(facts)?);
    let progress = i64::from(state == CalibrationState::Done) * 100;
    tx.execute(
        "UPDATE calibration SET state = $1, message = $2, facts = $3, linked_to = $4, ended_at = $5, progress = $6, version = version + 1 WHERE id = $7",
        params![state, message, facts, linked_to, now, progress, id],
    )?;
    Ok(())
}

/// Makes it the framework's current one, in place of the one before.
pub(crate) fn make_current(tx: &mut Tx<'_>, calibration: &Calibration) -> Result<()> {
    tx.execute("UPDATE calibration SET is_current = 0, version = version + 1 WHERE framework_id = $1 AND is_current = 1", params![calibration.framework])?;
    tx.execute("UPDATE calibration SET is_current = 1, version = version + 1 WHERE id = $1", params![calibration.id])?;
    Ok(())
}

/// The parameters of a calibration by item and revision.
///
/// # Errors
/// The store fails.
pub fn parameters(tx: &mut Tx<'_>, calibration: CalibrationId) -> Result<BTreeMap<(ItemId, i64), Parameters>> {
    let rows = tx.query("SELECT item_id, revision, family, slope, intercepts, errors, flags FROM item_parameter WHERE calibration_id = $1", params![calibration], |row| {
        Ok(((row.get(0)?, row.get(1)?), Parameters { family: row.get(2)?, slope: row.get(3)?, intercepts: json(row, 4)?, preliminary: false, errors: json(row, 5)?, flags: json(row, 6)? }))
    })?;
    Ok(rows.into_iter().collect())
}

pub(crate) fn put_parameters(tx: &mut Tx<'_>, calibration: CalibrationId, item: ItemId, revision: i64, new: &Parameters) -> Result<()> {
    let (intercepts, errors, flags) = (written(&new.intercepts)?, written(&new.errors)?, written(&new.flags)?);
    tx.execute(
        "INSERT INTO item_parameter (calibration_id, item_id, revision, family, slope, intercepts, errors, flags) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (calibration_id, item_id, revision) DO UPDATE SET family = excluded.family, slope = excluded.slope, intercepts = excluded.intercepts, errors = excluded.errors, flags = excluded.flags",
        params![calibration, item, revision, new.family, new.slope, intercepts, errors, flags],
    )?;
    Ok(())
}

pub(crate) fn clear(tx: &mut Tx<'_>, calibration: CalibrationId) -> Result<()> {
    tx.execute("DELETE FROM item_parameter WHERE calibration_id = $1", params![calibration])?;
    tx.execute("DELETE FROM item_statistic WHERE calibration_id = $1", params![calibration])?;
    Ok(())
}

/// The newest statistics of an item, with the calibration they were computed with.
pub(crate) fn statistics(tx: &mut Tx<'_>, item: ItemId) -> Result<Option<(CalibrationId, ItemStatistics)>> {
    let sql = "SELECT s.calibration_id, s.body FROM item_statistic s JOIN calibration c ON c.id = s.calibration_id WHERE s.item_id = $1 AND c.state = 'done' ORDER BY c.asked_at DESC LIMIT 1";
    Ok(tx.maybe(sql, params![item], |row| Ok((row.get(0)?, json(row, 1)?)))?)
}

/// Statistics of all items of a calibration.
pub(crate) fn all_statistics(tx: &mut Tx<'_>, calibration: CalibrationId) -> Result<BTreeMap<ItemId, ItemStatistics>> {
    Ok(tx.query("SELECT item_id, body FROM item_statistic WHERE calibration_id = $1", params![calibration], |row| Ok((row.get(0)?, json(row, 1)?)))?.into_iter().collect())
}

pub(crate) fn put_statistics(tx: &mut Tx<'_>, calibration: CalibrationId, item: ItemId, new: &ItemStatistics) -> Result<()> {
    let body = written(new)?;
    tx.execute("INSERT INTO item_statistic (calibration_id, item_id, body) VALUES ($1, $2, $3) ON CONFLICT (calibration_id, item_id) DO UPDATE SET body = excluded.body", params![calibration, item, body])?;
    Ok(())
}

/// Notes how many items an imported calibration has.
pub(crate) fn count_items(tx: &mut Tx<'_>, id: CalibrationId) -> Result<()> {
    let mut facts = calibration(tx, id)?.facts;
    facts.items = tx.count("SELECT COUNT(*) FROM item_parameter WHERE calibration_id = $1", params![id])?;
    tx.execute("UPDATE calibration SET facts = $1 WHERE id = $2", params![written(&facts)?, id])?;
    Ok(())
}
