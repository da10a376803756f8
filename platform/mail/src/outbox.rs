//! The table `letter`.

use crate::night::by_day_of;
use kernel::{
    Error, Paged, Result, Slice, Timestamp, Tx,
    id::PersonId,
    name::{clean_line, clean_text},
    news::News,
    params, row,
};

kernel::uuid_id! {
    /// A letter in the outbox.
    LetterId,
}

/// A letter to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What the letter is about, once: `returned/<application>/<version>`. The same key never makes a second letter.
    pub once_key: String,
    /// Whose data it carries: erasure reaches it by this.
    pub person: Option<PersonId>,
    pub address: String,
    pub subject: String,
    /// Plain text; addresses of pages in full, each on a line of its own.
    pub body: String,
}

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Waiting,
    Sent,
    /// Given up after repeated refusals; a person must look.
    Failed,
}

/// A letter as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: LetterId,
    pub address: String,
    pub subject: String,
    pub body: String,
    pub made_at: Timestamp,
    pub send_after: Timestamp,
    pub attempts: u32,
    pub last_error: Option<String>,
    pub sent_at: Option<Timestamp>,
    /// The zone whose nights it waits out; none: it goes at any hour.
    pub day_zone: Option<String>,
}

impl Kept {
    #[must_use]
    pub fn state(&self) -> State {
        match self.sent_at {
            Some(_) => State::Sent,
            None if self.send_after >= never() => State::Failed,
            None => State::Waiting,
        }
    }
}

/// The time of the next attempt of a letter that is given up: the year 9999.
pub(crate) fn never() -> Timestamp {
    Timestamp::from_second(253_370_764_800).unwrap_or(Timestamp::MAX)
}

const LONGEST_SUBJECT: usize = 200;
const LONGEST_BODY: usize = 50_000;

/// Puts a letter into the outbox, once per key.
///
/// # Errors
/// The address is no address (a field error at `email`), or the store fails.
pub fn enqueue(tx: &mut Tx<'_>, letter: Letter) -> Result<()> {
    put(tx, &letter, None)
}

/// As [`enqueue`], for what can wait: it never leaves between nine in the evening and eight in the morning of the reader's zone (a name of
/// the tz database), neither at first nor when it is tried again.
///
/// # Errors
/// As [`enqueue`].
pub fn enqueue_by_day(tx: &mut Tx<'_>, letter: &Letter, zone: &str) -> Result<()> {
    put(tx, letter, Some(zone))
}

fn put(tx: &mut Tx<'_>, letter: &Letter, day_zone: Option<&str>) -> Result<()> {
    let address = kernel::contact::email(&letter.address).map_err(|help| Error::field("email", help))?;
    let subject: String = clean_line(&letter.subject).chars().take(LONGEST_SUBJECT).collect();
    let body: String = clean_text(&letter.body).chars().take(LONGEST_BODY).collect();
    let now = tx.now();
    let send_after = by_day_of(now, day_zone);
    tx.execute(
        "INSERT INTO letter (id, once_key, person_id, address, subject, body, made_at, send_after, day_zone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (once_key) DO NOTHING",
        params![LetterId::fresh(), letter.once_key, letter.person, address, subject, body, now, send_after, day_zone],
    )?;
    Ok(())
}

/// Whether a letter of this key was ever made: for jobs that look again and again.
///
/// # Errors
/// The store fails.
pub fn is_made(tx: &mut Tx<'_>, once_key: &str) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM letter WHERE once_key = $1", params![once_key])? > 0)
}

const COLUMNS: &str = "id, address, subject, body, made_at, send_after, attempts, last_error, sent_at, day_zone";

/// All letters, newest first: the demo's page of the outbox.
///
/// # Errors
/// The store fails.
pub fn outbox(tx: &mut Tx<'_>, slice: Slice) -> Result<Paged<Kept>> {
    let total = tx.count("SELECT COUNT(*) FROM letter", params![])?;
    let rows = tx.query(
        &format!("SELECT {COLUMNS} FROM letter ORDER BY made_at DESC, id DESC LIMIT $1 OFFSET $2"),
        params![slice.limit(), slice.offset()],
        row!(Kept { id, address, subject, body, made_at, send_after, attempts, last_error, sent_at, day_zone }),
    )?;
    Ok(Paged { rows, total, slice })
}

/// Letters whose time has come, oldest first.
pub(crate) fn due(tx: &mut Tx<'_>, now: Timestamp, most: u32) -> Result<Vec<Kept>> {
    Ok(tx.query(
        &format!("SELECT {COLUMNS} FROM letter WHERE sent_at IS NULL AND send_after <= $1 ORDER BY send_after, id LIMIT $2"),
        params![now, most],
        row!(Kept { id, address, subject, body, made_at, send_after, attempts, last_error, sent_at, day_zone }),
    )?)
}

/// Takes a letter for one attempt; `false` if another took it or it is gone.
pub(crate) fn claim(tx: &mut Tx<'_>, letter: &Kept, next: Timestamp) -> Result<bool> {
    let touched = tx.execute("UPDATE letter SET attempts = attempts + 1, send_after = $1 WHERE id = $2 AND attempts = $3 AND sent_at IS NULL", params![next, letter.id, letter.attempts])?;
    Ok(touched == 1)
}

/// Waits until a later moment; no attempt was made.
pub(crate) fn postpone(tx: &mut Tx<'_>, letter: &Kept, until: Timestamp) -> Result<()> {
    tx.execute("UPDATE letter SET send_after = $1 WHERE id = $2 AND attempts = $3 AND sent_at IS NULL", params![until, letter.id, letter.attempts])?;
    Ok(())
}

/// What was sent is not read again: a body may hold a secret link, and lies here no longer than it must.
pub(crate) fn note_sent(tx: &mut Tx<'_>, id: LetterId, at: Timestamp) -> Result<()> {
    tx.execute("UPDATE letter SET sent_at = $1, last_error = NULL, body = '' WHERE id = $2", params![at, id])?;
    Ok(())
}

pub(crate) fn note_failed(tx: &mut Tx<'_>, id: LetterId, next: Timestamp, cause: &str) -> Result<()> {
    let cause: String = clean_line(cause).chars().take(500).collect();
    tx.execute("UPDATE letter SET send_after = $1, last_error = $2 WHERE id = $3", params![next, cause, id])?;
    Ok(())
}

/// How many letters wait and how many were given up (doctor).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub waiting: u64,
    pub failed: u64,
}

/// Counts the outbox.
///
/// # Errors
/// The store fails.
pub fn tally(tx: &mut Tx<'_>) -> Result<Tally> {
    let unsent = tx.count("SELECT COUNT(*) FROM letter WHERE sent_at IS NULL", params![])?;
    let failed = tx.count("SELECT COUNT(*) FROM letter WHERE sent_at IS NULL AND send_after >= $1", params![never()])?;
    Ok(Tally { waiting: unsent - failed.min(unsent), failed })
}

/// Empties letters sent before `before`, and those made before and given up since: what stays is that they were. How many were emptied.
///
/// # Errors
/// The store fails.
pub fn trim_sent(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    let over = "sent_at < $1 OR (sent_at IS NULL AND send_after >= $2 AND made_at < $1)";
    Ok(tx.execute(&format!("UPDATE letter SET address = '', subject = '', body = '', person_id = NULL WHERE address <> '' AND ({over})"), params![before, never()])?)
}

/// Erases every letter to an address (an applicant who never became a person).
///
/// # Errors
/// The store fails.
pub fn erase_address(tx: &mut Tx<'_>, address: &str) -> Result<u64> {
    Ok(tx.execute("DELETE FROM letter WHERE address = $1", params![address])?)
}

/// Hears news of people: erased ones take their letters along, merged ones hand them over.
///
/// # Errors
/// The store fails.
pub fn hear(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => {
            let gone = tx.execute("DELETE FROM letter WHERE person_id = $1", params![person])?;
            Ok(if gone > 0 { vec!["письма".to_owned()] } else { Vec::new() })
        }
        News::Merged { gone, kept } => {
            tx.execute("UPDATE letter SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
            Ok(Vec::new())
        }
        News::ProcessingWithdrawn { .. }
        | News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
        | News::DiagnosticsWithdrawn { .. }
        | News::AttemptScored { .. }
        | News::ResourceWithdrawn { .. }
        | News::ObservationAcknowledged { .. }
        | News::CaseTurnedBack { .. }
        | News::CaseEnded { .. }
        | News::CaseDeficitsChanged { .. }
        | News::MembershipEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}
