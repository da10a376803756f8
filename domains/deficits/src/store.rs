//! SQL of this domain's tables.

pub mod assessments;
pub mod deficits;
pub mod groups;
pub mod growth;
pub mod results;
pub mod sharing;
