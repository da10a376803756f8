//! Undo of a whole batch: new cards go, updated ones become what they were; refused when anybody touched them since.

use super::{
    batch::{self, Batch, BatchId, BatchState, StoredRow},
    commit::{Before, Was},
};
use crate::{search, store};
use access::Scope;
use audit::{By, Event, Record};
use kernel::{Error, Result, Slice, Tx, id::PersonId, params};

/// What may happen to a card without standing in the way.
const HARMLESS: &[&str] = &["person.viewed"];

/// Takes a loaded batch back.
///
/// # Errors
/// Refusal: not loaded, kept no longer, or cards touched since (which ones, by line). Somebody else was first.
pub fn undo(tx: &mut Tx<'_>, by: &By, scope: &Scope, id: BatchId, version: i64) -> Result<usize> {
    let found = batch::find(tx, scope, id)?;
    if found.state != BatchState::Committed {
        return Err(Error::refusal("Отменить можно только загруженную таблицу."));
    }
    batch::touch(tx, id, version)?;
    let rows = written(tx, &found)?;
    refuse_if_touched(tx, id, &rows)?;
    let mut events = Vec::new();
    for (row, card, before) in rows.iter().rev() {
        match before {
            Before::Made { .. } => remove(tx, *card, row.line)?,
            Before::Changed { was, .. } => restore(tx, *card, was)?,
        }
        events.push(Event::new("person.import_undone", "person", card).of(*card));
    }
    audit::record_all(tx, by, &events)?;
    let now = tx.now();
    tx.execute("UPDATE import_row SET before = NULL WHERE batch_id = $1", params![id])?;
    tx.execute("UPDATE import_batch SET state = 'undone', undone_at = $1 WHERE id = $2", params![now, id])?;
    tx.record(by, Event::new("import.undone", "import", id))?;
    Ok(rows.len())
}

type WrittenRow = (StoredRow, PersonId, Before);

fn written(tx: &mut Tx<'_>, batch: &Batch) -> Result<Vec<WrittenRow>> {
    let mut found = Vec::new();
    for row in batch::rows(tx, batch.id)? {
        if let (Some(card), Some(before)) = (row.person, &row.before) {
            let before = serde_json::from_str(before).map_err(anyhow::Error::new)?;
            found.push((row, card, before));
        }
    }
    if found.is_empty() {
        return Err(Error::refusal(format!("Отменить уже нельзя: данные для отмены хранятся {} дней после загрузки.", batch::KEPT_DAYS)));
    }
    Ok(found)
}

fn refuse_if_touched(tx: &mut Tx<'_>, id: BatchId, rows: &[WrittenRow]) -> Result<()> {
    let filter = audit::Filter { object: Some(("import", id.to_string())), action: "import.committed".into(), ..audit::Filter::default() };
    let committed = audit::list(tx, &filter, Slice::first())?.rows.first().map_or(0, |event| event.seq);
    let touched = audit::people_touched_after(tx, committed, HARMLESS)?;
    let mut stuck = Vec::new();
    for (row, card, before) in rows {
        let (Before::Made { version } | Before::Changed { version, .. }) = before;
        let now: Option<i64> = tx.maybe("SELECT version FROM person WHERE id = $1 AND erased_at IS NULL AND merged_into IS NULL", params![card], |row| row.get(0))?;
        if now != Some(*version) || touched.contains(card) {
            stuck.push(row.line.to_string());
        }
    }
    if stuck.is_empty() {
        return Ok(());
    }
    let shown: Vec<String> = stuck.iter().take(20).cloned().collect();
    let more = if stuck.len() > shown.len() { " и другие" } else { "" };
    Err(Error::refusal(format!("Отменить загрузку нельзя: после неё с карточками уже работали (карточек: {}; строки таблицы: {}{more}). Исправьте эти карточки по одной.", stuck.len(), shown.join(", "))))
}

/// A new card goes without a trace. If another domain refers to it after all, nothing is undone.
fn remove(tx: &mut Tx<'_>, card: PersonId, line: u32) -> Result<()> {
    search::forget(tx, card)?;
    tx.execute("UPDATE import_row SET person_id = NULL WHERE person_id = $1", params![card])?;
    for sql in ["DELETE FROM person_name WHERE person_id = $1", "DELETE FROM person_job WHERE person_id = $1", "DELETE FROM person_subject WHERE person_id = $1"] {
        tx.execute(sql, params![card])?;
    }
    match tx.execute("DELETE FROM person WHERE id = $1", params![card]).map_err(Error::from) {
        Ok(_) => Ok(()),
        Err(Error::Busy) => Err(Error::Busy),
        Err(cause) => {
            tracing::warn!(%cause, "an imported card is referred to");
            Err(Error::refusal(format!("Отменить загрузку нельзя: на карточку из строки {line} уже ссылаются другие записи — заявка, согласие или учётная запись.")))
        }
    }
}

fn restore(tx: &mut Tx<'_>, card: PersonId, was: &Was) -> Result<()> {
    if let Some(day) = was.name_until {
        tx.execute("DELETE FROM person_name WHERE person_id = $1 AND until_on = $2", params![card, day])?;
    }
    tx.execute("UPDATE person SET version = version + 1 WHERE id = $1", params![card])?;
    store::set_name(tx, card, &was.name)?;
    store::set_contacts(tx, card, was.birth_on, was.phone.as_deref(), was.email.as_deref())?;
    store::set_place(tx, card, &was.place)?;
    store::replace_subjects(tx, card, &was.subjects)?;
    tx.execute("DELETE FROM person_job WHERE person_id = $1", params![card])?;
    for job in &was.jobs {
        tx.execute(
            "INSERT INTO person_job (id, person_id, place_id, position, position_text, is_main, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![job.id, card, job.place, job.position, job.position_text, job.is_main, job.from, job.until],
        )?;
    }
    Ok(())
}
