//! Matching runs: who needs support is put together with who can give it, looked at, mended by hand, and only then published.
//!
//! A run is worked out outside of any write transaction, from facts that stand in its rows: what a page shows is what was weighed.

mod facts;
mod form;
mod needs;
mod publish;
mod solve;
mod store;
mod views;
pub(crate) mod web;
mod words;
mod workflow;

pub use facts::{Methodist, Teacher};
pub use form::NewRun;
pub use form::RunForm;
pub use publish::{Published, Stale, publish, stale};
pub use solve::{Answer, Moved, Question, Report, Shortage};
pub use store::{find, list};
pub use workflow::{Change, again, change, drop_run, make, start, start_for, waits};

pub(crate) use form::places;
pub(crate) use store::forget;
