//! The few differences between the two engines.

use super::{DbError, Engine};

/// The schema's text for an engine. In PostgreSQL every text compares by bytes, as SQLite does: one order on both.
///
/// In SQLite a whole-number key is the row's own number, and a table that is nothing but its key is one tree instead of two: less to
/// write at an import. A database made before has the same tables laid out the older way.
pub fn schema(engine: Engine, sql: &str) -> String {
    match engine {
        Engine::Sqlite => KEYS_ALONE.iter().fold(sql.replace(" BIGINT PRIMARY KEY", " INTEGER PRIMARY KEY"), |sql, key| {
            let end = format!("    PRIMARY KEY ({key})\n)");
            sql.replace(&format!("{end};"), &format!("{end} WITHOUT ROWID;"))
        }),
        Engine::Postgres => sql.replace(" TEXT", " TEXT COLLATE \"C\"").replace(" BLOB", " BYTEA"),
    }
}

/// Keys of the tables that hold nothing else: the indexes of search.
const KEYS_ALONE: [&str; 2] = ["token, person_id", "deletion, token"];

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::testing::databases, params};

    #[test]
    fn the_indexes_of_search_are_one_tree_each_and_events_are_found_by_their_row() {
        for test in databases() {
            if test.db.engine() == Engine::Postgres {
                continue;
            }
            let trees = |table: &str| test.db.read(|tx| Ok(tx.query("SELECT name FROM sqlite_master WHERE tbl_name = $1 AND rootpage > 0 ORDER BY name", params![table], |row| row.get::<String>(0))?)).unwrap();
            assert_eq!(trees("token_deletion"), ["token_deletion"]);
            assert_eq!(trees("person_token"), ["person_token", "person_token_person"]);
            assert!(trees("audit_event").iter().all(|name| !name.starts_with("sqlite_autoindex")));
        }
    }
}
