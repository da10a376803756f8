//! Requests for help and how soon they were answered. What is asked in confidence is not here at all.

use crate::asked::Asked;
use jiff::tz::TimeZone;
use kernel::{Date, Result, Timestamp, Tx, id::PlaceId, params};

/// Place, asker, day asked, day due, instant answered, working days until then.
type Line = (PlaceId, String, Date, Date, Option<Timestamp>, Option<i64>);

/// A request as nobody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub place: PlaceId,
    /// For counting those who asked, not requests: whoever is erased is one.
    pub asker: String,
    /// Asked a year before.
    pub is_past: bool,
    /// `None`: the term runs.
    pub in_term: Option<bool>,
    /// Working days until the first answer.
    pub days: Option<i64>,
}

/// Requests of both years, by the filter's subject and direction.
///
/// # Errors
/// The store fails.
pub fn requests(tx: &mut Tx<'_>, asked: &Asked, today: Date, zone: &TimeZone) -> Result<Vec<Request>> {
    let sql = "SELECT place_id, COALESCE(asker_person, asker_account, ''), asked_on, due_on, answered_at, response_days FROM help_request
        WHERE state <> 'withdrawn' AND ((asked_on >= $1 AND asked_on < $2) OR (asked_on >= $3 AND asked_on < $4)) AND (CAST($5 AS TEXT) = '' OR direction = $5) AND (CAST($6 AS TEXT) = '' OR subject = $6)";
    let rows: Vec<Line> = tx.query(sql, params![asked.past.from, asked.past.until, asked.now.from, asked.now.until, asked.direction, asked.subject], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
    })?;
    let request = |(place, asker, asked_on, due, answered, days): Line| {
        let in_term = match answered {
            Some(at) => Some(zone.to_datetime(at).date() <= due),
            None if due < today => Some(false),
            None => None,
        };
        Request { place, asker, is_past: asked_on < asked.past.until, in_term, days }
    };
    Ok(rows.into_iter().map(request).collect())
}
