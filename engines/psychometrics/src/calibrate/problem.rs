//! The marginal log-likelihood at a point, its gradient, and the information that EM would have: one pass over the answers.
//!
//! Gradient by Fisher's identity: that of the complete data's log-likelihood, averaged over the posterior of θ. With `n_q` the posterior mass at node q of those
//! who answered an item and `c = Σ_i x_i·E[θ_i]`, partial credit needs only `∂a = c − Σ_q n_q·θ_q·E[x | θ_q]` and `∂d_k = N_k − Σ_q n_q·P_k(θ_q)`.

use super::{
    Priors,
    blocks::Blocks,
    curves::{Curves, Lines, View},
    grid::Grid,
    layout::{Kind, Layout, Shape},
    loose, prior, table,
};
use crate::item::logistic;

/// The function that is climbed.
pub(super) struct Problem<'a> {
    pub layout: Layout,
    pub blocks: &'a Blocks,
    pub grid: Grid,
    pub lines: Lines,
    pub priors: Option<Priors>,
    /// One per group.
    pub curves: Vec<Curves>,
    pub table: table::Table,
    /// One per loose person, block by block.
    pub windows: Vec<Vec<loose::Window>>,
}

/// At one point.
#[derive(Debug, Clone)]
pub(super) struct Value {
    /// Without priors.
    pub loglik: f64,
    /// With priors: what is climbed.
    pub height: f64,
    pub gradient: Vec<f64>,
    /// Information of the complete data: for each item a square of its places, one after the other, then mean and ln sd of each group.
    pub complete: Vec<f64>,
}

/// What one pass adds up, group by group.
pub(super) struct Sums {
    pub loglik: f64,
    /// Per group: posterior mass per line and node.
    pub mass: Vec<Vec<f64>>,
    /// Per group: posterior mass of everyone, per node.
    pub everyone: Vec<Vec<f64>>,
    /// `Σ w·x·E[θ]` per item.
    pub credit: Vec<f64>,
}

impl<'a> Problem<'a> {
    pub fn new(layout: Layout, blocks: &'a Blocks, grid: Grid, priors: Option<Priors>) -> Self {
        let curves = (0..layout.groups).map(|_| Curves::default()).collect();
        let lines = Lines::of(&layout);
        let windows = blocks.loose.iter().map(|loose| vec![loose::Window::OPEN; loose.weights.len()]).collect();
        Self { layout, blocks, grid, lines, priors, curves, table: table::Table::default(), windows }
    }

    /// Nothing where there is no likelihood: a graded item's steps out of order, with priors a slope that isn't above 0, numbers that overflow.
    pub fn evaluate(&mut self, point: &[f64]) -> Option<Value> {
        let sums = self.pass(point)?;
        let mut value = Value { loglik: sums.loglik, height: 0.0, gradient: vec![0.0; self.layout.free.len()], complete: Vec::new() };
        for (item, shape) in self.layout.items.iter().enumerate() {
            let counts = &self.blocks.counts[shape.range()];
            value.loglik += counts.iter().zip(&point[shape.range()]).skip(1).filter(|_| shape.kind == Kind::Sufficient).map(|(count, d)| count * d).sum::<f64>();
            let start = value.complete.len();
            value.complete.resize(start + shape.len() * shape.len(), 0.0);
            let (gradient, square) = (&mut value.gradient[shape.range()], &mut value.complete[start..]);
            match shape.kind {
                Kind::Sufficient => self.partial_credit(item, shape, &sums, gradient, square),
                Kind::Graded => self.graded(item, &point[shape.range()], &sums, gradient, square),
            }
        }
        for group in 0..self.layout.groups {
            self.ability(group, point, &sums, &mut value);
        }
        value.height = value.loglik;
        if let Some(priors) = &self.priors {
            prior::add(priors, &self.layout, point, &mut value)?;
        }
        let all_finite = value.height.is_finite() && value.gradient.iter().all(|g| g.is_finite());
        value.gradient.iter_mut().zip(&self.layout.free).filter(|(_, free)| !**free).for_each(|(g, _)| *g = 0.0);
        all_finite.then_some(value)
    }

    /// The grid has changed: nobody's posterior is known on it.
    pub fn regrid(&mut self, grid: Grid) {
        self.grid = grid;
        self.windows.iter_mut().flatten().for_each(|window| *window = loose::Window::OPEN);
    }

    pub fn pass(&mut self, point: &[f64]) -> Option<Sums> {
        let (groups, nodes) = (self.layout.groups, self.grid.len());
        for group in 0..groups {
            if !self.curves[group].fill(&self.layout, &self.lines, &self.grid, point, group) {
                return None;
            }
        }
        let mut sums =
            Sums { loglik: 0.0, mass: (0..groups).map(|_| vec![0.0; self.lines.count * nodes]).collect(), everyone: (0..groups).map(|_| vec![0.0; nodes]).collect(), credit: vec![0.0; self.layout.items.len()] };
        for packed in &self.blocks.packed {
            let view = View { layout: &self.layout, lines: &self.lines, grid: &self.grid, curves: &self.curves[packed.group], point };
            self.table.fill(packed, view, table::STEP);
            let mut mass = vec![0.0; nodes];
            self.table.pass(packed, view, table::Into { loglik: &mut sums.loglik, mass: &mut mass, credit: &mut sums.credit });
            for item in &packed.items {
                let line = self.lines.first[*item] * nodes;
                add(&mut sums.mass[packed.group][line..line + nodes], &mass);
            }
            add(&mut sums.everyone[packed.group], &mass);
        }
        for (loose, windows) in self.blocks.loose.iter().zip(&mut self.windows) {
            let group = loose.group;
            let view = View { layout: &self.layout, lines: &self.lines, grid: &self.grid, curves: &self.curves[group], point };
            let into = loose::Into { loglik: &mut sums.loglik, mass: &mut sums.mass[group], everyone: &mut sums.everyone[group], credit: &mut sums.credit };
            loose::pass(loose, view, windows, into);
        }
        Some(sums)
    }

    pub fn partial_credit(&self, item: usize, shape: &Shape, sums: &Sums, gradient: &mut [f64], square: &mut [f64]) {
        let (size, nodes) = (shape.len(), self.grid.len());
        gradient.copy_from_slice(&self.blocks.counts[shape.range()]);
        gradient[0] = sums.credit[item];
        let line = self.lines.first[item] * nodes;
        for (curves, mass) in self.curves.iter().zip(&sums.mass) {
            let mass = &mass[line..line + nodes];
            let expected = curves.row(shape.at);
            for node in 0..nodes {
                let (n, theta, mean) = (mass[node], curves.theta[node], expected[node]);
                let mut second = 0.0;
                for category in 1..size {
                    let p = curves.at[(shape.at + category) * nodes + node];
                    let score = f64::from(shape.scores[category]);
                    gradient[category] -= n * p;
                    second += p * score * (score - mean);
                    square[category * size] += n * theta * p * (score - mean);
                    square[category * size + category] += n * p;
                    for other in 1..=category {
                        square[category * size + other] -= n * p * curves.at[(shape.at + other) * nodes + node];
                    }
                }
                // The lowest score seen may be above 0.
                let lowest = f64::from(shape.scores[0]);
                if lowest > 0.0 {
                    let rest = 1.0 - (1..size).map(|category| curves.at[(shape.at + category) * nodes + node]).sum::<f64>();
                    second += rest * lowest * (lowest - mean);
                }
                gradient[0] -= n * theta * mean;
                square[0] += n * theta * theta * second;
            }
        }
        mirror(square, size);
    }

    fn graded(&self, item: usize, parameters: &[f64], sums: &Sums, gradient: &mut [f64], square: &mut [f64]) {
        let (size, nodes) = (parameters.len(), self.grid.len());
        let mut score = vec![0.0; size];
        for (curves, mass) in self.curves.iter().zip(&sums.mass) {
            for node in 0..nodes {
                let line = |category: usize| (self.lines.first[item] + category) * nodes + node;
                let everyone: f64 = (0..size).map(|category| mass[line(category)]).sum();
                for category in 0..size {
                    let p = curves.lines[line(category)].exp();
                    graded_score(parameters, category, curves.theta[node], &mut score);
                    let n = mass[line(category)];
                    for row in 0..size {
                        gradient[row] += n * score[row];
                        for column in 0..=row {
                            square[row * size + column] += everyone * p * score[row] * score[column];
                        }
                    }
                }
            }
        }
        mirror(square, size);
    }

    fn ability(&self, group: usize, point: &[f64], sums: &Sums, value: &mut Value) {
        let sd = point[self.layout.log_sd_at(group)].exp();
        let persons = self.blocks.persons[group];
        let (mut first, mut second) = (0.0, 0.0);
        for (z, mass) in self.grid.z.iter().zip(&sums.everyone[group]) {
            first += mass * z;
            second += mass * z * z;
        }
        value.gradient[self.layout.mean_at(group)] = first / sd;
        value.gradient[self.layout.log_sd_at(group)] = second - persons;
        value.complete.extend([persons / (sd * sd), 2.0 * persons]);
    }
}

/// Derivatives of `ln P(category | θ)` of a graded item by slope and intercepts. With `P = F − G`, x and y the logits of F and G:
/// `P = F·(1 − G)·(1 − e^(y−x))`, so the quotients stay exact where P vanishes.
pub(super) fn graded_score(parameters: &[f64], category: usize, theta: f64, score: &mut [f64]) {
    score.fill(0.0);
    let x = (category > 0).then(|| parameters[0] * theta + parameters[category]);
    let y = parameters.get(category + 1).map(|d| parameters[0] * theta + d);
    let gap = x.zip(y).map_or(1.0, |(x, y)| -(y - x).exp_m1());
    let (above, below) = (x.map_or(1.0, logistic), y.map_or(0.0, logistic));
    if let Some(x) = x {
        // F(1 − F) / P = (1 − F) / (1 − G) / gap.
        score[category] = y.map_or(1.0 - above, |y| quotient(y, x)) / gap;
    }
    if let Some(y) = y {
        // G(1 − G) / P = G / F / gap.
        score[category + 1] = -x.map_or(below, |x| quotient(-x, -y)) / gap;
    }
    score[0] = theta * (1.0 - above - below);
}

/// `(1 + e^p) / (1 + e^q)` for p ≤ q without overflow.
fn quotient(p: f64, q: f64) -> f64 {
    if q > 0.0 { (p - q).exp() * (1.0 + (-p).exp()) / (1.0 + (-q).exp()) } else { (1.0 + p.exp()) / (1.0 + q.exp()) }
}

fn mirror(square: &mut [f64], size: usize) {
    for row in 0..size {
        for column in 0..row {
            square[column * size + row] = square[row * size + column];
        }
    }
}

fn add(to: &mut [f64], from: &[f64]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
}
