//! The few single values of this crate.

use kernel::{Result, Tx, params};

/// A value; nothing where it was never set.
pub fn get(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>> {
    Ok(tx.maybe("SELECT value FROM exchange_state WHERE name = $1", params![name], |row| row.get(0))?)
}

/// A number; 0 where it was never set.
pub fn number(tx: &mut Tx<'_>, name: &str) -> Result<i64> {
    Ok(get(tx, name)?.and_then(|text| text.parse().ok()).unwrap_or(0))
}

pub fn set(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<()> {
    tx.execute("INSERT INTO exchange_state (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", params![name, value])?;
    Ok(())
}
