//! Before and after.

use super::{Count, FEW, LEVEL, Population, interval::around, population::DISPERSION};
use crate::error::Error;

/// One class before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub before: Count,
    pub after: Count,
}

/// Pupils who wrote both times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retested {
    pub pupils: u32,
    /// Below the minimum both times.
    pub below_both: u32,
}

/// What is known besides the two counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The work began because this «before» was low.
    pub chosen_for_low: bool,
    /// Classes of the same kind, from all of them ([`Population::of`]): without it regression to the mean can't be taken off.
    pub population: Option<Population>,
    /// `None`: nobody knows, so the two are taken for two cohorts.
    pub retested: Option<Retested>,
    /// A like class with which nothing was done.
    pub comparison: Option<Pair>,
    /// Likeness within a cohort ([`super::dispersion`]).
    pub dispersion: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { chosen_for_low: false, population: None, retested: None, comparison: None, dispersion: DISPERSION }
    }
}

/// A difference «after − before» in percentage points; below 0 fewer pupils are under the minimum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    pub points: f64,
    pub low: f64,
    pub high: f64,
}

/// How far it may be spoken of; never of a cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ladder {
    NoData,
    WithinError,
    LikelyBetter,
    LikelyWorse,
}

impl Ladder {
    /// The words of the screen.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NoData => "нет данных",
            Self::WithinError => "в пределах погрешности",
            Self::LikelyBetter => "вероятно улучшение",
            Self::LikelyWorse => "вероятно ухудшение",
        }
    }
}

/// What must be read with the figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Warning {
    /// Under 10 pupils once: a share is not shown.
    Few { pupils: u32 },
    /// One pupil is this many percentage points.
    OnePupil { points: f64 },
    /// Numbers of pupils differ by more than a fifth: other pupils wrote.
    OtherPupils,
    /// So many percentage points were to be expected without any work (below 0: fewer under the minimum); they are taken off.
    Regression { points: f64 },
    /// Chosen for a low value, and nothing is known of classes of its kind: an improvement can't be told from a return to the mean.
    RegressionUnknown,
}

/// What the two measurements say.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub before: Count,
    pub after: Count,
    /// As counted; `None` when nobody was measured once.
    pub raw: Option<Change>,
    /// With the comparison class and the return to the mean taken off: the ladder stands on this. Equal to `raw` when there is nothing to take off.
    pub adjusted: Option<Change>,
    /// Expected without any work, percentage points.
    pub expected: Option<f64>,
    pub compared: bool,
    pub ladder: Ladder,
    pub warnings: Vec<Warning>,
}

/// From this on one pupil is under two points.
const SMALL: u32 = 50;

/// Before and after of one class in one measure.
///
/// Every share stands for `n / (1 + (n − 1)ρ)` pupils, where `ρ` counts only for those who did not write both times; its interval is
/// Jeffreys', and intervals are combined by MOVER (Zou & Donner 2008; for one difference Newcombe 1998), the correlation of the retested
/// taken from their two-by-two table. Chosen for a low value, «before» is its posterior under the population of classes, but for the part of
/// its luck that the retested carry on. With a comparison class it is a difference of differences.
///
/// # Errors
/// A dispersion outside [0, 1); more retested pupils, or more of them below both times, than the counts allow.
pub fn before_after(pair: Pair, options: &Options) -> Result<Comparison, Error> {
    let Pair { before, after } = pair;
    check(pair, options)?;
    let compared = options.comparison.filter(|other| other.before.of() > 0 && other.after.of() > 0);
    let (Some(first), Some(second)) = (before.share(), after.share()) else {
        return Ok(Comparison { before, after, raw: None, adjusted: None, expected: None, compared: false, ladder: Ladder::NoData, warnings: warnings(pair) });
    };
    let carried = carried(pair, options.retested);
    let raw = Arms::of(pair, options, None, carried);
    let expected = options.population.filter(|_| options.chosen_for_low).map(|population| {
        let lasting = population.expected(before, alone(pair, options));
        100.0 * (1.0 - carried) * (lasting - first)
    });
    let mut adjusted = Arms::of(pair, options, expected.and(options.population), carried);
    if let Some(other) = compared {
        adjusted = adjusted.minus(&Arms::of(other, &Options { retested: None, ..*options }, None, 0.0));
    }
    let mut warnings = warnings(pair);
    match expected {
        Some(points) => warnings.push(Warning::Regression { points }),
        None if options.chosen_for_low => warnings.push(Warning::RegressionUnknown),
        None => {}
    }
    let change = adjusted.change();
    let ladder = match () {
        () if change.high < 0.0 && (expected.is_some() || !options.chosen_for_low) => Ladder::LikelyBetter,
        () if change.low > 0.0 => Ladder::LikelyWorse,
        () => Ladder::WithinError,
    };
    debug_assert!((raw.change().points - 100.0 * (second - first)).abs() < 1e-6);
    Ok(Comparison { before, after, raw: Some(raw.change()), adjusted: Some(change), expected, compared: compared.is_some(), ladder, warnings })
}

fn check(pair: Pair, options: &Options) -> Result<(), Error> {
    if !(0.0..1.0).contains(&options.dispersion) {
        return Err(Error::OutOfRange { what: "the dispersion" });
    }
    let Some(retested) = options.retested else { return Ok(()) };
    let possible = |count: Count| retested.pupils <= count.of() && retested.below_both <= count.below();
    if possible(pair.before) && possible(pair.after) && retested.below_both <= retested.pupils { Ok(()) } else { Err(Error::OutOfRange { what: "the retested pupils" }) }
}

/// Dispersion of a cohort as far as it is not the same pupils.
fn alone(pair: Pair, options: &Options) -> f64 {
    let same = options.retested.map_or(0.0, |retested| f64::from(retested.pupils) / f64::from(pair.before.of().max(pair.after.of()).max(1)));
    options.dispersion * (1.0 - same)
}

/// Correlation of the two shares through pupils who wrote both times.
fn carried(pair: Pair, retested: Option<Retested>) -> f64 {
    let (Some(retested), Some(p), Some(q)) = (retested, pair.before.share(), pair.after.share()) else { return 0.0 };
    let spread = (p * (1.0 - p) * q * (1.0 - q)).sqrt();
    if retested.pupils == 0 || spread <= 0.0 {
        return 0.0;
    }
    // The correction for few pupils is Newcombe's (1998, method 10): without it intervals are too short.
    let pupils = f64::from(retested.pupils);
    let together = (f64::from(retested.below_both) - 0.5) / pupils - p * q;
    let share = f64::from(retested.pupils) / (f64::from(pair.before.of()) * f64::from(pair.after.of())).sqrt();
    (together / spread * share).clamp(0.0, 0.95)
}

/// A difference with the lengths of its interval's two arms, fractions.
struct Arms {
    value: f64,
    down: f64,
    up: f64,
}

impl Arms {
    /// `after − c·before − (1 − c)·lasting`: what the retested share carries on (`c`) is known, the rest is the class's lasting share.
    fn of(pair: Pair, options: &Options, population: Option<Population>, carried: f64) -> Self {
        let rho = alone(pair, options);
        let (below, of) = pair.before.thinned(rho);
        let (first, prior) = match population {
            Some(population) => (population.expected(pair.before, rho), population.prior()),
            None => (below / of, (0.5, 0.5)),
        };
        let before = around(below, of, prior, LEVEL);
        let (below, of) = pair.after.thinned(rho);
        let second = below / of;
        let after = around(below, of, (0.5, 0.5), LEVEL);
        let known = pair.before.share().unwrap_or(first);
        let (own, rest) = (1.0 - carried, (1.0 - carried * carried).sqrt());
        let arm = |after: f64, before: f64| (rest * after).hypot(own * before);
        Self { value: second - carried * known - own * first, down: arm((second - after.low).max(0.0), (before.high - first).max(0.0)), up: arm((after.high - second).max(0.0), (first - before.low).max(0.0)) }
    }

    fn minus(&self, other: &Self) -> Self {
        Self { value: self.value - other.value, down: self.down.hypot(other.up), up: self.up.hypot(other.down) }
    }

    fn change(&self) -> Change {
        Change { points: 100.0 * self.value, low: 100.0 * (self.value - self.down), high: 100.0 * (self.value + self.up) }
    }
}

fn warnings(pair: Pair) -> Vec<Warning> {
    let (first, second) = (pair.before.of(), pair.after.of());
    let least = first.min(second);
    let mut said = Vec::new();
    if least < FEW {
        said.push(Warning::Few { pupils: least });
    }
    if least > 0 && least < SMALL {
        said.push(Warning::OnePupil { points: 100.0 / f64::from(least) });
    }
    if u64::from(first.abs_diff(second)) * 5 > u64::from(first) {
        said.push(Warning::OtherPupils);
    }
    said
}
