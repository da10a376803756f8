//! Taking a request back before the second approval.

use super::find;
use crate::{ConsentKind, DestructionId, duty, has_live};
use access::Scope;
use audit::{By, Event, Record};
use kernel::{Error, Result, Tx, name::clean_text, params};

const LONGEST: usize = 1000;

/// Takes an open request back (right `StartDestruction`, checked by the caller); the line stays in the register with the reason.
///
/// A duty to destroy that a withdrawal has opened stays open: the law demands it. It is closed here only when the person has
/// agreed to the processing again.
///
/// # Errors
/// Not found; a field error at `why`; a refusal when it is done or taken back already, or was changed meanwhile.
pub fn take_back(tx: &mut Tx<'_>, by: &By, scope: &Scope, id: DestructionId, version: i64, why: &str) -> Result<()> {
    let line = find(tx, scope, id)?;
    line.must_be_open()?;
    let why = clean_text(why);
    if why.is_empty() || why.chars().count() > LONGEST {
        return Err(Error::field("why", format!("Напишите, почему уничтожать не нужно: не больше {LONGEST} знаков. Например: «Человек снова дал согласие»")));
    }
    let now = tx.now();
    let sql = "UPDATE destruction SET taken_back_at = $1, taken_back_by = $2, taken_back_why = $3, version = version + 1 WHERE id = $4 AND version = $5 AND done_at IS NULL AND taken_back_at IS NULL";
    tx.change_one("Запрос на уничтожение", sql, params![now, by.account, why, id, version])?;
    tx.record(by, Event::new("destruction.taken_back", "destruction", id).of(line.person))?;
    let today = tx.today();
    if has_live(tx, line.person, ConsentKind::Processing, today)? {
        duty::close_to_destroy(tx, by.account, line.person, &format!("Запрос на уничтожение отозван: {why}"))?;
    }
    Ok(())
}
