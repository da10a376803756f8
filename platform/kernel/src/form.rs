//! A form is acted on once, however often it is sent.

use crate::{Result, Tx, params};

/// The hidden key of a form (`_key`): the same key twice is the same act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormKey(String);

impl FormKey {
    /// A key for a form about to be shown.
    #[must_use]
    pub fn fresh() -> Self {
        Self(crate::id::Uuid::new_v4().simple().to_string())
    }

    /// A key as it came back: 16 to 64 letters and digits, or nothing.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let fits = (16..=64).contains(&raw.len()) && raw.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        fits.then(|| Self(raw.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Runs `act` once per key: a repeat gives the address the first one led to.
    ///
    /// `owner` is whose form it is (an account, a letter's link): a key is good only for its owner.
    pub fn once(&self, tx: &mut Tx<'_>, owner: &str, act: impl FnOnce(&mut Tx<'_>) -> Result<String>) -> Result<String> {
        let key = format!("{owner}/{}", self.0);
        let before = tx.maybe("SELECT location FROM form_submission WHERE form_key = $1", params![key], |row| row.get(0))?;
        if let Some(location) = before {
            return Ok(location);
        }
        let location = act(tx)?;
        let now = tx.now();
        tx.execute("INSERT INTO form_submission (form_key, location, made_at) VALUES ($1, $2, $3)", params![key, location, now])?;
        Ok(location)
    }
}
