//! A confidential request.

use kernel::{Error, Result, Timestamp, id::PersonId, text_enum, uuid_id};

uuid_id! {
    PrivateId,
    PrivateMessageId,
}

/// Attestation and burnout: the one direction in which people ask confidentially.
pub const DIRECTION: &str = "d11";

text_enum! {
    PrivateState {
        Asked = "asked",
        Answered = "answered",
        /// The chosen one can't: the asker chooses another.
        Choosing = "choosing",
        Closed = "closed",
    }
}

impl PrivateState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Asked => "ждёт ответа",
            Self::Answered => "есть ответ",
            Self::Choosing => "выберите другого помощника",
            Self::Closed => "закрыто",
        }
    }
}

/// A request as its two sides know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Private {
    pub id: PrivateId,
    pub asker: PersonId,
    pub asker_name: String,
    pub asker_place: String,
    pub helper: Option<PersonId>,
    pub helper_name: String,
    pub helper_reach: String,
    pub state: PrivateState,
    pub words: String,
    pub asked_at: Timestamp,
    pub chosen_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub version: i64,
}

impl Private {
    /// # Errors
    /// Somebody was first.
    pub fn must_be_at(&self, version: i64) -> Result<()> {
        if self.version == version { Ok(()) } else { Err(Error::stale("Личное обращение")) }
    }

    /// # Errors
    /// A refusal.
    pub fn must_be_open(&self) -> Result<()> {
        if self.state == PrivateState::Closed { Err(Error::refusal("Это обращение закрыто. Если нужно поговорить ещё, начните новое.")) } else { Ok(()) }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateMessage {
    pub is_asker: bool,
    pub words: String,
    pub made_at: Timestamp,
}
