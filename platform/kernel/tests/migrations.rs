//! Migrations over data: a row in every table of the schema that is out in the field is still there, word for word, after the newest.
#![expect(clippy::unwrap_used, reason = "a test: a failure is a panic")]

use kernel::{
    Result, Tx, Value,
    db::{Engine, MIGRATIONS, testing},
    params,
};

/// The last migration of the version before this one. Raised when a version goes out, never lowered.
const IN_THE_FIELD: u32 = 31;

struct Column {
    name: String,
    kind: String,
}

fn tables(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let sql = match tx.engine() {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migration' ORDER BY name",
        Engine::Postgres => "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name <> 'schema_migration' ORDER BY table_name",
    };
    Ok(tx.query(sql, params![], |row| row.get(0))?)
}

fn columns(tx: &mut Tx<'_>, table: &str) -> Result<Vec<Column>> {
    let sql = match tx.engine() {
        Engine::Sqlite => "SELECT name, type FROM pragma_table_info($1) ORDER BY name",
        Engine::Postgres => "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY column_name",
    };
    Ok(tx.query(sql, params![table], |row| Ok(Column { name: row.get(0)?, kind: row.get::<String>(1)?.to_uppercase() }))?)
}

/// All rows refer to each other: every id is the same word.
fn value(column: &Column) -> Value<'static> {
    match column.kind.as_str() {
        "BIGINT" | "INTEGER" => Value::Int(1),
        "DOUBLE PRECISION" | "REAL" => Value::Real(0.5),
        "BLOB" | "BYTEA" => Value::Blob(vec![1, 2, 3].into()),
        _ if (column.name.ends_with("_on") && column.name != "based_on") || matches!(column.name.as_str(), "valid_from" | "valid_to" | "day" | "month") => Value::Text("2026-03-01".into()),
        _ if column.name.ends_with("_at") => Value::Text("2026-03-01T00:00:00.000000Z".into()),
        _ => Value::Text("x".into()),
    }
}

fn as_text(tx: &mut Tx<'_>, table: &str, columns: &[Column]) -> Result<Vec<Vec<String>>> {
    let words: Vec<String> = columns.iter().filter(|column| !matches!(column.kind.as_str(), "BLOB" | "BYTEA")).map(|column| format!("CAST(\"{}\" AS TEXT)", column.name)).collect();
    let count = words.len();
    Ok(tx.query(&format!("SELECT {} FROM \"{table}\"", words.join(", ")), params![], |row| (0..count).map(|at| row.get::<Option<String>>(at).map(Option::unwrap_or_default)).collect())?)
}

#[test]
fn what_the_field_holds_is_still_there_after_the_newest_migration() {
    let landed: Vec<_> = MIGRATIONS.iter().filter(|migration| migration.number <= IN_THE_FIELD).copied().collect();
    for test in testing::at_schema(&landed) {
        let before = test
            .db
            .write(|tx| {
                // References are checked when all rows are there.
                let later = match tx.engine() {
                    Engine::Sqlite => "PRAGMA defer_foreign_keys = ON",
                    Engine::Postgres => "SET LOCAL session_replication_role = replica",
                };
                tx.execute(later, params![])?;
                let mut before = Vec::new();
                for table in tables(tx)? {
                    let columns = columns(tx, &table)?;
                    let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
                    let places: Vec<String> = (1..=columns.len()).map(|at| format!("${at}")).collect();
                    let values: Vec<Value<'static>> = columns.iter().map(value).collect();
                    tx.execute(&format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names.join(", "), places.join(", ")), &values)?;
                    let words = as_text(tx, &table, &columns)?;
                    before.push((table, columns, words));
                }
                Ok(before)
            })
            .unwrap();
        assert!(before.len() > 100, "the schema in the field has {} tables", before.len());
        let state = test.db.migrate(MIGRATIONS).unwrap();
        assert_eq!((state.before, state.after), (IN_THE_FIELD, MIGRATIONS.last().unwrap().number));
        test.db
            .read(|tx| {
                for (table, columns, words) in &before {
                    assert_eq!(&as_text(tx, table, columns)?, words, "{}: table {table}", test.name);
                }
                Ok(())
            })
            .unwrap();
        assert!(test.db.migrate(MIGRATIONS).unwrap().before == state.after, "a second run has nothing to do");
    }
}
