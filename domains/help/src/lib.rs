//! Help requests of teachers and schools in the twelve directions; the confidential kind is seen by the chosen helper only.

mod listen;
mod web;

pub use listen::listen;

pub use self::web::router;
