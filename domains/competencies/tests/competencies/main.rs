//! Stories of frameworks and scales, on both engines and over HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod packages;
mod stage;
mod versions;
