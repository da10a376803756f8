//! Sums that everything else is made of.

use crate::responses::{MISSING, Responses};

/// Mean and variance as numbers come (Welford 1962, with weights).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub weight: f64,
    mean: f64,
    squares: f64,
}

impl Sums {
    pub fn add(&mut self, value: f64, weight: f64) {
        self.weight += weight;
        let away = value - self.mean;
        self.mean += away * weight / self.weight;
        self.squares += weight * away * (value - self.mean);
    }

    pub fn mean(&self) -> Option<f64> {
        (self.weight > 0.0).then_some(self.mean)
    }

    /// Over n − 1.
    pub fn variance(&self) -> Option<f64> {
        (self.weight > 1.0).then(|| self.squares / (self.weight - 1.0))
    }
}

/// Correlation of pairs with weights; `None` when either doesn't vary.
pub(super) fn correlation(pairs: &[(f64, f64, f64)]) -> Option<f64> {
    let weight: f64 = pairs.iter().map(|pair| pair.2).sum();
    let (x, y) = pairs.iter().fold((0.0, 0.0), |(x, y), pair| (x + pair.0 * pair.2, y + pair.1 * pair.2));
    let (x, y) = (x / weight, y / weight);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (one, other, weight) in pairs {
        xx += weight * (one - x) * (one - x);
        yy += weight * (other - y) * (other - y);
        xy += weight * (one - x) * (other - y);
    }
    let r = xy / (xx * yy).sqrt();
    // Sums of squares of one value repeated are not exactly 0.
    (r.is_finite() && xx > 1e-12 * weight && yy > 1e-12 * weight).then(|| r.clamp(-1.0, 1.0))
}

/// Sum of a person's scores and the largest sum on what the person answered.
pub(super) fn reached(row: &[u8], largest: &[u8]) -> (f64, f64) {
    row.iter().zip(largest).filter(|(score, _)| **score != MISSING).fold((0.0, 0.0), |(sum, possible), (score, most)| (sum + f64::from(*score), possible + f64::from(*most)))
}

/// What share of the rest of the form each person reached; `None` for those who answered nothing else.
#[must_use]
pub fn rest_shares(responses: &Responses, largest: &[u8], item: usize) -> Vec<Option<f64>> {
    let share = |(person, row): (usize, &[u8])| {
        let (sum, possible) = reached(row, largest);
        let (own, most) = responses.score(person, item).map_or((0.0, 0.0), |score| (f64::from(score), largest.get(item).map_or(0.0, |most| f64::from(*most))));
        (possible > most).then(|| (sum - own) / (possible - most))
    };
    responses.rows().enumerate().map(share).collect()
}
