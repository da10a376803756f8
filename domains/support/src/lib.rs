//! Support that follows a list: graduates of courses, the cascade, schools with low results, experts, contests, attestation.

mod listen;
mod web;

pub use listen::listen;

pub use self::web::router;
