//! A consultation: who gave it, to whom, about what.

use kernel::{
    Date, Timestamp,
    id::{AccountId, PersonId},
    text_enum, uuid_id,
};

uuid_id! {
    ConsultationId
}

text_enum! {
    /// How the two of them spoke.
    Form {
        InPerson = "in_person",
        Call = "call",
        Letters = "letters",
        Video = "video",
    }
}

impl Form {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::InPerson => "лично",
            Self::Call => "звонок",
            Self::Letters => "переписка",
            Self::Video => "видео",
        }
    }
}

text_enum! {
    State {
        Held = "held",
        /// Whom it was with says that it wasn't.
        Disputed = "disputed",
        /// The consultant answered that it was.
        Kept = "kept",
        Struck = "struck",
    }
}

impl State {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Held => "состоялась",
            Self::Disputed => "педагог ответил: не было",
            Self::Kept => "мнения разошлись",
            Self::Struck => "вычеркнута",
        }
    }
}

/// Lengths that are one press away.
pub const MINUTES: [i64; 6] = [15, 30, 45, 60, 90, 120];

/// As it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    pub id: ConsultationId,
    pub account: Option<AccountId>,
    pub consultant: Option<PersonId>,
    pub person: Option<PersonId>,
    pub people: i64,
    pub direction: String,
    pub form: Form,
    pub minutes: i64,
    pub about: String,
    /// What came of it: often written later than the rest.
    pub result: String,
    pub next_step: String,
    pub held_on: Date,
    pub number: String,
    pub state: State,
    pub made_at: Timestamp,
    pub version: i64,
    // Joined for display.
    /// Of whom it was with; empty without a name.
    pub name: String,
    pub place_name: String,
    pub consultant_name: String,
    /// Of the case with that number.
    pub case: Option<cases::CaseId>,
}

impl Consultation {
    /// Taken back whole, without a trace in the log, while the page that thanked for it is still open.
    #[must_use]
    pub fn can_be_undone(&self, now: Timestamp) -> bool {
        self.state == State::Held && now.duration_since(self.made_at).as_secs() <= UNDO_SECONDS
    }
}

/// Long enough to see a slip of the finger on a slow line.
pub const UNDO_SECONDS: i64 = 120;
