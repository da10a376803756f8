//! Anchors that no longer work as they did.

use super::{Link, Method, Nodes, link};
use crate::{error::Error, item::Item};

/// When an anchor has drifted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Largest difference of intercepts on the second scale.
    pub difference: f64,
    /// Largest robust z of that difference among the anchors.
    pub robust_z: f64,
    /// A robust z counts only above this difference: among anchors that agree to the third digit someone always stands out.
    pub noticeable: f64,
    /// Fewest anchors to go on with.
    pub fewest: usize,
}

impl Default for Limits {
    /// .3, 3, .1, and at least 3 anchors.
    fn default() -> Self {
        Self { difference: 0.3, robust_z: 3.0, noticeable: 0.1, fewest: 3 }
    }
}

/// An anchor under the final link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anchor {
    /// Intercept on the second scale less that brought over from the first, of the step where they differ most: below 0 it has become harder.
    pub difference: f64,
    /// `(difference − median) / (.74·interquartile range)` over the anchors that were kept; `None` when those are all alike.
    pub robust_z: Option<f64>,
    pub drift: Drift,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drift {
    Kept,
    Dropped,
}

/// A link without the anchors that drifted.
#[derive(Debug, Clone, PartialEq)]
pub struct Screened {
    pub link: Link,
    /// As given.
    pub anchors: Vec<Anchor>,
}

/// Links, drops the anchor that has drifted most, links again, until none has. Standard errors are those of no covariances: link the kept ones again to have them.
///
/// # Errors
/// As [`link`]; fewer anchors left than the limits want.
pub fn screen(first: &[Item], second: &[Item], method: Method, nodes: &Nodes, limits: Limits) -> Result<Screened, Error> {
    let mut kept: Vec<usize> = (0..first.len()).collect();
    loop {
        if kept.len() < limits.fewest {
            return Err(Error::TooFew { what: "anchors that haven't drifted", found: kept.len(), needed: limits.fewest });
        }
        let pick = |items: &[Item]| kept.iter().filter_map(|at| items.get(*at).cloned()).collect::<Vec<_>>();
        let found = link(&pick(first), &pick(second), method, nodes, None)?;
        let differences: Vec<f64> = first.iter().zip(second).map(|(one, other)| difference(&one.rescaled(found.a, found.b), other)).collect();
        let (middle, spread) = quartiles(kept.iter().map(|at| differences[*at]).collect());
        let z = |at: usize| (spread > 1e-9).then(|| (differences[at] - middle) / (0.74 * spread));
        let drifted = |at: &usize| {
            let size = differences[*at].abs();
            size > limits.difference || (size > limits.noticeable && z(*at).is_some_and(|z| z.abs() > limits.robust_z))
        };
        match kept.iter().copied().filter(|at| drifted(at)).max_by(|one, other| differences[*one].abs().total_cmp(&differences[*other].abs())) {
            Some(worst) => kept.retain(|at| *at != worst),
            None => {
                let anchor = |at: usize| Anchor { difference: differences[at], robust_z: z(at), drift: if kept.contains(&at) { Drift::Kept } else { Drift::Dropped } };
                return Ok(Screened { link: found, anchors: (0..first.len()).map(anchor).collect() });
            }
        }
    }
}

fn difference(brought: &Item, there: &Item) -> f64 {
    let steps = there.intercepts.iter().zip(&brought.intercepts).map(|(there, brought)| there - brought);
    steps.max_by(|one, other| one.abs().total_cmp(&other.abs())).unwrap_or(0.0)
}

/// Median and interquartile range.
fn quartiles(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let at = |part: f64| {
        let place = part * (values.len() - 1) as f64;
        let (low, high) = (place.floor() as usize, place.ceil() as usize);
        values[low] + (values[high] - values[low]) * (place - low as f64)
    };
    (at(0.5), at(0.75) - at(0.25))
}
