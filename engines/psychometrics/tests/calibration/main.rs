//! Calibration against known answers, and what must hold for any answers.

#![allow(clippy::unwrap_used)]

mod cases;
mod cognitive;
mod conditional;
mod known;
mod linked;
mod lsat6;
mod properties;
#[path = "../known/mod.rs"]
mod reference;
mod refusals;
mod simulated;
