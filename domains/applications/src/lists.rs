//! What the form offers to choose from, on a day: dictionaries, municipalities' rules and criteria of the region.

use kernel::Date;
use std::sync::Arc;
use structure::profile::{Criterion, MembershipKind, Profile, TermKind};

/// The region's profile as it stands on a day.
#[derive(Debug, Clone)]
pub struct Lists {
    pub profile: Arc<Profile>,
    pub day: Date,
}

/// A code and what it is called.
pub type Item = (String, String);

impl Lists {
    #[must_use]
    pub fn new(profile: Arc<Profile>, day: Date) -> Self {
        Self { profile, day }
    }

    /// What may be chosen today.
    #[must_use]
    pub fn items(&self, kind: TermKind) -> Vec<Item> {
        self.profile.dictionaries.of(kind).filter(|term| term.is_valid_on(self.day)).map(|term| (term.code.clone(), term.name_on(self.day).to_owned())).collect()
    }

    /// The name of a code; the code itself, if the dictionary has lost it.
    #[must_use]
    pub fn label(&self, kind: TermKind, code: &str) -> String {
        self.profile.dictionaries.find(kind, code).map_or_else(|| code.to_owned(), |term| term.name_on(self.day).to_owned())
    }

    #[must_use]
    pub fn has(&self, kind: TermKind, code: &str) -> bool {
        self.profile.dictionaries.has(kind, code)
    }

    /// How high a category or a level stands; nothing for an unknown one.
    #[must_use]
    pub fn rank(&self, kind: TermKind, code: &str) -> Option<u32> {
        self.profile.dictionaries.find(kind, code).and_then(|term| term.rank)
    }

    #[must_use]
    pub fn criteria(&self) -> &[Criterion] {
        &self.profile.criteria
    }

    #[must_use]
    pub fn criterion(&self, code: &str) -> Option<&Criterion> {
        self.profile.criteria.iter().find(|criterion| criterion.code == code)
    }

    /// How a kind of membership is called here.
    #[must_use]
    pub fn kind(&self, kind: MembershipKind) -> String {
        self.profile.label(kind).map_or_else(|| kind.as_str().to_owned(), |label| label.name.clone())
    }

    /// Reasons for sending a field back: those of the field, and those that fit any.
    #[must_use]
    pub fn return_reasons(&self, field: &str) -> Vec<Item> {
        let fits = |about: &Option<String>| about.as_deref().is_some_and(|about| about == field || about == "any");
        let reasons = self.profile.dictionaries.of(TermKind::ReturnReason).filter(|term| term.is_valid_on(self.day) && fits(&term.field));
        reasons.map(|term| (term.code.clone(), term.name_on(self.day).to_owned())).collect()
    }
}
