//! Words of the region for a day, and numbers of the dialogue.

use crate::model::Code;
use kernel::{Date, Result, Tx};
use std::sync::Arc;
use structure::profile::{MembershipKind, Profile, TermKind};

/// The region's words.
#[derive(Debug, Clone)]
pub struct Lists {
    pub profile: Arc<Profile>,
    pub day: Date,
    pub zone: jiff::tz::TimeZone,
}

impl Lists {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        Ok(Self { profile: structure::profile(tx)?, day: tx.today(), zone: structure::zone(tx)? })
    }

    fn of(&self, kind: TermKind) -> impl Iterator<Item = (&str, &str)> {
        self.profile.dictionaries.of(kind).filter(|term| term.is_valid_on(self.day)).map(|term| (term.code.as_str(), term.name_on(self.day)))
    }

    /// Subjects and directions to choose from.
    pub fn codes(&self) -> Vec<(String, String)> {
        let subjects = self.of(TermKind::Subject).map(|(code, name)| (Code::Subject(code.into()).stored(), name.to_owned()));
        let directions = self.of(TermKind::DevelopmentDirection).map(|(code, name)| (Code::Direction(code.into()).stored(), format!("Направление: {name}")));
        subjects.chain(directions).collect()
    }

    /// Development directions.
    pub fn directions(&self) -> Vec<(String, String)> {
        self.of(TermKind::DevelopmentDirection).map(|(code, name)| (code.to_owned(), name.to_owned())).collect()
    }

    /// What a need is called.
    pub fn code(&self, stored: &str) -> String {
        let (kind, code) = match Code::parse(stored) {
            Some(Code::Subject(code)) => (TermKind::Subject, code),
            Some(Code::Direction(code)) => (TermKind::DevelopmentDirection, code),
            None => return stored.to_owned(),
        };
        self.profile.dictionaries.find(kind, &code).map_or_else(|| code.clone(), |term| term.name_on(self.day).to_owned())
    }

    /// What a kind of membership is called.
    pub fn kind(&self, kind: MembershipKind) -> String {
        self.profile.label(kind).map_or_else(|| kind.to_string(), |label| label.name.clone())
    }
}
