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
    /// `counted` of at most `limit`; one above the limit means "more".
    pub(crate) fn up_to(limit: u64, counted: u64) -> Self {
        Self { counted: counted.min(limit), is_more: counted > limit }
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
