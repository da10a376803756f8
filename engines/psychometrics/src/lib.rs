//! The mathematics of measurement: test items, people, and what the answers of the ones to the others can prove.
//!
//! No files, no clock, no web, no database; usable by anyone. Every function says its formula, shapes, units, errors and source.
//! A number that can't be had is a typed error or a flagged estimate, never NaN.

pub mod adaptive;
pub mod agree;
pub mod calibrate;
pub mod change;
pub mod classical;
pub mod cognitive;
pub mod conditional;
pub mod curve;
pub mod decide;
pub mod dif;
pub mod error;
pub mod estimate;
pub mod fit;
pub mod form;
pub mod item;
pub mod link;
pub mod responses;
mod root;

pub use error::Error;
pub use item::{Family, Item};
pub use responses::{MISSING, Responses, ResponsesError};
