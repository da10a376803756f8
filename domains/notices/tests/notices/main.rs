//! Tests of notices: telling, letters, the cabinet; on both engines.

#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod cabinet;
mod letters;
mod stage;
