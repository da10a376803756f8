//! What pages say. No arithmetic, no rights.

pub mod assessments;
pub mod deficits;
pub mod groups;
pub mod imports;
pub mod lists;
pub mod results;
pub mod sharing;
