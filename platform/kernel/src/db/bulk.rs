//! Many rows of one table: gathered here, written by the statement that suits the engine.
//!
//! SQLite runs a prepared one-row statement fastest (a statement of many rows costs it more per parameter the more there are);
//! to PostgreSQL every statement is a journey, so it gets many rows at once.

use super::{DbError, Engine, Tx, Value};

/// Rows by which a journey to PostgreSQL is loaded, the largest first.
const LOADS: [usize; 3] = [64, 8, 1];

/// Rows on their way into one table.
pub struct Bulk {
    table: &'static str,
    columns: &'static [&'static str],
    tail: &'static str,
    values: Vec<Value<'static>>,
}

impl Bulk {
    /// Rows for these columns of a table.
    #[must_use]
    pub fn into(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns, tail: "", values: Vec::new() }
    }

    /// Rows that the table has already are left as they are.
    #[must_use]
    pub fn or_nothing(self) -> Self {
        Self { tail: " ON CONFLICT DO NOTHING", ..self }
    }

    /// Takes a row, values in the order of the columns.
    pub fn push<const N: usize>(&mut self, row: [Value<'static>; N]) {
        debug_assert_eq!(N, self.columns.len(), "{}", self.table);
        self.values.extend(row);
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
        let mut rest = &self.values[..];
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
        self.values.clear();
        Ok(())
    }

    fn statement(&self, rows: usize) -> String {
        let width = self.columns.len();
        let row = |at: usize| format!("({})", (1..=width).map(|column| format!("${}", at * width + column)).collect::<Vec<_>>().join(", "));
        format!("INSERT INTO {} ({}) VALUES {}{}", self.table, self.columns.join(", "), (0..rows).map(row).collect::<Vec<_>>().join(", "), self.tail)
    }
}
