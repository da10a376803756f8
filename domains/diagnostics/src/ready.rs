//! Telling that a result may be looked at. No figure, no word of what came out: a letter lies open in a mailbox.

use crate::model::AttemptId;
use kernel::{Result, Timestamp, Tx, id::PersonId, params};
use notices::{Notice, Topic};

/// Whoever sits before the page of the answers sees the result there: a notice to them would only be noise.
const PATIENCE: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);
/// A window is a year long at most; what is older was told or won't be.
const OLDEST: jiff::SignedDuration = jiff::SignedDuration::from_hours(24 * 400);

/// Tells the teachers whose results may be seen by now and were not looked at, once for each result. How many were told.
///
/// # Errors
/// The store fails.
pub fn tell_ready(tx: &mut Tx<'_>, site: &str) -> Result<u64> {
    let mut told = 0;
    for ready in unseen(tx)? {
        let once_key = format!("result/{}", ready.attempt);
        // Before notices there were letters under the same key.
        if notices::is_told(tx, &once_key)? || mail::is_made(tx, &once_key)? {
            continue;
        }
        let body = format!("Результат диагностики «{}» готов. Первыми его видите вы, и только вы решаете, показать ли его кому-нибудь.", ready.title);
        let url = format!("{}/cabinet/results/{}", site.trim_end_matches('/'), ready.attempt);
        notices::tell(tx, &Notice { once_key, person: ready.person, topic: Topic::Diagnostics, subject: "Результат диагностики готов".into(), body, url })?;
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
