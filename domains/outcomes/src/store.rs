//! SQL: results, what stood before them, who teaches what, sums.

pub mod outcomes;
pub mod sums;
pub mod teachers;
