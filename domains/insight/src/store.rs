//! SQL of this domain's tables.

pub mod lots;
pub mod runs;
