//! Who accompanies whom, as a flow of minimum cost. Pure: no input or output.
//!
//! Teachers ask, methodists have places. A pair has a whole-number cost ([`cost`]); the k-th teacher of a methodist with c places costs
//! `12·k/c` more (so that nobody is loaded while another sits free), and a teacher left without anybody costs a lot ([`Problem::teacher`]).
//! The least total is found by shortest augmenting paths over the methodists alone: the prices of their places (duals) are kept, so
//!
//! * the answer carries its own proof ([`Solved::check`]: complementary slackness and equal sums of both sides);
//! * after one change ([`Solved::set_capacity`], [`Solved::forbid`], [`Solved::pin`], …) a few augmentations give the new optimum.
//!
//! The same problem always has the same answer: nothing depends on hashing, threads or time.
//!
//! ```
//! use matching::{Pair, Problem};
//! let mut problem = Problem::new(&[1, 2]);
//! let near_first = problem.row(&[Pair::new(0, 0), Pair::new(1, 10)]);
//! let ann = problem.teacher(near_first, 1000);
//! let ben = problem.teacher(near_first, 1000);
//! let mut solved = problem.solve();
//! assert_eq!((solved.methodist_of(ann), solved.methodist_of(ben)), (Some(0), Some(1)));
//! solved.set_capacity(0, 0);
//! assert_eq!((solved.methodist_of(ann), solved.methodist_of(ben)), (Some(1), Some(1)));
//! assert_eq!(solved.check(), Ok(()));
//! ```

mod change;
pub mod cost;
mod places;
mod problem;
mod report;
mod search;
mod solved;

pub use problem::{Pair, Problem, RowId};
pub use report::Alternative;
pub use solved::Solved;

/// The price of the last place of a methodist: the steepness of fairness.
pub const FAIRNESS: i64 = 12;

/// What a teacher costs who is left without anybody.
pub const UNSERVED: i64 = 1000;

/// What it costs to leave a teacher whose pair is required: more than anything else can bring.
pub const REQUIRED: i64 = 1_000_000_000;
