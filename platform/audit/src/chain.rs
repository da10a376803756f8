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
    /// As it is written.
    happened_at: String,
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
        let seq = self.seq.to_string();
        let absent = String::new();
        let Self { seq: _, happened_at, account_id, actor, action, object_kind, object_id, person_id, payload_hash, previous_hash } = self;
        let fields = [&seq, happened_at, account_id.as_ref().unwrap_or(&absent), actor, action, object_kind, object_id, person_id.as_ref().unwrap_or(&absent), payload_hash, previous_hash];
        let mut digest = Sha256::new();
        for field in fields {
            digest.update(field.len().to_be_bytes());
            digest.update(field.as_bytes());
        }
        data_encoding::HEXLOWER.encode(&digest.finalize())
    }

    /// The columns of the table, in the order of [`Lines`].
    fn row<'a>(&'a self, hash: &'a str) -> [Value<'a>; 11] {
        let Self { seq, happened_at, account_id, actor, action, object_kind, object_id, person_id, payload_hash, previous_hash } = self;
        let maybe = |value: &'a Option<String>| value.as_deref().map_or(Value::Null, text);
        [Value::Int(*seq), text(happened_at), maybe(account_id), text(actor), text(action), text(object_kind), text(object_id), maybe(person_id), text(payload_hash), text(previous_hash), text(hash)]
    }
}

pub fn append<'e>(tx: &mut Tx<'_>, by: &By, events: impl IntoIterator<Item = &'e Event>) -> Result<()> {
    let mut pen = Pen::at_the_end(tx, by)?;
    for event in events {
        pen.link(event);
        if pen.lines.events.waiting() >= TOGETHER {
            pen.lines().write(tx)?;
        }
    }
    pen.lines().write(tx)
}

/// Events gathered before they are written.
const TOGETHER: usize = 256;

/// Links events to the end of the chain. It touches no table, so that it can work in another thread than the one that writes; from
/// [`Pen::at_the_end`] until its last lines are written nobody else in the transaction may record.
pub struct Pen {
    happened_at: String,
    account_id: Option<String>,
    actor: &'static str,
    last: i64,
    last_hash: String,
    lines: Lines,
}

impl Pen {
    /// A pen at the end of the chain as it is now.
    ///
    /// # Errors
    /// The store fails.
    pub fn at_the_end(tx: &mut Tx<'_>, by: &By) -> Result<Self> {
        let (last, last_hash) = head(tx)?;
        Ok(Self { happened_at: format!("{:.6}", tx.now()), account_id: by.account.map(|id| id.to_string()), actor: by.actor, last, last_hash, lines: Lines::default() })
    }

    /// Links an event.
    pub fn link(&mut self, event: &Event) {
        let body = event.payload.to_string();
        let salt = data_encoding::HEXLOWER.encode(&rand::random::<[u8; 16]>());
        let link = Link {
            seq: self.last + 1,
            happened_at: self.happened_at.clone(),
            account_id: self.account_id.clone(),
            actor: self.actor.to_owned(),
            action: event.action.to_owned(),
            object_kind: event.object_kind.to_owned(),
            object_id: event.object_id.clone(),
            person_id: event.person.map(|id| id.to_string()),
            payload_hash: payload_hash(&salt, &body),
            previous_hash: std::mem::take(&mut self.last_hash),
        };
        self.last = link.seq;
        self.last_hash = link.hash();
        self.lines.events.push(link.row(&self.last_hash));
        self.lines.payloads.push([Value::Int(self.last), text(&salt), text(&body)]);
    }

    /// What was linked since this was asked last; to be written in that order.
    pub fn lines(&mut self) -> Lines {
        std::mem::take(&mut self.lines)
    }
}

/// Linked events on their way into the journal.
pub struct Lines {
    events: Bulk,
    payloads: Bulk,
}

impl Default for Lines {
    fn default() -> Self {
        Self {
            events: Bulk::into("audit_event", &["seq", "happened_at", "account_id", "actor", "action", "object_kind", "object_id", "person_id", "payload_hash", "previous_hash", "hash"]),
            payloads: Bulk::into("audit_payload", &["seq", "salt", "body"]),
        }
    }
}

impl Lines {
    /// Writes them.
    ///
    /// # Errors
    /// The store fails.
    pub fn write(mut self, tx: &mut Tx<'_>) -> Result<()> {
        self.events.flush(tx)?;
        Ok(self.payloads.flush(tx)?)
    }
}

fn text(value: &str) -> Value<'_> {
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
            happened_at: format!("{:.6}", row.get::<Timestamp>(1)?),
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
