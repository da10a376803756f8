//! Which resources to propose for a set of deficits: pure, no input or output, no clock.
//!
//! The model is a small integer programme. A resource is taken or not; each deficit counts how much the taken ones give it, up to
//! what it needs, the second half worth less than the first; each hour and each line costs a little; another form or kind gives a
//! little, never so much that a line is taken for its sake alone. Hours and lines are limited, what must be walked before is walked
//! before, what is too early, too late or full is left out ([`Fit`]).
//!
//! How it is solved, [`select`]:
//! 1. *greedy* — a good answer in a millisecond, always there;
//! 2. *reduced* — resources that others outdo in every respect go (no loss: the proof stands in `reduce`), then only the best dozen
//!    per deficit stay (a heuristic: what it costs is measured in `tests/`);
//! 3. *solved* — by branch and bound from the greedy answer, within a number of nodes and a time. The number of nodes makes it
//!    deterministic; the time is for a machine too slow for them. The better of both answers is returned and says which it is.
//!
//! Reasons are data, the words are the caller's.
//!
//! ```
//! use selection::{Deficit, Effort, Limits, Resource, select};
//!
//! let deficits = [Deficit { weight: 0.9, need: 3 }, Deficit { weight: 0.6, need: 3 }];
//! let both = Resource { hours: 16, strengths: vec![(0, 3), (1, 3)], ..Resource::default() };
//! let one = Resource { hours: 12, strengths: vec![(0, 3)], ..Resource::default() };
//! let limits = Limits { hours: 36, from: 0, to: 100, lines: 8 };
//! let chosen = select(&deficits, &[one, both], &limits, Effort::default())?;
//! assert_eq!(chosen.lines.len(), 1);
//! assert_eq!(chosen.lines[0].resource, 1);
//! # Ok::<(), selection::Error>(())
//! ```

mod fit;
mod greedy;
mod model;
mod order;
mod reason;
mod reduce;
mod solve;
mod worth;

pub use fit::Fit;
pub use model::{Coverage, Day, Deficit, Effort, Error, How, Limits, Line, Missing, Reason, Resource, Selection, Why};

use fit::Problem;

/// The resources to propose, in the order in which to walk them, each with its reasons; and what stays without.
///
/// # Errors
/// The input contradicts itself ([`Error`]). That nothing can be proposed is an empty selection that says why.
pub fn select(deficits: &[Deficit], resources: &[Resource], limits: &Limits, effort: Effort) -> Result<Selection, Error> {
    let problem = Problem::of(deficits, resources, limits)?;
    let simple = greedy::choose(&problem);
    let kept = reduce::candidates(&problem, &simple, effort.per_deficit);
    let (chosen, how) = solve::improve(&problem, &kept, simple, effort);
    Ok(reason::explained(&problem, &chosen, how, kept.len()))
}

/// The greedy answer alone, to measure the other by.
///
/// # Errors
/// As [`select`].
pub fn greedily(deficits: &[Deficit], resources: &[Resource], limits: &Limits) -> Result<Selection, Error> {
    let problem = Problem::of(deficits, resources, limits)?;
    let chosen = greedy::choose(&problem);
    Ok(reason::explained(&problem, &chosen, How::Greedy, resources.len()))
}

/// No selection is worth more than this: the whole model without reduction, resources divisible. `None`: the solver gave up.
///
/// # Errors
/// As [`select`].
pub fn bound(deficits: &[Deficit], resources: &[Resource], limits: &Limits) -> Result<Option<f64>, Error> {
    let problem = Problem::of(deficits, resources, limits)?;
    Ok(solve::relaxed(&problem))
}
