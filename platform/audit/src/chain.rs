//! The chain: each event's hash covers its fields and the hash before it.

use crate::{By, Event};
use kernel::{
    Result, Row, Timestamp, Tx, Value,
    db::{Bulk, DbError},
    params,
};
use sha2::{Digest, Sha256};

const ROOT: &str = "metodaktiv";

/// What the hash covers, in the order of the columns.
struct Link {
    seq: i64,
    happened_at: Timestamp,
    account_id: Option<String>,
    actor: String,
    action: String,
    object_kind: String,
    object_id: String,
    person_id: Option<String>,
    payload_hash: String,
    previous_hash: String,
}

impl Link {
    /// SHA-256 over the fields, each with its length before it, so that no two events share a text.
    fn hash(&self) -> String {
        let at = format!("{:.6}", self.happened_at);
        let seq = self.seq.to_string();
        let absent = String::new();
        let fields =
            [&seq, &at, self.account_id.as_ref().unwrap_or(&absent), &self.actor, &self.action, &self.object_kind, &self.object_id, self.person_id.as_ref().unwrap_or(&absent), &self.payload_hash, &self.previous_hash];
        let mut digest = Sha256::new();
        for field in fields {
            digest.update(field.len().to_be_bytes());
            digest.update(field.as_bytes());
        }
        data_encoding::HEXLOWER.encode(&digest.finalize())
    }

    /// The columns of the table, in the order of [`Journal`].
    fn row(self, hash: String) -> [Value<'static>; 11] {
        let Self { seq, happened_at, account_id, actor, action, object_kind, object_id, person_id, payload_hash, previous_hash } = self;
        let maybe = |value: Option<String>| value.map_or(Value::Null, text);
        let at = text(format!("{happened_at:.6}"));
        [Value::Int(seq), at, maybe(account_id), text(actor), text(action), text(object_kind), text(object_id), maybe(person_id), text(payload_hash), text(previous_hash), text(hash)]
    }
}

pub fn append<'e>(tx: &mut Tx<'_>, by: &By, events: impl IntoIterator<Item = &'e Event>) -> Result<()> {
    let mut end = head(tx)?;
    let mut journal = Journal::default();
    for event in events {
        end = journal.take(tx, by, event, end)?;
    }
    journal.flush(tx)
}

/// Events linked and on their way into the tables.
struct Journal {
    events: Bulk,
    payloads: Bulk,
}

/// Events gathered before they are written.
const TOGETHER: usize = 256;

impl Default for Journal {
    fn default() -> Self {
        Self {
            events: Bulk::into("audit_event", &["seq", "happened_at", "account_id", "actor", "action", "object_kind", "object_id", "person_id", "payload_hash", "previous_hash", "hash"]),
            payloads: Bulk::into("audit_payload", &["seq", "salt", "body"]),
        }
    }
}

impl Journal {
    /// Links an event to the end of the chain; the new end.
    fn take(&mut self, tx: &mut Tx<'_>, by: &By, event: &Event, (last, previous_hash): (i64, String)) -> Result<(i64, String)> {
        let body = event.payload.to_string();
        let salt = data_encoding::HEXLOWER.encode(&rand::random::<[u8; 16]>());
        let link = Link {
            seq: last + 1,
            happened_at: tx.now(),
            account_id: by.account.map(|id| id.to_string()),
            actor: by.actor.to_owned(),
            action: event.action.to_owned(),
            object_kind: event.object_kind.to_owned(),
            object_id: event.object_id.clone(),
            person_id: event.person.map(|id| id.to_string()),
            payload_hash: payload_hash(&salt, &body),
            previous_hash,
        };
        let (seq, hash) = (link.seq, link.hash());
        self.events.push(link.row(hash.clone()));
        self.payloads.push([Value::Int(seq), text(salt), text(body)]);
        if self.events.waiting() >= TOGETHER {
            self.flush(tx)?;
        }
        Ok((seq, hash))
    }

    fn flush(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        self.events.flush(tx)?;
        Ok(self.payloads.flush(tx)?)
    }
}

fn text(value: String) -> Value<'static> {
    Value::Text(value.into())
}

/// The last event's number and hash: noted elsewhere (in a backup, on paper) it also proves that no tail was cut off.
///
/// # Errors
/// The store fails.
pub fn head(tx: &mut Tx<'_>) -> Result<(i64, String)> {
    let last = tx.maybe("SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1", params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(last.unwrap_or_else(|| (0, ROOT.to_owned())))
}

/// What a check of the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every event follows from the one before; `erased` payloads are gone by law.
    Whole { events: i64, erased: u64, head: String },
    /// The first event that doesn't fit, and how.
    Broken { seq: i64, why: &'static str },
}

/// Walks the chain from its first event.
///
/// # Errors
/// The store fails.
pub fn verify(tx: &mut Tx<'_>) -> Result<Verdict> {
    let mut walk = Walk { seq: 0, hash: ROOT.to_owned(), erased: 0, broken: None };
    tx.each(
        "SELECT e.seq, e.happened_at, e.account_id, e.actor, e.action, e.object_kind, e.object_id, e.person_id, e.payload_hash, e.previous_hash, e.hash, p.salt, p.body, p.erased_at
         FROM audit_event e LEFT JOIN audit_payload p ON p.seq = e.seq ORDER BY e.seq",
        params![],
        |row| walk.step(row),
    )?;
    Ok(match walk.broken {
        Some((seq, why)) => Verdict::Broken { seq, why },
        None => Verdict::Whole { events: walk.seq, erased: walk.erased, head: walk.hash },
    })
}

struct Walk {
    seq: i64,
    hash: String,
    erased: u64,
    broken: Option<(i64, &'static str)>,
}

impl Walk {
    fn step(&mut self, row: &Row<'_>) -> Result<(), DbError> {
        if self.broken.is_some() {
            return Ok(());
        }
        let link = Link {
            seq: row.get(0)?,
            happened_at: row.get(1)?,
            account_id: row.get(2)?,
            actor: row.get(3)?,
            action: row.get(4)?,
            object_kind: row.get(5)?,
            object_id: row.get(6)?,
            person_id: row.get(7)?,
            payload_hash: row.get(8)?,
            previous_hash: row.get(9)?,
        };
        let (hash, salt, body): (String, Option<String>, Option<String>) = (row.get(10)?, row.get(11)?, row.get(12)?);
        let erased: Option<Timestamp> = row.get(13)?;
        self.broken = self.fault(&link, &hash, salt.as_deref().zip(body.as_deref()), erased).map(|why| (link.seq, why));
        self.erased += u64::from(erased.is_some());
        self.seq = link.seq;
        self.hash = hash;
        Ok(())
    }

    fn fault(&self, link: &Link, hash: &str, payload: Option<(&str, &str)>, erased: Option<Timestamp>) -> Option<&'static str> {
        let Some((salt, body)) = payload else { return Some("нет содержания события") };
        if link.seq != self.seq + 1 {
            return Some("пропущен номер: событие удалено");
        }
        if link.previous_hash != self.hash || link.hash() != hash {
            return Some("запись о событии изменена");
        }
        let changed = erased.is_none() && payload_hash(salt, body) != link.payload_hash;
        changed.then_some("содержание события изменено")
    }
}

fn payload_hash(salt: &str, body: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::new().chain_update(salt).chain_update([0]).chain_update(body).finalize())
}
