//! Dictionaries that pages name by code and forms choose from.

use kernel::{Result, Tx};
use structure::{places, profile::TermKind, terms};

/// What a page names by code and chooses by code.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    pub subjects: Vec<(String, String)>,
    pub directions: Vec<(String, String)>,
    pub municipalities: Vec<(String, String)>,
}

impl Lists {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let today = tx.today();
        let (subjects, directions) = (terms::choices(tx, TermKind::Subject, today)?, terms::choices(tx, TermKind::WorkDirection, today)?);
        let municipalities = places::municipalities(tx, today)?.into_iter().map(|place| (place.path, place.short_name)).collect();
        Ok(Self { subjects, directions, municipalities })
    }

    /// Of a code; an empty one is any subject.
    #[must_use]
    pub fn subject<'a>(&'a self, code: &'a str) -> &'a str {
        if code.is_empty() { "любой предмет" } else { terms::called(&self.subjects, code) }
    }

    #[must_use]
    pub fn direction<'a>(&'a self, code: &'a str) -> &'a str {
        terms::called(&self.directions, code)
    }
}
