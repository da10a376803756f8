//! Where the climb begins.

use super::layout::{Kind, Layout, Shape};
use crate::Item;

/// Slopes of 1, groups alike, intercepts that give each score its share.
pub(super) fn point(layout: &Layout, counts: &[f64], anchors: Option<&[Option<Item>]>) -> Vec<f64> {
    let mut point = vec![0.0; layout.free.len()];
    for (item, shape) in layout.items.iter().enumerate() {
        point[shape.at] = 1.0;
        match anchors.and_then(|anchors| anchors.get(item)).and_then(Option::as_ref) {
            Some(anchor) => {
                point[shape.at] = anchor.slope;
                point[shape.at + 1..shape.at + shape.len()].copy_from_slice(&anchor.intercepts);
            }
            None => intercepts(shape, counts, &mut point),
        }
    }
    point
}

/// Over N(0, 1) a slope of 1 flattens a logit by about this.
const FLATTENED: f64 = 1.16;

fn intercepts(shape: &Shape, counts: &[f64], point: &mut [f64]) {
    let share = |category: usize| counts[shape.at + category].max(0.5);
    let all: f64 = (0..shape.len()).map(share).sum();
    let mut below = 0.0;
    for category in 1..shape.len() {
        below += share(category - 1);
        point[shape.at + category] = FLATTENED
            * match shape.kind {
                Kind::Sufficient => (share(category) / share(0)).ln(),
                Kind::Graded => ((all - below) / below).ln(),
            };
    }
}
