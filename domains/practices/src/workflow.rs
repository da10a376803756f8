//! Use cases: one function = one transaction = one audit event.

pub mod keeping;
pub mod reviewing;
pub mod using;
pub mod writing;
