//! Mantel–Haenszel, and Mantel's test for items with more than one step.

use super::{Cell, Groups};
use crate::error::Error;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Whether the test statistic is corrected for counts being whole numbers (by ½).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    Continuity,
    None,
}

/// By the size of `|Δ|`: A below 1, B to 1.5, C from 1.5. Items with steps: by the standardised difference of means in sds of the item, to .17, to .25 and above.
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
    /// Common odds ratio: above 1 the item is easier for the reference group. `None` for items with steps.
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
    (0..groups.items()).map(|item| statistics(&groups.cells(item, |_| true), groups.largest[item], correction)).collect()
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
        items = (0..groups.items()).map(|item| statistics(&groups.cells(item, |other| !flagged[other]), groups.largest[item], correction)).collect();
        let now = flags(&items);
        settled = now == flagged;
        flagged = now;
    }
    let flagged = flagged.iter().enumerate().filter(|(_, flag)| **flag).map(|(at, _)| at).collect();
    Ok(Purified { items, flagged, iterations, settled })
}

fn statistics(cells: &[Cell], largest: u8, correction: Correction) -> MantelHaenszel {
    let cells: Vec<Cell> = cells.iter().filter(|cell| cell.all() > 1.0).copied().collect();
    let (mut seen, mut expected, mut variance) = (0.0, 0.0, 0.0);
    for cell in &cells {
        let (n, sum) = (cell.all(), cell.reference_sum + cell.focal_sum);
        seen += cell.reference_sum;
        expected += cell.reference * sum / n;
        variance += cell.reference * cell.focal * (n * cell.squares - sum * sum) / (n * n * (n - 1.0));
    }
    let away = (seen - expected).abs() - if correction == Correction::Continuity { 0.5 } else { 0.0 };
    let chi2 = (variance > 0.0).then(|| away.powi(2) / variance);
    let p = chi2.and_then(|chi2| ChiSquared::new(1.0).ok().map(|law| law.sf(chi2)));
    if largest > 1 {
        let class = super::standard::in_sds(&cells).map(|size| class(size.abs(), 0.17, 0.25));
        return MantelHaenszel { chi2, p, alpha: None, delta: None, ln_alpha_variance: None, class };
    }
    let (up, down) = cells.iter().map(products).fold((0.0, 0.0), |(up, down), (n, with, against)| (up + with / n, down + against / n));
    let alpha = (up > 0.0 && down > 0.0).then(|| up / down);
    let delta = alpha.map(|alpha| -2.35 * alpha.ln());
    let class = delta.map(|delta| class(delta.abs(), 1.0, 1.5));
    MantelHaenszel { chi2, p, alpha, delta, ln_alpha_variance: alpha.map(|alpha| ln_alpha_variance(&cells, alpha, up)), class }
}

fn class(size: f64, moderate: f64, large: f64) -> EtsClass {
    if size < moderate {
        EtsClass::Negligible
    } else if size < large {
        EtsClass::Moderate
    } else {
        EtsClass::Large
    }
}

/// People of a cell, reference right × focal wrong, reference wrong × focal right.
fn products(cell: &Cell) -> (f64, f64, f64) {
    (cell.all(), cell.reference_sum * (cell.focal - cell.focal_sum), (cell.reference - cell.reference_sum) * cell.focal_sum)
}

/// `Σ (AD + α·BC)·(A + D + α(B + C)) / N² / (2·(Σ AD/N)²)`: A, B right and wrong of the reference group, C, D of the focal one.
fn ln_alpha_variance(cells: &[Cell], alpha: f64, up: f64) -> f64 {
    let term = |cell: &Cell| {
        let (n, with, against) = products(cell);
        let agreeing = cell.reference_sum + cell.focal - cell.focal_sum;
        (with + alpha * against) * (agreeing + alpha * (n - agreeing)) / (n * n)
    };
    cells.iter().map(term).sum::<f64>() / (2.0 * up * up)
}
