//! What a person is told: in the cabinet, by letter at once or in a digest, never at night; preferences; one thing once.

mod listen;
mod web;

pub use listen::listen;

pub use self::web::router;
