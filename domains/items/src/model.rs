//! Items of the bank: their states, revisions and reviews.

use crate::content::{ItemBody, ItemKind, Key};
use competencies::CompetencyId;
use kernel::{Error, Result, Timestamp, id::AccountId, text_enum, uuid_id};

uuid_id! {
    /// An item of the bank.
    ItemId,
    /// One review of one revision.
    ReviewId,
    /// A common scale of items.
    CalibrationId,
}

text_enum! {
    /// Where an item is. Only items on trial and live ones are given to teachers.
    ItemState {
        /// Written, not yet approved.
        Draft = "draft",
        /// Approved by another person than the author.
        Reviewed = "reviewed",
        /// Given to gather answers; parameters may be missing or rough.
        Trial = "trial",
        /// In use.
        Live = "live",
        /// No longer given.
        Retired = "retired",
    }
}

impl ItemState {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "черновик",
            Self::Reviewed => "проверено",
            Self::Trial => "апробация",
            Self::Live => "действует",
            Self::Retired => "снято",
        }
    }

    /// Whether teachers are given such items.
    #[must_use]
    pub fn is_given(self) -> bool {
        match self {
            Self::Trial | Self::Live => true,
            Self::Draft | Self::Reviewed | Self::Retired => false,
        }
    }

    /// Whether the newest revision was never shown to anybody and may be changed in place.
    #[must_use]
    pub fn is_unseen(self) -> bool {
        match self {
            Self::Draft | Self::Reviewed => true,
            Self::Trial | Self::Live | Self::Retired => false,
        }
    }

    /// States that the item may be put into by a button; a review and an edit change the state by themselves.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[],
            Self::Reviewed => &[Self::Trial],
            Self::Trial => &[Self::Live, Self::Retired],
            Self::Live => &[Self::Trial, Self::Retired],
            Self::Retired => &[Self::Trial],
        }
    }

    /// The next state, if the rules allow it.
    ///
    /// # Errors
    /// A refusal that says what to do first.
    pub fn into(self, next: Self) -> Result<Self> {
        if self.next().contains(&next) {
            return Ok(next);
        }
        Err(Error::refusal(match self {
            Self::Draft => "Сначала задание должен проверить другой человек, не автор.".to_owned(),
            _ => format!("Из состояния «{}» нельзя перейти в «{}». Обновите страницу: возможно, состояние уже изменил кто-то другой.", self.label(), next.label()),
        }))
    }
}

/// An item of the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: ItemId,
    pub code: String,
    pub kind: ItemKind,
    pub state: ItemState,
    /// Code of a subject, or an empty text: any.
    pub subject: String,
    /// The newest.
    pub revision: i64,
    pub author: Option<AccountId>,
    pub made_at: Timestamp,
    pub changed_at: Timestamp,
    /// Optimistic lock.
    pub version: i64,
}

/// What an item was at one time; never changed once it was shown to anybody.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    pub item: ItemId,
    pub number: i64,
    pub body: ItemBody,
    pub key: Key,
    /// Shown after the result, if the instrument says so.
    pub rationale: String,
    pub max_score: u32,
    pub made_at: Timestamp,
    pub made_by: Option<AccountId>,
}

text_enum! {
    /// What a reviewer says.
    Verdict {
        Fit = "fit",
        Return = "return",
    }
}

/// A review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub id: ReviewId,
    pub item: ItemId,
    pub revision: i64,
    pub verdict: Verdict,
    pub note: String,
    pub account: Option<AccountId>,
    pub made_at: Timestamp,
}

/// What an item measures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The one it measures.
    pub main: Option<CompetencyId>,
    /// Others that it touches.
    pub others: Vec<CompetencyId>,
}

/// An item that may be given, as forms and adaptive tests choose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankItem {
    pub id: ItemId,
    pub code: String,
    pub kind: ItemKind,
    pub state: ItemState,
    pub subject: String,
    pub revision: i64,
    pub competency: CompetencyId,
    pub max_score: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_reaches_teachers_only_through_a_review() {
        assert!(ItemState::Draft.into(ItemState::Trial).is_err());
        assert_eq!(ItemState::Reviewed.into(ItemState::Trial).unwrap(), ItemState::Trial);
        for state in ItemState::ALL {
            assert!(!state.next().contains(&ItemState::Draft) && !state.next().contains(&ItemState::Reviewed), "only an edit and a review lead there");
            assert_eq!(state.is_given(), matches!(state, ItemState::Trial | ItemState::Live));
        }
    }
}
