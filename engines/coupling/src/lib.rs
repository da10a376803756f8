//! The mathematics between a teacher's strand and the pupils': what counts of pupils under the minimum can say, how surely, and to whom.
//!
//! No files, no clock, no web, no database, no chance of its own. Nothing here knows a pupil, a teacher or a school but by number; counts
//! in, numbers out. What can't be said is a typed error or a step of the ladder, never NaN.
//!
//! | to know | see |
//! |---|---|
//! | how sure a share is, whether a class changed | [`share`] |
//! | whether results are lower where a deficit is | [`link`](mod@link) |
//! | whether the pathway helped | [`effect`](mod@effect), with a queue drawn by [`lot`] |
//! | where the share changed | [`change`](mod@change) |
//! | which resource stands out for a deficit | [`worked`](mod@worked) |
//! | which figures of a table may be shown to whom | [`suppress`](mod@suppress) |
//!
//! ```
//! use coupling::share::{Count, Ladder, Options, Pair, before_after, interval};
//!
//! # fn main() -> Result<(), coupling::Error> {
//! let pair = Pair { before: Count::new(9, 24)?, after: Count::new(6, 25)? };
//! let found = before_after(pair, &Options::default())?;
//! assert_eq!(found.ladder, Ladder::WithinError);
//! assert!(interval(pair.before).low < 0.375);
//! # Ok(())
//! # }
//! ```

mod chance;
pub mod change;
pub mod effect;
pub mod error;
mod linear;
pub mod link;
pub mod lot;
mod normal;
pub mod share;
pub mod suppress;
pub mod worked;

pub use error::Error;
