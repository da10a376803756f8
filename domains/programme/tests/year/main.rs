//! A member's year on both engines: plan, fact, report, certificate and badge, rights, leaving, pages.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod badge;
mod leaving;
mod pages;
mod plan;
mod stage;
