//! The year: stages of the active at krai level, a member's plan, fact and report out of the ledger, the certificate.

mod listen;
pub mod stages;
mod web;
pub mod year;

pub use listen::listen;

pub use self::web::router;
