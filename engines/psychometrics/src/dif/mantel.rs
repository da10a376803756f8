//! Mantel–Haenszel.

use super::{Cell, Groups, cells};
use crate::error::Error;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Whether the test statistic is corrected for counts being whole numbers (by ½).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    Continuity,
    None,
}

/// By the size of `|Δ|`: A below 1, B to 1.5, C from 1.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EtsClass {
    Negligible,
    Moderate,
    Large,
}

/// One item, people matched by sum score. `None` where the counts don't allow a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MantelHaenszel {
    pub chi2: Option<f64>,
    /// With one degree of freedom.
    pub p: Option<f64>,
    /// Common odds ratio: above 1 the item is easier for the reference group.
    pub alpha: Option<f64>,
    /// ETS Δ = −2.35·ln α: below 0 harder for the focal group.
    pub delta: Option<f64>,
    /// Variance of ln α (Phillips & Holland 1987).
    pub ln_alpha_variance: Option<f64>,
    pub class: Option<EtsClass>,
}

impl MantelHaenszel {
    /// Whether the test rejects at `level`, as .05.
    #[must_use]
    pub fn significant(&self, level: f64) -> bool {
        self.p.is_some_and(|p| p < level)
    }
}

/// Every item, matched by the sum over all items, the studied one included.
#[must_use]
pub fn mantel_haenszel(groups: &Groups, correction: Correction) -> Vec<MantelHaenszel> {
    let sums = groups.sums(|_| true);
    (0..groups.items).map(|item| statistics(&cells(groups, item, &sums), correction)).collect()
}

/// What purification ended with.
#[derive(Debug, Clone, PartialEq)]
pub struct Purified {
    pub items: Vec<MantelHaenszel>,
    /// Positions of the items that differ.
    pub flagged: Vec<usize>,
    pub iterations: usize,
    /// Whether the same items were flagged twice running.
    pub settled: bool,
}

/// Every item, matched by the sum over the items that do not differ (and the studied one): flagged items are taken out of the sum until the flags stay the same, at most `most` times.
///
/// # Errors
/// A level outside (0, 1).
pub fn purified(groups: &Groups, correction: Correction, level: f64, most: usize) -> Result<Purified, Error> {
    if !(level > 0.0 && level < 1.0) {
        return Err(Error::NotAProbability { value: level });
    }
    let flags = |items: &[MantelHaenszel]| items.iter().map(|item| item.significant(level)).collect::<Vec<bool>>();
    let mut items = mantel_haenszel(groups, correction);
    let mut flagged = flags(&items);
    let (mut iterations, mut settled) = (0, !flagged.contains(&true));
    while !settled && iterations < most {
        iterations += 1;
        let study = |item: usize| {
            let sums = groups.sums(|other| other == item || !flagged[other]);
            statistics(&cells(groups, item, &sums), correction)
        };
        items = (0..groups.items).map(study).collect();
        let now = flags(&items);
        settled = now == flagged;
        flagged = now;
    }
    let flagged = flagged.iter().enumerate().filter(|(_, flag)| **flag).map(|(at, _)| at).collect();
    Ok(Purified { items, flagged, iterations, settled })
}

fn statistics(cells: &[Cell], correction: Correction) -> MantelHaenszel {
    let (mut right, mut expected, mut variance) = (0.0, 0.0, 0.0);
    let (mut up, mut down) = (0.0, 0.0);
    for cell in cells.iter().filter(|cell| cell.all() > 1.0) {
        let n = cell.all();
        let (all_right, all_wrong) = (cell.reference_right + cell.focal_right, cell.reference_wrong + cell.focal_wrong);
        right += cell.reference_right;
        expected += cell.reference() * all_right / n;
        variance += cell.reference() * cell.focal() * all_right * all_wrong / (n * n * (n - 1.0));
        let (with, against) = (cell.reference_right * cell.focal_wrong, cell.reference_wrong * cell.focal_right);
        up += with / n;
        down += against / n;
    }
    let alpha = (up > 0.0 && down > 0.0).then(|| up / down);
    let away = (right - expected).abs() - if correction == Correction::Continuity { 0.5 } else { 0.0 };
    let chi2 = (variance > 0.0).then(|| away.powi(2) / variance);
    let delta = alpha.map(|alpha| -2.35 * alpha.ln());
    let class = delta.map(|delta| match delta.abs() {
        small if small < 1.0 => EtsClass::Negligible,
        middle if middle < 1.5 => EtsClass::Moderate,
        _ => EtsClass::Large,
    });
    let p = chi2.and_then(|chi2| ChiSquared::new(1.0).ok().map(|law| law.sf(chi2)));
    MantelHaenszel { chi2, p, alpha, delta, ln_alpha_variance: alpha.map(|alpha| ln_alpha_variance(cells, alpha, up)), class }
}

/// `Σ (AD + α·BC)·(A + D + α(B + C)) / N² / (2·(Σ AD/N)²)`: A, B right and wrong of the reference group, C, D of the focal one.
fn ln_alpha_variance(cells: &[Cell], alpha: f64, up: f64) -> f64 {
    let term = |cell: &Cell| {
        let (with, against) = (cell.reference_right * cell.focal_wrong, cell.reference_wrong * cell.focal_right);
        (with + alpha * against) * (cell.reference_right + cell.focal_wrong + alpha * (cell.reference_wrong + cell.focal_right)) / (cell.all() * cell.all())
    };
    cells.iter().filter(|cell| cell.all() > 1.0).map(term).sum::<f64>() / (2.0 * up * up)
}
