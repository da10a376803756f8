//! Weighted least squares with effects of levels, and errors that know of clusters.

use crate::error::Error;
use std::collections::BTreeMap;

/// One line: two levels (subject, municipality), values of which the last is asked about, what is explained, how far it counts, its cluster.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub levels: [usize; 2],
    pub values: Vec<f64>,
    pub outcome: f64,
    pub weight: f64,
    pub cluster: usize,
}

/// What the slopes came to.
#[derive(Debug, Clone)]
pub(crate) struct Fit {
    pub slopes: Vec<f64>,
    /// CR3 by leaving out one cluster after another.
    pub covariance: Vec<Vec<f64>>,
    pub clusters: usize,
}

impl Fit {
    pub fn error(&self, at: usize) -> f64 {
        self.covariance[at][at].max(0.0).sqrt()
    }

    pub fn freedom(&self) -> f64 {
        self.clusters as f64 - 1.0
    }
}

/// Numbers as they come made `0..n`, in order.
pub(crate) fn numbered(given: impl Iterator<Item = usize>) -> (Vec<usize>, usize) {
    let given: Vec<usize> = given.collect();
    let mut known: BTreeMap<usize, usize> = given.iter().map(|one| (*one, 0)).collect();
    known.values_mut().enumerate().for_each(|(at, number)| *number = at);
    (given.iter().map(|one| known[one]).collect(), known.len())
}

/// The value that is asked about is made up of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Inseparable;

/// The normal equations: levels first, so that what they explain is not left to the values.
#[derive(Clone)]
pub(crate) struct Normal {
    size: usize,
    levels: [usize; 2],
    matrix: Vec<f64>,
    right: Vec<f64>,
    /// What each column weighs with nothing taken out: under a billionth of it a pivot is rounding.
    scale: Vec<f64>,
}

impl Normal {
    pub fn new(levels: [usize; 2], values: usize) -> Self {
        let size = levels[0] + levels[1] + values;
        Self { size, levels, matrix: vec![0.0; size * size], right: vec![0.0; size], scale: vec![0.0; size] }
    }

    pub fn of(lines: &[Line], levels: [usize; 2]) -> Self {
        let mut normal = Self::new(levels, lines.first().map_or(0, |line| line.values.len()));
        lines.iter().for_each(|line| normal.add(line, 1.0));
        (0..normal.size).for_each(|at| normal.scale[at] = normal.matrix[at * normal.size + at]);
        normal
    }

    /// The lower triangle of `Σ w·x·xᵀ` and `Σ w·x·y`, `times` −1 to take a line out.
    pub fn add(&mut self, line: &Line, times: f64) {
        let start = self.levels[0] + self.levels[1];
        let weight = times * line.weight;
        let (first, second) = (line.levels[0], self.levels[0] + line.levels[1]);
        let size = self.size;
        self.matrix[first * size + first] += weight;
        self.matrix[second * size + second] += weight;
        self.matrix[second * size + first] += weight;
        self.right[first] += weight * line.outcome;
        self.right[second] += weight * line.outcome;
        for (at, value) in line.values.iter().enumerate() {
            let row = (start + at) * size;
            self.matrix[row + first] += weight * value;
            self.matrix[row + second] += weight * value;
            for (other, another) in line.values[..=at].iter().enumerate() {
                self.matrix[row + start + other] += weight * value * another;
            }
            self.right[start + at] += weight * value * line.outcome;
        }
    }

    /// All coefficients, 0 for a level or value that those before make up; `Err` when the last value can't be told from all the others.
    ///
    /// `LDLᵀ` without those columns: slopes don't depend on which of them are left out.
    pub fn solve(&self) -> Result<Vec<f64>, Inseparable> {
        let n = self.size;
        let start = self.levels[0] + self.levels[1];
        let mut l = self.matrix.clone();
        let mut x = self.right.clone();
        let mut pivots = vec![0.0; n];
        for column in 0..n {
            let whole = self.matrix[column * n + column];
            let (above, rest) = l.split_at_mut((column + 1) * n);
            let own = &mut above[column * n..];
            let pivot = whole - (0..column).map(|k| own[k] * own[k] * pivots[k]).sum::<f64>();
            if pivot <= 1e-9 * self.scale[column].max(1e-300) {
                if column + 1 == n && n > start {
                    return Err(Inseparable);
                }
                own[..column].fill(0.0);
                rest.chunks_mut(n).for_each(|row| row[column] = 0.0);
                x[column] = 0.0;
                continue;
            }
            pivots[column] = pivot;
            let own = &above[column * n..column * n + column];
            for row in rest.chunks_mut(n) {
                let sum: f64 = own.iter().zip(&row[..column]).zip(&pivots).map(|((one, other), pivot)| one * other * pivot).sum();
                row[column] = (row[column] - sum) / pivot;
            }
        }
        for at in 0..n {
            if pivots[at] > 0.0 {
                x[at] -= (0..at).map(|k| l[at * n + k] * x[k]).sum::<f64>();
            }
        }
        for at in 0..n {
            x[at] = if pivots[at] > 0.0 { x[at] / pivots[at] } else { 0.0 };
        }
        for at in (0..n).rev() {
            let sum: f64 = (at + 1..n).map(|k| l[k * n + at] * x[k]).sum();
            x[at] = if pivots[at] > 0.0 { x[at] - sum } else { 0.0 };
        }
        Ok(x)
    }

    fn slopes(&self, what: &'static str) -> Result<Vec<f64>, Error> {
        let all = self.solve().map_err(|_| Error::NoVariation { what })?;
        Ok(all[self.levels[0] + self.levels[1]..].to_vec())
    }

    /// How many coefficients can be told apart: counted from what [`Normal::solve`] keeps, which leaves exact zeros elsewhere.
    fn rank(coefficients: &[f64]) -> usize {
        coefficients.iter().filter(|one| **one != 0.0).count()
    }
}

/// What the line's coefficients leave of its outcome.
pub(crate) fn residual(line: &Line, levels: [usize; 2], coefficients: &[f64]) -> f64 {
    let start = levels[0] + levels[1];
    line.outcome - coefficients[line.levels[0]] - coefficients[levels[0] + line.levels[1]] - line.values.iter().zip(&coefficients[start..]).map(|(value, slope)| value * slope).sum::<f64>()
}

/// Slopes with CR3: `(G − 1)/G · Σ (b₋g − b)(b₋g − b)ᵀ` over clusters left out (Bell & McCaffrey 2002; MacKinnon, Nielsen & Webb 2023).
pub(crate) fn fit(lines: &[Line], levels: [usize; 2], what: &'static str) -> Result<Fit, Error> {
    let whole = Normal::of(lines, levels);
    let slopes = whole.slopes(what)?;
    let mut clusters: BTreeMap<usize, Vec<&Line>> = BTreeMap::new();
    lines.iter().for_each(|line| clusters.entry(line.cluster).or_default().push(line));
    let count = clusters.len();
    let mut covariance = vec![vec![0.0; slopes.len()]; slopes.len()];
    for own in clusters.values() {
        let mut without = whole.clone();
        own.iter().for_each(|line| without.add(line, -1.0));
        let off: Vec<f64> = without.slopes(what)?.iter().zip(&slopes).map(|(one, all)| one - all).collect();
        for (row, one) in covariance.iter_mut().zip(&off) {
            row.iter_mut().zip(&off).for_each(|(sum, other)| *sum += one * other * (count as f64 - 1.0) / count as f64);
        }
    }
    Ok(Fit { slopes, covariance, clusters: count })
}

/// The variance between lines beyond chance, `Σ r²/(s² + v) = N − p` (Paule & Mandel 1982); `chance` is each line's sampling variance.
/// Leaves the weights `1/(s² + v)` in the lines.
pub(crate) fn weigh(lines: &mut [Line], levels: [usize; 2], chance: &[f64]) -> f64 {
    let mut excess = |between: f64| {
        lines.iter_mut().zip(chance).for_each(|(line, chance)| line.weight = 1.0 / (between + chance));
        let Ok(coefficients) = Normal::of(lines, levels).solve() else { return 0.0 };
        let left = lines.len() as f64 - Normal::rank(&coefficients) as f64;
        lines.iter().map(|line| line.weight * residual(line, levels, &coefficients).powi(2)).sum::<f64>() - left
    };
    let (mut low, mut high) = (0.0, 1.0);
    if excess(0.0) <= 0.0 {
        return 0.0;
    }
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if excess(middle) > 0.0 { low = middle } else { high = middle }
    }
    excess(high);
    high
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Stream;
    use nalgebra::{DMatrix, DVector};

    const LEVELS: [usize; 2] = [4, 3];

    fn lines() -> Vec<Line> {
        let mut stream = Stream::short(3, b"linear.tests");
        let mut even = move || stream.below(1_000_000) as f64 / 1e6 - 0.5;
        // Cluster 11 is the only one of level 2 of the second factor: left out, that level is empty.
        let one = |at: usize| {
            let cluster = at % 12;
            let levels = [(at / 3) % 4, if cluster == 11 { 2 } else { cluster % 2 }];
            let (x, z) = (even() + 0.1 * cluster as f64, even());
            Line { levels, values: vec![x, z, z * z], outcome: 0.3 * x - 0.2 * z + 0.1 * levels[0] as f64 + even(), weight: 1.0 + even(), cluster }
        };
        (0..90).map(one).collect()
    }

    /// Slopes by a dense pseudo-inverse.
    fn dense(lines: &[Line]) -> Vec<f64> {
        let row = |line: &Line| {
            let mut row = vec![0.0; 7];
            row[line.levels[0]] = 1.0;
            row[4 + line.levels[1]] = 1.0;
            row.extend(&line.values);
            row
        };
        let x = DMatrix::from_row_iterator(lines.len(), 10, lines.iter().flat_map(|line| row(line).into_iter().map(|value| value * line.weight.sqrt())));
        let y = DVector::from_iterator(lines.len(), lines.iter().map(|line| line.outcome * line.weight.sqrt()));
        let found = x.svd(true, true).solve(&y, 1e-9).unwrap();
        found.rows(7, 3).iter().copied().collect()
    }

    #[test]
    fn slopes_and_cr3_are_those_of_leaving_out_by_hand() {
        let lines = lines();
        let found = fit(&lines, LEVELS, "x").unwrap();
        let whole = dense(&lines);
        let mut covariance = vec![vec![0.0; 3]; 3];
        for cluster in 0..12 {
            let without = dense(&lines.iter().filter(|line| line.cluster != cluster).cloned().collect::<Vec<_>>());
            for (a, row) in covariance.iter_mut().enumerate() {
                row.iter_mut().enumerate().for_each(|(b, sum)| *sum += 11.0 / 12.0 * (without[a] - whole[a]) * (without[b] - whole[b]));
            }
        }
        for at in 0..3 {
            assert!((found.slopes[at] - whole[at]).abs() < 1e-9, "{found:?} {whole:?}");
            (0..3).for_each(|other| assert!((found.covariance[at][other] - covariance[at][other]).abs() < 1e-9, "{found:?} {covariance:?}"));
        }
        assert_eq!((found.clusters, found.freedom()), (12, 11.0));
    }

    #[test]
    fn cr3_is_the_sandwich_with_leverage_taken_out() {
        // The textbook form: residuals of a cluster divided by I − H, without a cluster that a level stands on alone.
        let lines: Vec<Line> = lines().into_iter().filter(|line| line.cluster != 11).collect();
        let x = DMatrix::from_row_iterator(
            lines.len(),
            8,
            lines.iter().flat_map(|line| {
                let mut row = vec![0.0; 5];
                row[line.levels[0]] = 1.0;
                row[4] = line.levels[1] as f64;
                row.extend(&line.values);
                row.into_iter().map(|value| value * line.weight.sqrt()).collect::<Vec<_>>()
            }),
        );
        let y = DVector::from_iterator(lines.len(), lines.iter().map(|line| line.outcome * line.weight.sqrt()));
        let bread = (x.transpose() * &x).try_inverse().unwrap();
        let residuals = &y - &x * (&bread * x.transpose() * &y);
        let mut meat = DMatrix::zeros(8, 8);
        for cluster in 0..11 {
            let rows: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].cluster == cluster).collect();
            let own = x.select_rows(&rows);
            let leverage = DMatrix::identity(rows.len(), rows.len()) - &own * &bread * own.transpose();
            let left = leverage.try_inverse().unwrap() * DVector::from_iterator(rows.len(), rows.iter().map(|at| residuals[*at]));
            let score = own.transpose() * left;
            meat += &score * score.transpose();
        }
        let sandwich = &bread * meat * &bread * (10.0 / 11.0);
        let found = fit(&lines, [4, 2], "x").unwrap();
        for at in 0..3 {
            assert!((found.covariance[at][at] - sandwich[(5 + at, 5 + at)]).abs() < 1e-9);
        }
    }

    #[test]
    fn a_value_that_levels_make_up_is_refused() {
        let mut lines = lines();
        lines.iter_mut().for_each(|line| line.values[1] = line.levels[0] as f64);
        let one_less: Vec<Line> = lines.iter().map(|line| Line { values: vec![line.values[0], line.values[2]], ..line.clone() }).collect();
        let (found, plain) = (fit(&lines, LEVELS, "x").unwrap(), fit(&one_less, LEVELS, "x").unwrap());
        assert!((found.slopes[2] - plain.slopes[1]).abs() < 1e-9 && (found.error(2) - plain.error(1)).abs() < 1e-9, "a value before it is left out");
        lines.iter_mut().for_each(|line| line.values[2] = line.levels[0] as f64);
        assert_eq!(fit(&lines, LEVELS, "x").err(), Some(Error::NoVariation { what: "x" }));
    }

    #[test]
    fn the_variance_between_is_found() {
        let mut stream = Stream::short(9, b"linear.tests");
        let mut normal = move || (0..12).map(|_| stream.below(1_000_000) as f64 / 1e6).sum::<f64>() - 6.0;
        let chance: Vec<f64> = (0..4_000).map(|at| 0.002 + 0.01 * f64::from(at % 5)).collect();
        let mut lines: Vec<Line> = chance.iter().enumerate().map(|(at, chance)| Line { levels: [at % 4, at % 3], values: vec![normal()], outcome: (0.004 + chance).sqrt() * normal(), weight: 0.0, cluster: at }).collect();
        let found = weigh(&mut lines, LEVELS, &chance);
        assert!((found - 0.004).abs() < 0.001, "{found}");
        assert!((lines[1].weight - 1.0 / (found + chance[1])).abs() < 1e-6);
    }
}
