//! `A` and `B` that bring curves together: least squares by Levenberg and Marquardt.

use super::Nodes;
use crate::{error::Error, item::Item};

#[derive(Clone, Copy)]
pub(super) enum Compared {
    EachScore,
    WholeForm,
}

const MOST: usize = 200;

pub(super) fn fit(first: &[Item], second: &[Item], nodes: &Nodes, compared: Compared, start: (f64, f64)) -> Result<(f64, f64), Error> {
    let wanted = values(second, nodes, compared);
    let away = |(a, b): (f64, f64)| -> Vec<f64> {
        let moved: Vec<Item> = first.iter().map(|item| item.rescaled(a, b)).collect();
        values(&moved, nodes, compared).iter().zip(&wanted).map(|(found, wanted)| found - wanted).collect()
    };
    let loss = |residuals: &[f64]| residuals.iter().map(|one| one * one).sum::<f64>();
    let (mut at, mut damping) = (start, 1e-3);
    let mut residuals = away(at);
    for _ in 0..MOST {
        let step = newton(&away, at, &residuals, damping);
        let next = (at.0 + step.0, at.1 + step.1);
        if !(next.0 > 1e-3 && next.0.is_finite() && next.1.is_finite()) {
            damping *= 10.0;
            continue;
        }
        let found = away(next);
        if loss(&found) <= loss(&residuals) {
            (at, residuals, damping) = (next, found, damping * 0.2);
            if step.0.abs() + step.1.abs() < 1e-9 {
                return Ok(at);
            }
        } else if step.0.abs() + step.1.abs() < 1e-9 {
            return Ok(at);
        } else {
            damping *= 10.0;
        }
    }
    Err(Error::NotSettled { what: "the link", iterations: MOST })
}

fn newton(away: &impl Fn((f64, f64)) -> Vec<f64>, at: (f64, f64), residuals: &[f64], damping: f64) -> (f64, f64) {
    const H: f64 = 1e-5;
    let slope = |up: Vec<f64>, down: Vec<f64>| up.iter().zip(&down).map(|(up, down)| (up - down) / (2.0 * H)).collect::<Vec<f64>>();
    let by_a = slope(away((at.0 + H, at.1)), away((at.0 - H, at.1)));
    let by_b = slope(away((at.0, at.1 + H)), away((at.0, at.1 - H)));
    let dot = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(one, other)| one * other).sum::<f64>();
    let (aa, ab, bb) = (dot(&by_a, &by_a) * (1.0 + damping), dot(&by_a, &by_b), dot(&by_b, &by_b) * (1.0 + damping));
    let (ra, rb) = (dot(&by_a, residuals), dot(&by_b, residuals));
    let determinant = aa * bb - ab * ab;
    (-(bb * ra - ab * rb) / determinant, -(aa * rb - ab * ra) / determinant)
}

/// What is compared at every node, times the root of the node's weight.
fn values(items: &[Item], nodes: &Nodes, compared: Compared) -> Vec<f64> {
    let mut values = Vec::new();
    for (theta, weight) in &nodes.0 {
        let root = weight.sqrt();
        match compared {
            Compared::WholeForm => values.push(root * crate::form::expected_score(items, *theta)),
            // The lowest score of an item follows from the others.
            Compared::EachScore => items.iter().for_each(|item| {
                item.each_score(*theta, |score, point| {
                    if score > 0 || item.max_score() > 1 {
                        values.push(root * point.ln.exp());
                    }
                });
            }),
        }
    }
    values
}
