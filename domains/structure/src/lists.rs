//! The region's words on a day: what forms choose from and how pages call a code.

use crate::profile::{Profile, TermKind};
use jiff::tz::TimeZone;
use kernel::{Date, Result, Tx};
use std::sync::Arc;

/// The profile, the day its words are wanted for, and the zone the region counts its days in.
#[derive(Debug, Clone)]
pub struct Lists {
    pub profile: Arc<Profile>,
    pub day: Date,
    pub zone: TimeZone,
}

impl Lists {
    /// As they are today.
    ///
    /// # Errors
    /// No profile is loaded, or the store fails.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let profile = crate::profile(tx)?;
        let zone = TimeZone::get(&profile.region.time_zone).unwrap_or(TimeZone::UTC);
        Ok(Self { profile, day: tx.today(), zone })
    }

    /// What may be chosen on the day.
    #[must_use]
    pub fn items(&self, kind: TermKind) -> Vec<(String, String)> {
        self.profile.dictionaries.of(kind).filter(|term| term.is_valid_on(self.day)).map(|term| (term.code.clone(), term.name_on(self.day).to_owned())).collect()
    }

    /// The name of a code; the code itself, if the dictionary has lost it.
    #[must_use]
    pub fn label(&self, kind: TermKind, code: &str) -> String {
        self.profile.dictionaries.find(kind, code).map_or_else(|| code.to_owned(), |term| term.name_on(self.day).to_owned())
    }

    /// Subjects to choose from.
    #[must_use]
    pub fn subjects(&self) -> Vec<(String, String)> {
        self.items(TermKind::Subject)
    }

    /// The directions of the active's work.
    #[must_use]
    pub fn directions(&self) -> Vec<(String, String)> {
        self.items(TermKind::WorkDirection)
    }

    #[must_use]
    pub fn subject(&self, code: &str) -> String {
        self.label(TermKind::Subject, code)
    }

    #[must_use]
    pub fn direction(&self, code: &str) -> String {
        self.label(TermKind::WorkDirection, code)
    }
}
