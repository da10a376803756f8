//! The posterior over several competencies at once.

use crate::{
    error::Error,
    estimate::{Answer, Normal, Posterior, Prior, check, ln_likelihood_on},
};
use nalgebra::{Cholesky, DMatrix, DVector};

/// A normal distribution of several competencies together.
#[derive(Debug, Clone, PartialEq)]
pub struct JointPrior {
    each: Vec<Normal>,
    covariance: DMatrix<f64>,
    precision: DMatrix<f64>,
}

impl JointPrior {
    /// `correlation` row by row; one row per competency.
    ///
    /// # Errors
    /// No competency, a distribution that is none, correlations of another size, not symmetric, without ones on the diagonal or not positive definite.
    pub fn new(each: &[Normal], correlation: &[f64]) -> Result<Self, Error> {
        let n = each.len();
        if n == 0 {
            return Err(Error::TooFew { what: "competencies", found: 0, needed: 1 });
        }
        each.iter().try_for_each(Normal::check)?;
        if correlation.len() != n * n {
            return Err(Error::Shape { what: "correlations", found: correlation.len(), wanted: n * n });
        }
        let matrix = DMatrix::from_row_slice(n, n, correlation);
        let even = |row: usize, column: usize| (matrix[(row, column)] - matrix[(column, row)]).abs() < 1e-9 && (row != column || (matrix[(row, row)] - 1.0).abs() < 1e-9);
        if !(0..n).all(|row| (0..n).all(|column| even(row, column))) {
            return Err(Error::BadCorrelation);
        }
        let covariance = DMatrix::from_fn(n, n, |row, column| matrix[(row, column)] * each[row].sd * each[column].sd);
        let precision = Cholesky::new(covariance.clone()).ok_or(Error::BadCorrelation)?.inverse();
        Ok(Self { each: each.to_vec(), covariance, precision })
    }

    /// The same correlation `rho` between any two.
    ///
    /// # Errors
    /// As [`JointPrior::new`].
    pub fn even(each: &[Normal], rho: f64) -> Result<Self, Error> {
        let n = each.len();
        Self::new(each, &(0..n * n).map(|at| if at / n == at % n { 1.0 } else { rho }).collect::<Vec<_>>())
    }

    #[must_use]
    pub fn each(&self) -> &[Normal] {
        &self.each
    }

    /// What is known of one competency when the others were known with precisions `sites` beyond the prior's (its own is left out).
    pub(super) fn variance_given(&self, sites: &[f64], competency: usize) -> Result<f64, Error> {
        let mut precision = self.precision.clone();
        for (at, site) in sites.iter().enumerate().filter(|(at, _)| *at != competency) {
            precision[(at, at)] += site;
        }
        Ok(Cholesky::new(precision).ok_or(Error::BadCorrelation)?.inverse()[(competency, competency)])
    }
}

/// The posterior of all competencies.
#[derive(Debug, Clone, PartialEq)]
pub struct Joint {
    /// The distribution of each alone, all answers considered.
    pub each: Vec<Posterior>,
    /// How their errors go together: row by row, the covariance of the best normal approximation.
    pub covariance: Vec<f64>,
    pub rounds: usize,
}

const MOST_ROUNDS: usize = 200;
const SETTLED: f64 = 1e-9;

/// What the answers on one competency say, on nodes.
struct Site {
    from: f64,
    step: f64,
    ln: Vec<f64>,
    /// Their normal stand-in: precision and precision times mean.
    tau: f64,
    nu: f64,
    /// Mean and variance that all else gives it.
    others: (f64, f64),
}

/// The posterior under the joint prior; `answers[c]` are those on competency `c`, each answer telling of one competency only.
///
/// Expectation propagation (Minka 2001) with one site per competency: the answers of the others stand in as the normal distribution that fits best,
/// the own ones count exactly. With log-concave likelihoods (every item that can't be guessed) this is exact for one competency and within .001 for several.
///
/// # Errors
/// Lists of another number than competencies, an item or a score that can't be, no settling.
pub fn joint(prior: &JointPrior, answers: &[Vec<Answer<'_>>]) -> Result<Joint, Error> {
    let n = prior.each.len();
    if answers.len() != n {
        return Err(Error::Shape { what: "competencies with answers", found: answers.len(), wanted: n });
    }
    answers.iter().try_for_each(|own| check(own))?;
    let mut sites: Vec<Site> = (0..n).map(|at| site(prior, at, &answers[at])).collect();
    let base = &prior.precision * DVector::from_iterator(n, prior.each.iter().map(|one| one.mean));
    let mut before = vec![(f64::INFINITY, f64::INFINITY); n];
    let mut scratch = Vec::new();
    for round in 1..=MOST_ROUNDS {
        // Sharper steps can swing; half a step can't.
        let part = if round <= 20 { 1.0 } else { 0.5 };
        let (mut shift, mut covariance) = together(prior, &base, &sites)?;
        let mut moved = 0.0_f64;
        for at in 0..n {
            let own = &mut sites[at];
            let spread = covariance[(at, at)];
            let mean: f64 = covariance.row(at).iter().zip(shift.iter()).map(|(c, s)| c * s).sum();
            let (precision, pull) = (1.0 / spread - own.tau, mean / spread - own.nu);
            own.others = (pull / precision, 1.0 / precision);
            let (mean, sd) = own.moments(&mut scratch)?;
            moved = moved.max((mean - before[at].0).abs()).max((sd - before[at].1).abs());
            before[at] = (mean, sd);
            let (tau, nu) = if answers[at].is_empty() {
                (0.0, 0.0)
            } else {
                // Guessing can make answers say less than nothing in places; a stand-in with a negative precision is no distribution.
                let tau = (1.0 / (sd * sd) - precision).max(1e-9);
                (tau, mean * (tau + precision) - pull)
            };
            let (sharper, further) = (part * (tau - own.tau), part * (nu - own.nu));
            own.tau += sharper;
            own.nu += further;
            shift[at] += further;
            sharpen(&mut covariance, at, sharper);
        }
        if n == 1 || moved < SETTLED {
            let each = sites.iter().map(Site::posterior).collect::<Result<Vec<_>, _>>()?;
            let (_, covariance) = together(prior, &base, &sites)?;
            return Ok(Joint { each, covariance: covariance.transpose().as_slice().to_vec(), rounds: round });
        }
    }
    Err(Error::NotSettled { what: "the joint posterior", iterations: MOST_ROUNDS })
}

/// The covariance after the precision of one competency grew by `more` (Sherman & Morrison 1950): no new factorisation.
fn sharpen(covariance: &mut DMatrix<f64>, at: usize, more: f64) {
    let column: Vec<f64> = covariance.column(at).iter().copied().collect();
    let factor = more / (1.0 + more * column[at]);
    for (j, right) in column.iter().enumerate() {
        for (i, left) in column.iter().enumerate() {
            covariance[(i, j)] -= factor * left * right;
        }
    }
}

fn site(prior: &JointPrior, at: usize, answers: &[Answer<'_>]) -> Site {
    let Normal { mean, sd } = prior.each[at];
    let bound: f64 = answers.iter().map(|answer| answer.item.information_bound()).sum::<f64>() + prior.precision[(at, at)] - 1.0 / (sd * sd);
    let (from, step, nodes) = Prior::from(Normal { mean, sd }).nodes(bound.max(0.0));
    Site { from, step, ln: ln_likelihood_on(answers, from, step, nodes), tau: 0.0, nu: 0.0, others: (mean, sd * sd) }
}

impl Site {
    /// Logarithms of the density: the own answers exactly, all else as a normal distribution.
    fn density(&self) -> impl Iterator<Item = f64> + '_ {
        let (mean, variance) = self.others;
        self.ln.iter().enumerate().map(move |(at, ln)| ln - (self.from + at as f64 * self.step - mean).powi(2) / (2.0 * variance))
    }

    fn posterior(&self) -> Result<Posterior, Error> {
        Posterior::from_ln(self.from, self.step, self.density().collect())
    }

    /// Mean and sd of [`Site::posterior`], without the chances that only the last round needs.
    fn moments(&self, scratch: &mut Vec<f64>) -> Result<(f64, f64), Error> {
        scratch.clear();
        scratch.extend(self.density());
        let largest = scratch.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if !largest.is_finite() {
            return Err(Error::NotFinite { what: "the posterior's density" });
        }
        scratch.iter_mut().for_each(|mass| *mass = (*mass - largest).exp());
        let total: f64 = scratch.iter().sum();
        let node = |at: usize| self.from + at as f64 * self.step;
        let mean = scratch.iter().enumerate().map(|(at, mass)| mass * node(at)).sum::<f64>() / total;
        let variance = scratch.iter().enumerate().map(|(at, mass)| mass * (node(at) - mean).powi(2)).sum::<f64>() / total;
        if variance > 0.0 { Ok((mean, variance.sqrt())) } else { Err(Error::NotFinite { what: "the posterior's spread" }) }
    }
}

/// Shift (precision times mean) and covariance of the prior with all stand-ins.
fn together(prior: &JointPrior, base: &DVector<f64>, sites: &[Site]) -> Result<(DVector<f64>, DMatrix<f64>), Error> {
    let (mut precision, mut shift) = (prior.precision.clone(), base.clone());
    for (at, site) in sites.iter().enumerate() {
        precision[(at, at)] += site.tau;
        shift[at] += site.nu;
    }
    Ok((shift, Cholesky::new(precision).ok_or(Error::BadCorrelation)?.inverse()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Item, estimate::ln_likelihood};

    /// Chances by brute force on a fine square grid.
    fn exact(answers: &[Vec<Answer<'_>>], rho: f64, cut: f64) -> (f64, f64) {
        let node = |at: usize| -6.0 + at as f64 * 0.04;
        let likelihoods: Vec<Vec<f64>> = answers.iter().map(|own| (0..=300).map(|at| ln_likelihood(own, node(at)).exp()).collect()).collect();
        let (mut total, mut mean, mut below) = (0.0, 0.0, 0.0);
        for one in 0..=300 {
            for other in 0..=300 {
                let (x, y) = (node(one), node(other));
                let mass = likelihoods[0][one] * likelihoods[1][other] * (-(x * x - 2.0 * rho * x * y + y * y) / (2.0 * (1.0 - rho * rho))).exp();
                total += mass;
                mean += mass * x;
                below += mass * if x < cut { 1.0 } else { 0.0 };
            }
        }
        (mean / total, below / total)
    }

    #[test]
    fn two_competencies_are_those_of_brute_force() {
        let items: Vec<Item> = (0..6).map(|at| Item::two_parameter(0.8 + 0.3 * f64::from(at), 0.5 * (f64::from(at) - 2.5))).collect();
        for (first, second) in [([1, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 0]), ([0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1]), ([1, 1, 1, 1, 1, 0], [1, 0, 0, 1, 1, 1])] {
            let answers: Vec<Vec<Answer<'_>>> = [first, second].iter().map(|scores| items.iter().zip(scores).map(|(item, score)| Answer::new(item, *score)).collect()).collect();
            for rho in [0.0, 0.6, 0.9] {
                let found = joint(&JointPrior::even(&[Normal::STANDARD; 2], rho).unwrap(), &answers).unwrap();
                // −.5 lies half way between two nodes of the brute force, so that its sum is a fair one.
                let (mean, below) = exact(&answers, rho, -0.5);
                assert!((found.each[0].mean() - mean).abs() < 2e-3, "{rho}: {} {mean}", found.each[0].mean());
                assert!((found.each[0].below(-0.5) - below).abs() < 2e-3, "{rho}: {} {below}", found.each[0].below(-0.5));
            }
        }
    }

    #[test]
    fn one_competency_is_the_plain_posterior_and_an_unasked_one_follows_the_rest() {
        let items: Vec<Item> = (0..8).map(|at| Item::two_parameter(1.0, 0.3 * f64::from(at) - 1.0)).collect();
        let wrong: Vec<Answer<'_>> = items.iter().map(|item| Answer::new(item, 0)).collect();
        let plain = crate::estimate::posterior(&wrong, &Normal::STANDARD.into()).unwrap();
        let alone = joint(&JointPrior::even(&[Normal::STANDARD], 0.0).unwrap(), std::slice::from_ref(&wrong)).unwrap();
        assert!((alone.each[0].mean() - plain.mean()).abs() < 1e-12);
        let both = joint(&JointPrior::even(&[Normal::STANDARD; 2], 0.6).unwrap(), &[wrong, vec![]]).unwrap();
        assert!((both.each[0].mean() - plain.mean()).abs() < 1e-6);
        assert!((both.each[1].mean() - 0.6 * plain.mean()).abs() < 1e-6);
    }

    #[test]
    fn five_competencies_settle_in_a_few_rounds() {
        let items: Vec<Item> = (0..12).map(|at| Item::two_parameter(1.0 + 0.1 * f64::from(at), 0.3 * f64::from(at) - 1.5)).collect();
        let answers: Vec<Vec<Answer<'_>>> = (0..5).map(|who| items.iter().enumerate().map(|(at, item)| Answer::new(item, usize::from(at % 5 < who))).collect()).collect();
        let found = joint(&JointPrior::even(&[Normal::STANDARD; 5], 0.6).unwrap(), &answers).unwrap();
        assert!(found.rounds <= 15, "{}", found.rounds);
        assert!(found.each.windows(2).all(|pair| pair[0].mean() < pair[1].mean()));
    }

    #[test]
    fn correlations_that_are_none_are_refused() {
        let two = [Normal::STANDARD; 2];
        for bad in [vec![1.0, 0.5, 0.4, 1.0], vec![1.0, 1.0, 1.0, 1.0], vec![2.0, 0.0, 0.0, 1.0], vec![1.0], vec![1.0, f64::NAN, f64::NAN, 1.0]] {
            assert!(JointPrior::new(&two, &bad).is_err(), "{bad:?}");
        }
    }
}
