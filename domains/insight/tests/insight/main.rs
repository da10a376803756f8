//! Tests of answers and lots: estimates against a known truth, stores on both engines, screens over HTTP, rights per role.

#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod hints;
mod lots;
mod screens;
mod stage;
mod truth;
