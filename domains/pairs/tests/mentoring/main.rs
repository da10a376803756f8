//! Mentoring on both engines: who needs a mentor, consent, the log, the end, what others see, leaving, pages.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod consent;
mod leaving;
mod needs;
mod pages;
mod stage;
mod start;
mod together;
