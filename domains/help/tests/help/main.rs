//! Tests of the help desk: the open kind, the confidential kind, what becomes of them; on both engines.

#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod confidential;
mod endings;
mod growing;
mod queue;
mod screens;
mod stage;
mod talking;
