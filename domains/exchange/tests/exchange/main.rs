//! Stories of data out, on every engine at hand.

mod api;
mod description;
mod hooks;
mod lines;
mod nightly;
mod open_data;
mod receiver;
mod rights;
mod stage;
