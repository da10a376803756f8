//! The mathematics of measurement: test items, people, and what the answers of the ones to the others can prove.
//!
//! No files, no clock, no web, no database; usable by anyone. Every function says its formula, shapes, units, errors and source.
//! A number that can't be had is a typed error or a flagged estimate, never NaN.
//!
//! | to know | see |
//! |---|---|
//! | whether items are sound | [`classical`], [`fit`], [`dif`] |
//! | how hard and sharp they are | [`calibrate`](mod@calibrate), [`link`](mod@link) for forms of other people |
//! | how able a person is | [`estimate`], [`form`] for percents |
//! | whether that is below a cut, and what would settle it | [`decide`], [`adaptive`] |
//! | whether a person changed | [`change`](mod@change) |
//! | whether raters agree | [`agree`] |
//!
//! ```
//! use psychometrics::{Item, decide, estimate::{Answer, Normal, posterior}, form};
//!
//! # fn main() -> Result<(), psychometrics::Error> {
//! let items: Vec<Item> = [1.2, 0.4, -0.3, -1.1].map(|intercept| Item::two_parameter(1.3, intercept)).to_vec();
//! let cut = form::ability_at(&items, 0.6)?; // 60 % of the points of this form
//! let answers: Vec<Answer<'_>> = items.iter().zip([1, 0, 0, 0]).map(|(item, score)| Answer::new(item, score)).collect();
//! let known = posterior(&answers, &Normal::STANDARD.into())?;
//! let told = decide::standing(&known, cut, decide::Thresholds::default(), 0.9)?;
//! assert_eq!(told.zone, decide::Zone::Deficit);
//! # Ok(())
//! # }
//! ```

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
