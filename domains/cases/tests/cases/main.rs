//! Cases on both engines: opening, rights, the team, the loop, classes and links, leaving, pages, speed.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod kept_once;
mod leaving;
mod opening;
mod pages;
mod pupils;
mod rights;
mod rounds;
mod speed;
mod stage;
mod states;
mod teamwork;
