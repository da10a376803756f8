//! The ledger: what members of the active did, typed once where it happened.
//!
//! * A deed is written by the code that saw it happen (an activity held, a consultation logged, a report of a step answered), never by hand here;
//!   writing it again replaces it, what didn't happen after all is struck out.
//! * A title names nobody: the ledger is read for reports and certificates by people who may not know with whom one worked.
//! * The place is where the person worked on that day: a later move does not carry old hours to the new school.
//! * Beside what was done stands what a member means to do in a study year, as agreed ([`plan_hours`]): the difference is room.
//! * Answers to confidential requests are in the member's own hours and in no figure of a place ([`NOT_PRIVATE`]).
//! * Erasure leaves hours without a person, so that figures of past years stay true.

mod listen;
mod model;
mod room;
mod store;

pub use listen::listen;
pub use model::{Deed, DeedId, DeedKind, Hours, NOT_PRIVATE, Written};
pub use room::{YearHours, plan_hours, study_year, year_hours};
pub use store::{hours, list, of_person, strike, total, write};
