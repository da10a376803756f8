//! Bringing two forms to one scale by the items they share.
//!
//! `θ_second = A·θ_first + B`. An item calibrated on the first scale has slope `a/A` and difficulties `A·b + B` on the second ([`crate::Item::rescaled`]).

mod curves;
mod drift;
mod nodes;

pub use drift::{Anchor, Drift, Limits, Screened, screen};
pub use nodes::Nodes;

use crate::{error::Error, item::Item};

/// How `A` and `B` are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `A = mean(a₁) / mean(a₂)` (Loyd & Hoover 1980).
    MeanMean,
    /// `A = sd(b₂) / sd(b₁)` (Marco 1977); an anchor that lies far out moves it much.
    MeanSigma,
    /// `A = geometric mean(a₁ / a₂)` (Mislevy & Bock 1990).
    MeanGmean,
    /// Least squares between the curves of each item and score (Haebara 1980).
    Haebara,
    /// Least squares between the two test characteristic curves (Stocking & Lord 1983); the one to use.
    StockingLord,
}

/// Covariances of the anchors' parameters, row by row: for each anchor in turn its slope and its intercepts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Covariances<'a> {
    pub first: &'a [f64],
    pub second: &'a [f64],
}

/// `θ_second = a·θ_first + b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    pub a: f64,
    pub b: f64,
    /// Standard errors of `a` and `b` from those of the anchors' parameters (delta method); `None` when these weren't given.
    pub se: Option<(f64, f64)>,
    pub anchors: usize,
}

/// Links by anchors: the same items as calibrated on the first and on the second scale. `nodes` say where on the second scale curves are compared.
///
/// # Errors
/// No anchors (mean–sigma: fewer than two), items that aren't the same kind or have no positive slope, covariances of another size, curves that can't be brought together.
pub fn link(first: &[Item], second: &[Item], method: Method, nodes: &Nodes, covariances: Option<Covariances<'_>>) -> Result<Link, Error> {
    check(first, second, method)?;
    let (a, b) = solve(first, second, method, nodes)?;
    let se = covariances.map(|covariances| errors(first, second, method, nodes, covariances)).transpose()?;
    Ok(Link { a, b, se, anchors: first.len() })
}

fn check(first: &[Item], second: &[Item], method: Method) -> Result<(), Error> {
    crate::form::check(first)?;
    crate::form::check(second)?;
    if first.len() != second.len() {
        return Err(Error::Shape { what: "anchors on the second scale", found: second.len(), wanted: first.len() });
    }
    if let Some((one, other)) = first.iter().zip(second).find(|(one, other)| one.max_score() != other.max_score()) {
        return Err(Error::Shape { what: "steps of an anchor on the second scale", found: other.max_score(), wanted: one.max_score() });
    }
    if first.iter().chain(second).any(|item| item.slope <= 0.0) {
        return Err(Error::NoInformation);
    }
    if method == Method::MeanSigma && difficulties(first).len() < 2 {
        return Err(Error::TooFew { what: "anchors", found: first.len(), needed: 2 });
    }
    Ok(())
}

fn difficulties(items: &[Item]) -> Vec<f64> {
    items.iter().flat_map(Item::difficulties).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn solve(first: &[Item], second: &[Item], method: Method, nodes: &Nodes) -> Result<(f64, f64), Error> {
    let (b_first, b_second) = (difficulties(first), difficulties(second));
    let slopes = |items: &[Item]| items.iter().map(|item| item.slope).collect::<Vec<_>>();
    let gmean = || mean(&first.iter().zip(second).map(|(one, other)| (one.slope / other.slope).ln()).collect::<Vec<_>>()).exp();
    let a = match method {
        Method::MeanMean => mean(&slopes(first)) / mean(&slopes(second)),
        Method::MeanSigma => {
            let spread = |values: &[f64]| values.iter().map(|value| (value - mean(values)).powi(2)).sum::<f64>();
            (spread(&b_second) / spread(&b_first)).sqrt()
        }
        Method::MeanGmean | Method::Haebara | Method::StockingLord => gmean(),
    };
    let start = (a, mean(&b_second) - a * mean(&b_first));
    if !(start.0.is_finite() && start.0 > 0.0 && start.1.is_finite()) {
        return Err(Error::NoVariation { what: "the difficulty of the anchors" });
    }
    match method {
        Method::Haebara => curves::fit(first, second, nodes, curves::Compared::EachScore, start),
        Method::StockingLord => curves::fit(first, second, nodes, curves::Compared::WholeForm, start),
        _ => Ok(start),
    }
}

/// Delta method with numerical derivatives of the whole solution.
fn errors(first: &[Item], second: &[Item], method: Method, nodes: &Nodes, covariances: Covariances<'_>) -> Result<(f64, f64), Error> {
    let n: usize = first.iter().map(|item| 1 + item.max_score()).sum();
    let (mut of_a, mut of_b) = (0.0, 0.0);
    for (which, covariance) in [covariances.first, covariances.second].into_iter().enumerate() {
        if covariance.len() != n * n {
            return Err(Error::Shape { what: "covariances of the anchors' parameters", found: covariance.len(), wanted: n * n });
        }
        if covariance.iter().any(|value| !value.is_finite()) {
            return Err(Error::NotFinite { what: "a covariance of the anchors' parameters" });
        }
        let solved = |parameter: usize, by: f64| {
            let items = moved(if which == 0 { first } else { second }, parameter, by);
            if which == 0 { solve(&items, second, method, nodes) } else { solve(first, &items, method, nodes) }
        };
        let mut slopes = Vec::with_capacity(n);
        for parameter in 0..n {
            let (up, down) = (solved(parameter, NUDGE)?, solved(parameter, -NUDGE)?);
            slopes.push(((up.0 - down.0) / (2.0 * NUDGE), (up.1 - down.1) / (2.0 * NUDGE)));
        }
        for (row, line) in covariance.chunks(n).enumerate() {
            for (column, value) in line.iter().enumerate() {
                of_a += slopes[row].0 * value * slopes[column].0;
                of_b += slopes[row].1 * value * slopes[column].1;
            }
        }
    }
    if of_a >= 0.0 && of_b >= 0.0 { Ok((of_a.sqrt(), of_b.sqrt())) } else { Err(Error::BadCorrelation) }
}

const NUDGE: f64 = 1e-4;

/// The items with one parameter moved; parameters are counted as in [`Covariances`].
fn moved(items: &[Item], parameter: usize, by: f64) -> Vec<Item> {
    let mut items = items.to_vec();
    let mut left = parameter;
    for item in &mut items {
        if left == 0 {
            item.slope += by;
            break;
        }
        if left <= item.max_score() {
            item.intercepts[left - 1] += by;
            break;
        }
        left -= 1 + item.max_score();
    }
    items
}
