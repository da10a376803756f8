//! What an item's curve says at one ability: likelihood with its derivatives, information, expected score.

use crate::item::{Family, Item, logistic};

/// One score on an item at one ability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// `ln P(x = k | θ)`.
    pub ln: f64,
    /// `∂ ln P / ∂θ`.
    pub first: f64,
    /// `∂² ln P / ∂θ²`.
    pub second: f64,
}

/// What all scores of an item together say at one ability.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moments {
    /// `I = Σ P'² / P`, per unit of θ squared.
    pub information: f64,
    /// `J = Σ P'·P'' / P`: what Warm's correction weighs with (Warm 1989; Samejima 1998 for steps).
    pub skew: f64,
}

impl Item {
    /// Calls `visit` with each score from 0 and its [`Point`] at `theta`. Exact also where a probability is too small to be written down.
    pub fn each_score(&self, theta: f64, mut visit: impl FnMut(usize, Point)) {
        let a = self.slope;
        match self.family {
            Family::PartialCredit => {
                let height = |k: usize| if k == 0 { 0.0 } else { k as f64 * a * theta + self.intercepts[k - 1] };
                let largest = (0..=self.max_score()).map(height).fold(f64::NEG_INFINITY, f64::max);
                let (mut sum, mut first, mut second) = (0.0, 0.0, 0.0);
                for k in 0..=self.max_score() {
                    let (weight, score) = ((height(k) - largest).exp(), k as f64);
                    sum += weight;
                    first += weight * score;
                    second += weight * score * score;
                }
                let mean = first / sum;
                let variance = (second / sum - mean * mean).max(0.0);
                let ln_sum = largest + sum.ln();
                for k in 0..=self.max_score() {
                    visit(k, Point { ln: height(k) - ln_sum, first: a * (k as f64 - mean), second: -a * a * variance });
                }
            }
            Family::Graded => (0..=self.max_score()).for_each(|k| visit(k, self.graded(theta, k))),
            Family::Guessing { floor } => {
                let x = a * theta + self.intercepts[0];
                let (known, spread) = (logistic(x), logistic(x) * logistic(-x));
                visit(0, Point { ln: (1.0 - floor).ln() + ln_logistic(-x), first: -a * known, second: -a * a * spread });
                let right = floor + (1.0 - floor) * known;
                let share = if floor == 0.0 { logistic(-x) } else { (1.0 - floor) * spread / right };
                let first = a * share;
                let ln = if floor == 0.0 { ln_logistic(x) } else { right.ln() };
                visit(1, Point { ln, first, second: a * first * (1.0 - 2.0 * known) - first * first });
            }
        }
    }

    /// `P_k = S_k − S_{k+1} = S_k·(1 − S_{k+1})·(1 − exp(d_{k+1} − d_k))`, so no digits are lost; `P'_k / P_k = a·(1 − S_k − S_{k+1})`.
    fn graded(&self, theta: f64, k: usize) -> Point {
        let a = self.slope;
        let (mut ln, mut sum, mut spread) = (0.0, 0.0, 0.0);
        let lower = k.checked_sub(1).map(|at| self.intercepts[at]);
        let upper = self.intercepts.get(k).copied();
        match lower {
            Some(d) => {
                let x = a * theta + d;
                ln += ln_logistic(x);
                sum += logistic(x);
                spread += logistic(x) * logistic(-x);
            }
            None => sum += 1.0,
        }
        if let Some(d) = upper {
            let x = a * theta + d;
            ln += ln_logistic(-x);
            sum += logistic(x);
            spread += logistic(x) * logistic(-x);
        }
        if let (Some(low), Some(up)) = (lower, upper) {
            ln += (-(up - low).exp()).ln_1p();
        }
        Point { ln, first: a * (1.0 - sum), second: -a * a * spread }
    }

    /// The [`Point`] of one score; a score above the largest has probability 0.
    #[must_use]
    pub fn point(&self, theta: f64, score: usize) -> Point {
        let mut found = Point { ln: f64::NEG_INFINITY, first: 0.0, second: 0.0 };
        self.each_score(theta, |k, point| {
            if k == score {
                found = point;
            }
        });
        found
    }

    /// `ln P(x = score | θ)`.
    #[must_use]
    pub fn ln_probability(&self, theta: f64, score: usize) -> f64 {
        if self.family == Family::PartialCredit && self.intercepts.len() == 1 && score < 2 {
            let x = self.slope * theta + self.intercepts[0];
            return ln_logistic(if score == 1 { x } else { -x });
        }
        self.point(theta, score).ln
    }

    /// Information and Warm's weight at `theta`.
    #[must_use]
    pub fn moments(&self, theta: f64) -> Moments {
        let mut moments = Moments::default();
        if self.family == Family::PartialCredit && self.intercepts.len() == 1 {
            let x = self.slope * theta + self.intercepts[0];
            let right = logistic(x);
            moments.information = self.slope * self.slope * right * logistic(-x);
            moments.skew = self.slope * moments.information * (1.0 - 2.0 * right);
            return moments;
        }
        self.each_score(theta, |_, point| {
            let p = point.ln.exp();
            moments.information += p * point.first * point.first;
            moments.skew += p * point.first * (point.second + point.first * point.first);
        });
        moments
    }

    /// Fisher information `Σ P'² / P` at `theta`.
    #[must_use]
    pub fn information(&self, theta: f64) -> f64 {
        self.moments(theta).information
    }

    /// `E[x | θ] = Σ k·P(k | θ)`.
    #[must_use]
    pub fn expected_score(&self, theta: f64) -> f64 {
        let mut sum = 0.0;
        self.each_score(theta, |k, point| sum += k as f64 * point.ln.exp());
        sum
    }

    /// No information anywhere exceeds this: `(a·K/2)²`. (Popoviciu for partial credit; for graded steps `a²/4` would do.)
    #[must_use]
    pub fn information_bound(&self) -> f64 {
        let reach = self.slope * self.max_score() as f64 / 2.0;
        reach * reach
    }
}

/// `ln(1 / (1 + exp(−x)))` without overflow or loss.
#[must_use]
pub fn ln_logistic(x: f64) -> f64 {
    if x >= 0.0 { -(-x).exp().ln_1p() } else { x - x.exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<Item> {
        vec![
            Item::two_parameter(1.3, -0.4),
            Item { family: Family::PartialCredit, slope: 0.8, intercepts: vec![0.9, 0.2, -1.4] },
            Item { family: Family::Graded, slope: 1.7, intercepts: vec![2.0, 0.3, -1.1] },
            Item { family: Family::Guessing { floor: 0.25 }, slope: 1.2, intercepts: vec![0.3] },
        ]
    }

    #[test]
    fn derivatives_are_those_of_the_probabilities() {
        let h = 1e-5;
        for item in items() {
            let mut probabilities = vec![0.0; item.max_score() + 1];
            for theta in [-3.0, -0.7, 0.0, 1.1, 4.0] {
                item.probabilities(theta, &mut probabilities);
                item.each_score(theta, |k, point| {
                    assert!((point.ln.exp() - probabilities[k]).abs() < 1e-12);
                    let (low, high) = (item.point(theta - h, k), item.point(theta + h, k));
                    assert!((point.first - (high.ln - low.ln) / (2.0 * h)).abs() < 1e-7);
                    assert!((point.second - (high.first - low.first) / (2.0 * h)).abs() < 1e-7);
                });
            }
        }
    }

    #[test]
    fn information_is_what_the_second_derivative_promises() {
        for item in items() {
            for theta in [-2.0, 0.0, 1.5] {
                let mut expected = 0.0;
                item.each_score(theta, |_, point| expected -= point.ln.exp() * point.second);
                assert!((item.information(theta) - expected).abs() < 1e-10);
                assert!(item.information(theta) <= item.information_bound());
            }
        }
    }

    #[test]
    fn far_from_the_item_nothing_overflows() {
        for item in items() {
            for theta in [-500.0, 500.0] {
                item.each_score(theta, |_, point| assert!(point.ln.is_finite() && point.first.is_finite() && point.second.is_finite()));
            }
        }
    }
}
