//! A report: whose, for which days, how far it has come.

use crate::{
    period::{Kind, Period},
    snapshot::{Snapshot, Words},
};
use kernel::{Date, Error, Result, Timestamp, id::PlaceId, text_enum, uuid_id};

uuid_id! {
    ReportId
}

text_enum! {
    State {
        /// Figures are live, words are being typed.
        Draft = "draft",
        /// An edition is kept, nobody above sees it yet.
        Frozen = "frozen",
        HandedIn = "handed_in",
        /// With words from above: a new edition is to be made.
        Returned = "returned",
        Accepted = "accepted",
    }
}

impl State {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "черновик",
            Self::Frozen => "готов, не сдан",
            Self::HandedIn => "сдан",
            Self::Returned => "возвращён",
            Self::Accepted => "принят",
        }
    }

    /// Whether the place above has it in hand.
    #[must_use]
    pub fn is_in(self) -> bool {
        matches!(self, Self::HandedIn | Self::Accepted)
    }

    /// # Errors
    /// A refusal that says what may be done instead.
    pub fn into(self, next: Self) -> Result<Self> {
        match (self, next) {
            (Self::Draft, Self::Frozen) | (Self::Frozen, Self::HandedIn | Self::Draft) | (Self::HandedIn, Self::Returned | Self::Accepted | Self::Draft) | (Self::Returned | Self::Accepted, Self::Draft) => Ok(next),
            (Self::Draft, _) => Err(Error::refusal("Отчёт ещё черновик. Сначала зафиксируйте цифры, потом сдайте его.")),
            (Self::Frozen | Self::HandedIn | Self::Returned | Self::Accepted, Self::Frozen) => Err(Error::refusal("Цифры этого отчёта уже зафиксированы. Чтобы изменить их, начните новую редакцию.")),
            (Self::HandedIn | Self::Accepted, Self::HandedIn) => Err(Error::refusal("Отчёт уже сдан. Обновите страницу.")),
            (Self::Returned, Self::HandedIn) => Err(Error::refusal("Отчёт вернули. Начните новую редакцию, исправьте и сдайте её.")),
            (Self::Frozen | Self::Returned, Self::Returned | Self::Accepted) => Err(Error::refusal("Этот отчёт сейчас не сдан. Обновите страницу.")),
            (Self::Accepted, Self::Returned | Self::Accepted) => Err(Error::refusal("Отчёт уже принят. Если в нём ошибка, попросите составителя начать новую редакцию.")),
        }
    }
}

/// A report without its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub place: PlaceId,
    pub kind: Kind,
    pub period: Period,
    pub state: State,
    pub words: Words,
    /// The newest frozen; 0: none.
    pub edition: i64,
    pub handed_on: Option<Date>,
    /// The edition that the place above reads; 0: none.
    pub handed_edition: i64,
    pub answer: String,
    pub version: i64,
    // Joined for display.
    pub place_name: String,
    pub place_path: String,
}

/// One that never changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    pub number: i64,
    pub snapshot: Snapshot,
    pub changed: String,
    pub frozen_at: Timestamp,
    /// Who froze it, as the account is called; empty once erased.
    pub by: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_goes_up_only_frozen_and_comes_back_only_as_a_new_edition() {
        assert!(State::Draft.into(State::HandedIn).is_err() && State::Draft.into(State::Frozen).is_ok());
        assert!(State::Frozen.into(State::HandedIn).is_ok() && State::HandedIn.into(State::HandedIn).is_err());
        assert!(State::Returned.into(State::HandedIn).is_err() && State::Returned.into(State::Draft).is_ok());
        assert!(State::HandedIn.into(State::Returned).is_ok() && State::Accepted.into(State::Returned).is_err());
        for state in State::ALL.iter().copied() {
            assert!(state.into(State::Frozen).is_ok() == (state == State::Draft), "{state}");
        }
    }
}
