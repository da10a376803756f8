//! One pass over packed persons.
//!
//! For partial credit the likelihood of a person depends on the weighted score `s = Σ a_j·x_j` alone:
//! `L(x) = Π exp(d_jx) · ∫ exp(s·θ − Σ ln Z_j(θ)) φ(θ) dθ`. With `M(s)` the logarithm of that integral, `M′ = E[θ | s]` and `M″ = Var[θ | s]`.
//! So `M` and `M′` are tabled over s and read by cubic Hermite interpolation, whose derivatives are exact at the nodes;
//! what the items need back (posterior mass at each θ, and `Σ x·E[θ]`) is gathered on the same table.

use super::{curves::View, packed::Packed};
use nalgebra::{DMatrix, DVector};

/// Distance of the table's nodes, in units of 1/sd of the group: the interpolation's error is below 1e-7 per person.
pub(super) const STEP: f64 = 0.2;
/// Bounds the table's memory where slopes or scores are absurd.
const MOST_CELLS: usize = 1 << 13;
/// Rows between two computed from their logarithms; those between are products.
const FRESH: usize = 16;

/// Posterior moments over s.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub from: f64,
    pub step: f64,
    /// `M(s)`, `E[θ | s]`, `Var[θ | s]` at each node.
    pub log_marginal: Vec<f64>,
    pub mean: Vec<f64>,
    pub variance: Vec<f64>,
    /// The posterior at each node: rows of as many numbers as the quadrature has.
    pub posterior: Vec<f64>,
    log_prior: Vec<f64>,
    ratio: Vec<f64>,
    /// Value and slope at both ends of each cell: `[E, step·Var, E, step·Var]`.
    cells: Vec<[f64; 4]>,
    gathered: Vec<[f64; 4]>,
    lookup: Vec<[f64; 256]>,
    credit: Vec<[f64; 256]>,
}

/// Where a pass adds up: see [`super::problem::Sums`].
pub(super) struct Into<'a> {
    pub loglik: &'a mut f64,
    /// Posterior mass at each node, of everyone in the block.
    pub mass: &'a mut [f64],
    /// `Σ w·x·E[θ]` per item.
    pub credit: &'a mut [f64],
}

impl Table {
    /// Tables the posterior for this block's items.
    pub fn fill(&mut self, packed: &Packed, view: View<'_>, spacing: f64) {
        let View { layout, lines, grid, curves, point } = view;
        let (mut from, mut to) = (0.0, 0.0);
        self.log_prior.clear();
        self.log_prior.extend_from_slice(&grid.log_weight);
        for item in &packed.items {
            let shape = &layout.items[*item];
            let reach = point[shape.at] * f64::from(shape.scores.last().copied().unwrap_or(1));
            from += reach.min(0.0);
            to += reach.max(0.0);
            self.log_prior.iter_mut().zip(curves.line(lines.first[*item])).for_each(|(log, line)| *log += line);
        }
        let sd = point[layout.log_sd_at(packed.group)].exp();
        let cells = (((to - from) * sd / spacing).ceil() as usize).clamp(8, MOST_CELLS);
        self.from = from;
        self.step = ((to - from) / cells as f64).max(1e-12);
        self.rows(cells + 1, &curves.theta);
        self.cells.clear();
        let ends = |k: usize| (self.mean[k], self.step * self.variance[k]);
        let cell = |k: usize| [ends(k).0, ends(k).1, ends(k + 1).0, ends(k + 1).1];
        self.cells.extend((0..cells).map(cell));
    }

    fn rows(&mut self, count: usize, theta: &[f64]) {
        let nodes = theta.len();
        self.ratio.clear();
        self.ratio.extend(theta.iter().map(|theta| (self.step * theta).exp()));
        self.posterior.resize(count * nodes, 0.0);
        [&mut self.log_marginal, &mut self.mean, &mut self.variance].into_iter().for_each(|moments| moments.resize(count, 0.0));
        let mut log_scale = 0.0;
        for k in 0..count {
            let (before, rest) = self.posterior.split_at_mut(k * nodes);
            let row = &mut rest[..nodes];
            if k % FRESH == 0 {
                let s = self.from + self.step * k as f64;
                let largest = theta.iter().zip(&self.log_prior).map(|(theta, log)| s * theta + log).fold(f64::MIN, f64::max);
                row.iter_mut().zip(theta).zip(&self.log_prior).for_each(|((p, theta), log)| *p = (s * theta + log - largest).exp());
                log_scale = largest;
            } else {
                let last = &before[(k - 1) * nodes..];
                row.iter_mut().zip(last).zip(&self.ratio).for_each(|((p, last), ratio)| *p = last * ratio);
            }
            let sum: f64 = total(row);
            log_scale += sum.ln();
            let scale = 1.0 / sum;
            row.iter_mut().for_each(|p| *p *= scale);
            let mean = product(row, theta);
            self.log_marginal[k] = log_scale;
            self.mean[k] = mean;
            self.variance[k] = spread(row, theta, mean);
        }
    }

    /// Runs every person of the block through the table.
    pub fn pass(&mut self, packed: &Packed, view: View<'_>, into: Into<'_>) {
        self.look_up(packed, view);
        self.gathered.clear();
        self.gathered.resize(self.cells.len(), [0.0; 4]);
        self.credit.clear();
        self.credit.resize(packed.width(), [0.0; 256]);
        if packed.weights.is_empty() {
            self.sweep_any(packed, std::iter::repeat(1.0));
        } else {
            self.sweep_any(packed, packed.weights.iter().copied());
        }
        self.hand_over(packed, &view.curves.theta, into);
    }

    /// For each byte of a person and each of its values, what it adds to s, in cells of the table.
    fn look_up(&mut self, packed: &Packed, view: View<'_>) {
        self.lookup.clear();
        self.lookup.resize(packed.width(), [0.0; 256]);
        let mut start = -self.from / self.step;
        for (table, slots) in self.lookup.iter_mut().zip(&packed.slots) {
            table[0] = start;
            start = 0.0;
            for slot in slots {
                let slope = view.point[view.layout.items[slot.item].at] / self.step;
                let known = 1_usize << slot.shift;
                for score in 1..=usize::from(slot.mask) {
                    for low in 0..known {
                        table[score << slot.shift | low] = table[low] + slope * score as f64;
                    }
                }
            }
        }
    }

    fn sweep_any(&mut self, packed: &Packed, weights: impl Iterator<Item = f64>) {
        match packed.width() {
            1 => self.sweep::<1>(packed, weights),
            2 => self.sweep::<2>(packed, weights),
            3 => self.sweep::<3>(packed, weights),
            4 => self.sweep::<4>(packed, weights),
            5 => self.sweep::<5>(packed, weights),
            6 => self.sweep::<6>(packed, weights),
            7 => self.sweep::<7>(packed, weights),
            8 => self.sweep::<8>(packed, weights),
            9 => self.sweep::<9>(packed, weights),
            10 => self.sweep::<10>(packed, weights),
            11 => self.sweep::<11>(packed, weights),
            12 => self.sweep::<12>(packed, weights),
            13 => self.sweep::<13>(packed, weights),
            14 => self.sweep::<14>(packed, weights),
            15 => self.sweep::<15>(packed, weights),
            16 => self.sweep::<16>(packed, weights),
            width => {
                for (row, weight) in packed.bytes.chunks_exact(width).zip(weights) {
                    let x: f64 = row.iter().zip(&self.lookup).map(|(byte, table)| table[usize::from(*byte)]).sum();
                    let eap = visit(x, weight, &self.cells, &mut self.gathered) * weight;
                    row.iter().zip(&mut self.credit).for_each(|(byte, credit)| credit[usize::from(*byte)] += eap);
                }
            }
        }
    }

    fn sweep<const WIDTH: usize>(&mut self, packed: &Packed, weights: impl Iterator<Item = f64>) {
        let (Some(lookup), Some(credit)) = (self.lookup.first_chunk::<WIDTH>(), self.credit.first_chunk_mut::<WIDTH>()) else { return };
        let (rows, _) = packed.bytes.as_chunks::<WIDTH>();
        for (row, weight) in rows.iter().zip(weights) {
            let mut x = 0.0;
            for byte in 0..WIDTH {
                x += lookup[byte][usize::from(row[byte])];
            }
            let eap = visit(x, weight, &self.cells, &mut self.gathered) * weight;
            for byte in 0..WIDTH {
                credit[byte][usize::from(row[byte])] += eap;
            }
        }
    }

    /// From the table back to nodes and items.
    fn hand_over(&self, packed: &Packed, theta: &[f64], into: Into<'_>) {
        let nodes = theta.len();
        for k in 0..self.mean.len() {
            let here = self.gathered.get(k).map_or((0.0, 0.0), |cell| (cell[0], cell[1]));
            let left = k.checked_sub(1).and_then(|left| self.gathered.get(left)).map_or((0.0, 0.0), |cell| (cell[2], cell[3]));
            let (value, slope) = (here.0 + left.0, (here.1 + left.1) * self.step);
            if value == 0.0 && slope == 0.0 {
                continue;
            }
            *into.loglik += value * self.log_marginal[k] + slope * self.mean[k];
            let base = value - slope * self.mean[k];
            let row = &self.posterior[k * nodes..(k + 1) * nodes];
            for ((mass, p), theta) in into.mass.iter_mut().zip(row).zip(theta) {
                *mass += p * (base + slope * theta);
            }
        }
        for (slots, credit) in packed.slots.iter().zip(&self.credit) {
            for slot in slots {
                into.credit[slot.item] += credit.iter().enumerate().map(|(byte, sum)| f64::from(slot.score(byte)) * sum).sum::<f64>();
            }
        }
    }
}

/// What the information needs of a block's persons, gathered on the table's nodes by straight lines.
pub(super) struct Moments {
    /// Weight at each node.
    pub weight: DVector<f64>,
    /// `Σ w·x` at each node: a row per node, a column per item.
    pub scores: DMatrix<f64>,
    /// `Σ w·Var[θ]·x·x′`, lower triangle.
    pub products: DMatrix<f64>,
}

impl Table {
    /// Runs every person of the block through the table once more, scores unfolded.
    pub fn moments(&mut self, packed: &Packed, view: View<'_>) -> Moments {
        self.look_up(packed, view);
        let (rows, items) = (self.mean.len(), packed.items.len());
        let mut weight = DVector::zeros(rows);
        let mut scores = vec![0.0; rows * items];
        let mut products = vec![0.0; items * items];
        let mut x = vec![0.0; items];
        for (person, row) in packed.bytes.chunks_exact(packed.width()).enumerate() {
            let w = packed.weights.get(person).copied().unwrap_or(1.0);
            let at: f64 = row.iter().zip(&self.lookup).map(|(byte, table)| table[usize::from(*byte)]).sum();
            let k = (at as usize).min(rows - 2);
            let u = at - k as f64;
            packed.unfold(row, &mut x);
            weight[k] += w * (1.0 - u);
            weight[k + 1] += w * u;
            let variance = w * ((1.0 - u) * self.variance[k] + u * self.variance[k + 1]);
            for (node, share) in [(k, w * (1.0 - u)), (k + 1, w * u)] {
                scores[node * items..(node + 1) * items].iter_mut().zip(&x).for_each(|(sum, x)| *sum += share * x);
            }
            for (item, score) in x.iter().enumerate().filter(|(_, score)| **score > 0.0) {
                products[item * items..=item * items + item].iter_mut().zip(&x).for_each(|(sum, other)| *sum += variance * score * other);
            }
        }
        Moments { weight, scores: DMatrix::from_row_slice(rows, items, &scores), products: DMatrix::from_row_slice(items, items, &products) }
    }
}

/// Reads `E[θ]` at x (counted in cells) and leaves the person's weight there.
#[inline(always)]
fn visit(x: f64, weight: f64, cells: &[[f64; 4]], gathered: &mut [[f64; 4]]) -> f64 {
    let k = (x as usize).min(cells.len() - 1);
    let u = x - k as f64;
    let v = 1.0 - u;
    let basis = [v * v * (1.0 + 2.0 * u), u * v * v, u * u * (1.0 + 2.0 * v), -u * u * v];
    let cell = &cells[k];
    let eap = basis[0] * cell[0] + basis[1] * cell[1] + basis[2] * cell[2] + basis[3] * cell[3];
    gathered[k].iter_mut().zip(basis).for_each(|(sum, part)| *sum += weight * part);
    eap
}

fn total(row: &[f64]) -> f64 {
    let (fours, rest) = row.as_chunks::<4>();
    let sums = fours.iter().fold([0.0; 4], |mut sums, four| {
        sums.iter_mut().zip(four).for_each(|(sum, p)| *sum += p);
        sums
    });
    sums.iter().sum::<f64>() + rest.iter().sum::<f64>()
}

fn product(row: &[f64], theta: &[f64]) -> f64 {
    let ((fours, rest), (thetas, last)) = (row.as_chunks::<4>(), theta.as_chunks::<4>());
    let sums = fours.iter().zip(thetas).fold([0.0; 4], |mut sums, (four, theta)| {
        sums.iter_mut().zip(four).zip(theta).for_each(|((sum, p), theta)| *sum += p * theta);
        sums
    });
    sums.iter().sum::<f64>() + rest.iter().zip(last).map(|(p, theta)| p * theta).sum::<f64>()
}

fn spread(row: &[f64], theta: &[f64], mean: f64) -> f64 {
    let ((fours, rest), (thetas, last)) = (row.as_chunks::<4>(), theta.as_chunks::<4>());
    let sums = fours.iter().zip(thetas).fold([0.0; 4], |mut sums, (four, theta)| {
        sums.iter_mut().zip(four).zip(theta).for_each(|((sum, p), theta)| *sum += p * (theta - mean) * (theta - mean));
        sums
    });
    sums.iter().sum::<f64>() + rest.iter().zip(last).map(|(p, theta)| p * (theta - mean).powi(2)).sum::<f64>()
}
