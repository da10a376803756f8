//! Observation on both engines: visits, records of devices, pages.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

mod comparing;
mod devices;
mod leaving;
mod pages;
mod rubrics;
mod stage;
mod visits;
