//! PostgreSQL: a pool of synchronous clients with prepared statements kept; one writer at a time by an advisory
//! lock held to the end of the transaction, so that both engines give the same guarantees (quotas, the audit chain).

use super::{Clock, DbError, Link, Result, Room, Row, Tx, Value};
use postgres::{Client, NoTls, Statement, types};
use std::{
    collections::HashMap,
    ops::{Deref, DerefMut},
    time::Duration,
};

pub struct Postgres {
    pool: r2d2::Pool<Clients>,
}

struct Clients {
    config: postgres::Config,
}

/// A client with the statements it has prepared.
pub struct Connection {
    client: Line,
    statements: HashMap<String, Statement>,
    /// Set while a transaction is open; still set at check-in means it was cut off.
    open: bool,
}

/// A client that may be let go anywhere. To close it is to wait for the network, and the library panics where an async thread does
/// that (when the server stops, the last one is let go there): a thread of its own closes it.
struct Line(Option<Client>);

impl Drop for Line {
    fn drop(&mut self) {
        let client = self.0.take();
        std::thread::spawn(move || drop(client));
    }
}

impl Deref for Line {
    type Target = Client;
    fn deref(&self) -> &Client {
        match &self.0 {
            Some(client) => client,
            None => unreachable!("only dropping takes it"),
        }
    }
}

impl DerefMut for Line {
    fn deref_mut(&mut self) -> &mut Client {
        match &mut self.0 {
            Some(client) => client,
            None => unreachable!("only dropping takes it"),
        }
    }
}

const STATEMENTS_KEPT: usize = 512;
pub const USUAL_CONNECTIONS: u32 = 12;

impl r2d2::ManageConnection for Clients {
    type Connection = Connection;
    type Error = postgres::Error;

    fn connect(&self) -> Result<Connection, postgres::Error> {
        let client = self.config.connect(NoTls)?;
        Ok(Connection { client: Line(Some(client)), statements: HashMap::new(), open: false })
    }
    fn is_valid(&self, connection: &mut Connection) -> Result<(), postgres::Error> {
        connection.client.is_valid(Duration::from_secs(2))
    }
    fn has_broken(&self, connection: &mut Connection) -> bool {
        connection.open || connection.client.is_closed()
    }
}

impl Postgres {
    pub fn open(url: &str, room: Room) -> Result<Self, DbError> {
        let config: postgres::Config = url.parse()?;
        let builder = r2d2::Pool::builder().max_size(room.connections).min_idle(Some(room.kept_open)).test_on_check_out(false).connection_timeout(Duration::from_secs(10));
        let builder = if room.kept_open == 0 { builder.idle_timeout(Some(Duration::from_secs(30))) } else { builder };
        let pool = builder.build(Clients { config })?;
        let this = Self { pool };
        this.refuse_forgetful()?;
        Ok(this)
    }

    /// A server that acknowledges writes before they are safe is refused: measured, it loses them at a crash.
    fn refuse_forgetful(&self) -> Result<(), DbError> {
        let mut connection = self.pool.get()?;
        let commit: String = connection.client.query_one("SHOW synchronous_commit", &[])?.get(0);
        let fsync: String = connection.client.query_one("SHOW fsync", &[])?.get(0);
        let tests_only = std::env::var_os("METODAKTIV_TEST_ALLOW_FORGETFUL_PG").is_some();
        if (commit == "off" || fsync == "off") && !tests_only {
            return Err(DbError::Shape(format!(
                "PostgreSQL настроен терять подтверждённые записи при сбое (synchronous_commit={commit}, fsync={fsync}). Включите оба параметра в postgresql.conf и запустите программу снова."
            )));
        }
        Ok(())
    }

    pub fn read<T>(&self, clock: &Clock, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", clock, work)
    }

    pub fn write<T>(&self, clock: &Clock, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.transaction("BEGIN; SELECT pg_advisory_xact_lock(720, hashtext(current_schema()))", clock, work)
    }

    fn transaction<T>(&self, begin: &str, clock: &Clock, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.pool.get().map_err(DbError::from)?;
        let connection = &mut *connection;
        connection.batch(begin)?;
        connection.open = true;
        let done = work(&mut Tx::new(Link::Postgres(connection), clock));
        let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = connection.batch(end);
        connection.open = ended.is_err();
        let done = done?;
        ended?;
        Ok(done)
    }
}

impl Connection {
    pub fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        Ok(self.client.batch_execute(sql)?)
    }

    pub fn prepare(&mut self, sql: &str) -> Result<(), DbError> {
        self.statement(sql).map(|_| ())
    }

    pub fn each(&mut self, sql: &str, params: &[Value<'_>], take: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>) -> Result<(), DbError> {
        use postgres::fallible_iterator::FallibleIterator;
        let statement = self.statement(sql)?;
        let mut rows = self.client.query_raw(&statement, params.iter())?;
        while let Some(row) = rows.next()? {
            take(&Row::Postgres(&row))?;
        }
        Ok(())
    }

    pub fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, DbError> {
        let statement = self.statement(sql)?;
        let params: Vec<&(dyn types::ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        Ok(self.client.execute(&statement, &params)?)
    }

    fn statement(&mut self, sql: &str) -> Result<Statement, DbError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        if self.statements.len() >= STATEMENTS_KEPT {
            self.statements.clear();
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl types::ToSql for Value<'_> {
    fn to_sql(&self, ty: &types::Type, out: &mut types::private::BytesMut) -> Result<types::IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(types::IsNull::Yes),
            Value::Int(number) => match *ty {
                types::Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
                types::Type::INT2 => i16::try_from(*number)?.to_sql(ty, out),
                types::Type::FLOAT8 => {
                    #[expect(clippy::cast_precision_loss, reason = "a whole number given for a real column")]
                    let real = *number as f64;
                    real.to_sql(ty, out)
                }
                _ => number.to_sql(ty, out),
            },
            Value::Real(number) => number.to_sql(ty, out),
            // PostgreSQL's text holds no NUL.
            Value::Text(text) if text.contains('\0') => text.replace('\0', "").to_sql(ty, out),
            Value::Text(text) => text.as_ref().to_sql(ty, out),
            Value::Blob(bytes) => bytes.as_ref().to_sql(ty, out),
        }
    }
    fn accepts(_: &types::Type) -> bool {
        true
    }
    types::to_sql_checked!();
}
