//! Results of classes on both engines: entering, rules, bulk writing, sums and their guard, who teaches, pages.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod entering;
mod guard;
mod many;
mod screens;
mod stage;
mod teaching;
