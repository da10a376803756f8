//! A queue drawn by lot, so that who waits is comparable with who walks.
//!
//! Capacity is limited anyway; drawn by lot it makes the effect provable ([`effect`](mod@crate::effect)). Effects are compared within schools,
//! so each month must take from each school its part: the list is closed with the people of a municipality, and within it of a school, one
//! behind the other, and a month takes every so-manyth line from where chance says (systematic sampling of an ordered list). Schools need
//! not be told to whoever checks: the order of the lines is all there is of them.
//!
//! The recipe, for who checks by other means. Each month, while lines are left: `n` lines are left, `c` are taken (the places of a month, or
//! all that are left). The number of the month is the first 16 hexadecimal digits of the SHA-256 of the text «seed, newline, number of the
//! month from 1», the seed as 64 small hexadecimal digits; `s` is its remainder by `n·c`. The `j`-th of the month, from 0, is the line
//! `((s + j·n) mod n·c) div c` of those left, counted from 0. What was taken is struck out.
//!
//! * Every line has the same chance of every month and of every turn in it, whatever the order of the list: exactly `c` of the `n·c` values
//!   of `s` give a line a turn.
//! * Of `m` neighbours a month takes `m·c/n`, rounded up or down.
//! * Nobody can choose the order if the list is bound before the seed can be known.

use crate::error::Error;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;

/// 32 bytes of chance that nobody knew when the list was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub [u8; 32]);

impl Seed {
    /// As 64 hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// # Errors
    /// Not 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self, Error> {
        let bad = Error::OutOfRange { what: "a seed of 64 hexadecimal digits" };
        let digits: Option<Vec<u8>> = text.chars().map(|digit| digit.to_digit(16).map(|value| value as u8)).collect();
        match digits {
            Some(digits) if digits.len() == 64 => Ok(Self(std::array::from_fn(|at| digits[2 * at] << 4 | digits[2 * at + 1]))),
            _ => Err(bad),
        }
    }

    /// The number of a month, from 1.
    fn number(&self, month: usize) -> u64 {
        let hash = Sha256::digest(format!("{}\n{month}", self.hex()).as_bytes());
        hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// Draws: the lines of the list, counted from 0, in their order. The first `places` begin in the first month, and so on.
///
/// # Errors
/// Nobody to draw from; no places in a month.
pub fn draw(lines: usize, places: usize, seed: &Seed) -> Result<Vec<usize>, Error> {
    if lines == 0 {
        return Err(Error::TooFew { what: "the eligible", found: 0, needed: 1 });
    }
    if places == 0 {
        return Err(Error::OutOfRange { what: "places in a month" });
    }
    let mut left: Vec<usize> = (0..lines).collect();
    let mut order = Vec::with_capacity(lines);
    for month in 1.. {
        let taken = month_of(left.len(), places.min(left.len()), seed.number(month));
        order.extend(taken.iter().map(|at| left[*at]));
        let gone: BTreeSet<usize> = taken.into_iter().collect();
        left = left.into_iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, line)| line).collect();
        if left.is_empty() {
            break;
        }
    }
    Ok(order)
}

/// Which of those left a month takes, in its order.
fn month_of(left: usize, places: usize, number: u64) -> Vec<usize> {
    let (left, places) = (left as u128, places as u128);
    let round = left * places;
    let start = u128::from(number) % round;
    (0..places).map(|turn| ((start + turn * left) % round / places) as usize).collect()
}
