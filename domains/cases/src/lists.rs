//! Words and choices for a day.

pub use structure::Lists;
