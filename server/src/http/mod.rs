//! The way in: connections with limits and time-outs, and what stands around every page.
//!
//! Not `axum::serve`: it never cuts slow clients and takes headers of any size. Here a head must come within ten seconds
//! and sixteen kilobytes; a body, and the reader of an answer, must keep a pace; connections are counted.

pub mod assets;
mod body;
mod compress;
mod connection;
mod front;
mod headers;
mod hosts;
mod pace;

pub use connection::{Gate, Site, listen, serve};
pub use front::{AT_ONCE, Front, surround, surround_within};
pub use hosts::{Door, Hosts, front};
