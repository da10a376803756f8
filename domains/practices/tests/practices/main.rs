//! Tests of the bank: stores on both engines, screens over HTTP.

#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod endings;
mod reviewing;
mod screens;
mod stage;
mod using;
