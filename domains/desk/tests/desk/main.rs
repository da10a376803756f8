//! The desk over HTTP and by its counts, on every engine at hand.

mod audit;
mod cabinet;
mod open_pages;
mod stand;
mod waiting;
