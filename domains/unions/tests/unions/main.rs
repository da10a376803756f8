//! Tests of unions: stores on both engines, screens over HTTP.

#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod endings;
mod meeting;
mod plan;
mod screens;
mod stage;
mod tree;
