//! A queue drawn by lot, so that who waits is comparable with who walks.
//!
//! Capacity is limited anyway; drawn by lot it makes the effect provable ([`effect`](mod@crate::effect)). How a draw stays open to check:
//! 1. the list of the eligible is closed and published (by keys, not names) with the SHA-256 of a seed that nobody has shown yet;
//! 2. the draw is [`draw`] of that list, that plan, that seed;
//! 3. the seed is shown: its hash was published before, and [`draw`] gives the same places again, in any version of this crate.
//!
//! The recipe, for who checks by other means: entries sorted by (stratum, unit, key) byte by byte; one ChaCha20 stream (RFC 8439, counter from 0,
//! nonce `coupling.lot`, words of 64 bits, little-endian), numbers below `n` by throwing away the incomplete last round; in the order of the
//! strata each is shuffled by Fisher and Yates from the end, then the strata themselves, then (by school) the people of each school in the
//! order of the sorted schools. The unit on rank `r` (from 0) of `m` in its stratum stands at `(2r + 1) / 2m`; units are taken in that
//! order, equal ones by the shuffled order of strata. So every month takes from every stratum in proportion.

use crate::{chance::Stream, error::Error};
use std::collections::{BTreeMap, BTreeSet};

const NONCE: &[u8; 12] = b"coupling.lot";

/// 32 bytes of chance; the caller takes them from the system and publishes their hash first.
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
}

/// Someone eligible. The texts are identifiers, not names; only their equality and order count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub key: String,
    pub municipality: String,
    pub school: String,
}

/// Within what the lot is drawn, so that every one of them gets its part of every month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    Region,
    Municipality,
    School,
}

/// What one ticket stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ticket {
    Person,
    /// All eligible of a school begin together: where colleagues talk, those who wait would learn from those who walk.
    School,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub within: Within,
    pub ticket: Ticket,
    /// Places by month, the first month first.
    pub places: Vec<u32>,
}

/// Where someone came to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Position in the list as it was given.
    pub entry: usize,
    /// From 1.
    pub order: usize,
    /// Position in [`Plan::places`]; `None`: no place yet, waits.
    pub month: Option<usize>,
}

/// A drawn queue, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    pub seed: Seed,
    pub places: Vec<Place>,
}

/// Draws. Whatever the order in which the entries are given, the same people get the same places.
///
/// A school drawn whole begins in the month in which its first person has a place, also when it takes places of the next.
///
/// # Errors
/// Nobody to draw from; a key twice; schools drawn within schools.
pub fn draw(entries: &[Entry], plan: &Plan, seed: Seed) -> Result<Lot, Error> {
    if entries.is_empty() {
        return Err(Error::TooFew { what: "the eligible", found: 0, needed: 1 });
    }
    if entries.iter().map(|entry| &entry.key).collect::<BTreeSet<_>>().len() < entries.len() {
        return Err(Error::OutOfRange { what: "a key that stands twice" });
    }
    if (plan.within, plan.ticket) == (Within::School, Ticket::School) {
        return Err(Error::OutOfRange { what: "schools drawn within a school" });
    }
    let mut stream = Stream::new(&seed.0, NONCE);
    let mut order = Vec::with_capacity(entries.len());
    for unit in units(entries, plan, &mut stream) {
        let before = order.len();
        order.extend(unit.into_iter().map(|entry| (entry, before)));
    }
    let month = |before: usize| {
        let mut end = 0_usize;
        plan.places.iter().position(|places| {
            end += *places as usize;
            before < end
        })
    };
    let place = |(at, (entry, before)): (usize, (usize, usize))| Place { entry, order: at + 1, month: month(if plan.ticket == Ticket::School { before } else { at }) };
    Ok(Lot { seed, places: order.into_iter().enumerate().map(place).collect() })
}

/// Whether a published queue is what its seed gives.
#[must_use]
pub fn is_true(lot: &Lot, entries: &[Entry], plan: &Plan) -> bool {
    draw(entries, plan, lot.seed).is_ok_and(|again| again == *lot)
}

/// Tickets of a stratum by what they are sorted by, each with its people.
type Stratum<'a> = BTreeMap<(&'a str, &'a str, &'a str), Vec<usize>>;

/// Tickets in the order drawn, each with its people.
fn units(entries: &[Entry], plan: &Plan, stream: &mut Stream) -> Vec<Vec<usize>> {
    let mut strata: BTreeMap<(&str, &str), Stratum<'_>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let (municipality, school, key) = (entry.municipality.as_str(), entry.school.as_str(), entry.key.as_str());
        let stratum = match plan.within {
            Within::Region => ("", ""),
            Within::Municipality => (municipality, ""),
            Within::School => (municipality, school),
        };
        let unit = match plan.ticket {
            Ticket::Person => ("", "", key),
            Ticket::School => (municipality, school, ""),
        };
        strata.entry(stratum).or_default().entry(unit).or_default().push(at);
    }
    let mut drawn: Vec<Vec<Vec<usize>>> = strata.into_values().map(|units| units.into_values().collect()).collect();
    drawn.iter_mut().for_each(|units| stream.shuffle(units));
    let mut turn: Vec<usize> = (0..drawn.len()).collect();
    stream.shuffle(&mut turn);
    let rank_of = {
        let mut rank = vec![0; turn.len()];
        turn.iter().enumerate().for_each(|(rank_of, stratum)| rank[*stratum] = rank_of);
        rank
    };
    let mut all: Vec<(u64, u64, usize, Vec<usize>)> = Vec::new();
    for (stratum, units) in drawn.into_iter().enumerate() {
        let size = units.len() as u64;
        all.extend(units.into_iter().enumerate().map(|(rank, unit)| (2 * rank as u64 + 1, 2 * size, rank_of[stratum], unit)));
    }
    if plan.ticket == Ticket::School {
        let mut schools: Vec<&mut Vec<usize>> = all.iter_mut().map(|(.., unit)| unit).collect();
        schools.iter_mut().for_each(|unit| unit.sort_by_key(|at| &entries[*at].key));
        schools.sort_by_key(|unit| unit.first().map(|at| (&entries[*at].municipality, &entries[*at].school)));
        schools.into_iter().for_each(|unit| stream.shuffle(unit));
    }
    all.sort_by(|one, other| (u128::from(one.0) * u128::from(other.1)).cmp(&(u128::from(other.0) * u128::from(one.1))).then(one.2.cmp(&other.2)));
    all.into_iter().map(|(.., unit)| unit).collect()
}
