//! Residuals: what was scored less what was expected.

use super::check;
use crate::{
    error::Error,
    item::Item,
    responses::{MISSING, Responses},
};

/// Mean squares around 1: above 1.3 noisy, below .7 too regular, by custom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanSquares {
    /// `Σ(x − E)² / ΣVar`: answers near the person's own level weigh most.
    pub infit: f64,
    /// Mean of `(x − E)² / Var`: moved by single surprises.
    pub outfit: f64,
    /// The same brought to a standard normal by the cube root (Wilson & Hilferty 1931; Smith 1991). `None` where the mean square can't vary.
    pub infit_z: Option<f64>,
    pub outfit_z: Option<f64>,
    pub answers: usize,
}

/// Expectation, variance and fourth central moment of a score.
pub(super) struct Expected {
    pub mean: f64,
    pub variance: f64,
    pub fourth: f64,
}

pub(super) fn expected(item: &Item, theta: f64) -> Expected {
    let mut mean = 0.0;
    item.each_score(theta, |score, point| mean += point.ln.exp() * score as f64);
    let (mut variance, mut fourth) = (0.0, 0.0);
    item.each_score(theta, |score, point| {
        let square = (score as f64 - mean).powi(2);
        variance += point.ln.exp() * square;
        fourth += point.ln.exp() * square * square;
    });
    Expected { mean, variance, fourth }
}

/// Sums of squared residuals of one item or one person.
#[derive(Default)]
pub(super) struct Squares {
    n: f64,
    raw: f64,
    variance: f64,
    standard: f64,
    infit_spread: f64,
    outfit_spread: f64,
}

/// A variance below this is a certain score: its residual over it says nothing.
const CERTAIN: f64 = 1e-10;

impl Squares {
    pub fn add(&mut self, score: f64, expected: &Expected) {
        let Expected { mean, variance, fourth } = *expected;
        if variance < CERTAIN {
            return;
        }
        let square = (score - mean).powi(2);
        self.n += 1.0;
        self.raw += square;
        self.variance += variance;
        self.standard += square / variance;
        self.infit_spread += fourth - variance * variance;
        self.outfit_spread += fourth / (variance * variance);
    }

    pub fn finish(&self) -> Option<MeanSquares> {
        if self.n == 0.0 {
            return None;
        }
        let (infit, outfit) = (self.raw / self.variance, self.standard / self.n);
        let infit_q = (self.infit_spread / (self.variance * self.variance)).sqrt();
        let outfit_q = (self.outfit_spread / (self.n * self.n) - 1.0 / self.n).max(0.0).sqrt();
        let z = |square: f64, q: f64| Some((square.cbrt() - 1.0) * 3.0 / q + q / 3.0).filter(|z| z.is_finite());
        Some(MeanSquares { infit, outfit, infit_z: z(infit, infit_q), outfit_z: z(outfit, outfit_q), answers: self.n as usize })
    }
}

/// Infit and outfit of each item at given abilities; `thetas[p]` is person `p`'s, `None` leaves the person out (as eRm does with all-right and all-wrong).
/// `None` for an item nobody's answer tells about.
///
/// # Errors
/// Lists that don't fit, an item that is none, a score above the largest.
pub fn item_fit(items: &[Item], responses: &Responses, thetas: &[Option<f64>]) -> Result<Vec<Option<MeanSquares>>, Error> {
    check(items, responses, Some(thetas))?;
    let mut squares: Vec<Squares> = items.iter().map(|_| Squares::default()).collect();
    for (row, theta) in responses.rows().zip(thetas).filter_map(|(row, theta)| Some((row, (*theta)?))) {
        for ((score, item), sums) in row.iter().zip(items).zip(&mut squares).filter(|((score, _), _)| **score != MISSING) {
            sums.add(f64::from(*score), &expected(item, theta));
        }
    }
    Ok(squares.iter().map(Squares::finish).collect())
}

/// Yen's Q₃: correlations of the items' residuals, row by row. About `−1/(k−1)` for independent items; a pair .2 above the mean shares something besides θ.
/// `None` where residuals of a pair don't vary together.
///
/// # Errors
/// As [`item_fit`].
pub fn residual_correlations(items: &[Item], responses: &Responses, thetas: &[Option<f64>]) -> Result<Vec<Vec<Option<f64>>>, Error> {
    check(items, responses, Some(thetas))?;
    let residuals: Vec<Vec<Option<f64>>> =
        responses.rows().zip(thetas).map(|(row, theta)| row.iter().zip(items).map(|(score, item)| theta.filter(|_| *score != MISSING).map(|theta| f64::from(*score) - expected(item, theta).mean)).collect()).collect();
    let pair = |one: usize, other: usize| correlation(residuals.iter().filter_map(|row| Some((row[one]?, row[other]?))));
    Ok((0..items.len()).map(|one| (0..items.len()).map(|other| if one == other { Some(1.0) } else { pair(one, other) }).collect()).collect())
}

fn correlation(pairs: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut n, mut x, mut y, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for (one, other) in pairs {
        n += 1.0;
        x += one;
        y += other;
        xx += one * one;
        yy += other * other;
        xy += one * other;
    }
    let (vx, vy) = (xx - x * x / n, yy - y * y / n);
    (n > 2.0 && vx > 1e-12 && vy > 1e-12).then(|| (xy - x * y / n) / (vx * vy).sqrt())
}
