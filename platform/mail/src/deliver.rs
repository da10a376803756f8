//! The job that sends what is due.

use crate::{
    night::by_day_of,
    outbox::{self, Kept},
    post::{Failed, Post},
};
use jiff::SignedDuration;
use kernel::{Db, Result, Timestamp};

/// What a run did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Delivered {
    pub sent: u32,
    pub failed: u32,
}

const PER_RUN: u32 = 50;
/// Minutes to wait after the first, second … attempt; after the last a letter is given up.
const PAUSES: [i64; 9] = [1, 5, 15, 60, 180, 360, 720, 1440, 1440];
const PATIENCE: usize = PAUSES.len() + 1;
/// A server that says a plain no is asked this many times: the settings may be put right in the meantime.
const PATIENCE_WITH_NO: usize = 4;

/// Sends the letters whose time has come; without a mail server does nothing. Blocking: run it off the async threads.
///
/// # Errors
/// The store fails. A mail server that fails is noted at the letter.
pub fn deliver_due(db: &Db, post: &Post, now: Timestamp) -> Result<Delivered> {
    let mut done = Delivered::default();
    if !post.leaves() {
        return Ok(done);
    }
    for letter in db.read(|tx| outbox::due(tx, now, PER_RUN))? {
        // Its time came by day, and only now, at night, is there somebody to send it.
        let morning = by_day_of(now, letter.day_zone.as_deref());
        if morning > now {
            db.write(|tx| outbox::postpone(tx, &letter, morning))?;
            continue;
        }
        let next = next_attempt(now, &letter, PATIENCE);
        if !db.write(|tx| outbox::claim(tx, &letter, next))? {
            continue;
        }
        match attempt(db, post, &letter, now)? {
            Attempt::Sent => done.sent += 1,
            Attempt::Failed => done.failed += 1,
        }
    }
    Ok(done)
}

enum Attempt {
    Sent,
    Failed,
}

fn attempt(db: &Db, post: &Post, letter: &Kept, now: Timestamp) -> Result<Attempt> {
    let (cause, patience) = match post.send(letter) {
        Ok(()) => {
            db.write(|tx| outbox::note_sent(tx, letter.id, now))?;
            return Ok(Attempt::Sent);
        }
        Err(Failed::Weather(cause)) => (cause, PATIENCE),
        Err(Failed::Refused(cause)) => (cause, PATIENCE_WITH_NO),
    };
    tracing::warn!(letter = %letter.id, attempt = letter.attempts + 1, "a letter could not be sent");
    db.write(|tx| outbox::note_failed(tx, letter.id, next_attempt(now, letter, patience), &cause))?;
    Ok(Attempt::Failed)
}

/// When to try again after the attempt that is being made now; never, once patience is out.
fn next_attempt(now: Timestamp, letter: &Kept, patience: usize) -> Timestamp {
    let made = usize::try_from(letter.attempts).unwrap_or(usize::MAX);
    let never = outbox::never();
    let Some(minutes) = PAUSES.get(..patience - 1).and_then(|pauses| pauses.get(made)) else { return never };
    now.saturating_add(SignedDuration::from_mins(*minutes)).map_or(never, |at| by_day_of(at, letter.day_zone.as_deref()))
}
