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
        let mut of = |kind| Ok::<_, kernel::Error>(terms::terms(tx, kind, day)?.into_iter().map(|term| (term.code, term.label)).collect());
        let (subjects, directions) = (of(TermKind::Subject)?, of(TermKind::WorkDirection)?);
        Ok(Self { subjects, directions, day, zone: structure::zone(tx)? })
    }

    #[must_use]
    pub fn subject<'a>(&'a self, code: &'a str) -> &'a str {
        named(&self.subjects, code)
    }

    #[must_use]
    pub fn direction<'a>(&'a self, code: &'a str) -> &'a str {
        named(&self.directions, code)
    }
}

fn named<'a>(list: &'a [(String, String)], code: &'a str) -> &'a str {
    list.iter().find(|(known, _)| known == code).map_or(code, |(_, label)| label.as_str())
}
