//! Tests of the catalogue: stores on both engines, screens over HTTP.

#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod endings;
mod importing;
mod mentors;
mod offering;
mod returning;
mod screens;
mod seeing;
mod stage;
mod writing;
