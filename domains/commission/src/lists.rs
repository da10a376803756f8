//! Words and choices for a day: kinds, subjects, directions, municipalities, reasons.

use access::{Role, grants};
use kernel::{Date, Result, Tx, id::AccountId};
use membership::Seat;
use std::sync::Arc;
use structure::{
    places,
    profile::{MembershipKind, Profile, QuotaAxis, TermKind},
};

/// A code and what it is called.
pub type Choice = (String, String);

/// The region's words on a day.
#[derive(Debug, Clone)]
pub struct Lists {
    pub profile: Arc<Profile>,
    pub day: Date,
    pub municipalities: Vec<Choice>,
    /// Where the region's days are counted.
    pub zone: jiff::tz::TimeZone,
}

impl Lists {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let day = tx.today();
        let municipalities = places::municipalities(tx, day)?.into_iter().map(|place| (place.id.to_string(), place.short_name)).collect();
        let profile = structure::profile(tx)?;
        let zone = jiff::tz::TimeZone::get(&profile.region.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        Ok(Self { profile, day, municipalities, zone })
    }

    #[must_use]
    pub fn items(&self, kind: TermKind) -> Vec<Choice> {
        self.profile.dictionaries.of(kind).filter(|term| term.is_valid_on(self.day)).map(|term| (term.code.clone(), term.name_on(self.day).to_owned())).collect()
    }

    #[must_use]
    pub fn label(&self, kind: TermKind, code: &str) -> String {
        self.profile.dictionaries.find(kind, code).map_or_else(|| code.to_owned(), |term| term.name_on(self.day).to_owned())
    }

    #[must_use]
    pub fn has(&self, kind: TermKind, code: &str) -> bool {
        self.profile.dictionaries.find(kind, code).is_some_and(|term| term.is_valid_on(self.day))
    }

    #[must_use]
    pub fn kinds(&self) -> Vec<Choice> {
        MembershipKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), self.kind(*kind))).collect()
    }

    #[must_use]
    pub fn kind(&self, kind: MembershipKind) -> String {
        self.profile.label(kind).map_or_else(|| kind.as_str().to_owned(), |label| label.name.clone())
    }

    #[must_use]
    pub fn municipality(&self, code: &str) -> String {
        self.municipalities.iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, name)| name.clone())
    }

    /// «Математика» or a direction's name; empty where the kind is split by municipality.
    #[must_use]
    pub fn field(&self, kind: MembershipKind, subject: &str, direction: &str) -> String {
        match kind.axis() {
            QuotaAxis::Subject if !subject.is_empty() => self.label(TermKind::Subject, subject),
            QuotaAxis::Direction if !direction.is_empty() => self.label(TermKind::DevelopmentDirection, direction),
            QuotaAxis::Subject | QuotaAxis::Direction | QuotaAxis::Municipality => String::new(),
        }
    }

    /// «Методист по предмету: математика, Бикинский округ».
    #[must_use]
    pub fn seat(&self, seat: &Seat) -> String {
        let field = self.field(seat.kind, seat.subject.as_deref().unwrap_or_default(), seat.direction.as_deref().unwrap_or_default());
        let field = if field.is_empty() { field } else { format!(": {field}") };
        format!("{}{field}, {}", self.kind(seat.kind), self.municipality(seat.municipality.as_str()))
    }
}

/// Who may chair and who may be secretary.
#[derive(Debug, Clone, Default)]
pub struct Officers {
    pub members: Vec<(AccountId, String)>,
    pub secretaries: Vec<(AccountId, String)>,
}

impl Officers {
    /// Those of a day: members of the commission; the coordinators may be secretaries too.
    ///
    /// # Errors
    /// The store fails.
    pub fn on(tx: &mut Tx<'_>, day: Date) -> Result<Self> {
        let members = grants::holders_on(tx, Role::Commission, day)?;
        let mut secretaries = grants::holders_on(tx, Role::Coordinator, day)?;
        secretaries.extend(members.iter().filter(|(id, _)| !secretaries.iter().any(|(known, _)| known == id)).cloned().collect::<Vec<_>>());
        Ok(Self { members, secretaries })
    }
}
