//! The bank of practices: submitted, reviewed by two, published with the author's consent, re-used with confirmation.

mod listen;
mod web;

pub use listen::listen;

pub use self::web::router;
