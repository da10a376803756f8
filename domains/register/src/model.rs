//! What the public page shows.

use kernel::{Slice, name::FullName};

/// A member as published. `None` is a datum without consent; an empty text is one that the register doesn't have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicMember {
    pub name: FullName,
    /// Code of the subject taught.
    pub subject: Option<String>,
    /// Short name of the school, or of another place of work.
    pub school: Option<String>,
    /// Code of its municipality; follows from the school and is published with it.
    pub municipality: Option<String>,
    /// The member's own conditions and bans on these data (152-ФЗ, ст. 10.1, ч. 9); empty: none.
    pub conditions: String,
}

/// A number counted as far as a reader has use for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub counted: u64,
    /// There are more than were counted.
    pub is_more: bool,
}

impl Tally {
    pub(crate) fn of(counted: usize) -> Self {
        Self { counted: u64::try_from(counted).unwrap_or(u64::MAX), is_more: false }
    }

    /// So many come into question that they were not counted.
    pub(crate) fn uncounted() -> Self {
        Self { counted: 0, is_more: true }
    }

    /// Counted, and there is nobody.
    pub(crate) fn is_nobody(self) -> bool {
        self == Self::default()
    }
}

/// A page of the list.
#[derive(Debug, Clone)]
pub struct Found {
    pub members: Vec<PublicMember>,
    pub slice: Slice,
    pub total: Tally,
    /// Another page follows.
    pub has_next: bool,
    /// Members who have not agreed to be published; told only for the whole list, so that no filter says who they are.
    pub unpublished: Option<Tally>,
    /// Nobody was called exactly so: one typo was forgiven.
    pub is_guess: bool,
}
