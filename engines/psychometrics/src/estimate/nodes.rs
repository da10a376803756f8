//! The likelihood of many answers on even nodes, without an exponential and a logarithm for each answer and node.

use super::Answer;
use crate::item::{Family, Item};

/// Heights `k·a·θ + d_k` beyond this are left to the exact formula: within it twenty sums of exponentials multiply without overflow.
const HIGHEST: f64 = 30.0;
/// Sums multiplied before a logarithm is taken: `(100·e³⁰)²⁰ < 10³⁰⁸`.
const TOGETHER: usize = 20;
/// Nodes after which an exponential is computed anew, so that errors of multiplication don't add up.
const ANEW: usize = 64;

/// `Σ ln P(x | θ)` at the nodes `from, from + step, …`.
///
/// For partial credit `ln P(x | θ) = x·a·θ + d_x − ln Z(θ)`, `Z = Σ exp(k·a·θ + d_k)`. The first part of all answers is one line;
/// on even nodes each exponential is the one before times a constant; and the logarithm is taken of a product of many `Z`.
pub(crate) fn ln_likelihood_on(answers: &[Answer<'_>], from: f64, step: f64, nodes: usize) -> Vec<f64> {
    let node = |at: usize| from + at as f64 * step;
    let last = node(nodes.saturating_sub(1));
    let (mut ln, mut product, mut sum) = (vec![0.0; nodes], vec![1.0; nodes], Vec::new());
    let (mut slope, mut height, mut waiting) = (0.0, 0.0, 0);
    for answer in answers {
        let Answer { item, score } = *answer;
        if !stays_low(item, from, last) {
            ln.iter_mut().enumerate().for_each(|(at, ln)| *ln += item.ln_probability(node(at), score));
            continue;
        }
        slope += score as f64 * item.slope;
        height += score.checked_sub(1).map_or(0.0, |at| item.intercepts[at]);
        multiply(item, from, step, &mut product, &mut sum);
        waiting += 1;
        if waiting == TOGETHER {
            settle(&mut ln, &mut product);
            waiting = 0;
        }
    }
    if waiting > 0 {
        settle(&mut ln, &mut product);
    }
    ln.iter_mut().enumerate().for_each(|(at, ln)| *ln += slope * node(at) + height);
    ln
}

/// Whether all heights of an item stay within [`HIGHEST`] from the first node to the last: they are straight lines.
fn stays_low(item: &Item, first: f64, last: f64) -> bool {
    let is_low = |(at, d): (usize, &f64)| [first, last].iter().all(|theta| ((at + 1) as f64 * item.slope * theta + d).abs() <= HIGHEST);
    item.family == Family::PartialCredit && item.max_score() <= 100 && item.intercepts.iter().enumerate().all(is_low)
}

/// Multiplies each node by the item's `Z`.
fn multiply(item: &Item, from: f64, step: f64, product: &mut [f64], sum: &mut Vec<f64>) {
    if let [d] = item.intercepts.as_slice() {
        each_exponential(item.slope, *d, (from, step), product, |product, exponential| *product *= 1.0 + exponential);
        return;
    }
    sum.clear();
    sum.resize(product.len(), 1.0);
    for (at, d) in item.intercepts.iter().enumerate() {
        each_exponential((at + 1) as f64 * item.slope, *d, (from, step), sum, |sum, exponential| *sum += exponential);
    }
    product.iter_mut().zip(sum).for_each(|(product, sum)| *product *= *sum);
}

/// Calls `take` with each node's number and `exp(a·θ + d)` there.
fn each_exponential(a: f64, d: f64, (from, step): (f64, f64), numbers: &mut [f64], take: impl Fn(&mut f64, f64)) {
    let growth = (a * step).exp();
    for (at, part) in numbers.chunks_mut(ANEW).enumerate() {
        let mut exponential = (a * (from + (at * ANEW) as f64 * step) + d).exp();
        for number in part {
            take(number, exponential);
            exponential *= growth;
        }
    }
}

/// Takes the logarithm of what was multiplied, and begins again.
fn settle(ln: &mut [f64], product: &mut [f64]) {
    for (ln, product) in ln.iter_mut().zip(product) {
        *ln -= product.ln();
        *product = 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::ln_likelihood;

    #[test]
    fn all_nodes_together_say_what_each_says_by_itself() {
        let items = [
            Item::two_parameter(1.3, -0.4),
            Item::two_parameter(0.2, 3.0),
            Item { family: Family::PartialCredit, slope: 0.8, intercepts: vec![0.9, 0.2, -1.4] },
            Item { family: Family::Graded, slope: 1.7, intercepts: vec![2.0, 0.3, -1.1] },
            Item { family: Family::Guessing { floor: 0.25 }, slope: 1.2, intercepts: vec![0.3] },
            // Steep: its heights leave the range, so the exact formula counts it.
            Item::two_parameter(9.0, 4.0),
        ];
        let answers: Vec<Answer<'_>> = (0..90).map(|at| Answer::new(&items[at % 6], at / 6 % (items[at % 6].max_score() + 1))).collect();
        for count in [0, 1, 5, 20, 21, 40, 90] {
            let found = ln_likelihood_on(&answers[..count], -7.0, 0.05, 281);
            for (at, found) in found.iter().enumerate() {
                let wanted = ln_likelihood(&answers[..count], -7.0 + at as f64 * 0.05);
                assert!((found - wanted).abs() < 1e-11 * wanted.abs().max(1.0), "{count} answers, node {at}: {found}, not {wanted}");
            }
        }
        assert!(ln_likelihood_on(&answers, 0.0, 0.1, 0).is_empty());
    }
}
