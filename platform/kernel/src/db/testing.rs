//! Databases for tests: the same suite on both engines. PostgreSQL takes part when `TEST_DATABASE_URL` is set
//! (`scripts/test` sets it; its user may make databases); each test gets a file, or a database, of its own: a copy of one that was migrated once.

use super::{Db, Location, MIGRATIONS, Migration};
use crate::Clock;
use jiff::tz::{TimeZone, offset};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// A database made for one test and removed with it.
pub struct TestDb {
    pub db: Db,
    pub name: &'static str,
    cleanup: Cleanup,
}

enum Cleanup {
    Folder(PathBuf),
    Database { url: String, name: String },
}

/// 23 November 2026, 10:00 in Khabarovsk: the day of all tests.
#[must_use]
pub fn clock() -> Clock {
    let at = jiff::civil::date(2026, 11, 23).at(10, 0, 0, 0);
    let zone = TimeZone::fixed(offset(10));
    match at.to_zoned_datetime(zone.clone()) {
        Ok(at) => Clock::fixed(at.timestamp(), zone),
        Err(_) => Clock::fixed(jiff::Timestamp::UNIX_EPOCH, zone),
    }
}

/// Runs `story` on every engine at hand, each time on a fresh, migrated database.
pub fn on_each_engine(story: impl Fn(&Db)) {
    for test in databases() {
        eprintln!("engine: {}", test.name);
        story(&test.db);
    }
}

/// A fresh, migrated database of every engine at hand.
#[must_use]
pub fn databases() -> Vec<TestDb> {
    at_schema(MIGRATIONS)
}

/// A fresh database of every engine at hand, as far as these migrations bring it.
#[must_use]
pub fn at_schema(migrations: &[Migration]) -> Vec<TestDb> {
    let mut found = vec![file(migrations)];
    if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
        found.push(postgres(&url, migrations));
    }
    found
}

/// A fresh, migrated SQLite database.
#[must_use]
pub fn sqlite() -> TestDb {
    file(MIGRATIONS)
}

#[expect(clippy::expect_used, reason = "tests only: a machine without a writable temp folder can't run them")]
fn file(migrations: &[Migration]) -> TestDb {
    let folder = std::env::temp_dir().join(format!("metodaktiv-test-{}", fresh()));
    std::fs::create_dir_all(&folder).expect("temp folder");
    let path = folder.join("test.sqlite");
    std::fs::copy(file_template(migrations), &path).expect("a copy of the template");
    let db = Db::open(&Location::Sqlite(path), clock()).expect("open sqlite");
    TestDb { db, name: "sqlite", cleanup: Cleanup::Folder(folder) }
}

/// The migrated file that each test copies: made by the first that needs it, for the schema it needs.
#[expect(clippy::expect_used, reason = "tests only: a machine without a writable temp folder can't run them")]
fn file_template(migrations: &[Migration]) -> PathBuf {
    let ready = std::env::temp_dir().join(format!("metodaktiv-template-{}.sqlite", key_of(migrations)));
    if !ready.exists() {
        let making = std::env::temp_dir().join(format!("metodaktiv-making-{}", fresh()));
        std::fs::create_dir_all(&making).expect("temp folder");
        let db = Db::open(&Location::Sqlite(making.join("made.sqlite")), clock()).expect("open sqlite");
        db.migrate(migrations).expect("migrate sqlite");
        db.copy_sqlite(&making.join("whole.sqlite")).expect("a whole copy");
        // Whoever comes second puts the same in its place.
        std::fs::rename(making.join("whole.sqlite"), &ready).expect("rename the template");
        drop(db);
        let _ = std::fs::remove_dir_all(&making);
    }
    ready
}

fn fresh() -> String {
    crate::id::Uuid::new_v4().simple().to_string()
}

/// Names a schema by its text.
fn key_of(migrations: &[Migration]) -> String {
    let mut digest = Sha256::new();
    for migration in migrations {
        digest.update(migration.name);
        digest.update(migration.sql);
    }
    data_encoding::HEXLOWER.encode(&digest.finalize()[..12])
}

fn with_database(url: &str, name: &str) -> String {
    let (before, query) = url.split_once('?').map_or((url, String::new()), |(before, query)| (before, format!("?{query}")));
    let (server, _) = before.rsplit_once('/').unwrap_or((before, ""));
    format!("{server}/{name}{query}")
}

#[expect(clippy::expect_used, reason = "tests only: a set TEST_DATABASE_URL must work")]
fn postgres(url: &str, migrations: &[Migration]) -> TestDb {
    let migrate = |db: &Db| {
        db.migrate(migrations).expect("migrate postgres");
    };
    postgres_copy(url, &key_of(migrations), &migrate)
}

/// A copy of the database that `make` makes once for all who name the same key (lower case letters, digits); nothing without PostgreSQL.
#[must_use]
pub fn postgres_once(key: &str, make: &dyn Fn(&Db)) -> Option<TestDb> {
    std::env::var("TEST_DATABASE_URL").ok().map(|url| postgres_copy(&url, key, make))
}

#[expect(clippy::expect_used, reason = "tests only: a set TEST_DATABASE_URL must work")]
fn postgres_copy(url: &str, key: &str, make: &dyn Fn(&Db)) -> TestDb {
    let mut client = postgres::Client::connect(url, postgres::NoTls).expect("connect to TEST_DATABASE_URL");
    let template = postgres_template(&mut client, url, key, make);
    let name = format!("test_{}", fresh());
    client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")).expect("a copy of the template");
    let db = Db::open(&Location::Postgres(with_database(url, &name)), clock()).expect("open postgres");
    TestDb { db, name: "postgres", cleanup: Cleanup::Database { url: url.to_owned(), name } }
}

/// As [`file_template`], a database: one makes it while the others wait.
#[expect(clippy::expect_used, reason = "tests only: a set TEST_DATABASE_URL must work")]
fn postgres_template(client: &mut postgres::Client, url: &str, key: &str, make: &dyn Fn(&Db)) -> String {
    let ready = format!("template_{key}");
    client.batch_execute("SELECT pg_advisory_lock(20261126)").expect("wait for the template");
    if client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&ready]).expect("look for the template").is_none() {
        let making = format!("making_{}", fresh());
        client.batch_execute(&format!("CREATE DATABASE {making}")).expect("make a database");
        let db = Db::open(&Location::Postgres(with_database(url, &making)), clock()).expect("open postgres");
        make(&db);
        drop(db);
        // The pool's threads close their connections a moment later.
        let rename = format!("ALTER DATABASE {making} RENAME TO {ready}");
        let was_named = (0..100).any(|_| {
            let done = client.batch_execute(&rename).is_ok();
            if !done {
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
            done
        });
        assert!(was_named, "somebody keeps the template open");
    }
    client.batch_execute("SELECT pg_advisory_unlock(20261126)").expect("let others go on");
    ready
}

impl Drop for TestDb {
    fn drop(&mut self) {
        match &self.cleanup {
            Cleanup::Folder(folder) => {
                let _ = std::fs::remove_dir_all(folder);
            }
            Cleanup::Database { url, name } => {
                if let Ok(mut client) = postgres::Client::connect(url, postgres::NoTls) {
                    let _ = client.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
                }
            }
        }
    }
}
