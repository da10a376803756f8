//! Tests of the structure domain.

mod calendar;
mod profile;
mod screens;
mod stores;
