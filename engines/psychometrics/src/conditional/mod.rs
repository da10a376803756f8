//! Conditional maximum likelihood for the Rasch model: item difficulties without any assumption about people.
//!
//! Given the raw score r a pattern's probability does not depend on ability: `P(x | r) = exp(−Σ b_j·x_j) / γ_r(ε)`, `ε_j = e^(−b_j)`,
//! γ_r the elementary symmetric function (Andersen 1970). So `ln L_c = −Σ_j b_j·t_j − Σ_r n_r·ln γ_r` with t_j the item's right answers and n_r how many have the score.
//! Persons with all or nothing right say nothing. Persons who were asked different items are taken form by form.

mod patterns;
mod symmetric;

use crate::{MISSING, Responses};
use nalgebra::{Cholesky, DMatrix, DVector};
use patterns::Pattern;
use statrs::distribution::{ChiSquared, ContinuousCDF};
use symmetric::Scores;
use thiserror::Error;

/// Difficulties and how well they are known.
#[derive(Debug, Clone, PartialEq)]
pub struct Conditional {
    /// `b_j`; they sum to 0.
    pub difficulties: Vec<f64>,
    /// Standard errors under that sum.
    pub errors: Vec<f64>,
    /// Conditional log-likelihood.
    pub loglik: f64,
    pub iterations: usize,
    /// False when the climb ended before it arrived.
    pub converged: bool,
    /// Persons with something right and something wrong, weights counted.
    pub persons: f64,
}

/// Andersen's (1973) test that items are equally hard in all groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Andersen {
    /// `2·(Σ_g ln L_c,g − ln L_c)`.
    pub statistic: f64,
    /// `(groups − 1)·(items − 1)`.
    pub degrees: usize,
    /// Probability of as much or more when nothing differs, by chi-square.
    pub p: f64,
    /// Each group on its own.
    pub groups: Vec<Conditional>,
}

/// Why there are no conditional estimates. Items and groups count from 0.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConditionalError {
    #[error("{found} items, at least 2 are needed")]
    TooFewItems { found: usize },
    #[error("item {item} has a score of {score}, the Rasch model knows 0 and 1 only")]
    NotDichotomous { item: usize, score: u8 },
    #[error("nobody answered item {item}")]
    Unanswered { item: usize },
    #[error("nobody has something right and something wrong")]
    NoInformation,
    /// Fischer's (1981) condition: from each item to each other a chain of persons who have the one right and the other wrong.
    #[error("nothing ties item {item} to the others: no difficulty fits")]
    Divided { item: usize },
    #[error("the scores are too extreme for so many items")]
    TooExtreme,
    #[error("{found} group numbers for {expected} persons")]
    Groups { expected: usize, found: usize },
    #[error("at least two groups are needed")]
    OneGroup,
    #[error("group {group}: {cause}")]
    InGroup { group: usize, cause: Box<ConditionalError> },
}

const MOST_ITERATIONS: usize = 60;

/// Estimates difficulties.
///
/// # Errors
/// Answers that are not 0 and 1, or that leave a difficulty open: see [`ConditionalError`].
pub fn conditional(responses: &Responses) -> Result<Conditional, ConditionalError> {
    check(responses)?;
    let patterns = patterns::of(responses);
    patterns::connected(responses)?;
    climb(&patterns, responses.items())
}

/// Tests whether groups of persons find the same items hard; `groups` is the number of each person's, counted from 0.
///
/// # Errors
/// As [`conditional`], also for a group on its own; fewer than two groups.
pub fn andersen(responses: &Responses, groups: &[usize]) -> Result<Andersen, ConditionalError> {
    if groups.len() != responses.persons() {
        return Err(ConditionalError::Groups { expected: responses.persons(), found: groups.len() });
    }
    let all = conditional(responses)?;
    let mut numbers = groups.to_vec();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() < 2 {
        return Err(ConditionalError::OneGroup);
    }
    let of_group = |group: &usize| {
        let members = groups.iter().enumerate().filter(|(_, of)| *of == group).map(|(person, _)| person);
        let part = responses.of_persons(members).map_err(|_| ConditionalError::NoInformation);
        part.and_then(|part| conditional(&part)).map_err(|cause| ConditionalError::InGroup { group: *group, cause: Box::new(cause) })
    };
    let found = numbers.iter().map(of_group).collect::<Result<Vec<_>, _>>()?;
    let statistic = (2.0 * (found.iter().map(|group| group.loglik).sum::<f64>() - all.loglik)).max(0.0);
    let degrees = (found.len() - 1) * (responses.items() - 1);
    let p = ChiSquared::new(degrees as f64).map_or(1.0, |chi| chi.sf(statistic));
    Ok(Andersen { statistic, degrees, p, groups: found })
}

/// Group 1 for those whose raw score is above the mean of all, group 0 for the others: the usual split of [`andersen`].
#[must_use]
pub fn split_at_mean(responses: &Responses) -> Vec<usize> {
    let scores: Vec<f64> = responses.rows().map(|row| row.iter().filter(|score| **score != MISSING).map(|score| f64::from(*score)).sum()).collect();
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    scores.into_iter().map(|score| usize::from(score > mean)).collect()
}

fn check(responses: &Responses) -> Result<(), ConditionalError> {
    if responses.items() < 2 {
        return Err(ConditionalError::TooFewItems { found: responses.items() });
    }
    for item in 0..responses.items() {
        match responses.range(item) {
            None => return Err(ConditionalError::Unanswered { item }),
            Some((_, score)) if score > 1 => return Err(ConditionalError::NotDichotomous { item, score }),
            Some(_) => {}
        }
    }
    Ok(())
}

/// Newton's method; the information leaves the common level open, which is held at a sum of 0.
fn climb(patterns: &[Pattern], items: usize) -> Result<Conditional, ConditionalError> {
    let mut b = DVector::zeros(items);
    let mut here = value(patterns, &b)?;
    let mut converged = false;
    let mut iterations = 1;
    while iterations < MOST_ITERATIONS && !converged {
        let way = inverse(&here.information).ok_or(ConditionalError::NoInformation)? * &here.gradient;
        let gain = 0.5 * way.dot(&here.gradient);
        let mut length = (2.0 / way.amax().max(1e-300)).min(1.0);
        loop {
            let next = &b + &way * length;
            iterations += 1;
            let reached = value(patterns, &next)?;
            if reached.loglik >= here.loglik - 1e-9 || iterations >= MOST_ITERATIONS {
                (b, here) = (next, reached);
                break;
            }
            length *= 0.5;
        }
        converged = gain < 1e-12 * (1.0 + here.loglik.abs());
    }
    let b = b.add_scalar(-b.mean());
    let covariance = inverse(&here.information).ok_or(ConditionalError::NoInformation)?;
    Ok(Conditional {
        difficulties: b.iter().copied().collect(),
        errors: covariance.diagonal().iter().map(|variance| variance.max(0.0).sqrt()).collect(),
        loglik: here.loglik,
        iterations,
        converged,
        persons: patterns.iter().map(|pattern| pattern.counts.iter().sum::<f64>()).sum(),
    })
}

/// The inverse on vectors that sum to 0 (the pseudo-inverse): `(I + 11′/J)⁻¹ − 11′/J`.
fn inverse(information: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let share = 1.0 / information.nrows() as f64;
    Cholesky::new(information.add_scalar(share)).map(|cholesky| cholesky.inverse().add_scalar(-share))
}

struct Value {
    loglik: f64,
    gradient: DVector<f64>,
    information: DMatrix<f64>,
}

fn value(patterns: &[Pattern], b: &DVector<f64>) -> Result<Value, ConditionalError> {
    let items = b.len();
    let mut value = Value { loglik: 0.0, gradient: DVector::zeros(items), information: DMatrix::zeros(items, items) };
    for pattern in patterns {
        let own: Vec<f64> = pattern.items.iter().map(|item| b[*item]).collect();
        let scores = Scores::of(&own, &pattern.counts).ok_or(ConditionalError::TooExtreme)?;
        value.loglik += scores.log_gammas() - own.iter().zip(&pattern.right).map(|(b, right)| b * right).sum::<f64>();
        let expected = scores.expected();
        for (row, item) in pattern.items.iter().enumerate() {
            value.gradient[*item] += expected[row] - pattern.right[row];
        }
        let covariance = scores.covariance();
        for (row, item) in pattern.items.iter().enumerate() {
            for (column, other) in pattern.items.iter().enumerate() {
                value.information[(*item, *other)] += covariance[(row, column)];
            }
        }
    }
    Ok(value)
}
