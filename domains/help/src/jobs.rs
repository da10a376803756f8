//! What happens by itself: silent requests are closed, confidential ones are gone after their term.

use crate::{
    model::State,
    private,
    store::{SELECT, end, shape},
    terms,
};
use audit::{By, Event, Record};
use jiff::SignedDuration;
use kernel::{Result, Timestamp, Tx, params};

/// A confidential request that nobody answered is closed after so long: nothing is kept for ever.
const UNANSWERED: i64 = 180;

fn ago(tx: &Tx<'_>, days: i64) -> Timestamp {
    tx.now() - SignedDuration::from_hours(24 * days)
}

/// The hourly job. How many requests were closed or went.
///
/// # Errors
/// The store fails.
pub fn tidy(tx: &mut Tx<'_>) -> Result<u64> {
    let terms = terms::read(tx)?;
    let (silent, unanswered, erase) = (ago(tx, terms.silent_days.into()), ago(tx, UNANSWERED), ago(tx, terms.erase_days.into()));
    let mut done = close_silent(tx, silent)?;
    done += private::store::close_silent(tx, silent, unanswered)?;
    for id in private::store::closed_before(tx, erase)? {
        private::store::remove(tx, id)?;
        done += 1;
    }
    Ok(done)
}

/// Answered, and the asker says nothing more: closed without a word on whether it helped.
fn close_silent(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    let today = tx.today();
    let sql = format!("{SELECT} WHERE h.state = 'answered' AND h.answered_at < $2 AND NOT EXISTS (SELECT 1 FROM help_message m WHERE m.help_id = h.id AND m.made_at >= $2) ORDER BY h.answered_at, h.id LIMIT 500");
    let silent = tx.query(&sql, params![today, before], shape)?;
    for request in &silent {
        end(tx, request, State::Closed, (None, ""))?;
        tx.record(&By::system(), Event::new("help.closed", "help_request", request.id).of_maybe(request.asker.person))?;
    }
    Ok(silent.len() as u64)
}
