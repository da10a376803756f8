//! Two cards of one person become one. The card that goes keeps its row, so that old links still lead somewhere.

use crate::{model::Person, search, store, workflow};
use audit::{By, Event, Record};
use kernel::{
    Date, Error, Result, Tx,
    id::PersonId,
    news::{Listeners, News},
    params,
};
use serde_json::json;

/// `gone` becomes `kept`: missing data, earlier names, jobs and subjects go over; everybody is told.
///
/// # Errors
/// The same card twice; a card that is absent; a listener refuses.
pub fn merge(tx: &mut Tx<'_>, listeners: &Listeners, by: &By, gone: PersonId, kept: PersonId) -> Result<()> {
    if gone == kept {
        return Err(Error::refusal("Это одна и та же карточка. Выберите две разные карточки одного человека."));
    }
    let (from, to) = (workflow::present(tx, gone)?, workflow::present(tx, kept)?);
    store::touch(tx, gone, from.version)?;
    store::touch(tx, kept, to.version)?;
    hand_over_data(tx, &from, &to)?;
    hand_over_names(tx, &from, &to)?;
    hand_over_jobs(tx, gone, kept)?;
    tx.execute("UPDATE person SET merged_into = $1 WHERE id = $2 OR merged_into = $2", params![kept, gone])?;
    search::forget(tx, gone)?;
    search::reindex(tx, kept)?;
    listeners.tell(tx, News::Merged { gone, kept })?;
    tx.record(by, Event::new("person.merged", "person", gone).of(gone).with(json!({ "kept": kept })))?;
    tx.record(by, Event::new("person.merged", "person", kept).of(kept).with(json!({ "gone": gone })))
}

fn hand_over_data(tx: &mut Tx<'_>, from: &Person, to: &Person) -> Result<()> {
    let phone = to.phone.as_deref().or(from.phone.as_deref());
    let email = to.email.as_deref().or(from.email.as_deref());
    store::set_contacts(tx, to.id, to.birth_on.or(from.birth_on), phone, email)?;
    let mut subjects = to.subjects.clone();
    subjects.extend(from.subjects.iter().map(|(code, _)| (code.clone(), false)));
    store::replace_subjects(tx, to.id, &subjects)?;
    tx.execute("DELETE FROM person_subject WHERE person_id = $1", params![from.id])?;
    Ok(())
}

/// Earlier names of both, and the name that goes if it was another one; a day has one name only.
fn hand_over_names(tx: &mut Tx<'_>, from: &Person, to: &Person) -> Result<()> {
    tx.execute("UPDATE person_name SET person_id = $1 WHERE person_id = $2 AND until_on NOT IN (SELECT taken.until_on FROM person_name taken WHERE taken.person_id = $1)", params![to.id, from.id])?;
    tx.execute("DELETE FROM person_name WHERE person_id = $1", params![from.id])?;
    if from.name == to.name {
        return Ok(());
    }
    let taken: Vec<Date> = tx.query("SELECT until_on FROM person_name WHERE person_id = $1", params![to.id], |row| row.get(0))?;
    let mut day = tx.today();
    while taken.contains(&day) {
        day = day.yesterday().map_err(anyhow::Error::new)?;
    }
    store::add_past_name(tx, to.id, day, &from.name)
}

/// The jobs that the kept card lacks; the kept card's main job stays the main one.
fn hand_over_jobs(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    tx.execute(
        "DELETE FROM person_job WHERE person_id = $1 AND EXISTS (SELECT 1 FROM person_job k WHERE k.person_id = $2 AND k.place_id = person_job.place_id AND k.position = person_job.position AND COALESCE(k.valid_to, '') = COALESCE(person_job.valid_to, ''))",
        params![gone, kept],
    )?;
    tx.execute("UPDATE person_job SET is_main = 0 WHERE person_id = $1 AND valid_to IS NULL", params![gone])?;
    tx.execute("UPDATE person_job SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
    Ok(())
}
