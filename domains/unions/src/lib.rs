//! Subject unions as a second tree: members, year plan, meetings with agenda, attendance, minutes and decisions.

mod listen;
mod web;

pub use listen::listen;

pub use self::web::router;
