//! Words of codes, and lists that forms choose from.

use kernel::{Date, Result, Tx};
use structure::{profile::TermKind, terms};

/// What a page names by code and chooses by code.
#[derive(Debug, Clone)]
pub struct Lists {
    pub subjects: Vec<(String, String)>,
    pub directions: Vec<(String, String)>,
    pub day: Date,
    pub zone: jiff::tz::TimeZone,
}

impl Lists {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let day = tx.today();
        let (subjects, directions) = (terms::choices(tx, TermKind::Subject, day)?, terms::choices(tx, TermKind::WorkDirection, day)?);
        Ok(Self { subjects, directions, day, zone: structure::zone(tx)? })
    }

    #[must_use]
    pub fn subject<'a>(&'a self, code: &'a str) -> &'a str {
        terms::called(&self.subjects, code)
    }

    #[must_use]
    pub fn direction<'a>(&'a self, code: &'a str) -> &'a str {
        terms::called(&self.directions, code)
    }
}
