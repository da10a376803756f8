//! Pairs on both engines: runs, decisions by hand, publishing, ends, leaving, pages.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod leaving;
mod pages;
mod runs;
mod stage;
