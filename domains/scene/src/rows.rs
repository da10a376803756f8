//! Rows of another domain as that domain would leave them, for those that only read them.

use kernel::{Tx, Value, id::Uuid};

/// Writes a row: columns and values by name.
pub fn put(tx: &mut Tx<'_>, table: &str, row: &[(&str, Value<'_>)]) {
    let columns: Vec<&str> = row.iter().map(|(name, _)| *name).collect();
    let places: Vec<String> = (1..=row.len()).map(|at| format!("${at}")).collect();
    let values: Vec<Value<'_>> = row.iter().map(|(_, value)| value.clone()).collect();
    tx.execute(&format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", ")), &values).unwrap();
}

/// A text, a date or an instant.
pub fn text(value: impl Into<String>) -> Value<'static> {
    Value::Text(value.into().into())
}

/// A whole number.
#[must_use]
pub fn whole(value: i64) -> Value<'static> {
    Value::Int(value)
}

/// A number with a fraction.
#[must_use]
pub fn real(value: f64) -> Value<'static> {
    Value::Real(value)
}

/// An id nobody has.
#[must_use]
pub fn fresh() -> String {
    Uuid::now_v7().to_string()
}
