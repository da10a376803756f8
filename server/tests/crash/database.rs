//! Looking into the database past the program, and PostgreSQL's own processes.

use crate::{ledger::Trace, rounds::HEALED_WITHIN};
use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

/// Where the program keeps its data.
#[derive(Debug, Clone)]
pub enum Engine {
    Sqlite(PathBuf),
    Postgres(String),
}

/// A connection of the driver's own; never writes.
pub enum Reader {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>),
}

impl Engine {
    pub fn reader(&self) -> Reader {
        match self {
            Self::Sqlite(path) => Reader::Sqlite(rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()),
            Self::Postgres(url) => Reader::Postgres(Box::new(connect(url))),
        }
    }
}

/// PostgreSQL refuses connections while it recovers.
fn connect(url: &str) -> postgres::Client {
    let begun = Instant::now();
    loop {
        match postgres::Client::connect(url, postgres::NoTls) {
            Ok(client) => return client,
            Err(_) if begun.elapsed() < HEALED_WITHIN => std::thread::sleep(Duration::from_millis(100)),
            Err(cause) => panic!("PostgreSQL does not come back: {cause}"),
        }
    }
}

impl Reader {
    pub fn count(&mut self, trace: &Trace) -> i64 {
        match self {
            Self::Sqlite(connection) => connection.prepare_cached(trace.sql).unwrap().query_row(rusqlite::params_from_iter(&trace.parts), |row| row.get(0)).unwrap(),
            Self::Postgres(client) => client.query_one(trace.sql, &as_parameters(&trace.parts)).unwrap().get(0),
        }
    }

    /// The first column of every row.
    pub fn texts(&mut self, sql: &str, parts: &[String]) -> Vec<String> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare(sql).unwrap();
                let rows = statement.query_map(rusqlite::params_from_iter(parts), |row| row.get(0)).unwrap();
                rows.map(Result::unwrap).collect()
            }
            Self::Postgres(client) => client.query(sql, &as_parameters(parts)).unwrap().iter().map(|row| row.get(0)).collect(),
        }
    }

    /// SQLite's own check of every page and index, and of what refers to what. (PostgreSQL has no such command.)
    pub fn must_be_sound(&mut self) {
        if matches!(self, Self::Sqlite(_)) {
            assert_eq!(self.texts("PRAGMA integrity_check", &[]), ["ok"]);
            assert_eq!(self.texts("PRAGMA foreign_key_check", &[]), [""; 0]);
        }
    }

    /// `kill -9` of the process that serves one of the program's connections: PostgreSQL then cuts all others and recovers
    /// from its log. False on SQLite, which has no processes.
    pub fn kill_a_process(&mut self) -> bool {
        let Self::Postgres(_) = self else { return false };
        let pids = self.texts("SELECT CAST(pid AS TEXT) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", &[]);
        pids.first().is_some_and(|pid| Command::new("kill").args(["-9", pid]).status().unwrap().success())
    }
}

fn as_parameters(parts: &[String]) -> Vec<&(dyn postgres::types::ToSql + Sync)> {
    parts.iter().map(|part| part as &(dyn postgres::types::ToSql + Sync)).collect()
}

/// A PostgreSQL that nobody else uses and that forces its log to disk.
pub struct OwnPostgres {
    folder: String,
    pub url: String,
}

impl OwnPostgres {
    pub fn start() -> Self {
        let output = script(&["start", "--durable"]).output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "PostgreSQL did not start: {}", String::from_utf8_lossy(&output.stderr));
        let mut lines = told.lines();
        let (folder, url) = (lines.next().unwrap().to_owned(), lines.next().unwrap().to_owned());
        Self { folder, url }
    }
}

impl Drop for OwnPostgres {
    fn drop(&mut self) {
        let _ = script(&["stop", &self.folder]).status();
    }
}

fn script(arguments: &[&str]) -> Command {
    let mut command = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/postgres"));
    command.args(arguments);
    command
}
