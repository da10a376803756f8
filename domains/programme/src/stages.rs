//! The year programme of the active at the region's level: stages with owners, days and expected counts.
//!
//! * Progress is counted by the program from what its domains hold; nobody types a figure of what was done.
//! * A stage's state is read off its days and its counts, in words; nothing is ticked.
//! * Every change is kept: who, when, what it was; no names of people in it.

mod counters;
mod form;
mod ics;
mod model;
mod news;
mod picture;
mod store;
mod views;
mod web;
mod workflow;

pub use counters::count;
pub use ics::{days, entries, feed};
pub use model::{Counted, Expected, Input, Progress, Stage, StageId, Standing};
pub use news::{about_me, listen};
pub use store::{find, of_year, waiting, years};
pub use web::router;
pub use workflow::{add, change, from_profile, remove, roll_over};

/// Where the programme of a year is looked at.
#[must_use]
pub fn url(year: i64) -> String {
    format!("/programme?year={year}")
}
