//! Agreement of two raters on an ordered scale.

use crate::error::Error;

/// What a disagreement by some steps costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// Any disagreement alike (Cohen 1960).
    None,
    /// By the number of steps.
    Linear,
    /// By its square; near the intraclass correlation.
    Quadratic,
}

impl Weights {
    /// Agreement of categories `one` and `other` out of `categories`, 0 to 1.
    fn agreement(self, one: usize, other: usize, categories: usize) -> f64 {
        let far = one.abs_diff(other) as f64 / (categories - 1) as f64;
        match self {
            Self::None => f64::from(u8::from(one == other)),
            Self::Linear => 1.0 - far,
            Self::Quadratic => 1.0 - far * far,
        }
    }
}

/// Cohen's κ = (observed − expected by chance) / (1 − expected by chance): 1 perfect, 0 no better than chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    pub kappa: f64,
    /// Large-sample standard error (Fleiss, Cohen & Everitt 1969).
    pub se: f64,
    /// Share rated exactly alike.
    pub exact: f64,
    /// Share rated alike or one step apart.
    pub adjacent: f64,
    /// Mean of the second's ratings less the first's, in steps: above 0 the second is more generous.
    pub shift: f64,
    pub objects: usize,
}

/// κ of pairs of ratings `(first rater's, second's)`, categories from 0.
///
/// # Errors
/// Fewer than two categories or pairs, a rating out of range, both raters giving one and the same category to everything (then there is nothing to agree on).
pub fn weighted_kappa(pairs: &[(usize, usize)], categories: usize, weights: Weights) -> Result<Kappa, Error> {
    for (what, found) in [("categories", categories), ("pairs of ratings", pairs.len())] {
        if found < 2 {
            return Err(Error::TooFew { what, found, needed: 2 });
        }
    }
    if let Some(found) = pairs.iter().flat_map(|(one, other)| [*one, *other]).find(|rating| *rating >= categories) {
        return Err(Error::Shape { what: "a rating", found, wanted: categories });
    }
    let n = pairs.len() as f64;
    let mut table = vec![vec![0.0; categories]; categories];
    pairs.iter().for_each(|(one, other)| table[*one][*other] += 1.0 / n);
    let rows: Vec<f64> = table.iter().map(|row| row.iter().sum()).collect();
    let columns: Vec<f64> = (0..categories).map(|column| table.iter().map(|row| row[column]).sum()).collect();
    let weight = |one: usize, other: usize| weights.agreement(one, other, categories);
    let over = |f: &dyn Fn(usize, usize) -> f64| (0..categories).flat_map(|row| (0..categories).map(move |column| (row, column))).map(|(row, column)| f(row, column)).sum::<f64>();
    let observed = over(&|row, column| weight(row, column) * table[row][column]);
    let chance = over(&|row, column| weight(row, column) * rows[row] * columns[column]);
    if 1.0 - chance < 1e-12 {
        return Err(Error::NoVariation { what: "the ratings" });
    }
    let kappa = (observed - chance) / (1.0 - chance);
    let row_mean: Vec<f64> = (0..categories).map(|row| (0..categories).map(|column| columns[column] * weight(row, column)).sum()).collect();
    let column_mean: Vec<f64> = (0..categories).map(|column| (0..categories).map(|row| rows[row] * weight(row, column)).sum()).collect();
    let spread = over(&|row, column| table[row][column] * (weight(row, column) - (row_mean[row] + column_mean[column]) * (1.0 - kappa)).powi(2));
    let variance = (spread - (kappa - chance * (1.0 - kappa)).powi(2)) / (n * (1.0 - chance).powi(2));
    let share = |most: usize| pairs.iter().filter(|(one, other)| one.abs_diff(*other) <= most).count() as f64 / n;
    let shift = pairs.iter().map(|(one, other)| *other as f64 - *one as f64).sum::<f64>() / n;
    Ok(Kappa { kappa, se: variance.max(0.0).sqrt(), exact: share(0), adjacent: share(1), shift, objects: pairs.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts of a square table as pairs.
    fn pairs(table: &[&[usize]]) -> Vec<(usize, usize)> {
        table.iter().enumerate().flat_map(|(row, counts)| counts.iter().enumerate().flat_map(move |(column, count)| std::iter::repeat_n((row, column), *count))).collect()
    }

    #[test]
    fn unweighted_kappa_and_its_error_are_those_of_the_textbook() {
        // Fleiss, Levin & Paik (2003), table 18.1: 100 subjects, two raters, three diagnoses: κ = .676, its standard error .088 by hand.
        let pairs = pairs(&[&[75, 1, 4], &[5, 4, 1], &[0, 0, 10]]);
        let found = weighted_kappa(&pairs, 3, Weights::None).unwrap();
        assert!((found.kappa - 0.6765).abs() < 1e-3, "{found:?}");
        assert!((found.se - 0.0877).abs() < 2e-3, "{found:?}");
        assert!((found.exact - 0.89).abs() < 1e-12);
    }

    #[test]
    fn weights_by_hand() {
        // Two of four a step apart, one two steps: observed 1 − (1/2 + 1/2 + 1)/4 = .5 linearly.
        let four = [(0, 0), (0, 1), (1, 2), (2, 0)];
        let found = weighted_kappa(&four, 3, Weights::Linear).unwrap();
        // Rows .5 .25 .25, columns .5 .25 .25: chance = Σ w r c = .25 + .0625 + .0625 + 2·(.5·.125) + 2·(.5·.0625) = .5625.
        assert!((found.kappa - (0.5 - 0.5625) / (1.0 - 0.5625)).abs() < 1e-12, "{found:?}");
        let square = weighted_kappa(&four, 3, Weights::Quadratic).unwrap();
        assert!((square.kappa - (0.625 - 0.65625) / (1.0 - 0.65625)).abs() < 1e-12, "{square:?}");
        assert!((found.adjacent - 0.75).abs() < 1e-12);
    }

    #[test]
    fn perfect_agreement_is_one_without_error_and_nothing_to_agree_on_is_refused() {
        let perfect = weighted_kappa(&[(0, 0), (1, 1), (2, 2)], 3, Weights::Quadratic).unwrap();
        assert!((perfect.kappa - 1.0).abs() < 1e-12 && perfect.se < 1e-6);
        assert!(weighted_kappa(&[(1, 1), (1, 1)], 3, Weights::Linear).is_err());
        assert!(weighted_kappa(&[(0, 3), (1, 1)], 3, Weights::Linear).is_err());
        assert!(weighted_kappa(&[(0, 0)], 3, Weights::Linear).is_err());
    }
}
