//! Each item's probabilities at the nodes of one group.

use super::{
    grid::Grid,
    layout::{Kind, Layout},
};
use crate::item::logistic;

/// What the passes read: rows of `nodes` numbers.
#[derive(Debug, Default)]
pub(super) struct Curves {
    pub nodes: usize,
    /// Ability at each node.
    pub theta: Vec<f64>,
    /// One row per parameter place: at the slope's place the expected score (partial credit only), at an intercept's place `P(category)` or, graded, `P(x ≥ category)`.
    pub at: Vec<f64>,
    /// One row per line of [`Lines`]: what an answer adds to the log-likelihood besides `score·a·θ + d`.
    pub lines: Vec<f64>,
}

/// Which rows of [`Curves::lines`] an item owns: one for partial credit (minus its log-normaliser, whatever the answer), one per category for graded (`ln P`).
#[derive(Debug, Clone)]
pub(super) struct Lines {
    pub first: Vec<usize>,
    pub count: usize,
}

impl Lines {
    pub fn of(layout: &Layout) -> Self {
        let mut count = 0;
        let mut first = Vec::with_capacity(layout.items.len());
        for shape in &layout.items {
            first.push(count);
            count += if shape.kind == Kind::Sufficient { 1 } else { shape.len() };
        }
        Self { first, count }
    }
}

/// All that a pass looks at: one group at one point.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub layout: &'a Layout,
    pub lines: &'a Lines,
    pub grid: &'a Grid,
    pub curves: &'a Curves,
    pub point: &'a [f64],
}

impl Curves {
    /// Fills in the group's curves; false when a graded item's categories are out of order, where there is no likelihood.
    pub fn fill(&mut self, layout: &Layout, lines: &Lines, grid: &Grid, point: &[f64], group: usize) -> bool {
        let (mean, sd) = (point[layout.mean_at(group)], point[layout.log_sd_at(group)].exp());
        self.nodes = grid.len();
        self.theta.clear();
        self.theta.extend(grid.z.iter().map(|z| mean + sd * z));
        self.at.resize(layout.group_at * self.nodes, 0.0);
        self.lines.resize(lines.count * self.nodes, 0.0);
        for (item, shape) in layout.items.iter().enumerate() {
            let at = &mut self.at[shape.at * self.nodes..(shape.at + shape.len()) * self.nodes];
            let parameters = &point[shape.range()];
            match shape.kind {
                Kind::Sufficient => {
                    let line = &mut self.lines[lines.first[item] * self.nodes..(lines.first[item] + 1) * self.nodes];
                    if shape.scores == [0, 1] {
                        two_categories(&self.theta, parameters, at, line);
                    } else {
                        partial_credit(&self.theta, &shape.scores, parameters, at, line);
                    }
                }
                Kind::Graded => {
                    let line = &mut self.lines[lines.first[item] * self.nodes..(lines.first[item] + shape.len()) * self.nodes];
                    if !graded(&self.theta, parameters, at, line) {
                        return false;
                    }
                }
            }
        }
        true
    }

    /// The row of one parameter place.
    pub fn row(&self, place: usize) -> &[f64] {
        &self.at[place * self.nodes..(place + 1) * self.nodes]
    }

    /// The row of one line.
    pub fn line(&self, line: usize) -> &[f64] {
        &self.lines[line * self.nodes..(line + 1) * self.nodes]
    }
}

fn two_categories(theta: &[f64], parameters: &[f64], at: &mut [f64], line: &mut [f64]) {
    let (expected, probability) = at.split_at_mut(theta.len());
    for (((theta, expected), probability), line) in theta.iter().zip(expected).zip(probability).zip(line) {
        let x = parameters[0] * theta + parameters[1];
        let small = (-x.abs()).exp();
        *probability = if x >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) };
        *expected = *probability;
        *line = -(x.max(0.0) + small.ln_1p());
    }
}

fn partial_credit(theta: &[f64], scores: &[u8], parameters: &[f64], at: &mut [f64], line: &mut [f64]) {
    let nodes = theta.len();
    for (node, theta) in theta.iter().enumerate() {
        let first = f64::from(scores[0]) * parameters[0] * theta;
        let mut largest = first;
        for category in 1..scores.len() {
            let x = f64::from(scores[category]) * parameters[0] * theta + parameters[category];
            at[category * nodes + node] = x;
            largest = largest.max(x);
        }
        let mut sum = (first - largest).exp();
        let mut expected = sum * f64::from(scores[0]);
        for category in 1..scores.len() {
            let p = (at[category * nodes + node] - largest).exp();
            at[category * nodes + node] = p;
            sum += p;
            expected += p * f64::from(scores[category]);
        }
        (1..scores.len()).for_each(|category| at[category * nodes + node] /= sum);
        at[node] = expected / sum;
        line[node] = -(largest + sum.ln());
    }
}

fn graded(theta: &[f64], parameters: &[f64], at: &mut [f64], line: &mut [f64]) -> bool {
    let nodes = theta.len();
    if parameters[1..].windows(2).any(|pair| pair[0] <= pair[1]) {
        return false;
    }
    for (node, theta) in theta.iter().enumerate() {
        let last = parameters.len() - 1;
        for (category, d) in parameters.iter().enumerate().skip(1) {
            at[category * nodes + node] = logistic(parameters[0] * theta + d);
        }
        for category in 0..=last {
            line[category * nodes + node] = log_share(parameters, category, *theta);
        }
    }
    true
}

/// `ln P(category)` without cancellation: `F(x) − F(y) = F(x)·F(−y)·(1 − e^(y−x))` for x > y.
fn log_share(parameters: &[f64], category: usize, theta: f64) -> f64 {
    let x = (category > 0).then(|| parameters[0] * theta + parameters[category]);
    let y = parameters.get(category + 1).map(|d| parameters[0] * theta + d);
    let above = x.map_or(0.0, log_logistic);
    let below = y.map_or(0.0, |y| log_logistic(-y));
    let between = match (x, y) {
        (Some(x), Some(y)) => (-(y - x).exp_m1()).ln(),
        _ => 0.0,
    };
    above + below + between
}

/// `ln(1 / (1 + e^(−x)))`.
fn log_logistic(x: f64) -> f64 {
    x.min(0.0) - (-x.abs()).exp().ln_1p()
}
