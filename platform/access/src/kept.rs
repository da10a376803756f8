//! What was typed when the session ran out: kept for an hour under the hash of a secret that only that browser has, and
//! given back to the same account after it logs in again. Passwords and codes are never kept.

use crate::{Secret, secret};
use jiff::SignedDuration;
use kernel::{Result, Tx, id::AccountId, params};

const KEPT_FOR: SignedDuration = SignedDuration::from_hours(1);
/// A longer form isn't kept.
pub const LARGEST: usize = 256 * 1024;

/// A form as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptForm {
    /// Where it was going.
    pub path: String,
    pub fields: Vec<(String, String)>,
}

/// Keeps a form for an account; the secret goes into a short-lived cookie.
///
/// # Errors
/// The store fails.
pub fn keep(tx: &mut Tx<'_>, account: AccountId, form: &KeptForm) -> Result<Secret> {
    let (fresh, now) = (Secret::fresh(), tx.now());
    let fields: Vec<&(String, String)> = form.fields.iter().filter(|(name, _)| !is_secret(name)).collect();
    let body = serde_json::to_string(&fields).map_err(anyhow::Error::new)?;
    tx.execute("DELETE FROM kept_form WHERE made_at <= $1", params![now - KEPT_FOR])?;
    tx.execute("INSERT INTO kept_form (token_hash, account_id, path, body, made_at) VALUES ($1, $2, $3, $4, $5)", params![fresh.hash(), account, form.path, body, now])?;
    Ok(fresh)
}

fn is_secret(name: &str) -> bool {
    name.contains("password") || name == "code"
}

/// The form kept under a secret, if it is this account's; it stays until [`forget`].
///
/// # Errors
/// The store fails.
pub fn find(tx: &mut Tx<'_>, token: &str, account: AccountId) -> Result<Option<KeptForm>> {
    let after = tx.now() - KEPT_FOR;
    let sql = "SELECT path, body FROM kept_form WHERE token_hash = $1 AND account_id = $2 AND made_at > $3";
    let found = tx.maybe(sql, params![secret::hash(token), account, after], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    let Some((path, body)) = found else { return Ok(None) };
    Ok(Some(KeptForm { path, fields: serde_json::from_str(&body).map_err(anyhow::Error::new)? }))
}

/// Given back, or no longer wanted.
///
/// # Errors
/// The store fails.
pub fn forget(tx: &mut Tx<'_>, token: &str) -> Result<()> {
    tx.execute("DELETE FROM kept_form WHERE token_hash = $1", params![secret::hash(token)])?;
    Ok(())
}

/// Forgets what nobody came back for; how many forms went.
///
/// # Errors
/// The store fails.
pub fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now() - KEPT_FOR;
    Ok(tx.execute("DELETE FROM kept_form WHERE made_at <= $1", params![before])?)
}
