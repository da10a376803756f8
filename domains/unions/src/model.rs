//! Unions, their people, meetings, plans: types and the rules that need no storage.

mod kind;
mod meeting;
mod plan;

pub use kind::{Kind, Office};
pub use meeting::{Answer, Attendee, Decision, Force, Item, Meeting, State, clock, minute_of_day};
pub use plan::{Line, MONTHS, month_name, school_year};

use kernel::{
    Date,
    id::{PersonId, PlaceId},
};

kernel::uuid_id! {
    /// A union of teachers.
    UnionId,
    /// A line of a year plan.
    LineId,
    /// A document received from above.
    PaperId,
    /// A meeting of a union.
    MeetingId,
    /// A question of a meeting's agenda.
    ItemId,
    /// What a meeting decided.
    DecisionId,
}

/// A union as it is called on the day asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Union {
    pub id: UnionId,
    pub kind: Kind,
    pub parent: Option<UnionId>,
    pub place: PlaceId,
    /// Code of `work_direction`, or empty for the usual one.
    pub direction: String,
    pub about: String,
    pub link: String,
    /// 0: more than half; otherwise at least so many of a hundred.
    pub quorum_percent: u32,
    pub opened_on: Date,
    /// The first day without it.
    pub closed_on: Option<Date>,
    pub closed_why: String,
    pub version: i64,
    // Joined for display.
    pub title: String,
    pub place_name: String,
    pub place_path: String,
}

/// The direction that meetings count for where a union names none: support of unions and communities.
pub const USUAL_DIRECTION: &str = "d06";

impl Union {
    #[must_use]
    pub fn is_open_on(&self, day: Date) -> bool {
        self.closed_on.is_none_or(|closed| day < closed)
    }

    /// What its meetings count for.
    #[must_use]
    pub fn counts_for(&self) -> &str {
        if self.direction.is_empty() { USUAL_DIRECTION } else { &self.direction }
    }
}

/// Somebody in a union over a period: `[joined, left)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub person: PersonId,
    /// In full.
    pub name: String,
    pub school: String,
    pub place_path: String,
    pub joined_on: Date,
    pub left_on: Option<Date>,
    /// Held on the day that was asked for.
    pub offices: Vec<Office>,
}

/// A name of a union with its days: `[from, until)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastTitle {
    pub from: Date,
    pub until: Option<Date>,
    pub title: String,
}

/// A term of office: `[from, until)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub person: PersonId,
    pub name: String,
    pub place_path: String,
    pub office: Office,
    pub from: Date,
    pub until: Option<Date>,
}

/// A document or recommendation received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub id: PaperId,
    pub title: String,
    pub number: String,
    pub received_on: Date,
    pub summary: String,
    pub link: String,
    pub digest: Option<files::Digest>,
    pub file_name: String,
}
