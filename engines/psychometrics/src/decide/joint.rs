//! The posterior over several competencies at once.

use crate::{
    error::Error,
    estimate::{Answer, Normal, Posterior, Prior, check, ln_likelihood},
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
    let mut before = DVector::from_element(2 * n, f64::INFINITY);
    for round in 1..=MOST_ROUNDS {
        // Sharper steps can swing; half a step can't.
        let part = if round <= 20 { 1.0 } else { 0.5 };
        let mut each = Vec::with_capacity(n);
        for at in 0..n {
            let (mean, covariance) = together(prior, &base, &sites)?;
            let precision = 1.0 / covariance[(at, at)] - sites[at].tau;
            let shift = mean[at] / covariance[(at, at)] - sites[at].nu;
            let posterior = sites[at].with(shift / precision, 1.0 / precision)?;
            let own = &mut sites[at];
            let (tau, nu) = if answers[at].is_empty() {
                (0.0, 0.0)
            } else {
                let sharp = 1.0 / (posterior.sd() * posterior.sd());
                // Guessing can make answers say less than nothing in places; a stand-in with a negative precision is no distribution.
                let tau = (sharp - precision).max(1e-9);
                (tau, posterior.mean() * (tau + precision) - shift)
            };
            own.tau += part * (tau - own.tau);
            own.nu += part * (nu - own.nu);
            each.push(posterior);
        }
        let now = DVector::from_iterator(2 * n, each.iter().map(Posterior::mean).chain(each.iter().map(Posterior::sd)));
        let moved = (&now - &before).amax();
        before = now;
        if n == 1 || moved < SETTLED {
            let (_, covariance) = together(prior, &base, &sites)?;
            return Ok(Joint { each, covariance: covariance.transpose().as_slice().to_vec(), rounds: round });
        }
    }
    Err(Error::NotSettled { what: "the joint posterior", iterations: MOST_ROUNDS })
}

fn site(prior: &JointPrior, at: usize, answers: &[Answer<'_>]) -> Site {
    let Normal { mean, sd } = prior.each[at];
    let bound: f64 = answers.iter().map(|answer| answer.item.information_bound()).sum::<f64>() + prior.precision[(at, at)] - 1.0 / (sd * sd);
    let (from, step, nodes) = Prior::from(Normal { mean, sd }).nodes(bound.max(0.0));
    let ln = (0..nodes).map(|node| ln_likelihood(answers, from + node as f64 * step)).collect();
    Site { from, step, ln, tau: 0.0, nu: 0.0 }
}

impl Site {
    /// The own answers exactly, with a normal distribution of all else.
    fn with(&self, mean: f64, variance: f64) -> Result<Posterior, Error> {
        let ln = self.ln.iter().enumerate().map(|(at, ln)| ln - (self.from + at as f64 * self.step - mean).powi(2) / (2.0 * variance)).collect();
        Posterior::from_ln(self.from, self.step, ln)
    }
}

/// Mean and covariance of the prior with all stand-ins.
fn together(prior: &JointPrior, base: &DVector<f64>, sites: &[Site]) -> Result<(DVector<f64>, DMatrix<f64>), Error> {
    let (mut precision, mut shift) = (prior.precision.clone(), base.clone());
    for (at, site) in sites.iter().enumerate() {
        precision[(at, at)] += site.tau;
        shift[at] += site.nu;
    }
    let covariance = Cholesky::new(precision).ok_or(Error::BadCorrelation)?.inverse();
    Ok((&covariance * shift, covariance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Item;

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
