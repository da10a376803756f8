//! Undo of a file within a day: what it added is withdrawn, what it replaced stands as before; one act.

use super::{
    UNDO_HOURS,
    batch::{self, Batch, BatchId, BatchState},
};
use crate::{
    model::Outcome,
    store::{outcomes as kept, sums},
    sum::Key,
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, Result, Timestamp, Tx, params};
use serde_json::json;

const WHY: &str = "Отменена загрузка файла";

/// Whether it is not too late.
pub fn is_open(batch: &Batch, now: Timestamp) -> bool {
    batch.state == BatchState::Loaded && batch.loaded_at.is_some_and(|loaded| now <= loaded + jiff::SignedDuration::from_hours(UNDO_HOURS))
}

/// Takes a loaded file back.
///
/// # Errors
/// Refusals: a day has passed, or its results were changed since. Stale.
pub fn undo(tx: &mut Tx<'_>, actor: &Actor, id: BatchId, version: i64) -> Result<()> {
    let found = batch::find(tx, actor, id)?;
    if !is_open(&found, tx.now()) {
        return Err(Error::refusal("Отменить загрузку уже нельзя: прошли сутки или она уже отменена. Ошибочные результаты отзывают по одному."));
    }
    batch::touch(tx, id, version)?;
    let mut touched = sums::Touched::new();
    withdraw_added(tx, &found, &mut touched)?;
    for (outcome, version) in &found.body.replaced {
        let now = kept::find(tx, *outcome)?;
        restore(tx, actor, &now, *version)?;
        touched.entry(Key::of(&now)).or_default().insert(now.place);
    }
    sums::refresh(tx, &touched)?;
    let at = tx.now();
    tx.execute("UPDATE outcome_batch SET state = 'undone', undone_at = $1 WHERE id = $2", params![at, id])?;
    tx.record(&actor.by(), Event::new("outcome_file.undone", "outcome_file", id).with(json!({ "withdrawn": found.body.added, "restored": found.body.replaced.len() })))
}

fn withdraw_added(tx: &mut Tx<'_>, batch: &Batch, touched: &mut sums::Touched) -> Result<()> {
    if batch.body.added > 500 {
        tx.expect_much()?;
    }
    let key = batch.id.to_string();
    let sql = "SELECT DISTINCT subject, place_id FROM outcome WHERE batch = $1 AND withdrawn_at IS NULL";
    let period = batch.period;
    let pairs: Vec<(String, kernel::id::PlaceId)> = tx.query(sql, params![key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (subject, place) in pairs {
        let key = Key { subject, school_year: period.school_year, source: batch.source, kind: period.kind, number: period.number };
        touched.entry(key).or_default().insert(place);
    }
    let now = tx.now();
    let gone = tx.execute("UPDATE outcome SET withdrawn_at = $1, withdrawn_why = $2, version = version + 1 WHERE batch = $3 AND version = 1 AND withdrawn_at IS NULL", params![now, WHY, key])?;
    if i64::try_from(gone).unwrap_or(i64::MAX) == batch.body.added { Ok(()) } else { Err(changed()) }
}

fn restore(tx: &mut Tx<'_>, actor: &Actor, now: &Outcome, version: i64) -> Result<()> {
    if now.version != version || now.withdrawn_at.is_some() {
        return Err(changed());
    }
    let past = kept::past(tx, now.id)?.into_iter().find(|past| past.version == version - 1).ok_or_else(changed)?;
    kept::replace(tx, now, &past.body, Some(actor.account))
}

fn changed() -> Error {
    Error::refusal("Отменить загрузку целиком нельзя: после неё часть результатов уже исправлена или отозвана. Отзовите остальные по одному.")
}
