//! Addresses.

use crate::model::PracticeId;

/// A practice's page.
#[must_use]
pub fn practice(id: PracticeId) -> String {
    format!("/practices/{id}")
}

/// A practice on the open page.
#[must_use]
pub fn open(id: PracticeId) -> String {
    format!("/practices/public/{id}")
}
