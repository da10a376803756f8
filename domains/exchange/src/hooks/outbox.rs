//! The outbox: whose turn it is, and what became of a try. A receiver that is unwell (no answer, or one that blames itself) waits as a whole,
//! its oldest message first in line; a message that a receiver refuses waits alone.

use super::{Hook, HookId, Message, Stage, deliver::PAUSES, load, message, send::Tried};
use audit::{By, Event, Record};
use jiff::{SignedDuration, Timestamp};
use kernel::{Result, Tx, params};
use mail::Letter;
use serde_json::json;
use std::collections::BTreeSet;

/// After the last try only the log is left, for so many days.
const KEPT_DAYS: i64 = 30;
/// An old message is not given up before so many tries: it may have waited behind others, or while the program stood still.
const ENOUGH: i64 = 4;
/// Of a try `t`: the receiver itself is unwell, it isn't this message that it doesn't like.
const UNWELL: &str = "(t.status IS NULL OR t.status = 429 OR t.status >= 500)";

/// The next message of each receiver that may be told now and isn't `busy`, whoever has waited longest first; at most so many.
///
/// # Errors
/// The store fails.
pub fn heads(tx: &mut Tx<'_>, now: Timestamp, busy: &BTreeSet<HookId>, most: usize) -> Result<Vec<(Hook, Message)>> {
    let waiting: Vec<HookId> = tx.query(
        "SELECT m.webhook_id FROM webhook_message m JOIN webhook h ON h.id = m.webhook_id WHERE m.state = 'waiting' AND m.next_at <= $1 AND h.is_on = 1 AND h.removed_at IS NULL
         GROUP BY m.webhook_id ORDER BY MIN(m.next_at), m.webhook_id",
        params![now],
        |row| row.get(0),
    )?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT DISTINCT m.webhook_id FROM webhook_message m JOIN webhook_try t ON t.message_id = m.id AND t.number = m.tries WHERE m.state = 'waiting' AND m.next_at > $1 AND {UNWELL}");
    let unwell: BTreeSet<HookId> = tx.query(&sql, params![now], |row| row.get(0))?.into_iter().collect();
    let mut found = Vec::new();
    for id in waiting.into_iter().filter(|id| !busy.contains(id)) {
        if found.len() == most {
            break;
        }
        if let Some(message) = head(tx, id, now, unwell.contains(&id))? {
            found.push((load(tx, id)?, message));
        }
    }
    Ok(found)
}

/// The oldest that is due; of a receiver that is unwell only what somebody sends to try it. Ids of one receiver end with growing numbers.
fn head(tx: &mut Tx<'_>, hook: HookId, now: Timestamp, is_unwell: bool) -> Result<Option<Message>> {
    let sql = "SELECT id, webhook_id, event, body, state, tries, next_at, made_at, '' FROM webhook_message
        WHERE webhook_id = $1 AND state = 'waiting' AND next_at <= $2 AND ($3 = 0 OR event = 'test') ORDER BY made_at, LENGTH(id), id LIMIT 1";
    Ok(tx.maybe(sql, params![hook, now, i64::from(is_unwell)], message)?)
}

/// What becomes of a message after a try, and when it is tried again.
fn fate(message: &Message, tried: &Tried, now: Timestamp) -> (Stage, Timestamp) {
    if tried.is_good() {
        return (Stage::Delivered, now);
    }
    let pause = usize::try_from(message.tries).ok().and_then(|at| PAUSES.get(at).copied());
    let longest = PAUSES.iter().fold(SignedDuration::ZERO, |sum, pause| sum + *pause);
    // What waited behind others has its days behind it already: else a dead receiver's line would never end.
    let is_late = message.tries + 1 >= ENOUGH && now.duration_since(message.made_at) > longest;
    match pause {
        Some(pause) if !is_late => (Stage::Waiting, now + pause.max(tried.wish)),
        Some(_) | None => (Stage::GivenUp, now),
    }
}

/// Writes a try down, and what follows from it. `page`: the receiver's own, for letters.
///
/// # Errors
/// The store fails.
pub fn note(tx: &mut Tx<'_>, hook: &Hook, message: &Message, tried: &Tried, page: &str) -> Result<()> {
    let (now, number) = (tx.now(), message.tries + 1);
    let (stage, next) = fate(message, tried, now);
    let changed = tx.execute("UPDATE webhook_message SET state = $1, tries = $2, next_at = $3 WHERE id = $4 AND state = 'waiting' AND tries = $5", params![stage, number, next, message.id, message.tries])?;
    if changed == 0 {
        // The receiver was removed meanwhile.
        return Ok(());
    }
    tx.execute("INSERT INTO webhook_try (message_id, number, tried_at, status, words) VALUES ($1, $2, $3, $4, $5)", params![message.id, number, now, tried.status.map(i64::from), tried.words])?;
    match stage {
        Stage::Delivered => well_again(tx, hook.id)?,
        Stage::GivenUp => {
            tx.record(&By::system(), Event::new("webhook.given_up", "webhook", hook.id).with(json!({"message": message.id, "topic": message.topic})))?;
            let words =
                format!("Приёмник уведомлений «{}» не отвечает больше двух суток: уведомление не доставлено, попытки прекращены.\n\nПосмотрите, что случилось, и исправьте адрес или приостановите приёмник:", hook.name);
            say_so(tx, ("Уведомление не доставлено", &words), &format!("webhook/{}", hook.id), page)?;
        }
        Stage::Waiting => {}
    }
    if tried.is_gone() { stop(tx, hook, page) } else { Ok(()) }
}

/// A receiver that has taken something is well: what waited for it need not wait longer.
fn well_again(tx: &mut Tx<'_>, hook: HookId) -> Result<()> {
    let now = tx.now();
    let sql = format!(
        "UPDATE webhook_message SET next_at = $1 WHERE webhook_id = $2 AND state = 'waiting' AND next_at > $1
         AND EXISTS (SELECT 1 FROM webhook_try t WHERE t.message_id = webhook_message.id AND t.number = webhook_message.tries AND {UNWELL})"
    );
    tx.execute(&sql, params![now, hook])?;
    Ok(())
}

/// Somebody has mended the receiver: everything that waits for it is tried at once.
///
/// # Errors
/// The store fails.
pub fn again(tx: &mut Tx<'_>, hook: HookId) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE webhook_message SET next_at = $1 WHERE webhook_id = $2 AND state = 'waiting' AND next_at > $1", params![now, hook])?;
    Ok(())
}

/// A receiver that says it is gone is paused, as Standard Webhooks ask; what waits for it is kept.
fn stop(tx: &mut Tx<'_>, hook: &Hook, page: &str) -> Result<()> {
    if tx.execute("UPDATE webhook SET is_on = 0 WHERE id = $1 AND is_on = 1", params![hook.id])? == 0 {
        return Ok(());
    }
    tx.record(&By::system(), Event::new("webhook.paused", "webhook", hook.id).with(json!({"status": 410})))?;
    let words = format!("Приёмник уведомлений «{}» ответил, что больше их не принимает (код 410). Он приостановлен, уведомления копятся.\n\nИсправьте адрес и включите приёмник или удалите его:", hook.name);
    say_so(tx, ("Приёмник уведомлений приостановлен", &words), &format!("webhook-gone/{}", hook.id), page)
}

/// One letter a day for each receiver to whoever runs the installation.
fn say_so(tx: &mut Tx<'_>, (subject, words): (&str, &str), key: &str, page: &str) -> Result<()> {
    let today = tx.today();
    for (account, _) in access::grants::holders(tx, access::Role::Administrator)? {
        let to = access::accounts::find(tx, account)?;
        let letter = Letter { once_key: format!("{key}/{today}/{account}"), person: to.person, address: to.email, subject: subject.into(), body: format!("Здравствуйте!\n\n{words}\n{page}\n") };
        mail::enqueue(tx, letter)?;
    }
    Ok(())
}

/// Forgets messages a month after they were made; how many.
///
/// # Errors
/// The store fails.
pub fn tidy(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now() - SignedDuration::from_hours(24 * KEPT_DAYS);
    tx.execute("DELETE FROM webhook_try WHERE message_id IN (SELECT id FROM webhook_message WHERE state <> 'waiting' AND made_at < $1)", params![before])?;
    Ok(tx.execute("DELETE FROM webhook_message WHERE state <> 'waiting' AND made_at < $1", params![before])?)
}

/// Messages that were given up, by receiver.
///
/// # Errors
/// The store fails.
pub fn given_up(tx: &mut Tx<'_>) -> Result<Vec<(HookId, i64)>> {
    Ok(tx.query("SELECT webhook_id, COUNT(*) FROM webhook_message WHERE state = 'given_up' GROUP BY webhook_id", params![], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hooks::Topic;

    fn after(tries: i64, hours: i64, tried: &Tried) -> (Stage, SignedDuration) {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours);
        let message = Message { id: "msg_1".into(), hook: HookId::fresh(), topic: Topic::PlaceChanged, body: "{}".into(), stage: Stage::Waiting, tries, next_at: now, made_at: Timestamp::UNIX_EPOCH, last: String::new() };
        let (stage, next) = fate(&message, tried, now);
        (stage, next.duration_since(now))
    }

    #[test]
    fn a_message_is_tried_for_days_and_never_given_up_at_the_first_failures() {
        let failed = Tried { status: None, words: String::new(), wish: SignedDuration::ZERO };
        assert_eq!(after(0, 0, &failed), (Stage::Waiting, PAUSES[0]));
        assert_eq!(after(8, 36, &failed), (Stage::Waiting, PAUSES[8]));
        assert_eq!(after(9, 60, &failed).0, Stage::GivenUp, "tried ten times");
        assert_eq!(after(2, 500, &failed), (Stage::Waiting, PAUSES[2]), "the program itself may have stood still");
        assert_eq!(after(3, 500, &failed).0, Stage::GivenUp, "waited long behind others, and was tried");
        assert_eq!(after(3, 59, &failed).0, Stage::Waiting);
    }

    #[test]
    fn a_receiver_s_wish_lengthens_a_pause_and_never_shortens_it() {
        let busy = |hours: i64| Tried { status: Some(503), words: String::new(), wish: SignedDuration::from_hours(hours) };
        assert_eq!(after(0, 0, &busy(1)), (Stage::Waiting, SignedDuration::from_hours(1)));
        assert_eq!(after(7, 0, &busy(1)), (Stage::Waiting, PAUSES[7]));
    }
}
