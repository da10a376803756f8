//! Tests of the picture: whose places one sees, what is hidden, and that nothing hidden can be worked out; pages and files over HTTP.

#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod attack;
mod files;
mod looking;
mod past;
mod schooling;
mod stage;
mod walk;
