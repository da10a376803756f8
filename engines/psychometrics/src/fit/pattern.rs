//! Person fit.

use super::residuals::{MeanSquares, Squares, expected};
use crate::{
    error::Error,
    estimate::{Answer, check},
};

/// How likely a person's pattern is at the person's own ability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersonFit {
    /// `l_z` (Drasgow, Levine & Williams 1985; `Zh` in mirt): standardised log-likelihood. Below −2: hard items right and easy ones wrong, say. `None` where every answer was certain.
    pub lz: Option<f64>,
    pub squares: Option<MeanSquares>,
}

/// Fit of a person's answers at `theta`, usually the EAP.
///
/// # Errors
/// No answers, an ability that isn't finite, an item or a score that can't be.
pub fn person_fit(answers: &[Answer<'_>], theta: f64) -> Result<PersonFit, Error> {
    if answers.is_empty() {
        return Err(Error::NoAnswers);
    }
    if !theta.is_finite() {
        return Err(Error::NotFinite { what: "an ability" });
    }
    check(answers)?;
    let (mut found, mut mean, mut variance) = (0.0, 0.0, 0.0);
    let mut squares = Squares::default();
    for Answer { item, score } in answers {
        let (mut first, mut second) = (0.0, 0.0);
        item.each_score(theta, |k, point| {
            let chance = point.ln.exp();
            first += chance * point.ln;
            second += chance * point.ln * point.ln;
            if k == *score {
                found += point.ln;
            }
        });
        mean += first;
        variance += second - first * first;
        squares.add(*score as f64, &expected(item, theta));
    }
    let lz = (variance > 1e-12).then(|| (found - mean) / variance.sqrt());
    Ok(PersonFit { lz, squares: squares.finish() })
}
