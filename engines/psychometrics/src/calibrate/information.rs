//! The observed information of the marginal likelihood, by Louis's (1982) identity:
//! `I = Σ_i E_i[−∂²l] − Σ_i Cov_i[∂l]`, l the complete data's log-likelihood, both over the posterior of θ.
//!
//! With a sufficient score, `∂l = f(θ) + θ·X_i` where f is the same for all and X_i holds the person's scores at the slopes' places, so
//! `Cov_i = C_ff(s) + X_i·c(s)′ + c(s)·X_i′ + V(s)·X_i·X_i′` with `c = Cov(θ, f | s)`: sums over the table and one product per person.

use super::{
    blocks::Loose,
    curves::View,
    layout::{Kind, Layout},
    loose::{Person, Window},
    packed::Packed,
    prior,
    problem::{Problem, Sums, graded_score},
    table::Table,
};
use nalgebra::{Cholesky, DMatrix};

/// The table is closer here than for the likelihood: it is read between its nodes by straight lines.
const STEP: f64 = 0.05;

/// Standard errors at a point: one per place, nothing for places that are not free or that the information leaves open.
pub(super) fn standard_errors(problem: &mut Problem<'_>, point: &[f64]) -> Vec<Option<f64>> {
    let mut errors = vec![None; point.len()];
    let Some(matrix) = matrix(problem, point) else { return errors };
    let free = (0..point.len()).filter(|place| problem.layout.free[*place]);
    for (place, variance) in free.zip(variances(&matrix)) {
        errors[place] = variance.filter(|variance| variance.is_finite() && *variance > 0.0).map(f64::sqrt);
    }
    errors
}

/// The observed information of the free places, lower triangle; nothing where there is no likelihood.
pub(super) fn matrix(problem: &mut Problem<'_>, point: &[f64]) -> Option<DMatrix<f64>> {
    let free: Vec<usize> = (0..point.len()).filter(|place| problem.layout.free[*place]).collect();
    let sums = problem.pass(point)?;
    let mut information = Information { index: vec![None; point.len()], matrix: DMatrix::zeros(free.len(), free.len()) };
    free.iter().enumerate().for_each(|(index, place)| information.index[*place] = Some(index));
    information.complete(problem, point, &sums);
    for packed in &problem.blocks.packed {
        let view = View { layout: &problem.layout, lines: &problem.lines, grid: &problem.grid, curves: &problem.curves[packed.group], point };
        problem.table.fill(packed, view, STEP);
        information.lose_packed(packed, view, &mut problem.table);
    }
    for (loose, windows) in problem.blocks.loose.iter().zip(&mut problem.windows) {
        let view = View { layout: &problem.layout, lines: &problem.lines, grid: &problem.grid, curves: &problem.curves[loose.group], point };
        information.lose_loose(loose, view, windows);
    }
    if let Some(priors) = &problem.priors {
        prior::add_curvature(priors, &problem.layout, point, &mut |row, column, value| information.add(row, column, value));
    }
    Some(information.matrix)
}

/// The inverse's diagonal. A parameter the data say nothing about must not take the others' errors away: it is left out.
fn variances(matrix: &DMatrix<f64>) -> Vec<Option<f64>> {
    let size = matrix.nrows();
    let known: Vec<usize> = (0..size).filter(|place| matrix[(*place, *place)] > 1e-8 && matrix[(*place, *place)].is_finite()).collect();
    let part = DMatrix::from_fn(known.len(), known.len(), |row, column| matrix[(known[row.max(column)], known[row.min(column)])]);
    let mut found = vec![None; size];
    if let Some(inverse) = Cholesky::new(part).map(|cholesky| cholesky.inverse()) {
        known.iter().enumerate().for_each(|(row, place)| found[*place] = Some(inverse[(row, row)]));
    }
    found
}

struct Information {
    /// Row of each free place.
    index: Vec<Option<usize>>,
    /// Lower triangle.
    matrix: DMatrix<f64>,
}

impl Information {
    fn add(&mut self, row: usize, column: usize, value: f64) {
        if let (Some(row), Some(column)) = (self.index[row], self.index[column]) {
            self.matrix[(row.max(column), row.min(column))] += value;
        }
    }

    /// `Σ_i E_i[−∂²l]`.
    fn complete(&mut self, problem: &Problem<'_>, point: &[f64], sums: &Sums) {
        let layout = &problem.layout;
        for (item, shape) in layout.items.iter().enumerate() {
            let size = shape.len();
            let mut square = vec![0.0; size * size];
            match shape.kind {
                Kind::Sufficient => problem.partial_credit(item, shape, sums, &mut vec![0.0; size], &mut square),
                Kind::Graded => graded_curvature(problem, item, &point[shape.range()], sums, &mut square),
            }
            for row in 0..size {
                (0..=row).for_each(|column| self.add(shape.at + row, shape.at + column, square[row * size + column]));
            }
        }
        for group in 0..layout.groups {
            let sd = point[layout.log_sd_at(group)].exp();
            let (mean_at, sd_at) = (layout.mean_at(group), layout.log_sd_at(group));
            for (z, mass) in problem.grid.z.iter().zip(&sums.everyone[group]) {
                self.add(mean_at, mean_at, mass / (sd * sd));
                self.add(sd_at, mean_at, 2.0 * mass * z / sd);
                self.add(sd_at, sd_at, 2.0 * mass * z * z);
            }
        }
    }

    /// Takes `Σ_i Cov_i[∂l]` of packed persons away.
    fn lose_packed(&mut self, packed: &Packed, view: View<'_>, table: &mut Table) {
        let View { layout, curves, .. } = view;
        let nodes = curves.nodes;
        let places = places(&packed.items, packed.group, layout);
        // f at the nodes: a row per place.
        let f = DMatrix::from_fn(places.len(), nodes, |row, node| shared_part(places[row], packed.group, view, node));
        let slopes: Vec<usize> = packed.items.iter().map(|item| layout.items[*item].at).collect();
        let gathered = table.moments(packed, view);
        let rows = table.mean.len();
        let posterior = DMatrix::from_row_slice(rows, nodes, &table.posterior[..rows * nodes]);
        let mean_f = &posterior * f.transpose();
        let theta_f = {
            let weighted = DMatrix::from_fn(rows, nodes, |k, node| posterior[(k, node)] * (curves.theta[node] - table.mean[k]));
            weighted * f.transpose()
        };
        let mass = posterior.tr_mul(&gathered.weight);
        let weighted_f = DMatrix::from_fn(places.len(), nodes, |row, node| f[(row, node)] * mass[node]);
        let scaled_mean = DMatrix::from_fn(rows, places.len(), |k, row| mean_f[(k, row)] * gathered.weight[k]);
        let spread = weighted_f * f.transpose() - scaled_mean.tr_mul(&mean_f);
        for (row, place) in places.iter().enumerate() {
            places[..=row].iter().enumerate().for_each(|(column, other)| self.add(*place, *other, -spread[(row, column)]));
        }
        // Scores by table row, times Cov(θ, f | s): both X·c′ and its transpose, so what lies on the diagonal counts twice.
        let cross = gathered.scores.tr_mul(&theta_f);
        for (row, slope) in slopes.iter().enumerate() {
            for (column, place) in places.iter().enumerate() {
                let twice = if slope == place { 2.0 } else { 1.0 };
                self.add(*slope, *place, -twice * cross[(row, column)]);
            }
        }
        for (row, slope) in slopes.iter().enumerate() {
            slopes[..=row].iter().enumerate().for_each(|(column, other)| self.add(*slope, *other, -gathered.products[(row, column)]));
        }
    }

    /// The same for persons one by one.
    fn lose_loose(&mut self, loose: &Loose, view: View<'_>, windows: &mut [Window]) {
        let graded = graded_scores(view);
        let group = [view.layout.mean_at(loose.group), view.layout.log_sd_at(loose.group)];
        let mut person = Person::default();
        let (mut rows, mut indices): (Vec<f64>, Vec<usize>) = (Vec::new(), Vec::new());
        for ((answers, weight), window) in loose.persons().zip(windows) {
            person.fill(answers, view, window);
            rows.clear();
            indices.clear();
            for answer in answers {
                let shape = &view.layout.items[usize::from(answer.item)];
                for part in 0..shape.len() {
                    let Some(index) = self.index[shape.at + part] else { continue };
                    indices.push(index);
                    let value = |node: usize| match shape.kind {
                        Kind::Sufficient => sufficient_part(view, shape.at, part, f64::from(answer.score), node),
                        Kind::Graded => graded[shape.at][(usize::from(answer.category) * shape.len() + part) * view.curves.nodes + node],
                    };
                    rows.extend(person.range.clone().map(value));
                }
            }
            for place in group {
                let Some(index) = self.index[place] else { continue };
                indices.push(index);
                rows.extend(person.range.clone().map(|node| shared_part(place, loose.group, view, node)));
            }
            self.lose_person(&person.posterior, weight, &mut rows, &indices);
        }
    }

    /// Takes one person's covariance away; `rows` hold his derivatives at the nodes, one row per index.
    fn lose_person(&mut self, posterior: &[f64], weight: f64, rows: &mut [f64], indices: &[usize]) {
        let width = posterior.len();
        let roots: Vec<f64> = posterior.iter().map(|p| (p * weight).sqrt()).collect();
        for row in rows.chunks_exact_mut(width) {
            let mean: f64 = row.iter().zip(posterior).map(|(value, p)| value * p).sum();
            row.iter_mut().zip(&roots).for_each(|(value, root)| *value = (*value - mean) * root);
        }
        // Column by column, as the matrix lies.
        for (at, (column, left)) in indices.iter().zip(rows.chunks_exact(width)).enumerate() {
            for (row, right) in indices[at..].iter().zip(rows[at * width..].chunks_exact(width)) {
                self.matrix[(*row.max(column), *row.min(column))] -= product(left, right);
            }
        }
    }
}

fn product(left: &[f64], right: &[f64]) -> f64 {
    let ((fours, rest), (others, last)) = (left.as_chunks::<4>(), right.as_chunks::<4>());
    let sums = fours.iter().zip(others).fold([0.0; 4], |mut sums, (four, other)| {
        sums.iter_mut().zip(four).zip(other).for_each(|((sum, a), b)| *sum += a * b);
        sums
    });
    sums.iter().sum::<f64>() + rest.iter().zip(last).map(|(a, b)| a * b).sum::<f64>()
}

/// Derivatives of `ln P(category | θ)` of all graded items at the nodes, by the item's place: category, parameter, node.
fn graded_scores(view: View<'_>) -> Vec<Vec<f64>> {
    let mut tables = vec![Vec::new(); view.layout.group_at];
    for shape in view.layout.items.iter().filter(|shape| shape.kind == Kind::Graded) {
        let (size, nodes) = (shape.len(), view.curves.nodes);
        let mut table = vec![0.0; size * size * nodes];
        let mut score = vec![0.0; size];
        for category in 0..size {
            for node in 0..nodes {
                graded_score(&view.point[shape.range()], category, view.curves.theta[node], &mut score);
                score.iter().enumerate().for_each(|(part, value)| table[(category * size + part) * nodes + node] = *value);
            }
        }
        tables[shape.at] = table;
    }
    tables
}

/// Free places that persons with these items have a say in.
fn places(items: &[usize], group: usize, layout: &Layout) -> Vec<usize> {
    let of_items = items.iter().flat_map(|item| layout.items[*item].range());
    of_items.chain([layout.mean_at(group), layout.log_sd_at(group)]).filter(|place| layout.free[*place]).collect()
}

/// What of the derivative by a place is the same for all persons: `−θ·E[x | θ]`, `−P_k(θ)`, `(θ − μ)/σ²`, `z²`.
fn shared_part(place: usize, group: usize, view: View<'_>, node: usize) -> f64 {
    let View { layout, curves, grid, point, .. } = view;
    if place == layout.mean_at(group) {
        grid.z[node] / point[layout.log_sd_at(group)].exp()
    } else if place == layout.log_sd_at(group) {
        grid.z[node] * grid.z[node]
    } else if layout.is_slope(place) {
        -curves.theta[node] * curves.row(place)[node]
    } else {
        -curves.row(place)[node]
    }
}

fn sufficient_part(view: View<'_>, at: usize, part: usize, score: f64, node: usize) -> f64 {
    let value = view.curves.row(at + part)[node];
    if part == 0 { view.curves.theta[node] * (score - value) } else { -value }
}

/// `Σ −∂² ln P(category)` of a graded item over nodes and categories: `(P′/P)(P′/P)ᵀ − P″/P`.
fn graded_curvature(problem: &Problem<'_>, item: usize, parameters: &[f64], sums: &Sums, square: &mut [f64]) {
    let (size, nodes) = (parameters.len(), problem.grid.len());
    let mut score = vec![0.0; size];
    for (curves, mass) in problem.curves.iter().zip(&sums.mass) {
        for category in 0..size {
            let line = (problem.lines.first[item] + category) * nodes;
            for (node, n) in mass[line..line + nodes].iter().enumerate().filter(|(_, n)| **n > 0.0) {
                let theta = curves.theta[node];
                graded_score(parameters, category, theta, &mut score);
                for row in 0..size {
                    (0..=row).for_each(|column| square[row * size + column] += n * score[row] * score[column]);
                }
                // P″/P of the two bounds: f′/P with f′ = f·(1 − 2F); the score of a bound is f/P.
                for bound in [category, category + 1].into_iter().filter(|bound| *bound > 0 && *bound < size) {
                    let second = score[bound] * (1.0 - 2.0 * crate::item::logistic(parameters[0] * theta + parameters[bound]));
                    square[bound * size + bound] -= n * second;
                    square[bound * size] -= n * theta * second;
                    square[0] -= n * theta * theta * second;
                }
            }
        }
    }
}
