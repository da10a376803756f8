//! An application as kept, and what hangs on it.

use crate::{
    answers::Answers,
    field::Field,
    model::{ApplicationId, FileId, State},
};
use consent::{ConsentKind, PublicationItem, TextId};
use files::Digest;
use kernel::{
    Date, Timestamp,
    id::{PersonId, PlaceId},
};

/// An application.
#[derive(Debug, Clone)]
pub struct Application {
    pub id: ApplicationId,
    /// Given at submission: `РМА-2026-00017`.
    pub number: Option<String>,
    pub email: String,
    pub person: Option<PersonId>,
    /// The school as last submitted.
    pub school: Option<PlaceId>,
    pub state: State,
    /// As typed now: the applicant's own, nobody else sees them before they are sent.
    pub answers: Answers,
    /// As last submitted.
    pub sent: Option<Answers>,
    /// As submitted the time before.
    pub sent_before: Option<Answers>,
    pub trouble: Trouble,
    pub started_at: Timestamp,
    pub saved_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub state_since: Timestamp,
    pub version: i64,
}

impl Application {
    /// `РМА-2026-00017`, or that it is not sent yet.
    #[must_use]
    pub fn title(&self) -> String {
        self.number.as_ref().map_or_else(|| "Черновик заявки".to_owned(), |number| format!("Заявка {number}"))
    }

    /// What staff see: the answers sent.
    #[must_use]
    pub fn shown(&self) -> &Answers {
        self.sent.as_ref().unwrap_or(&self.answers)
    }

    /// Family name, given name, patronymic as sent.
    #[must_use]
    pub fn name(&self) -> String {
        let answers = self.shown();
        let name = [&answers.family, &answers.given, &answers.patronymic].map(|part| kernel::name::clean_line(part));
        name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// What makes an application go first in the queue. A set of flags, stored as a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Trouble {
    /// Fewer criteria hold than the region asks for.
    pub incomplete: bool,
    /// The register or the queue seems to know this person already.
    pub duplicate: bool,
}

impl Trouble {
    #[must_use]
    pub fn stored(self) -> i64 {
        i64::from(self.incomplete) + 2 * i64::from(self.duplicate)
    }

    #[must_use]
    pub fn read(stored: i64) -> Self {
        Self { incomplete: stored & 1 != 0, duplicate: stored & 2 != 0 }
    }
}

/// A document added to an application.
#[derive(Debug, Clone)]
pub struct Evidence {
    pub id: FileId,
    pub criterion: String,
    /// Code of term `evidence_kind`.
    pub kind: String,
    pub digest: Digest,
    pub name: String,
    pub size: u64,
    pub file_kind: files::Kind,
    pub added_at: Timestamp,
}

/// An answer to a consent's question while there is no person yet.
#[derive(Debug, Clone)]
pub struct ConsentAnswer {
    pub kind: ConsentKind,
    pub text: TextId,
    pub agreed: bool,
    pub items: Vec<PublicationItem>,
    /// The applicant's own conditions and bans on what is published.
    pub conditions: String,
    /// Exclusive.
    pub term_until: Option<Date>,
    pub answered_at: Timestamp,
    pub evidence: serde_json::Value,
}

/// Why a field came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub field: Field,
    pub reason: String,
    pub made_at: Timestamp,
}

/// A step of the history.
#[derive(Debug, Clone)]
pub struct Step {
    pub state: State,
    /// The account's shown name; nothing for the applicant and the program.
    pub who: Option<String>,
    pub note: String,
    pub happened_at: Timestamp,
}

/// What a person found about a criterion.
#[derive(Debug, Clone)]
pub struct Verdict {
    pub criterion: String,
    pub holds: bool,
    pub note: String,
    pub who: Option<String>,
    pub found_at: Timestamp,
    pub version: i64,
}

impl Verdict {
    /// In a word, as on the card.
    #[must_use]
    pub fn word(&self) -> &'static str {
        if self.holds { "подтверждено" } else { "не подтверждено" }
    }
}
