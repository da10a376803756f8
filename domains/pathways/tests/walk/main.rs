//! The walk on both engines: works, reports, presentation and close, reminders, the calendar, and a random walk over everything.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod agreeing;
mod closing;
mod designer;
mod feed;
mod leaving;
mod lines;
mod listing;
mod news;
mod pages;
mod particulars;
mod proofs;
mod proposal;
mod random;
mod reports;
mod stage;
mod states;
mod typing;
mod works;
mod writing;
