//! Stories of this domain over HTTP, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod adaptive;
mod assigning;
mod calibrating;
mod instruments;
mod leaving;
mod marking;
mod stage;
mod taking;
