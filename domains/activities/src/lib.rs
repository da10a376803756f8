//! Activities in the twelve directions: planned, signed up for, held, fed back on, certified; consultations in a minute.

mod listen;
mod web;

pub use listen::listen;

pub use self::web::router;
