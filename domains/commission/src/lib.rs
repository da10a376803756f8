//! The commission: meetings, who is present, votes, a decision about every candidate, minutes.
//!
//! * The seats of a meeting are frozen from the roles held on its day; quorum is counted from them.
//! * Nobody is included without a quorum and a majority of the votes cast; the chair breaks a tie where the region says so.
//! * A conflict of interest is no vote. A vote may be changed until the decision, never after it.
//! * Whoever decides sees the quotas as they are at that moment, with what this and other meetings have decided already;
//!   going over one needs a reason.
//! * What an item says of a person is a snapshot of the day it was put on the agenda. A closed meeting never changes.

mod candidates;
mod close;
mod decide;
mod form;
mod listen;
mod lists;
mod mass;
mod model;
mod paper;
mod plan;
mod rules;
mod sitting;
mod store;
mod views;
mod vote;
mod web;

pub use self::web::router;
pub use close::{Closing, close, prepare, redraft};
pub use decide::{Decided, decide, planned_seats, reconsider, room_for};
pub use form::{AttendanceForm, Ballot, DecisionForm, Hand, Mark, PlanForm, hands as raised};
pub use listen::listen;
pub use mass::{Proposal, include_all, proposals};
pub use model::{Item, ItemId, Meeting, MeetingId, MeetingState, Outcome, Voice};
pub use plan::{Shift, add, attendance, cancel, open, plan, remove, replan, shift};
pub use rules::{Quorum, Tally, Verdict};
pub use sitting::{Sitting, sitting};
pub use store::meetings;
pub use vote::{cast, hands, waiting_for};
