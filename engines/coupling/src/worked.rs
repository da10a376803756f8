//! What worked: deficit × resource × context → change, each drawn towards the whole by as much as few people ask for.
//!
//! Changes are of people who walked, without comparison, so they say which resource stands out among its like, not what it causes. Give
//! changes that are free of the return to the mean (a posterior of growth), or resources for the weakest will look best.

use crate::{error::Error, normal::half, share::LEVEL};
use statrs::distribution::{ContinuousCDF as _, Normal};
use std::collections::BTreeMap;

/// One walked line of a pathway.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Walked {
    pub deficit: usize,
    pub resource: usize,
    /// As the caller divides it: kind of place, year group, experience.
    pub context: usize,
    /// On any scale, one for all; above 0 is growth.
    pub change: f64,
    /// Its own standard error, 0 when it has none.
    pub error: f64,
}

/// What a group of lines came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub change: f64,
    pub low: f64,
    pub high: f64,
    /// Chance that it is above what its deficit has on average.
    pub above: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    pub deficit: usize,
    pub resource: usize,
    /// `None`: over all contexts.
    pub context: Option<usize>,
    pub walked: usize,
    /// `None`: too few walked it to be shown.
    pub estimate: Option<Estimate>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Worked {
    /// Resources by deficit, each over all contexts and then by context.
    pub found: Vec<Found>,
    pub whole: Estimate,
    /// By deficit, with the number of lines.
    pub deficits: Vec<(usize, usize, Estimate)>,
    /// sds between deficits, between resources of a deficit, between contexts of a resource, between people beside their own errors.
    pub spread: [f64; 4],
}

/// Under so many lines nothing is shown.
pub const FEW: usize = 10;

/// A node of the tree whole → deficit → resource → context → line.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    parent: usize,
    level: usize,
    lines: usize,
    /// What lies below says: precision and mean.
    precision: f64,
    mean: f64,
    /// What everything says.
    posterior: (f64, f64),
}

const ROUNDS: usize = 400;

/// A nested random-effects model, exact given its variances by one pass up and one down the tree, the variances by EM.
///
/// # Errors
/// Fewer than 10 lines, a change or error that isn't finite, an error below 0.
pub fn worked(lines: &[Walked], least: usize) -> Result<Worked, Error> {
    if lines.len() < FEW {
        return Err(Error::TooFew { what: "walked lines", found: lines.len(), needed: FEW });
    }
    if lines.iter().any(|line| !line.change.is_finite() || !line.error.is_finite() || line.error < 0.0) {
        return Err(Error::OutOfRange { what: "a change with its error" });
    }
    let (mut nodes, places) = tree(lines);
    let mean = lines.iter().map(|line| line.change).sum::<f64>() / lines.len() as f64;
    let overall = (lines.iter().map(|line| (line.change - mean).powi(2)).sum::<f64>() / lines.len() as f64).max(1e-12);
    let mut variances = [0.1 * overall, 0.1 * overall, 0.1 * overall, 0.7 * overall];
    for _ in 0..ROUNDS {
        let next = pass(&mut nodes, lines, variances, overall);
        let moved = next.iter().zip(&variances).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max);
        variances = next;
        if moved < 1e-7 * overall {
            break;
        }
    }
    pass(&mut nodes, lines, variances, overall);
    Ok(told(&nodes, &places, variances, least.max(1)))
}

/// Where `(deficit, resource, context)` stand; the whole is node 0. Lines come last, in their order.
type Places = BTreeMap<(usize, Option<usize>, Option<usize>), usize>;

fn tree(lines: &[Walked]) -> (Vec<Node>, Places) {
    let mut nodes = vec![Node::default()];
    let mut places = Places::new();
    let mut leaves = Vec::with_capacity(lines.len());
    for line in lines {
        let mut parent = 0;
        nodes[0].lines += 1;
        for (level, key) in [(line.deficit, None, None), (line.deficit, Some(line.resource), None), (line.deficit, Some(line.resource), Some(line.context))].into_iter().enumerate() {
            let at = *places.entry(key).or_insert_with(|| {
                nodes.push(Node { parent, level: level + 1, ..Node::default() });
                nodes.len() - 1
            });
            nodes[at].lines += 1;
            parent = at;
        }
        leaves.push(Node { parent, level: 4, lines: 1, ..Node::default() });
    }
    nodes.extend(leaves);
    (nodes, places)
}

/// One round: messages up, posteriors down; returns the next variances.
fn pass(nodes: &mut [Node], lines: &[Walked], variances: [f64; 4], overall: f64) -> [f64; 4] {
    let first = nodes.len() - lines.len();
    for node in &mut nodes[..first] {
        (node.precision, node.mean) = (0.0, 0.0);
    }
    for (node, line) in nodes[first..].iter_mut().zip(lines) {
        // An own error of 0 would stop the pass; a millionth of the spread is none.
        (node.precision, node.mean) = (1.0 / (line.error * line.error).max(1e-6 * overall), line.change);
    }
    // Children stand behind their parents.
    for at in (1..nodes.len()).rev() {
        let node = nodes[at];
        let said = 1.0 / (1.0 / node.precision + variances[node.level - 1]);
        let above = &mut nodes[node.parent];
        let total = above.precision + said;
        above.mean += said / total * (node.mean - above.mean);
        above.precision = total;
    }
    nodes[0].posterior = (nodes[0].mean, 1.0 / nodes[0].precision);
    let mut sums = [(0.0, 0.0); 4];
    for at in 1..nodes.len() {
        let node = nodes[at];
        let (above, spread) = nodes[node.parent].posterior;
        let variance = variances[node.level - 1].max(1e-12 * overall);
        // Given the parent, the node lies between it and what its own say.
        let whole = node.precision + 1.0 / variance;
        let own = node.precision / whole;
        let mean = own * node.mean + (1.0 - own) * above;
        nodes[at].posterior = (mean, (1.0 - own).powi(2) * spread + 1.0 / whole);
        let sum = &mut sums[node.level - 1];
        *sum = (sum.0 + (own * (node.mean - above)).powi(2) + own * own * spread + 1.0 / whole, sum.1 + 1.0);
    }
    sums.map(|(sum, count)| if count > 0.0 { sum / count } else { 0.0 })
}

fn told(nodes: &[Node], places: &Places, variances: [f64; 4], least: usize) -> Worked {
    let estimate = |at: usize, of: Option<usize>| {
        let (change, variance) = nodes[at].posterior;
        let reach = half(LEVEL) * variance.sqrt();
        Estimate { change, low: change - reach, high: change + reach, above: of.map_or(0.5, |of| above(nodes, variances, at, of)) }
    };
    let mut found = Vec::new();
    let mut deficits = Vec::new();
    for ((deficit, resource, context), at) in places {
        let lines = nodes[*at].lines;
        match resource {
            None => deficits.push((*deficit, lines, estimate(*at, Some(0)))),
            Some(resource) => {
                let of = places.get(&(*deficit, None, None)).copied();
                found.push(Found { deficit: *deficit, resource: *resource, context: *context, walked: lines, estimate: (lines >= least).then(|| estimate(*at, of)) });
            }
        }
    }
    Worked { found, whole: estimate(0, None), deficits, spread: variances.map(f64::sqrt) }
}

/// Chance that a node lies above one that it hangs on: their difference is normal, step by step.
fn above(nodes: &[Node], variances: [f64; 4], at: usize, of: usize) -> f64 {
    // node = own·said + (1 − own)·parent + noise, down from the ancestor: node = a + b·ancestor + noise.
    let mut path = vec![at];
    while let Some(last) = path.last().copied()
        && nodes[last].parent != of
    {
        path.push(nodes[last].parent);
    }
    let (mut shift, mut slope, mut noise) = (0.0, 1.0, 0.0);
    for one in path.into_iter().rev() {
        let node = nodes[one];
        let whole = node.precision + 1.0 / variances[node.level - 1].max(1e-300);
        let own = node.precision / whole;
        (shift, slope, noise) = (own * node.mean + (1.0 - own) * shift, (1.0 - own) * slope, (1.0 - own).powi(2) * noise + 1.0 / whole);
    }
    let (mean, variance) = nodes[of].posterior;
    let sd = ((slope - 1.0).powi(2) * variance + noise).sqrt();
    let off = shift + (slope - 1.0) * mean;
    if sd > 0.0 { Normal::standard().cdf(off / sd) } else { 0.5 }
}
