//! Tests of the structure domain.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod calendar;
mod heads;
mod profile;
mod screens;
mod stores;
