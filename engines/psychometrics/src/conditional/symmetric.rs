//! Elementary symmetric functions and what follows from them, with sums of positive numbers only.
//!
//! With `π_j = ε_j / (1 + ε_j)` the sum of independent answers has `P(r) = γ_r(ε)·Π(1 − π_j)`: numbers below 1 that neither overflow nor cancel,
//! while the answers given r have the same distribution. Products over the items before and after one (`before`, `after`) give every item and every pair
//! in `O(J³)` for all scores at once: `Σ_r n_r·P(x_j = 1, x_k = 1 | r) = π_j·π_k·Σ_u A_jk(u)·W_k(u)`, A the sum's distribution over the items before k without j,
//! `W_k(u) = Σ_v after_k(v)·n_(u+v+2) / P(u+v+2)`.

use nalgebra::DMatrix;

/// The distribution of raw scores at some difficulties, and how many persons have each.
pub(super) struct Scores<'a> {
    chances: Vec<f64>,
    counts: &'a [f64],
    /// `P(r)`.
    total: Vec<f64>,
    /// Over the first k items.
    before: Vec<Vec<f64>>,
    /// Over the items behind item k.
    after: Vec<Vec<f64>>,
    /// `n_r / P(r)`.
    ratios: Vec<f64>,
    /// `Σ ln(1 − π_j)` and the shift of all difficulties, which cancels.
    log_scale: f64,
    level: f64,
}

impl<'a> Scores<'a> {
    /// Nothing when a score that somebody has is too improbable to be a number.
    pub fn of(b: &[f64], counts: &'a [f64]) -> Option<Self> {
        let level = level(b, counts);
        let chances: Vec<f64> = b.iter().map(|b| crate::item::logistic(level - b)).collect();
        let mut before = vec![vec![1.0]];
        for chance in &chances {
            let next = times(before.last()?, *chance);
            before.push(next);
        }
        let mut after = vec![vec![1.0]];
        for chance in chances.iter().skip(1).rev() {
            let next = times(after.last()?, *chance);
            after.push(next);
        }
        after.reverse();
        let total = before.pop()?;
        let ratios: Vec<f64> = counts.iter().zip(&total).map(|(count, p)| if *count > 0.0 { count / p } else { 0.0 }).collect();
        let log_scale = b.iter().map(|b| -(level - b).max(0.0) - (-(level - b).abs()).exp().ln_1p()).sum();
        ratios.iter().all(|ratio| ratio.is_finite()).then_some(Self { chances, counts, total, before, after, ratios, log_scale, level })
    }

    /// `−Σ_r n_r·ln γ_r`.
    pub fn log_gammas(&self) -> f64 {
        let of_score = |(score, (count, p)): (usize, (&f64, &f64))| {
            // γ_r of the shifted difficulties is e^(r·level) times that of the given ones.
            if *count > 0.0 { count * (p.ln() - self.log_scale - score as f64 * self.level) } else { 0.0 }
        };
        -self.counts.iter().zip(&self.total).enumerate().map(of_score).sum::<f64>()
    }

    /// `Σ_r n_r·P(x_j = 1 | r)`.
    pub fn expected(&self) -> Vec<f64> {
        let of_item = |item: usize| self.chances[item] * dot(&self.before[item], &self.weighted(item, 1));
        (0..self.chances.len()).map(of_item).collect()
    }

    /// `Σ_r n_r·Cov(x_j, x_k | r)`.
    pub fn covariance(&self) -> DMatrix<f64> {
        let items = self.chances.len();
        let mut matrix = DMatrix::zeros(items, items);
        let weighted: Vec<Vec<f64>> = (0..items).map(|item| self.weighted(item, 2)).collect();
        let given = self.given();
        for j in 0..items {
            let mut without = self.before[j].clone();
            for k in j + 1..items {
                let both = self.chances[j] * self.chances[k] * dot(&without, &weighted[k]);
                matrix[(j, k)] = both - self.counts.iter().enumerate().map(|(score, count)| count * given[(score, j)] * given[(score, k)]).sum::<f64>();
                matrix[(k, j)] = matrix[(j, k)];
                without = times(&without, self.chances[k]);
            }
        }
        // The scores are given, so each row sums to 0; that leaves the diagonal without cancellation.
        for j in 0..items {
            matrix[(j, j)] = -matrix.row(j).sum();
        }
        matrix
    }

    /// `W(u) = Σ_v after(v)·n_(u+v+right) / P(u+v+right)`.
    fn weighted(&self, item: usize, right: usize) -> Vec<f64> {
        let after = &self.after[item];
        let at = |u: usize| self.ratios.get(u + right..).map_or(0.0, |ratios| dot(after, ratios));
        (0..=item).map(at).collect()
    }

    /// `P(x_j = 1 | r)`: a row per score, a column per item.
    fn given(&self) -> DMatrix<f64> {
        let items = self.chances.len();
        DMatrix::from_fn(items + 1, items, |score, item| {
            if score == 0 || self.counts[score] == 0.0 {
                return 0.0;
            }
            let (before, after) = (&self.before[item], &self.after[item]);
            let pairs = (0..score).filter_map(|u| Some(before.get(u)? * after.get(score - 1 - u)?));
            self.chances[item] * pairs.sum::<f64>() / self.total[score]
        })
    }
}

/// The ability at which the mean of the scores is expected, so that the scores people have are probable ones.
fn level(b: &[f64], counts: &[f64]) -> f64 {
    let persons: f64 = counts.iter().sum();
    let mean = counts.iter().enumerate().map(|(score, count)| score as f64 * count).sum::<f64>() / persons;
    let mut level = 0.0;
    for _ in 0..30 {
        let chances = b.iter().map(|b| crate::item::logistic(level - b));
        let (expected, slope) = chances.fold((0.0, 1e-9), |(sum, slope), p| (sum + p, slope + p * (1.0 - p)));
        level += ((mean - expected) / slope).clamp(-1.0, 1.0);
    }
    level
}

/// One more independent answer.
fn times(distribution: &[f64], chance: f64) -> Vec<f64> {
    let mut next = vec![0.0; distribution.len() + 1];
    for (score, p) in distribution.iter().enumerate() {
        next[score] += p * (1.0 - chance);
        next[score + 1] += p * chance;
    }
    next
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
