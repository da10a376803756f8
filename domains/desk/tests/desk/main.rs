//! The desk over HTTP and by its counts, on every engine at hand.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod audit;
mod cabinet;
mod letters;
mod open_pages;
mod places;
mod saved;
mod stand;
mod waiting;
