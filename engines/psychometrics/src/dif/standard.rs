//! Standardisation.

use super::{Cell, Groups};

/// Standardised difference of shares correct, `Σ w_s (P_focal,s − P_reference,s) / Σ w_s` over levels `s`, `w_s` the focal people there (Dorans & Kulick 1986); of items with steps the
/// difference of mean scores as a share of the largest. In shares of 1, below 0 when the focal group does worse; beyond .1 worth a look. `None` where no level has people of both groups.
#[must_use]
pub fn standardised(groups: &Groups) -> Vec<Option<f64>> {
    (0..groups.items()).map(|item| difference(&groups.cells(item, |_| true)).map(|difference| difference / f64::from(groups.largest[item]))).collect()
}

/// Standardised difference of mean scores.
fn difference(cells: &[Cell]) -> Option<f64> {
    let (mut difference, mut weights) = (0.0, 0.0);
    for cell in cells.iter().filter(|cell| cell.reference > 0.0 && cell.focal > 0.0) {
        difference += cell.focal * (cell.focal_sum / cell.focal - cell.reference_sum / cell.reference);
        weights += cell.focal;
    }
    (weights > 0.0).then(|| difference / weights)
}

/// The same in sds of the item over both groups.
pub(super) fn in_sds(cells: &[Cell]) -> Option<f64> {
    let n: f64 = cells.iter().map(Cell::all).sum();
    let (sum, squares) = cells.iter().fold((0.0, 0.0), |(sum, squares), cell| (sum + cell.reference_sum + cell.focal_sum, squares + cell.squares));
    let variance = squares / n - (sum / n).powi(2);
    difference(cells).filter(|_| variance > 1e-12).map(|difference| difference / variance.sqrt())
}
