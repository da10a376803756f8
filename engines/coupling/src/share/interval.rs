//! The interval of one share.

use super::{Count, LEVEL};
use crate::normal::{beta_quantile, half};

/// Between these the share lies, as fractions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Interval {
    /// Of everything that could be: nobody was measured.
    pub const ALL: Self = Self { low: 0.0, high: 1.0 };
}

/// Jeffreys' 90 % interval: quantiles .05 and .95 of `Beta(k + ½, n − k + ½)`, its end at 0 (or 1) when nobody (or everybody) is below.
///
/// Jeffreys and not Wilson: its tails are equal on both sides also near 0 and 1, where classes lie (Brown, Cai & DasGupta 2001 recommend
/// both at n ≤ 40), and it is a posterior, so the prior of a population of classes takes the place of ½ without another formula.
#[must_use]
pub fn interval(count: Count) -> Interval {
    interval_at(count, LEVEL)
}

/// [`interval`] of another level, as .95.
#[must_use]
pub fn interval_at(count: Count, level: f64) -> Interval {
    let (below, of) = (f64::from(count.below), f64::from(count.of));
    around(below, of, (0.5, 0.5), level)
}

/// Of `below` in `of`, which need not be whole, under a prior `Beta(a, b)`.
pub(super) fn around(below: f64, of: f64, (a, b): (f64, f64), level: f64) -> Interval {
    if of <= 0.0 && a <= 0.5 && b <= 0.5 {
        return Interval::ALL;
    }
    let tail = 0.5 - 0.5 * level.clamp(0.0, 0.999_999);
    let flat = a <= 0.5 && b <= 0.5;
    let low = if flat && below <= 0.0 { 0.0 } else { beta_quantile(a + below, b + of - below, tail) };
    let high = if flat && below >= of { 1.0 } else { beta_quantile(a + below, b + of - below, 1.0 - tail) };
    Interval { low, high }
}

/// For planning: half of the width of a 90 % interval of a share near `share` when `of` pupils are measured, `z·√(p(1 − p)/n)`, in
/// percentage points. 22.5 at 10 pupils and a quarter below, 14.2 at 25, 7.1 at 100.
#[must_use]
pub fn half_width(of: u32, share: f64) -> f64 {
    let share = share.clamp(0.0, 1.0);
    if of == 0 { 100.0 } else { (100.0 * half(LEVEL) * (share * (1.0 - share) / f64::from(of)).sqrt()).min(100.0) }
}

/// The same of a change between two cohorts of `of` pupils each: `√2` times as wide.
#[must_use]
pub fn half_width_of_change(of: u32, share: f64) -> f64 {
    (half_width(of, share) * std::f64::consts::SQRT_2).min(100.0)
}

/// How many pupils it takes for [`half_width`] to be at most `points`; `None` when that isn't to be had.
#[must_use]
pub fn needed(points: f64, share: f64) -> Option<u32> {
    let share = share.clamp(0.0, 1.0);
    let n = (100.0 * half(LEVEL) / points).powi(2) * share * (1.0 - share);
    (points > 0.0 && n.is_finite() && n < f64::from(u32::MAX)).then(|| (n.ceil() as u32).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::beta::beta_reg;

    #[test]
    fn widths_to_plan_by_are_those_of_the_reference() {
        for (n, points) in [(10, 22.5), (25, 14.2), (60, 9.2), (100, 7.1), (300, 4.1), (1_000, 2.3)] {
            let found = half_width(n, 0.25);
            assert!((found - points).abs() < 0.06, "{n}: {found}");
            assert!(needed(found + 1e-9, 0.25) == Some(n));
        }
        assert!((half_width_of_change(100, 0.25) - 7.1 * 1.414).abs() < 0.1);
        assert_eq!((half_width(0, 0.2), needed(0.0, 0.2), needed(5.0, 0.0)), (100.0, None, Some(1)));
    }

    #[test]
    fn tails_are_equal_and_ends_reach_the_edge() {
        let found = interval(Count::new(5, 10).unwrap());
        assert!((found.low + found.high - 1.0).abs() < 1e-9, "{found:?}");
        for (below, of) in [(1, 12), (7, 25), (30, 31)] {
            let found = interval(Count::new(below, of).unwrap());
            let (a, b) = (below as f64 + 0.5, (of - below) as f64 + 0.5);
            assert!((beta_reg(a, b, found.low) - 0.05).abs() < 1e-9 && (beta_reg(a, b, found.high) - 0.95).abs() < 1e-9);
        }
        let none = interval(Count::new(0, 10).unwrap());
        assert!(none.low == 0.0 && none.high > 0.1 && none.high < 0.25, "{none:?}");
        let all = interval(Count::new(8, 8).unwrap());
        assert!(all.high == 1.0 && all.low > 0.7 && all.low < 0.9);
        assert_eq!(interval(Count::new(0, 0).unwrap()), Interval::ALL);
    }
}
