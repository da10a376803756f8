//! Stories of the commission on both engines: through the use cases and over HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod decisions;
mod meetings;
mod screens;
mod stage;
mod votes;
