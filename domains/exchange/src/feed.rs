//! The order in which things were published and changed. A shadow of what is published is compared with what may be published now: what is new
//! or different gets the next number, what is no longer there leaves a tombstone with its id alone. So paging by number neither skips nor repeats,
//! whatever is written meanwhile, and no domain has to tell when its rows changed. What moved to another place leaves a tombstone at the old one.
//!
//! People by name have no copy in the shadow, only a digest under an id of its own: they are read anew at each request, and a consent that was
//! taken back a second ago is a tombstone already.

use crate::{
    read::{self, Item},
    resource::Resource,
    state,
};
use data_encoding::HEXLOWER;
use kernel::{Result, Timestamp, Tx, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// What the shadow has of a thing.
struct Known {
    id: String,
    path: String,
    digest: String,
}

/// A thing that got a number.
struct Change {
    id: String,
    source: String,
    path: String,
    body: String,
    digest: String,
    /// Where it was until now, if it moved.
    left: Option<String>,
}

/// Brings the shadow up to date; how many things changed. Comparing needs no lock, so most times nobody waits.
///
/// # Errors
/// The store fails.
pub fn refresh(db: &kernel::Db) -> Result<u64> {
    let mut changed = 0;
    for resource in Resource::ALL.iter().copied() {
        if !db.read(|tx| changes(tx, resource))?.is_empty() {
            changed += db.write(|tx| refresh_one(tx, resource))?;
        }
    }
    Ok(changed)
}

/// Brings one resource up to date within a transaction.
///
/// # Errors
/// The store fails.
pub fn refresh_one(tx: &mut Tx<'_>, resource: Resource) -> Result<u64> {
    let changes = changes(tx, resource)?;
    let mut seq: i64 = state::number(tx, "seq")?;
    let now = tx.now();
    let count = changes.len() as u64;
    for Change { id, source, path, body, digest, left } in changes {
        seq += 1;
        tx.execute("DELETE FROM exchange_left WHERE resource = $1 AND id = $2 AND path = $3", params![resource, id, path])?;
        if let Some(left) = left {
            let sql = "INSERT INTO exchange_left (resource, id, path, seq, changed_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (resource, id, path) DO UPDATE SET seq = excluded.seq, changed_at = excluded.changed_at";
            tx.execute(sql, params![resource, id, left, seq, now])?;
        }
        tx.execute(
            "INSERT INTO exchange_item (resource, id, source, path, body, digest, seq, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (resource, id) DO UPDATE SET source = excluded.source, path = excluded.path, body = excluded.body, digest = excluded.digest, seq = excluded.seq, changed_at = excluded.changed_at",
            params![resource, id, source, path, body, digest, seq, now],
        )?;
    }
    state::set(tx, "seq", &seq.to_string())?;
    Ok(count)
}

fn changes(tx: &mut Tx<'_>, resource: Resource) -> Result<Vec<Change>> {
    let rows =
        tx.query("SELECT source, id, path, digest FROM exchange_item WHERE resource = $1", params![resource], |row| Ok((row.get::<String>(0)?, Known { id: row.get(1)?, path: row.get(2)?, digest: row.get(3)? })))?;
    let mut known: HashMap<String, Known> = rows.into_iter().collect();
    let mut found = Vec::new();
    for item in read::all(tx, resource)? {
        let digest = digest(&item);
        let before = known.remove(&item.source);
        if before.as_ref().is_some_and(|before| before.digest == digest && before.path == item.path) {
            continue;
        }
        let left = before.as_ref().filter(|before| before.path != item.path).map(|before| before.path.clone());
        let id = before.map_or_else(|| if resource.is_personal() { read::public_id() } else { item.source.clone() }, |before| before.id);
        let body = if resource.is_personal() { String::new() } else { item.body.to_string() };
        found.push(Change { id, source: item.source, path: item.path, body, digest, left });
    }
    let mut gone: Vec<_> = known.into_iter().filter(|(_, known)| !known.digest.is_empty()).collect();
    gone.sort_by(|left, right| left.1.id.cmp(&right.1.id));
    found.extend(gone.into_iter().map(|(source, known)| Change { id: known.id, source, path: known.path, body: String::new(), digest: String::new(), left: None }));
    Ok(found)
}

fn digest(item: &Item) -> String {
    HEXLOWER.encode(&Sha256::digest(item.body.to_string().as_bytes()))
}

/// A page that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub since: Option<Timestamp>,
    /// Number of the last thing already read.
    pub after: i64,
    pub limit: u32,
}

/// A page: things as the API shows them, and the number to go on from.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub things: Vec<Value>,
    pub next: Option<i64>,
    pub last: i64,
}

struct Stored {
    id: String,
    source: String,
    body: String,
    is_gone: bool,
    seq: i64,
    changed_at: Timestamp,
}

/// A page of a resource within a place.
///
/// # Errors
/// The store fails.
pub fn page(tx: &mut Tx<'_>, resource: Resource, path: &str, asked: &Asked) -> Result<Page> {
    let sql = "SELECT id, source, body, digest, seq, changed_at FROM exchange_item WHERE resource = $1 AND seq > $2 AND (CAST($3 AS TEXT) IS NULL OR changed_at >= $3) AND (path = '' OR (path >= $4 AND path < $5))
        UNION ALL SELECT l.id, '', '', '', l.seq, l.changed_at FROM exchange_left l WHERE l.resource = $1 AND l.seq > $2 AND (CAST($3 AS TEXT) IS NULL OR l.changed_at >= $3) AND (l.path = '' OR (l.path >= $4 AND l.path < $5))
            AND NOT EXISTS (SELECT 1 FROM exchange_item i WHERE i.resource = l.resource AND i.id = l.id AND (i.path = '' OR (i.path >= $4 AND i.path < $5)))
        ORDER BY seq LIMIT $6";
    let mut rows = tx.query(sql, params![resource, asked.after, asked.since, path, kernel::search::after(path), asked.limit + 1], stored)?;
    let size = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let last = rows.last().map_or(asked.after, |row| row.seq);
    let things = shown(tx, resource, path, rows)?;
    Ok(Page { things, next: more.then_some(last), last })
}

/// One thing; nothing where it was never published, or was never this place's.
///
/// # Errors
/// The store fails.
pub fn one(tx: &mut Tx<'_>, resource: Resource, path: &str, id: &str) -> Result<Option<Value>> {
    let sql = "SELECT id, source, body, digest, seq, changed_at FROM exchange_item WHERE resource = $1 AND id = $2 AND (path = '' OR (path >= $3 AND path < $4))";
    let left = "SELECT id, '', '', '', seq, changed_at FROM exchange_left WHERE resource = $1 AND id = $2 AND (path = '' OR (path >= $3 AND path < $4)) ORDER BY seq DESC LIMIT 1";
    let until = kernel::search::after(path);
    let row = match tx.maybe(sql, params![resource, id, path, until], stored)? {
        Some(row) => Some(row),
        None => tx.maybe(left, params![resource, id, path, until], stored)?,
    };
    Ok(shown(tx, resource, path, row.into_iter().collect())?.pop())
}

fn stored(row: &kernel::Row<'_>) -> Result<Stored, kernel::db::DbError> {
    Ok(Stored { id: row.get(0)?, source: row.get(1)?, body: row.get(2)?, is_gone: row.get::<String>(3)?.is_empty(), seq: row.get(4)?, changed_at: row.get(5)? })
}

fn shown(tx: &mut Tx<'_>, resource: Resource, path: &str, rows: Vec<Stored>) -> Result<Vec<Value>> {
    let mut people: HashMap<String, Item> = HashMap::new();
    if resource.is_personal() {
        let asked: Vec<String> = rows.iter().filter(|row| !row.is_gone).map(|row| row.source.clone()).collect();
        people = read::members_among(tx, &asked)?.into_iter().map(|item| (item.source.clone(), item)).collect();
    }
    let mut things = Vec::with_capacity(rows.len());
    for row in rows {
        let body = if resource.is_personal() {
            // Somebody who moved away since the last comparison is no longer this token's to read.
            people.remove(&row.source).filter(|item| item.path.starts_with(path)).map(|item| item.body)
        } else if row.is_gone {
            None
        } else {
            Some(serde_json::from_str(&row.body).map_err(anyhow::Error::new)?)
        };
        let mut thing = json!({"id": row.id, "deleted": body.is_none(), "updated_at": row.changed_at});
        if let (Some(Value::Object(fields)), Some(thing)) = (body, thing.as_object_mut()) {
            thing.extend(fields);
        }
        things.push(thing);
    }
    Ok(things)
}

/// The next things published of a resource after an id, for files: with ids, without tombstones, in the order of ids.
///
/// # Errors
/// The store fails.
pub fn part(tx: &mut Tx<'_>, resource: Resource, after: &str, most: u32) -> Result<Vec<Value>> {
    let sql = "SELECT id, body FROM exchange_item WHERE resource = $1 AND body <> '' AND id > $2 ORDER BY id LIMIT $3";
    let rows: Vec<(String, String)> = tx.query(sql, params![resource, after, most], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.into_iter().map(|(id, body)| Ok(with_id(&id, serde_json::from_str(&body).map_err(anyhow::Error::new)?))).collect()
}

/// A thing with its id among its fields.
pub fn with_id(id: &str, mut body: Value) -> Value {
    if let Some(fields) = body.as_object_mut() {
        fields.insert("id".into(), json!(id));
    }
    body
}
