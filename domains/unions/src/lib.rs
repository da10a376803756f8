//! Subject unions as a second tree: federal, krai, regional, municipal, inter-school, school; members, year plan, meetings, minutes, decisions.
//!
//! * Everything has its day: names, members, heads. A paper of a day says what was so on that day.
//! * A union without a parent, a teacher without a union, a union below the usual number are all allowed: figures only warn.
//! * Minutes are drafted, approved, frozen; a correction is the next version, an annulment leaves what was written to be read.
//! * Without a quorum nothing is lost: what was said stands as a recommendation and binds nobody.
//! * Who is in force decides: the head of today leads, whoever runs the place manages ([`access::may`]).
//! * Approved minutes write the hours of members of the active into the ledger; annulled ones strike them out.

mod about;
mod access;
mod calendar;
mod deeds;
mod form;
mod listen;
mod lists;
mod model;
pub mod month;
mod paper;
mod quorum;
mod snapshot;
mod store;
mod tell;
pub mod url;
mod views;
mod waits;
mod web;
mod workflow;

pub use about::about_me;
pub use calendar::{Busy, entries, overlaps};
pub use form::{DecisionDraft, Draft, ItemDraft, LineDraft, MeetingDraft, MinutesDraft, PaperDraft, Parent};
pub use listen::listen;
pub use model::{Answer, Attendee, Decision, DecisionId, Force, Item, ItemId, Kind, Line, LineId, Meeting, MeetingId, Member, Office, PaperId, State, Union, UnionId, month_name, school_year};
pub use quorum::Quorum;
pub use store::{
    body::find,
    decisions::{Filter as DecisionFilter, Listed as ListedDecision, Show as ShowDecisions, list as decisions},
    list::{Filter, Listed, ListedMeeting, MeetingFilter, Sort, Which, meetings, unions},
    meeting::{attendees, find as find_meeting, items},
    people::{on as members_on, terms, unions_of},
    plan::of_year as plan_of,
};
pub use waits::{Wait, waits};
pub use workflow::{
    body::{close, edit, open, receive, rename},
    meeting::{Ticks, answer, attend, be_present, cancel, edit as edit_meeting, plan},
    minutes::{annul, approve, correct, mark as mark_decision, save as save_minutes},
    people::{appoint, dismiss, join, leave},
    plan::{add as add_line, copy as copy_plan, mark as mark_line},
};

pub use self::web::router;
