//! Activities in the twelve directions: planned, signed up for, held, fed back on, certified; consultations in a minute.
//!
//! * An activity belongs to the place that holds it and is for the people of its level (a school, a municipality, the region).
//! * Whoever holds it said yes; who takes part may leave at any time, the next in the waiting list moves up.
//! * What people write about an activity is shown without names, figures only from five answers; nothing ranks those who hold it.
//! * When it is closed, the work goes to the ledger and certificates to those who were there; nobody types hours twice.

mod about;
mod access;
pub mod calendar;
pub mod closing;
mod entries;
mod expertise;
pub mod feedback;
pub mod followup;
mod form;
pub mod hosts;
mod listen;
mod lists;
mod model;
pub mod overlap;
pub mod packet;
mod paper;
pub mod planning;
pub mod presence;
mod proofs;
pub mod quick;
mod reminding;
mod sight;
pub mod signing;
pub mod store;
mod told;
mod unite;
mod views;
mod waits;
mod web;

pub use self::access::{Act, Standing, may, may_plan_at};
pub use about::about_me;
pub use entries::{Timed, entries, feed, of_activity, timed};
pub use expertise::{Expertise, Work, days_of_expertise, expertise};
pub use form::{Draft, draft};
pub use listen::listen;
pub use model::{Activity, ActivityId, Audience, CertificateId, Extra, HostState, Kind, Level, MaterialId, Part, Phase, QuestionId, SeatState, Session, SessionId, State};
pub use proofs::proofs;
pub use reminding::remind_due;
pub use sight::Sight;
pub use waits::waits;

pub use self::web::{router, router_with};

/// Where an activity is looked at.
#[must_use]
pub fn url(id: ActivityId) -> String {
    format!("/activities/{id}")
}
