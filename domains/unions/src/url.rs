//! Addresses.

use crate::model::{MeetingId, UnionId};

/// A union's page.
#[must_use]
pub fn union(id: UnionId) -> String {
    format!("/unions/{id}")
}

/// A meeting's page.
#[must_use]
pub fn meeting(id: MeetingId) -> String {
    format!("/unions/meetings/{id}")
}
