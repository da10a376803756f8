//! The public list over HTTP, on every engine at hand.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod hostile;
mod lists;
mod search;
mod short_list;
mod stand;
mod withdrawal;
