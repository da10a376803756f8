//! SQLite: one writer connection (`BEGIN IMMEDIATE`), a pool of readers, WAL, `synchronous=FULL`:
//! an acknowledged write survives a power cut.

use super::{Clock, DbError, Link, Result, Room, Row, Tx, Value, checkpoint};
use rusqlite::{Connection, OpenFlags};
use std::{path::Path, path::PathBuf, sync::Mutex, time::Duration};

pub struct Sqlite {
    writer: Mutex<Connection>,
    readers: r2d2::Pool<Readers>,
    cache_kb: u32,
}

struct Readers {
    path: PathBuf,
    cache_kb: u32,
}

impl r2d2::ManageConnection for Readers {
    type Connection = Connection;
    type Error = rusqlite::Error;

    fn connect(&self) -> Result<Connection, rusqlite::Error> {
        let connection = Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        tune(&connection, self.cache_kb)?;
        Ok(connection)
    }
    fn is_valid(&self, _: &mut Connection) -> Result<(), rusqlite::Error> {
        Ok(())
    }
    fn has_broken(&self, connection: &mut Connection) -> bool {
        !connection.is_autocommit()
    }
}

/// No memory map: each reader would map the whole file and count it as its own; the system's page cache serves as well.
fn tune(connection: &Connection, cache_kb: u32) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(256);
    connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;")?;
    keep_pages(connection, cache_kb)
}

impl Sqlite {
    pub fn open(path: &Path, room: Room) -> Result<Self, DbError> {
        let mut writer = Connection::open(path)?;
        tune(&writer, room.cache_kb)?;
        writer.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;")?;
        checkpoint::keep_up(path, &mut writer)?;
        // A large write (an import) may keep 64 MB of changed pages until it is done, instead of writing a page out at every change of it.
        writer.execute_batch("PRAGMA cache_spill = 16384;")?;
        let manager = Readers { path: path.to_owned(), cache_kb: room.cache_kb };
        let builder = r2d2::Pool::builder().max_size(room.connections).min_idle(Some(room.kept_open)).test_on_check_out(false).connection_timeout(Duration::from_secs(10));
        let builder = if room.kept_open == 0 { builder.idle_timeout(Some(Duration::from_secs(30))) } else { builder };
        let readers = builder.build(manager)?;
        Ok(Self { writer: Mutex::new(writer), readers, cache_kb: room.cache_kb })
    }

    pub fn read<T>(&self, clock: &Clock, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let connection = self.readers.get().map_err(DbError::from)?;
        transaction(&connection, self.cache_kb, "BEGIN DEFERRED", clock, work)
    }

    pub fn write<T>(&self, clock: &Clock, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let connection = self.writer.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        transaction(&connection, self.cache_kb, "BEGIN IMMEDIATE", clock, work)
    }

    pub fn copy(&self, target: &Path) -> Result<(), DbError> {
        let from = self.readers.get()?;
        let mut to = Connection::open(target)?;
        let backup = rusqlite::backup::Backup::new(&from, &mut to)?;
        backup.run_to_completion(1000, Duration::from_millis(1), None)?;
        Ok(())
    }
}

/// Two a core: more of them would only take turns, each with a cache of its own.
pub fn usual_readers() -> u32 {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZeroUsize::get);
    u32::try_from(cores * 2).unwrap_or(u32::MAX).clamp(4, 16)
}

/// Undoes what is open when dropped, a panic in the work included.
struct Open<'a>(&'a Connection);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit() && self.0.execute_batch("ROLLBACK").is_err() {
            tracing::error!("a transaction could not be undone");
        }
    }
}

fn transaction<T>(connection: &Connection, cache_kb: u32, begin: &str, clock: &Clock, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
    if !connection.is_autocommit() {
        drop(Open(connection));
    }
    connection.execute_batch(begin).map_err(DbError::from)?;
    let open = Open(connection);
    let mut tx = Tx::new(Link::Sqlite(connection), clock);
    let done = work(&mut tx);
    let is_large = tx.is_large;
    let ended = done.and_then(|done| open.0.execute_batch("COMMIT").map(|()| done).map_err(|cause| DbError::from(cause).into()));
    drop(open);
    if is_large && let Err(cause) = keep_pages(connection, cache_kb) {
        tracing::warn!(%cause, "the cache of a large write stays");
    }
    ended
}

/// Pages kept between transactions, 8 MB: what the public page reads again and again fits in.
pub const USUAL_CACHE_KB: u32 = 8_000;

fn keep_pages(connection: &Connection, cache_kb: u32) -> Result<(), rusqlite::Error> {
    connection.execute_batch(&format!("PRAGMA cache_size = -{cache_kb};"))
}

/// Pages kept in a large transaction, 64 MB.
pub fn keep_much(connection: &Connection) -> Result<(), DbError> {
    Ok(connection.execute_batch("PRAGMA cache_size = -64000;")?)
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

pub fn each(connection: &Connection, sql: &str, params: &[Value<'_>], take: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>) -> Result<(), DbError> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, params)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        take(&Row::Sqlite(row))?;
    }
    Ok(())
}

pub fn execute(connection: &Connection, sql: &str, params: &[Value<'_>]) -> Result<u64, DbError> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, params)?;
    Ok(u64::try_from(statement.raw_execute()?).unwrap_or(u64::MAX))
}

/// The statement is found, and its parameters are numbered, once for all rows.
pub fn execute_rows(connection: &Connection, sql: &str, width: usize, values: &[Value<'_>]) -> Result<(), DbError> {
    let mut statement = connection.prepare_cached(sql)?;
    for row in values.chunks_exact(width) {
        for (at, value) in (1..).zip(row) {
            statement.raw_bind_parameter(at, value)?;
        }
        statement.raw_execute()?;
    }
    Ok(())
}

/// `$2` is the second parameter wherever it stands, as in PostgreSQL: to SQLite `$2` is a name, numbered by where it first appears.
fn bind(statement: &mut rusqlite::Statement<'_>, params: &[Value<'_>]) -> Result<(), DbError> {
    let mut highest = 0;
    for at in 1..=statement.parameter_count() {
        let number: Option<usize> = statement.parameter_name(at).and_then(|name| name.get(1..)?.parse().ok());
        let value = number.and_then(|number| params.get(number.checked_sub(1)?)).ok_or_else(|| DbError::Shape(format!("no value for parameter {at}")))?;
        highest = highest.max(number.unwrap_or(0));
        statement.raw_bind_parameter(at, value)?;
    }
    if highest == params.len() { Ok(()) } else { Err(DbError::Shape(format!("{} parameters for {highest} places", params.len()))) }
}
