//! Support that follows a list: graduates of courses, the cascade, schools with low results, experts, contests, attestation.

pub mod courses;
mod form;
mod listen;
pub mod pick;
pub mod rules;
pub mod schools;
mod sql;
mod tell;
mod web;
mod words;

pub use listen::listen;

pub use self::web::router;
