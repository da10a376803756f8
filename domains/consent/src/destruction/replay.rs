//! After a restore: what was destroyed since the backup is destroyed again before anybody may log in.

use super::{execute::erase, register};
use crate::duty;
use audit::{By, Event, Record};
use files::Digest;
use kernel::{Result, Tx, id::PersonId, news::Listeners, params};

/// What a replay did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replayed {
    pub people: usize,
    /// Files to remove from the disk once the transaction is committed.
    pub gone: Vec<Digest>,
}

/// Erases a person again. Nothing happens when nothing is left of them, or when the backup is older than their card.
///
/// # Errors
/// A listener or the store fails.
pub fn replay(tx: &mut Tx<'_>, listeners: &Listeners, person: PersonId) -> Result<Replayed> {
    let is_there = tx.count("SELECT COUNT(*) FROM person WHERE id = $1 AND erased_at IS NULL", params![person])?;
    if is_there == 0 {
        return Ok(Replayed::default());
    }
    let erased = erase(tx, listeners, person)?;
    tx.record(&By::system(), Event::new("destruction.replayed", "person", person).of(person))?;
    Ok(Replayed { people: 1, gone: erased.gone })
}

/// Replays the whole register ([`register::FILE_NAME`]) and puts its lines back into the table.
///
/// # Errors
/// A listener or the store fails.
pub fn replay_log(tx: &mut Tx<'_>, listeners: &Listeners, log: &str) -> Result<Replayed> {
    let mut all = Replayed::default();
    for line in register::parse(log) {
        let one = replay(tx, listeners, line.person)?;
        all.people += one.people;
        all.gone.extend(one.gone);
        put_back(tx, &line)?;
        duty::close_to_destroy(tx, line.second_by, line.person, &format!("Данные уничтожены, акт № {}", line.act_number))?;
    }
    Ok(all)
}

fn put_back(tx: &mut Tx<'_>, line: &register::Line) -> Result<()> {
    tx.execute("DELETE FROM destruction WHERE id = $1", params![line.id])?;
    tx.execute(
        "INSERT INTO destruction (id, person_id, reason, asked_at, asked_by, first_by, first_at, second_by, second_at, done_at, act_number, categories, act_digest, log_digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        params![
            line.id,
            line.person,
            line.reason,
            line.asked_at,
            line.asked_by,
            line.first_by,
            line.first_at,
            line.second_by,
            line.second_at,
            line.done_at,
            line.act_number,
            line.categories,
            line.act_digest,
            line.log_digest
        ],
    )?;
    Ok(())
}
