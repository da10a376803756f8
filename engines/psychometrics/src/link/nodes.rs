//! Where curves are compared.

use nalgebra::{DMatrix, SymmetricEigen};

/// Abilities with weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Nodes(pub Vec<(f64, f64)>);

impl Default for Nodes {
    /// 30 Gauss–Hermite nodes.
    fn default() -> Self {
        Self::gauss_hermite(30)
    }
}

impl Nodes {
    /// Of a standard normal; eigenvalues of the three-term recurrence (Golub & Welsch 1969).
    #[must_use]
    pub fn gauss_hermite(n: usize) -> Self {
        let n = n.max(1);
        let recurrence = DMatrix::from_fn(n, n, |row, column| if row.abs_diff(column) == 1 { (row.max(column) as f64).sqrt() } else { 0.0 });
        let SymmetricEigen { eigenvalues, eigenvectors } = SymmetricEigen::new(recurrence);
        let mut nodes: Vec<(f64, f64)> = eigenvalues.iter().enumerate().map(|(at, node)| (*node, eigenvectors[(0, at)].powi(2))).collect();
        nodes.sort_by(|one, other| one.0.total_cmp(&other.0));
        Self(nodes)
    }

    /// `n` even nodes from `low` to `high`, all of weight 1.
    #[must_use]
    pub fn even(low: f64, high: f64, n: usize) -> Self {
        let step = (high - low) / n.saturating_sub(1).max(1) as f64;
        Self((0..n.max(1)).map(|at| (low + at as f64 * step, 1.0)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gauss_hermite_nodes_have_the_moments_of_a_standard_normal() {
        let moment = |power: i32| Nodes::gauss_hermite(30).0.iter().map(|(node, weight)| weight * node.powi(power)).sum::<f64>();
        for (power, wanted) in [(0, 1.0), (1, 0.0), (2, 1.0), (4, 3.0), (6, 15.0), (8, 105.0)] {
            assert!((moment(power) - wanted).abs() < 1e-9 * wanted.max(1.0), "{power}: {}", moment(power));
        }
    }
}
