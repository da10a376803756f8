//! The letter that a result may be looked at. No figure, no word of what came out: a letter lies open in a mailbox.

use crate::model::AttemptId;
use kernel::{Result, Timestamp, Tx, id::PersonId, params};
use mail::Letter;

/// Whoever sits before the page of the answers sees the result there: a letter to them would only be noise.
const PATIENCE: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);
/// A window is a year long at most; what is older was told or won't be.
const OLDEST: jiff::SignedDuration = jiff::SignedDuration::from_hours(24 * 400);

/// Writes to the teachers whose results may be seen by now and were not looked at, once for each result. How many letters.
///
/// # Errors
/// The store fails.
pub fn tell_ready(tx: &mut Tx<'_>, site: &str) -> Result<u64> {
    let mut told = 0;
    for ready in unseen(tx)? {
        let once_key = format!("result/{}", ready.attempt);
        if mail::is_made(tx, &once_key)? {
            continue;
        }
        let Some((name, address)) = addressee(tx, ready.person)? else { continue };
        let body = format!(
            "Здравствуйте, {name}!\n\nРезультат диагностики «{}» готов. Первыми его видите вы, и только вы решаете, показать ли его кому-нибудь.\n\nПосмотреть результат:\n{}/cabinet/results/{}\n",
            ready.title,
            site.trim_end_matches('/'),
            ready.attempt
        );
        mail::enqueue(tx, Letter { once_key, person: Some(ready.person), address, subject: "Результат диагностики готов".into(), body })?;
        told += 1;
    }
    Ok(told)
}

struct Ready {
    attempt: AttemptId,
    person: PersonId,
    title: String,
}

/// Scored attempts that are due and were not looked at.
fn unseen(tx: &mut Tx<'_>) -> Result<Vec<Ready>> {
    let now = tx.now();
    let before = |span: jiff::SignedDuration| now.saturating_sub(span).unwrap_or(Timestamp::MIN);
    let sql = "SELECT a.id, a.person_id, i.title FROM attempt a JOIN assignment s ON s.id = a.assignment_id JOIN instrument i ON i.id = a.instrument_id JOIN person p ON p.id = a.person_id
        WHERE a.state = 'scored' AND a.shown_at IS NULL AND a.scored_at >= $1 AND a.scored_at <= $2 AND (i.shows = 'at_once' OR s.closes_at <= $2) AND p.erased_at IS NULL AND p.merged_into IS NULL
        ORDER BY a.scored_at, a.id";
    Ok(tx.query(sql, params![before(OLDEST), before(PATIENCE)], kernel::row!(Ready { attempt, person, title }))?)
}

/// The given name, and the address of the account or of the card.
fn addressee(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<(String, String)>> {
    let everywhere = access::Scope::program("a letter to the person themself about their own result");
    let Some(row) = people::rows(tx, &everywhere, &[person])?.into_iter().next() else { return Ok(None) };
    let address = match access::accounts::of_person(tx, person)? {
        Some(account) if account.is_disabled() => None,
        Some(account) => Some(account.email),
        None => row.email,
    };
    Ok(address.filter(|address| kernel::contact::email(address).is_ok()).map(|address| (row.name.given, address)))
}
