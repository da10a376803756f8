//! Stories of this domain on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod conditions;
mod destruction;
mod duties;
mod giving;
mod screens;
mod stand;
mod texts;
mod withdrawal;
