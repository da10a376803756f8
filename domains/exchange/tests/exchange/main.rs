//! Stories of data out, on every engine at hand.

mod api;
mod description;
mod hooks;
mod nightly;
mod open_data;
mod rights;
mod stage;
