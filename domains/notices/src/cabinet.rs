//! One's own notices: unread first, read one by one or all. Nobody else's are ever read here.

use crate::model::{Kept, NoticeId, Topic};
use access::Actor;
use jiff::SignedDuration;
use kernel::{Paged, Result, Row, Slice, Tx, db::DbError, id::PersonId, params};

const COLUMNS: &str = "id, topic, subject, body, url, made_at, read_at, mailed_at";

fn kept(row: &Row<'_>) -> Result<Kept, DbError> {
    Ok(Kept { id: row.get(0)?, topic: row.get(1)?, subject: row.get(2)?, body: row.get(3)?, url: row.get(4)?, made_at: row.get(5)?, read_at: row.get(6)?, mailed_at: row.get(7)? })
}

/// More than this is «99+» in the header: counted no further.
const MOST_COUNTED: i64 = 100;

/// How many notices the person behind an account hasn't read, up to a hundred: one look into a short index.
///
/// # Errors
/// The store fails.
pub fn unread(tx: &mut Tx<'_>, actor: &Actor) -> Result<u64> {
    let Some(person) = actor.person else { return Ok(0) };
    Ok(tx.count("SELECT COUNT(*) FROM (SELECT 1 FROM notice WHERE person_id = $1 AND read_at IS NULL LIMIT $2) AS counted", params![person, MOST_COUNTED])?)
}

/// A person's notices, unread first, then the newest.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, person: PersonId, topic: Option<Topic>, slice: Slice) -> Result<Paged<Kept>> {
    let topic = topic.map(Topic::as_str).unwrap_or_default();
    let of = "person_id = $1 AND (CAST($2 AS TEXT) = '' OR topic = $2)";
    let total = tx.count(&format!("SELECT COUNT(*) FROM notice WHERE {of}"), params![person, topic])?;
    let sql = format!("SELECT {COLUMNS} FROM notice WHERE {of} ORDER BY CASE WHEN read_at IS NULL THEN 0 ELSE 1 END, made_at DESC, id DESC LIMIT $3 OFFSET $4");
    let rows = tx.query(&sql, params![person, topic, slice.limit(), slice.offset()], kept)?;
    Ok(Paged { rows, total, slice })
}

/// How many are unread of each topic that has any.
///
/// # Errors
/// The store fails.
pub fn unread_by_topic(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(Topic, u64)>> {
    Ok(tx.query("SELECT topic, COUNT(*) FROM notice WHERE person_id = $1 AND read_at IS NULL GROUP BY topic ORDER BY topic", params![person], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Marks one's own notice as read; where it leads. No letter is made of what was read. Reading one's own mail is no event for the journal.
///
/// # Errors
/// Not found: it is somebody else's.
pub fn read(tx: &mut Tx<'_>, person: PersonId, id: NoticeId) -> Result<String> {
    let url = tx.one("SELECT url FROM notice WHERE id = $1 AND person_id = $2", params![id, person], |row| row.get(0))?;
    let now = tx.now();
    tx.execute("UPDATE notice SET read_at = $1, due_at = NULL WHERE id = $2 AND read_at IS NULL", params![now, id])?;
    Ok(url)
}

/// Marks all of one's own, or those of a topic.
///
/// # Errors
/// The store fails.
pub fn read_all(tx: &mut Tx<'_>, person: PersonId, topic: Option<Topic>) -> Result<u64> {
    let (now, topic) = (tx.now(), topic.map(Topic::as_str).unwrap_or_default());
    Ok(tx.execute("UPDATE notice SET read_at = $1, due_at = NULL WHERE person_id = $2 AND read_at IS NULL AND (CAST($3 AS TEXT) = '' OR topic = $3)", params![now, person, topic])?)
}

/// What was told before a moment counts as read and makes no letter: for a past that was told all at once (the demo's).
///
/// # Errors
/// The store fails.
pub fn read_before(tx: &mut Tx<'_>, before: kernel::Timestamp) -> Result<u64> {
    Ok(tx.execute("UPDATE notice SET read_at = made_at, due_at = NULL WHERE made_at < $1 AND read_at IS NULL", params![before])?)
}

/// Read half a year ago, or told two years ago: gone. For the hourly job.
///
/// # Errors
/// The store fails.
pub fn tidy(tx: &mut Tx<'_>) -> Result<u64> {
    let before = |days: i64| tx.now() - SignedDuration::from_hours(24 * days);
    let (read, told) = (before(183), before(730));
    Ok(tx.execute("DELETE FROM notice WHERE read_at < $1 OR made_at < $2", params![read, told])?)
}
