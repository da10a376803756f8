//! Pathways: built together in five sections, signed by the team and last by the teacher, walked, presented, closed.
//!
//! * The teacher is the owner: the goal is in the teacher's own words, and nothing binds without the teacher's signature.
//! * Nobody's text is overwritten: another's words are changed by a suggestion; a revision is never lost.
//! * A signature never stands over a changed section; what is agreed is frozen, a change is a new version.
//! * A case's content is for its team only (`cases::load`): who isn't of the team finds nothing here.

mod about;
pub mod agreement;
pub mod building;
pub mod closing;
pub mod complete;
mod diff;
mod digests;
mod document;
mod freeze;
mod frozen;
pub mod hints;
pub mod ics;
mod letters;
mod listen;
mod marks;
mod model;
mod offers;
mod particulars;
pub mod portfolio;
pub mod presentation;
mod prints;
pub mod proof;
pub mod proposal;
pub mod reminders;
mod sample;
mod sections;
pub mod steps;
pub mod store;
mod tasks;
pub mod typed;
pub mod url;
mod views;
pub mod walk;
mod web;
mod whole;
pub mod works;
pub mod writing;

pub use about::about_me;
pub use complete::Lack;
pub use document::paper;
pub use freeze::begin_due;
pub use frozen::{Card, Frozen};
pub use listen::listen;
pub use marks::Mark;
pub use model::{CommentId, Component, Fate, Level, Origin, Pathway, PathwayId, ResultForm, SignatureId, State, Step, StepId, StepState, SuggestionId};
pub use sections::{Body, FieldSpec, Section, fields};
pub use store::{Answer, Comment, Loaded, Signature, Suggestion};
pub use tasks::tasks as building_tasks;
pub use whole::Whole;

pub use self::web::{router, router_with};

/// What waits in a case's pathway, for whom: building, agreeing, walking, closing.
///
/// # Errors
/// The store fails.
pub fn tasks(tx: &mut kernel::Tx<'_>, case: &cases::Case) -> kernel::Result<Vec<cases::Task>> {
    let mut found = building_tasks(tx, case)?;
    found.extend(walk::tasks(tx, case)?);
    Ok(found)
}

/// The zone in which the region counts its days.
fn zone(tx: &mut kernel::Tx<'_>) -> kernel::Result<jiff::tz::TimeZone> {
    structure::zone(tx)
}
