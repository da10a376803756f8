//! The public list over HTTP, on every engine at hand.

mod hostile;
mod lists;
mod search;
mod stand;
mod withdrawal;
