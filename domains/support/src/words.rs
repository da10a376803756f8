//! Dictionaries as a page needs them: choices of a day, and words of old codes.

use kernel::{Result, Tx};
use structure::{profile::TermKind, terms};

/// Entries of a dictionary in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(Vec<(String, String, String)>);

impl Words {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>, kind: TermKind) -> Result<Self> {
        let today = tx.today();
        Ok(Self(terms::terms(tx, kind, today)?.into_iter().map(|term| (term.code, term.label, term.short)).collect()))
    }

    /// The code itself where the dictionary has none.
    #[must_use]
    pub fn label<'a>(&'a self, code: &'a str) -> &'a str {
        self.0.iter().find(|(known, ..)| known == code).map_or(code, |(_, label, _)| label.as_str())
    }

    /// For tables and pictures.
    #[must_use]
    pub fn short<'a>(&'a self, code: &'a str) -> &'a str {
        self.0.iter().find(|(known, ..)| known == code).map_or(code, |(.., short)| short.as_str())
    }

    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.0.iter().any(|(known, ..)| known == code)
    }

    #[must_use]
    pub fn choices(&self) -> Vec<(String, String)> {
        self.0.iter().map(|(code, label, _)| (code.clone(), label.clone())).collect()
    }

    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(code, ..)| code.as_str())
    }
}
