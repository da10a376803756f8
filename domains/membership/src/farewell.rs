//! Whoever relied on a member hears that no membership is left: once for each leaving, however it came about — an order, a consent taken
//! back, a term that ran out, or an order that takes effect on a later day.

use crate::store;
use kernel::{
    Date, Result, Tx,
    id::PersonId,
    news::{Listeners, News},
    params,
};
use std::collections::BTreeSet;

/// Whether there is somebody to tell of: looked at often, and without holding up those who write.
///
/// # Errors
/// The store fails.
pub fn is_due(tx: &mut Tx<'_>) -> Result<bool> {
    let today = tx.today();
    let told = told(tx)?;
    Ok(store::left(tx, today)?.iter().any(|left| !told.contains(left)))
}

fn told(tx: &mut Tx<'_>) -> Result<BTreeSet<(PersonId, Date)>> {
    Ok(tx.query("SELECT person_id, over_on FROM membership_farewell", params![], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// Tells of everybody who has left and of whom it wasn't told. How many; for the schedule, and for the moment an order is signed.
///
/// # Errors
/// The store fails, or a listener does; then it is told the next time.
pub fn tell(tx: &mut Tx<'_>, listeners: &Listeners) -> Result<u64> {
    let (today, now) = (tx.today(), tx.now());
    let told = told(tx)?;
    let mut count = 0;
    for (person, over_on) in store::left(tx, today)? {
        if told.contains(&(person, over_on)) {
            continue;
        }
        tx.execute("INSERT INTO membership_farewell (person_id, over_on, told_at) VALUES ($1, $2, $3)", params![person, over_on, now])?;
        listeners.tell(tx, News::MembershipEnded { person })?;
        count += 1;
    }
    Ok(count)
}

/// Two cards are one person: what was told stays told.
pub(crate) fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    tx.execute("DELETE FROM membership_farewell WHERE person_id = $1 AND over_on IN (SELECT over_on FROM membership_farewell WHERE person_id = $2)", params![gone, kept])?;
    tx.execute("UPDATE membership_farewell SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
    Ok(())
}
