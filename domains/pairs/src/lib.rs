//! Who accompanies whom: matching runs that are proposed, looked at and published; mentoring pairs and groups.

mod listen;
mod web;

pub use listen::listen;

pub use self::web::router;
