//! Tests of support: stores on both engines, screens over HTTP.

#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

mod cascade;
mod courses;
mod importing;
mod leaving;
mod pools;
mod schools;
mod screens;
mod stage;
mod tracks;
