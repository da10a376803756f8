//! Pathways: built together in five sections, signed by the team and last by the teacher, walked, presented, closed.
//!
//! * The teacher is the owner: the goal is in the teacher's own words, and nothing binds without the teacher's signature.
//! * Nobody's text is overwritten: another's words are changed by a suggestion; a revision is never lost.
//! * A signature never stands over a changed section; what is agreed is frozen, a change is a new version.
//! * A case's content is for its team only (`cases::load`): who isn't of the team finds nothing here.

mod model;
pub mod store;

pub use model::{Component, Fate, Level, Origin, Pathway, PathwayId, ResultForm, State, Step, StepId, StepState};
