//! Support that follows a list: graduates of courses, the cascade, schools with low results, experts, contests, attestation.

mod about;
pub mod attestation;
pub mod contests;
pub mod courses;
pub mod directions;
pub mod experts;
mod form;
mod listen;
pub mod pick;
pub mod rules;
pub mod schools;
mod sql;
mod tell;
mod views;
mod waits;
mod web;
mod words;

pub use about::about_me;
pub use listen::listen;
pub use waits::{entries, waits};

pub use self::web::{router, router_with};
