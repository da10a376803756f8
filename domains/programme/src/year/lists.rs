//! What pages and papers name by code.

use jiff::tz::TimeZone;
use kernel::{Date, Result, Tx};
use structure::{profile::TermKind, terms};

/// The twelve directions, and the day.
#[derive(Debug, Clone)]
pub struct Lists {
    /// Code, name, short name.
    pub directions: Vec<(String, String, String)>,
    pub today: Date,
    pub zone: TimeZone,
}

impl Lists {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let today = tx.today();
        let directions = terms::terms(tx, TermKind::WorkDirection, today)?.into_iter().map(|term| (term.code, term.label, term.short)).collect();
        Ok(Self { directions, today, zone: structure::zone(tx)? })
    }

    /// Of a code; of one that is no longer in use, the code.
    #[must_use]
    pub fn short<'a>(&'a self, code: &'a str) -> &'a str {
        self.directions.iter().find(|(known, ..)| known == code).map_or(code, |(_, label, short)| if short.is_empty() { label } else { short })
    }

    /// For a field of a form.
    #[must_use]
    pub fn choices(&self) -> Vec<(String, String)> {
        self.directions.iter().map(|(code, label, _)| (code.clone(), label.clone())).collect()
    }
}
