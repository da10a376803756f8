//! Databases for tests: the same suite on both engines. PostgreSQL takes part when `TEST_DATABASE_URL` is set
//! (`scripts/test` sets it); each test gets a file, or a schema, of its own.

use super::{Db, Location, MIGRATIONS, Migration};
use crate::Clock;
use jiff::tz::{TimeZone, offset};
use std::path::PathBuf;

/// A database made for one test and removed with it.
pub struct TestDb {
    pub db: Db,
    pub name: &'static str,
    cleanup: Cleanup,
}

enum Cleanup {
    Folder(PathBuf),
    Schema { url: String, schema: String },
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
    let folder = std::env::temp_dir().join(format!("metodaktiv-test-{}", crate::id::Uuid::new_v4().simple()));
    std::fs::create_dir_all(&folder).expect("temp folder");
    let db = Db::open(&Location::Sqlite(folder.join("test.sqlite")), clock()).expect("open sqlite");
    db.migrate(migrations).expect("migrate sqlite");
    TestDb { db, name: "sqlite", cleanup: Cleanup::Folder(folder) }
}

#[expect(clippy::expect_used, reason = "tests only: a set TEST_DATABASE_URL must work")]
fn postgres(url: &str, migrations: &[Migration]) -> TestDb {
    let schema = format!("t_{}", crate::id::Uuid::new_v4().simple());
    let mut client = postgres::Client::connect(url, postgres::NoTls).expect("connect to TEST_DATABASE_URL");
    client.batch_execute(&format!("CREATE SCHEMA {schema}")).expect("make a schema");
    let joint = if url.contains('?') { '&' } else { '?' };
    let db = Db::open(&Location::Postgres(format!("{url}{joint}options=-csearch_path%3D{schema}")), clock()).expect("open postgres");
    db.migrate(migrations).expect("migrate postgres");
    TestDb { db, name: "postgres", cleanup: Cleanup::Schema { url: url.to_owned(), schema } }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        match &self.cleanup {
            Cleanup::Folder(folder) => {
                let _ = std::fs::remove_dir_all(folder);
            }
            Cleanup::Schema { url, schema } => {
                if let Ok(mut client) = postgres::Client::connect(url, postgres::NoTls) {
                    let _ = client.batch_execute(&format!("DROP SCHEMA {schema} CASCADE"));
                }
            }
        }
    }
}
