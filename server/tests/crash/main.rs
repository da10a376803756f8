//! A driver outside the process: it starts the built program, posts forms over HTTP as several people at once, kills the program
//! with `kill -9` at a random moment, starts it again and looks for every write that was acknowledged.
//!
//! What must hold after each round:
//! * every form that was answered «done» is in the database exactly once, documents byte for byte;
//! * a form that was cut off is there once or not at all, and once after it is sent again with the same key;
//! * the database is sound, the journal's chain is whole, whoever was logged in still is.
//!
//! `METODAKTIV_TEST_CRASH_ROUNDS` (20) and `METODAKTIV_TEST_CRASH_SEED` (random, printed) may be set. PostgreSQL takes part when
//! `TEST_DATABASE_URL` is set: on a server of its own that forces writes to disk, because its processes are killed too.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod acts;
mod browser;
mod database;
mod ledger;
mod people;
mod program;
mod rounds;

use database::{Engine, OwnPostgres};
use rounds::Drill;

#[test]
fn sqlite_keeps_every_acknowledged_write_through_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::Sqlite(folder.path().join("metodaktiv.sqlite"));
    Drill::begin(folder.path(), engine).run();
}

#[test]
fn postgres_keeps_every_acknowledged_write_through_kill_9_of_either_server() {
    if std::env::var_os("TEST_DATABASE_URL").is_none() {
        eprintln!("passed over: TEST_DATABASE_URL is not set");
        return;
    }
    let (folder, postgres) = (tempfile::tempdir().unwrap(), OwnPostgres::start());
    Drill::begin(folder.path(), Engine::Postgres(postgres.url.clone())).run();
}
