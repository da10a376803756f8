//! Many rows of one table: gathered here, written by the statement that suits the engine.
//!
//! SQLite runs a prepared one-row statement fastest (a statement of many rows costs it more per parameter the more there are);
//! to PostgreSQL every statement is a journey, so it gets many rows at once.

use super::{DbError, Engine, Tx, Value};

/// Rows by which a journey to PostgreSQL is loaded, the largest first.
const LOADS: [usize; 3] = [64, 8, 1];

/// Rows on their way into one table. Their texts lie one behind the other in one piece of memory: an import has a million of them.
pub struct Bulk {
    table: &'static str,
    columns: &'static [&'static str],
    tail: &'static str,
    values: Vec<Kept>,
    texts: String,
    blobs: Vec<u8>,
}

/// A value; of a text or a blob, where it lies.
#[derive(Clone, Copy)]
enum Kept {
    Null,
    Int(i64),
    Real(f64),
    Text { from: usize, until: usize },
    Blob { from: usize, until: usize },
}

impl Bulk {
    /// Rows for these columns of a table.
    #[must_use]
    pub fn into(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns, tail: "", values: Vec::new(), texts: String::new(), blobs: Vec::new() }
    }

    /// Rows that the table has already are left as they are.
    #[must_use]
    pub fn or_nothing(self) -> Self {
        Self { tail: " ON CONFLICT DO NOTHING", ..self }
    }

    /// Takes a row, values in the order of the columns.
    pub fn push<const N: usize>(&mut self, row: [Value<'_>; N]) {
        debug_assert_eq!(N, self.columns.len(), "{}", self.table);
        for value in row {
            let kept = match value {
                Value::Null => Kept::Null,
                Value::Int(number) => Kept::Int(number),
                Value::Real(number) => Kept::Real(number),
                Value::Text(text) => {
                    let from = self.texts.len();
                    self.texts.push_str(&text);
                    Kept::Text { from, until: self.texts.len() }
                }
                Value::Blob(bytes) => {
                    let from = self.blobs.len();
                    self.blobs.extend_from_slice(&bytes);
                    Kept::Blob { from, until: self.blobs.len() }
                }
            };
            self.values.push(kept);
        }
    }

    fn value(&self, kept: Kept) -> Value<'_> {
        match kept {
            Kept::Null => Value::Null,
            Kept::Int(number) => Value::Int(number),
            Kept::Real(number) => Value::Real(number),
            Kept::Text { from, until } => Value::Text(self.texts.get(from..until).unwrap_or_default().into()),
            Kept::Blob { from, until } => Value::Blob(self.blobs.get(from..until).unwrap_or_default().into()),
        }
    }

    /// How many rows wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.values.len() / self.columns.len()
    }

    /// Writes what was gathered.
    ///
    /// # Errors
    /// A statement fails.
    pub fn flush(&mut self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        let width = self.columns.len();
        let values: Vec<Value<'_>> = self.values.iter().map(|kept| self.value(*kept)).collect();
        let mut rest = &values[..];
        match tx.engine() {
            Engine::Sqlite => tx.execute_rows(&self.statement(1), width, rest)?,
            Engine::Postgres => {
                for rows in LOADS {
                    let sql = self.statement(rows);
                    let loads = rest.chunks_exact(rows * width);
                    rest = loads.remainder();
                    for load in loads.clone() {
                        tx.execute(&sql, load)?;
                    }
                }
            }
        }
        drop(values);
        self.values.clear();
        self.texts.clear();
        self.blobs.clear();
        Ok(())
    }

    fn statement(&self, rows: usize) -> String {
        let width = self.columns.len();
        let row = |at: usize| format!("({})", (1..=width).map(|column| format!("${}", at * width + column)).collect::<Vec<_>>().join(", "));
        format!("INSERT INTO {} ({}) VALUES {}{}", self.table, self.columns.join(", "), (0..rows).map(row).collect::<Vec<_>>().join(", "), self.tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::testing::on_each_engine, params};

    #[test]
    fn rows_of_all_kinds_are_written_as_they_were_pushed() {
        on_each_engine(|db| {
            let number = if db.engine() == Engine::Sqlite { "REAL" } else { "DOUBLE PRECISION" };
            let blob = if db.engine() == Engine::Sqlite { "BLOB" } else { "BYTEA" };
            db.write(|tx| Ok(tx.batch(&format!("CREATE TABLE kinds (a BIGINT NOT NULL, b TEXT, c {number}, d {blob})"))?)).unwrap();
            let mut bulk = Bulk::into("kinds", &["a", "b", "c", "d"]);
            for at in 0..201 {
                let text = format!("слово {at}");
                let text = if at % 3 == 0 { Value::Null } else { Value::Text(text.as_str().into()) };
                bulk.push([Value::Int(at), text, Value::Real(0.5), Value::Blob([7, 8][..].into())]);
            }
            assert_eq!(bulk.waiting(), 201);
            db.write(|tx| Ok(bulk.flush(tx)?)).unwrap();
            assert_eq!(bulk.waiting(), 0);
            let read =
                db.read(|tx| Ok(tx.query("SELECT a, b, c, d FROM kinds ORDER BY a", params![], |row| Ok((row.get::<i64>(0)?, row.get::<Option<String>>(1)?, row.get::<f64>(2)?, row.get::<Vec<u8>>(3)?)))?)).unwrap();
            assert_eq!(read.len(), 201);
            assert!(read.iter().enumerate().all(|(at, row)| *row == (at as i64, (at % 3 != 0).then(|| format!("слово {at}")), 0.5, vec![7, 8])), "{read:?}");
        });
    }
}
