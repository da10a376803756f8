//! The few differences between the two engines.

use super::{DbError, Engine};

/// The schema's text for an engine. In PostgreSQL every text compares by bytes, as SQLite does: one order on both.
pub fn schema(engine: Engine, sql: &str) -> String {
    match engine {
        Engine::Sqlite => sql.to_owned(),
        Engine::Postgres => sql.replace(" TEXT", " TEXT COLLATE \"C\"").replace(" BLOB", " BYTEA"),
    }
}

/// Full disk, lock, read-only file, connection cut: passes by itself or by an administrator's hand; nothing was changed.
pub fn is_weather(cause: &DbError) -> bool {
    match cause {
        DbError::Sqlite(rusqlite::Error::SqliteFailure(failure, _)) => {
            use rusqlite::ErrorCode::{CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, ReadOnly, SystemIoFailure};
            matches!(failure.code, DatabaseBusy | DatabaseLocked | DiskFull | ReadOnly | SystemIoFailure | CannotOpen)
        }
        DbError::Postgres(error) => match error.code() {
            // 08 connection, 53 out of resources, 57 taken down, 25006 read-only, 40 serialization or deadlock.
            Some(state) => ["08", "53", "57", "40"].iter().any(|class| state.code().starts_with(class)) || state.code() == "25006",
            // No word from the server: the line was cut. A value of the wrong type is a fault of ours, not weather.
            None => error.is_closed() || std::error::Error::source(error).is_some_and(|cause| cause.is::<std::io::Error>()),
        },
        DbError::Pool(_) => true,
        DbError::Sqlite(_) | DbError::Shape(_) | DbError::Migration(_) => false,
    }
}
