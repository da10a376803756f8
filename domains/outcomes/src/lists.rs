//! Words and choices for a day.

use jiff::tz::TimeZone;
use kernel::{Date, Result, Tx};
use std::sync::Arc;
use structure::profile::{Profile, TermKind};

/// The region's words.
#[derive(Debug, Clone)]
pub struct Lists {
    pub profile: Arc<Profile>,
    pub day: Date,
    pub zone: TimeZone,
}

impl Lists {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let profile = structure::profile(tx)?;
        let zone = TimeZone::get(&profile.region.time_zone).unwrap_or(TimeZone::UTC);
        Ok(Self { profile, day: tx.today(), zone })
    }

    /// Subjects to choose from.
    #[must_use]
    pub fn subjects(&self) -> Vec<(String, String)> {
        self.profile.dictionaries.of(TermKind::Subject).filter(|term| term.is_valid_on(self.day)).map(|term| (term.code.clone(), term.name_on(self.day).to_owned())).collect()
    }

    #[must_use]
    pub fn subject(&self, code: &str) -> String {
        self.profile.dictionaries.find(TermKind::Subject, code).map_or_else(|| code.to_owned(), |term| term.name_on(self.day).to_owned())
    }
}
