//! Tests of figures and reports: counters against what was counted by hand, stores on both engines, screens over HTTP.

#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod counting;
mod defining;
mod handing;
mod screens;
mod stage;
