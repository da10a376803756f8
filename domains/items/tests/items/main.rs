//! Stories of the item bank, on both engines and over HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod bank;
mod calibrations;
mod marking;
mod screens;
mod stage;
