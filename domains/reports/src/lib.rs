//! Indicators as named definitions with versions and owners; reports of a period frozen as snapshots. Reads across domains.

mod listen;
mod web;

pub use listen::listen;

pub use self::web::router;
