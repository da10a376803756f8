//! Ability by sum score: a table to print.

use super::Flag;
use crate::{error::Error, form, item::Item};

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TableRow {
    pub raw: usize,
    pub theta: f64,
    /// `1/√I(θ)`.
    pub se: f64,
    pub flag: Option<Flag>,
}

/// For each sum score from 0 the θ at which it is expected: the maximum likelihood estimate when all slopes are one (Rasch, partial credit), an approximation otherwise.
///
/// The lowest and the highest score have no such θ. They get a flag and the value that a natural cubic spline through the other rows goes on to
/// (as eRm has it); with fewer than four other rows the θ at which a score of .25 off the end is expected.
///
/// # Errors
/// No items, an item that is none, can be guessed or has a falling curve.
pub fn by_raw_score(items: &[Item]) -> Result<Vec<TableRow>, Error> {
    form::check(items)?;
    let largest = form::largest_score(items);
    let at = |raw: f64| form::ability_at(items, raw / largest as f64);
    let inner = (1..largest).map(|raw| at(raw as f64)).collect::<Result<Vec<_>, _>>()?;
    let (lowest, highest) = match (before_first(&inner), before_first(&inner.iter().rev().copied().collect::<Vec<_>>())) {
        (Some(low), Some(high)) => (low, high),
        _ => (at(0.25)?, at(largest as f64 - 0.25)?),
    };
    let thetas = std::iter::once((lowest, Some(Flag::AllLowest))).chain(inner.into_iter().map(|theta| (theta, None))).chain(std::iter::once((highest, Some(Flag::AllHighest))));
    let row = |(raw, (theta, flag)): (usize, (f64, Option<Flag>))| {
        let se = 1.0 / form::information(items, theta).sqrt();
        if se.is_finite() { Ok(TableRow { raw, theta, se, flag }) } else { Err(Error::NoInformation) }
    };
    thetas.enumerate().map(row).collect()
}

/// Where the natural cubic spline through values one step apart stands one step before the first: it goes on straight.
fn before_first(values: &[f64]) -> Option<f64> {
    let n = values.len();
    if n < 4 {
        return None;
    }
    // Second derivatives M at the inner values: M₋ + 4·M + M₊ = 6·(second difference), 0 at both ends; eliminated from the last to the first.
    let (mut diagonal, mut bend) = (4.0, 0.0);
    for at in (1..n - 1).rev() {
        let right = 6.0 * (values[at + 1] - 2.0 * values[at] + values[at - 1]);
        if at == n - 2 {
            bend = right;
        } else {
            bend = right - bend / diagonal;
            diagonal = 4.0 - 1.0 / diagonal;
        }
    }
    let slope = values[1] - values[0] - bend / diagonal / 6.0;
    Some(values[0] - slope)
}
