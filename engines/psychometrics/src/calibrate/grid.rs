//! Nodes of the quadrature, and how many of them a set of items needs.

use super::{
    CalibrationError, Quadrature,
    layout::{Kind, Layout},
};
use crate::item::logistic;

/// Even nodes in standard deviations of a group, with the normal density's logarithm at each, normalised to a sum of 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    pub z: Vec<f64>,
    pub log_weight: Vec<f64>,
}

/// Beyond this the normal density holds 2e-9.
const REACH: f64 = 6.0;
/// Closer nodes than 0.04 are no use for any slope allowed.
const MOST_NODES: usize = 321;

impl Grid {
    pub fn even(nodes: usize, reach: f64) -> Self {
        let step = 2.0 * reach / (nodes - 1) as f64;
        let z: Vec<f64> = (0..nodes).map(|node| -reach + step * node as f64).collect();
        let total: f64 = z.iter().map(|z| (-0.5 * z * z).exp()).sum();
        let log_weight = z.iter().map(|z| -0.5 * z * z - total.ln()).collect();
        Self { z, log_weight }
    }

    pub fn of(quadrature: Quadrature, wanted: usize) -> Result<Self, CalibrationError> {
        match quadrature {
            Quadrature::Automatic => Ok(Self::even(wanted, REACH)),
            Quadrature::Even { nodes, reach } if (3..=2001).contains(&nodes) && reach.is_finite() && reach > 0.0 => Ok(Self::even(nodes, reach)),
            Quadrature::Even { .. } => Err(CalibrationError::Quadrature),
        }
    }

    pub fn len(&self) -> usize {
        self.z.len()
    }
}

/// How many nodes keep the error of every person's integral below about 1e-7. `share` is the largest part of the items that one person answered.
pub(super) fn nodes_needed(layout: &Layout, point: &[f64], share: f64) -> usize {
    let mut step = 0.3_f64;
    for group in 0..layout.groups {
        let (mean, sd) = (point[layout.mean_at(group)], point[layout.log_sd_at(group)].exp());
        let most = (-24..=24).map(|z| information(layout, point, mean + sd * f64::from(z) / 6.0)).fold(0.0, f64::max);
        let posterior = 1.0 / (1.0 + sd * sd * most * share).sqrt();
        let steepest = layout.items.iter().map(|shape| point[shape.at].abs() * sd).fold(0.0, f64::max);
        step = step.min(1.05 * posterior).min(1.1 / steepest.max(1e-9));
    }
    // A multiple of 8 leaves no rest for the vector unit.
    let nodes = (2.0 * REACH / step).ceil() as usize + 1;
    nodes.next_multiple_of(8).min(MOST_NODES.next_multiple_of(8))
}

/// Fisher's information of all items at θ.
fn information(layout: &Layout, point: &[f64], theta: f64) -> f64 {
    layout.items.iter().map(|shape| item_information(shape.kind, &shape.scores, &point[shape.range()], theta)).sum()
}

fn item_information(kind: Kind, scores: &[u8], parameters: &[f64], theta: f64) -> f64 {
    let slope = parameters[0];
    match kind {
        Kind::Sufficient => {
            let weight = |category: usize| if category == 0 { f64::from(scores[0]) * slope * theta } else { f64::from(scores[category]) * slope * theta + parameters[category] };
            let largest = (0..scores.len()).map(weight).fold(f64::MIN, f64::max);
            let (mut sum, mut first, mut second) = (0.0, 0.0, 0.0);
            for (category, score) in scores.iter().enumerate() {
                let (p, score) = ((weight(category) - largest).exp(), f64::from(*score));
                sum += p;
                first += p * score;
                second += p * score * score;
            }
            slope * slope * (second / sum - (first / sum).powi(2)).max(0.0)
        }
        Kind::Graded => {
            let above = |category: usize| if category == 0 { 1.0 } else { parameters.get(category).map_or(0.0, |d| logistic(slope * theta + d)) };
            let part = |category: usize| {
                let (here, next) = (above(category), above(category + 1));
                let change = here * (1.0 - here) - next * (1.0 - next);
                if here - next > 1e-12 { change * change / (here - next) } else { 0.0 }
            };
            slope * slope * (0..scores.len()).map(part).sum::<f64>()
        }
    }
}
