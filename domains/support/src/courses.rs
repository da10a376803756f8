//! Courses, the cascade, graduates and what they are asked after the end.
//!
//! * Taking part is voluntary: a graduate is invited, may decline, and is counted so.
//! * What is asked comes by itself one, three and six months after the end (the profile's terms); the answer is the graduate's own
//!   words, with a file or a link to a work of one's own; the supporter accepts or asks back.
//! * Nobody is made by an import: a stranger in the file is a row that waits for a person's decision.

pub mod cascade;
mod due;
mod form;
pub(crate) mod held;
pub mod import;
mod model;
pub mod results;
pub(crate) mod store;
mod supporting;
mod tasks;
mod workflow;

pub use due::{ask_due, remind};
pub(crate) use form::answers;
pub use form::{Draft, draft};
pub use model::{Brief, Course, CourseId, Graduate, GraduateId, GraduateState, ImportId, Kind, Level, LinkKind, Material, MaterialId, Supporter, Task, TaskId, TaskState, Trainer, TrainerId, Uses};
pub use store::{Filter, find, graduates, list};
pub use supporting::{add_material, add_trainer, assign, remove_trainer, unassign};
pub use tasks::{Evidence, answer, as_graduate, as_supporter, decline, evidence, return_to, show};
pub use workflow::{add, edit, enrol, enrol_all};

/// Where a course is looked at.
#[must_use]
pub fn url(id: CourseId) -> String {
    format!("/courses/{id}")
}
