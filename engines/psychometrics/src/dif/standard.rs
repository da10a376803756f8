//! Standardisation.

use super::{Groups, cells};

/// Standardised difference of shares correct, `Σ w_s (P_focal,s − P_reference,s) / Σ w_s` over sum scores `s`, `w_s` the focal people there (Dorans & Kulick 1986).
/// In shares of 1, below 0 when the focal group does worse; beyond .1 worth a look. `None` where no sum score has people of both groups.
#[must_use]
pub fn standardised(groups: &Groups) -> Vec<Option<f64>> {
    let sums = groups.sums(|_| true);
    let item = |item: usize| {
        let (mut difference, mut weights) = (0.0, 0.0);
        for cell in cells(groups, item, &sums).iter().filter(|cell| cell.reference() > 0.0 && cell.focal() > 0.0) {
            difference += cell.focal() * (cell.focal_right / cell.focal() - cell.reference_right / cell.reference());
            weights += cell.focal();
        }
        (weights > 0.0).then(|| difference / weights)
    };
    (0..groups.items).map(item).collect()
}
