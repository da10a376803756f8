//! The database port: one small face over SQLite (embedded) and PostgreSQL.

mod bulk;
mod checkpoint;
mod dialect;
mod migrate;
mod narrowing;
mod pg;
mod sqlite;
pub mod testing;
mod value;

use crate::{Clock, Error, Result};
use jiff::{Timestamp, civil::Date};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

pub use bulk::Bulk;
pub use migrate::{MIGRATIONS, Migration, SchemaState};
pub use narrowing::Where;
pub use value::{FromColumn, ToValue, Value};

/// Parameters of a statement: `params![id, name, today]`.
#[macro_export]
macro_rules! params {
    () => { &[] as &[$crate::Value<'_>] };
    ($($value:expr),+ $(,)?) => { &[$($crate::ToValue::to_value(&$value)),+][..] };
}

/// Maps the columns in order to the fields of a struct: `row!(Place { id, name })`.
#[macro_export]
macro_rules! row {
    ($shape:ident { $($field:ident),+ $(,)? }) => {
        |row: &$crate::Row<'_>| {
            let mut columns = 0..;
            Ok($shape { $($field: row.get(columns.next().unwrap_or_default())?),+ })
        }
    };
}

/// Where the data live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// An SQLite file (WAL, `synchronous=FULL`).
    Sqlite(PathBuf),
    /// A PostgreSQL URL.
    Postgres(String),
}

/// How much of the machine a database may take. One that is alone takes the usual; one of many in a process takes its share, so that
/// a busy one leaves connections and memory to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Connections at once (SQLite: readers beside the one writer).
    pub connections: u32,
    /// Memory for pages of each SQLite connection, in kilobytes.
    pub cache_kb: u32,
    /// Connections that stay open though nobody needs them; those above are closed after half a minute.
    pub kept_open: u32,
}

impl Room {
    /// What a database takes that is alone in the process.
    #[must_use]
    pub fn alone(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self { connections: sqlite::usual_readers(), cache_kb: sqlite::USUAL_CACHE_KB, kept_open: 1 },
            Engine::Postgres => Self { connections: pg::USUAL_CONNECTIONS, cache_kb: 0, kept_open: 1 },
        }
    }

    /// A share of what all databases of the process may take together; never so little that work under way could wait for itself.
    #[must_use]
    pub fn shared(engine: Engine, among: usize, connections_in_all: u32) -> Self {
        let alone = Self::alone(engine);
        let among = u32::try_from(among).unwrap_or(u32::MAX).max(1);
        if among == 1 {
            return alone;
        }
        Self { connections: (connections_in_all / among).clamp(LEAST_CONNECTIONS, alone.connections), cache_kb: (alone.cache_kb * 8 / among).clamp(1_000, alone.cache_kb.max(1_000)), kept_open: 0 }
    }
}

/// One to read, one to write, one in hand.
const LEAST_CONNECTIONS: u32 = 3;

impl Location {
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

/// Which engine answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// What a statement can fail of.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("sqlite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("postgres: {0:?}")]
    Postgres(#[from] postgres::Error),
    #[error("pool: {0}")]
    Pool(#[from] r2d2::Error),
    #[error("row shape: {0}")]
    Shape(String),
    #[error("migration: {0}")]
    Migration(String),
}

impl From<DbError> for Error {
    fn from(cause: DbError) -> Self {
        if dialect::is_weather(&cause) {
            tracing::warn!(%cause, "database busy");
            return Self::Busy;
        }
        Self::Internal(anyhow::Error::new(cause))
    }
}

/// The database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
    clock: Clock,
    changes: Arc<AtomicU64>,
}

enum Inner {
    Sqlite(sqlite::Sqlite),
    Postgres(pg::Postgres),
}

impl Db {
    /// Opens (makes, if it is an SQLite file that is not there) the database. Runs no migration.
    ///
    /// # Errors
    /// The file can't be opened, or the server can't be reached or doesn't keep what it acknowledges.
    pub fn open(location: &Location, clock: Clock) -> Result<Self, DbError> {
        Self::open_within(location, clock, Room::alone(location.engine()))
    }

    /// [`Db::open`], with no more room than is given.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_within(location: &Location, clock: Clock, room: Room) -> Result<Self, DbError> {
        let inner = match location {
            Location::Sqlite(path) => Inner::Sqlite(sqlite::Sqlite::open(path, room)?),
            Location::Postgres(url) => Inner::Postgres(pg::Postgres::open(url, room)?),
        };
        Ok(Self { inner: Arc::new(inner), clock, changes: Arc::default() })
    }

    #[must_use]
    pub fn engine(&self) -> Engine {
        match *self.inner {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The same database by another clock (tests, demo).
    #[must_use]
    pub fn with_clock(&self, clock: Clock) -> Self {
        Self { clock, ..self.clone() }
    }

    /// Reads one snapshot. Blocking: call from stores, jobs, tests; handlers use [`Db::reading`].
    ///
    /// # Errors
    /// Whatever `work` or the engine returns.
    pub fn read<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        match &*self.inner {
            Inner::Sqlite(db) => db.read(&self.clock, work),
            Inner::Postgres(db) => db.read(&self.clock, work),
        }
    }

    /// One transaction, the only writer at that moment; committed if `work` returns `Ok`, undone otherwise.
    ///
    /// # Errors
    /// Whatever `work` or the engine returns; then nothing was changed.
    pub fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let mut has_changed = false;
        let work = |tx: &mut Tx<'_>| {
            let done = work(tx);
            has_changed = tx.has_changed;
            done
        };
        let done = match &*self.inner {
            Inner::Sqlite(db) => db.write(&self.clock, work),
            Inner::Postgres(db) => db.write(&self.clock, work),
        };
        if done.is_ok() && has_changed {
            self.changes.fetch_add(1, Ordering::Relaxed);
        }
        done
    }

    /// How many transactions of this process have changed anything so far: whoever sees the same number again has nothing new to look for
    /// (what a command beside the program writes is not in it).
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }

    /// [`Db::read`] off the async threads.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn reading<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        let db = self.clone();
        blocking(move || db.read(work)).await
    }

    /// [`Db::write`] off the async threads. Once begun it ends, even if the client has gone.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn writing<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        let db = self.clone();
        blocking(move || db.write(work)).await
    }

    /// Brings the schema up to the newest of `migrations`; each is one transaction. Refuses data made by a newer program.
    ///
    /// # Errors
    /// A migration fails, was changed after it ran, or the data are newer than this program.
    pub fn migrate(&self, migrations: &[Migration]) -> Result<SchemaState, DbError> {
        migrate::run(self, migrations)
    }

    /// Copies the live SQLite database to `target`, page by page, without stopping writers. `None` on PostgreSQL.
    ///
    /// # Errors
    /// The target can't be written.
    pub fn copy_sqlite(&self, target: &std::path::Path) -> Result<Option<()>, DbError> {
        match &*self.inner {
            Inner::Sqlite(db) => db.copy(target).map(Some),
            Inner::Postgres(_) => Ok(None),
        }
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(cause) => Err(Error::Internal(anyhow::anyhow!("a store's work was cut off: {cause}"))),
    }
}

/// An open transaction with its moment: `now` is one instant for all that happens in it.
pub struct Tx<'a> {
    link: Link<'a>,
    now: Timestamp,
    today: Date,
    is_large: bool,
    has_changed: bool,
}

enum Link<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut pg::Connection),
}

/// A row being read; columns by position from 0.
pub enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The value of a column.
    ///
    /// # Errors
    /// The column isn't there or is of another type.
    pub fn get<T: FromColumn>(&self, at: usize) -> Result<T, DbError> {
        T::from_column(self, at)
    }
}

impl<'a> Tx<'a> {
    fn new(link: Link<'a>, clock: &Clock) -> Self {
        let now = clock.now();
        Self { link, now, today: clock.day_of(now), is_large: false, has_changed: false }
    }

    /// The instant of this transaction.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The day of this transaction in the region's zone.
    #[must_use]
    pub fn today(&self) -> Date {
        self.today
    }

    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Says that thousands of rows will be written: until its end the transaction may keep more of the database in memory (64 MB),
    /// instead of reading the same pages again and again.
    ///
    /// # Errors
    /// The statement fails.
    pub fn expect_much(&mut self) -> Result<(), DbError> {
        self.is_large = true;
        match &mut self.link {
            Link::Sqlite(connection) => sqlite::keep_much(connection),
            Link::Postgres(_) => Ok(()),
        }
    }

    /// All rows of a query, mapped.
    ///
    /// # Errors
    /// The statement or the mapping fails.
    pub fn query<T>(&mut self, sql: &str, params: &[Value<'_>], mut map: impl FnMut(&Row<'_>) -> Result<T, DbError>) -> Result<Vec<T>, DbError> {
        let mut found = Vec::new();
        self.each(sql, params, |row| {
            found.push(map(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Runs `take` on each row as it comes, keeping none (exports).
    ///
    /// # Errors
    /// The statement or `take` fails.
    pub fn each(&mut self, sql: &str, params: &[Value<'_>], mut take: impl FnMut(&Row<'_>) -> Result<(), DbError>) -> Result<(), DbError> {
        match &mut self.link {
            Link::Sqlite(connection) => sqlite::each(connection, sql, params, &mut take),
            Link::Postgres(connection) => connection.each(sql, params, &mut take),
        }
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// The statement or the mapping fails.
    pub fn maybe<T>(&mut self, sql: &str, params: &[Value<'_>], map: impl FnMut(&Row<'_>) -> Result<T, DbError>) -> Result<Option<T>, DbError> {
        Ok(self.query(sql, params, map)?.into_iter().next())
    }

    /// The first row; [`Error::NotFound`] if there is none.
    ///
    /// # Errors
    /// As said, or the statement or the mapping fails.
    pub fn one<T>(&mut self, sql: &str, params: &[Value<'_>], map: impl FnMut(&Row<'_>) -> Result<T, DbError>) -> Result<T> {
        self.maybe(sql, params, map)?.ok_or(Error::NotFound)
    }

    /// The number that a `SELECT COUNT(*)` gives.
    ///
    /// # Errors
    /// The statement fails.
    pub fn count(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, DbError> {
        let number: Option<i64> = self.maybe(sql, params, |row| row.get(0))?;
        Ok(u64::try_from(number.unwrap_or(0)).unwrap_or(0))
    }

    /// Runs a change; how many rows it touched.
    ///
    /// # Errors
    /// The statement fails.
    pub fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, DbError> {
        let touched = match &mut self.link {
            Link::Sqlite(connection) => sqlite::execute(connection, sql, params),
            Link::Postgres(connection) => connection.execute(sql, params),
        }?;
        self.has_changed |= touched > 0;
        Ok(touched)
    }

    /// Runs a change that must touch exactly one row: with `WHERE version = $n` this is the optimistic lock.
    ///
    /// # Errors
    /// [`Error::stale`] naming `what` if no row was touched.
    pub fn change_one(&mut self, what: &str, sql: &str, params: &[Value<'_>]) -> Result<()> {
        match self.execute(sql, params)? {
            0 => Err(Error::stale(what)),
            _ => Ok(()),
        }
    }

    /// Runs a one-row statement for each row of `values`; its parameters stand in their order.
    fn execute_rows(&mut self, sql: &str, width: usize, values: &[Value<'_>]) -> Result<(), DbError> {
        self.has_changed |= !values.is_empty();
        match &mut self.link {
            Link::Sqlite(connection) => sqlite::execute_rows(connection, sql, width, values),
            Link::Postgres(connection) => values.chunks_exact(width).try_for_each(|row| connection.execute(sql, row).map(|_| ())),
        }
    }

    /// Only checks that the engine takes the statement (tests).
    ///
    /// # Errors
    /// It does not.
    pub fn prepare(&mut self, sql: &str) -> Result<(), DbError> {
        match &mut self.link {
            Link::Sqlite(connection) => connection.prepare(sql).map(|_| ()).map_err(DbError::from),
            Link::Postgres(connection) => connection.prepare(sql),
        }
    }

    fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.has_changed = true;
        match &mut self.link {
            Link::Sqlite(connection) => connection.execute_batch(sql).map_err(DbError::from),
            Link::Postgres(connection) => connection.batch(sql),
        }
    }
}
