//! Tests of results, sharing, deficits, outside assessments, growth and groups: stores on both engines, screens over HTTP.

#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod assessments;
mod difficulties;
mod endings;
mod groups;
mod measured;
mod observed;
mod repeats;
mod seeing;
mod stage;
