//! The second approval, and with it the erasure itself.

use super::{
    Destruction, approver, find,
    papers::{self, Outcome},
};
use crate::{DestructionId, duty};
use access::Scope;
use audit::{By, Event, Record};
use documents::Documents;
use files::Digest;
use kernel::{
    Error, Result, Tx,
    id::{AccountId, PersonId},
    news::{Listeners, News},
    params,
};
use serde_json::json;
use std::collections::BTreeSet;

/// What an erasure is done with.
#[derive(Clone, Copy)]
pub struct Workshop<'w> {
    pub listeners: &'w Listeners,
    pub documents: &'w Documents,
    pub files: &'w files::Store,
    /// The zone in which papers tell the time.
    pub zone: &'w jiff::tz::TimeZone,
}

/// The second approval as given.
#[derive(Debug, Clone)]
pub struct Approval {
    pub id: DestructionId,
    /// At which the line was seen.
    pub version: i64,
    /// Papers and other media destroyed together with the records.
    pub media: Vec<documents::Medium>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Executed {
    pub act_number: String,
    /// Files to remove from the disk once the transaction is committed.
    pub gone: Vec<Digest>,
}

/// The second approval (right `ApproveDestruction`, checked by the caller) erases everything at once.
///
/// # Errors
/// Not found; a refusal when there is no first approval, when the same account gave it, or somebody was faster.
pub fn approve_second(tx: &mut Tx<'_>, workshop: Workshop<'_>, by: &By, scope: &Scope, approval: Approval) -> Result<Executed> {
    let Approval { id, version, media } = approval;
    let line = find(tx, scope, id)?;
    let account = approver(by)?;
    allowed(&line, account)?;
    let now = tx.now();
    let sql = "UPDATE destruction SET second_by = $1, second_at = $2, version = version + 1 WHERE id = $3 AND version = $4 AND done_at IS NULL AND taken_back_at IS NULL";
    tx.change_one("Запрос на уничтожение", sql, params![account, now, id, version])?;
    tx.record(by, Event::new("destruction.approved_second", "destruction", id).of(line.person))?;
    let erased = erase(tx, workshop.listeners, line.person)?;
    let act_number = next_number(tx)?;
    let counts = json!({"files": erased.gone.len(), "log_payloads": erased.log_payloads});
    tx.record(by, Event::new("destruction.done", "destruction", id).of(line.person).with(counts))?;
    let line = find(tx, scope, id)?;
    let printed = papers::print(tx, workshop, &line, Outcome { erased: &erased, media, number: &act_number })?;
    let categories = serde_json::to_string(&erased.categories).map_err(anyhow::Error::new)?;
    tx.execute("UPDATE destruction SET done_at = $1, act_number = $2, categories = $3, act_digest = $4, log_digest = $5 WHERE id = $6", params![now, act_number, categories, printed.act, printed.log, id])?;
    duty::close_to_destroy(tx, Some(account), line.person, &format!("Данные уничтожены, акт № {act_number}"))?;
    Ok(Executed { act_number, gone: erased.gone })
}

fn allowed(line: &Destruction, account: AccountId) -> Result<()> {
    line.must_be_open()?;
    match line.first_by {
        None => Err(Error::refusal("Сначала нужно первое утверждение ответственного за персональные данные.")),
        Some(first) if first == account => Err(Error::refusal("Первое утверждение дали вы. Второе должен дать другой сотрудник: попросите координатора или второго ответственного.")),
        Some(_) => Ok(()),
    }
}

/// What an erasure took away.
pub struct Erased {
    pub categories: Vec<String>,
    pub gone: Vec<Digest>,
    pub log_payloads: u64,
}

/// Erases a person everywhere: each domain its own tables, then what the journal says about them.
pub fn erase(tx: &mut Tx<'_>, listeners: &Listeners, person: PersonId) -> Result<Erased> {
    let before = kept_files(tx)?;
    let mut categories = listeners.tell(tx, News::Erase { person })?;
    let log_payloads = audit::erase(tx, person)?;
    if log_payloads > 0 {
        categories.push("содержание записей журнала событий".to_owned());
    }
    let mut seen = BTreeSet::new();
    categories.retain(|category| seen.insert(category.clone()));
    let after = kept_files(tx)?;
    card_is_empty(tx, person)?;
    Ok(Erased { categories, gone: before.difference(&after).cloned().collect(), log_payloads })
}

/// A wiring without the listener of people would sign an act about data that are still there.
fn card_is_empty(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let left = tx.count("SELECT COUNT(*) FROM person WHERE id = $1 AND erased_at IS NULL", params![person])?;
    if left == 0 { Ok(()) } else { Err(Error::Internal(anyhow::anyhow!("no listener has erased the card of {person}"))) }
}

fn kept_files(tx: &mut Tx<'_>) -> Result<BTreeSet<Digest>> {
    Ok(tx.query("SELECT digest FROM file", params![], |row| row.get(0))?.into_iter().collect())
}

/// Numbers run through a year; the transaction is the only writer.
fn next_number(tx: &mut Tx<'_>) -> Result<String> {
    let year = tx.today().year();
    let given = tx.count("SELECT COUNT(*) FROM destruction WHERE act_number LIKE $1", params![format!("%/{year}")])?;
    Ok(format!("{}/{year}", given + 1))
}
