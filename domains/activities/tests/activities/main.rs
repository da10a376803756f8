//! Stories of activities on both engines.
#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod consulting;
mod ends;
mod month;
mod persons;
mod planning;
mod screens;
mod stage;
mod taking_part;
