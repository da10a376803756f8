//! Question A: where teachers know less, are more pupils below the minimum?
//!
//! The slope of the share below the minimum on the teacher's competence, within subject and municipality. A link, not a proved cause.
//! Regress on the EAP, never on labels «deficit» or on raw scores: those flatten the slope by 14 and 24 % (reference, section 4).

mod permute;

use crate::{
    error::Error,
    linear::{self, Line, numbered},
    normal::{chance_of, half_t},
    share::{Change, Count, LEVEL},
};
use statrs::distribution::{Continuous as _, ContinuousCDF as _, Normal};

/// Must stand beside every figure of this module.
pub const LABEL: &str = "связь, не доказанная причина";

/// From so many schools on errors are read from leaving out schools; under it from permutations within them.
pub const SCHOOLS: usize = 20;

const TEACHERS: usize = 10;

/// A teacher in one subject: the pupils of all classes together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Teacher {
    pub pupils: Count,
    /// Competence by the mean of its posterior, in sds of the population.
    pub eap: f64,
    pub subject: usize,
    pub municipality: usize,
    pub school: usize,
}

/// How the interval came about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum How {
    /// CR3, t with so many degrees of freedom.
    LeavingOutSchools { freedom: f64 },
    /// Of competences between the teachers of one school and subject, or of one school (beside its subject's mean) where most have no colleague in their subject.
    Permuting { within: Within, rounds: usize },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    SchoolAndSubject,
    School,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Percentage points of the share below the minimum per sd of competence, with a 90 % interval; below 0: who knows more has fewer below.
    pub slope: Change,
    pub p: f64,
    pub how: How,
    pub teachers: usize,
    pub schools: usize,
    pub pupils: u64,
    /// sd of teachers' shares beyond subject, municipality, competence and chance, percentage points.
    pub between: f64,
}

impl Link {
    /// Whether the interval leaves 0 out; if not, say that the data are too few and pool places.
    #[must_use]
    pub fn is_seen(&self) -> bool {
        self.slope.low > 0.0 || self.slope.high < 0.0
    }

    /// How many percentage points more are below the minimum where the competence lies under `cut`: `slope·(E[θ | θ < c] − E[θ | θ ≥ c])`,
    /// with θ standard normal. −1.65 sd for a cut at −0.5. `None` for a cut that leaves nobody on one side.
    #[must_use]
    pub fn contrast(&self, cut: f64) -> Option<Change> {
        let normal = Normal::standard();
        let below = normal.cdf(cut);
        let apart = -normal.pdf(cut) / (below * (1.0 - below));
        (apart.is_finite() && apart < 0.0).then_some(Change { points: self.slope.points * apart, low: self.slope.high * apart, high: self.slope.low * apart })
    }
}

/// Weighted least squares with effects of subject and municipality, weights `1/(s² + p(1 − p)/n)` with `s²` after Paule and Mandel;
/// CR3 by school and t with G − 1 degrees of freedom, or permutation under [`SCHOOLS`] schools. `seed` is for the permutation.
///
/// # Errors
/// Fewer than 10 teachers with pupils, a competence that isn't finite or doesn't vary within subjects and municipalities, too few who could be exchanged.
pub fn link(teachers: &[Teacher], seed: u64) -> Result<Link, Error> {
    let known: Vec<&Teacher> = teachers.iter().filter(|one| one.pupils.of() > 0).collect();
    if known.len() < TEACHERS {
        return Err(Error::TooFew { what: "teachers with pupils", found: known.len(), needed: TEACHERS });
    }
    if known.iter().any(|one| !one.eap.is_finite()) {
        return Err(Error::OutOfRange { what: "a competence" });
    }
    let (subjects, many) = numbered(known.iter().map(|one| one.subject));
    let (municipalities, places) = numbered(known.iter().map(|one| one.municipality));
    let (schools, count) = numbered(known.iter().map(|one| one.school));
    let levels = [many, places];
    let line = |at: usize| Line { levels: [subjects[at], municipalities[at]], values: vec![known[at].eap], outcome: share(known[at].pupils), weight: 1.0, cluster: schools[at] };
    let mut lines: Vec<Line> = (0..known.len()).map(line).collect();
    let counts: Vec<Count> = known.iter().map(|one| one.pupils).collect();
    let between = linear::weigh(&mut lines, levels, &chance(&counts, &subjects, many));
    let (slope, p, how) = if count >= SCHOOLS { clustered(&lines, levels)? } else { permute::permuted(&lines, levels, seed)? };
    let pupils = counts.iter().map(|one| u64::from(one.of())).sum();
    Ok(Link { slope, p, how, teachers: known.len(), schools: count, pupils, between: 100.0 * between.sqrt() })
}

fn clustered(lines: &[Line], levels: [usize; 2]) -> Result<(Change, f64, How), Error> {
    let found = linear::fit(lines, levels, "competence within subjects and municipalities")?;
    let (slope, error, freedom) = (found.slopes[0], found.error(0), found.freedom());
    Ok((told(slope, error, freedom), chance_of(slope, error, freedom), How::LeavingOutSchools { freedom }))
}

/// A slope on fractions as percentage points with its interval.
pub(crate) fn told(slope: f64, error: f64, freedom: f64) -> Change {
    let half = half_t(LEVEL, freedom) * error;
    Change { points: 100.0 * slope, low: 100.0 * (slope - half), high: 100.0 * (slope + half) }
}

pub(crate) fn share(count: Count) -> f64 {
    f64::from(count.below()) / f64::from(count.of().max(1))
}

/// `p(1 − p)/n` with the subject's share, which a small class can't make 0.
pub(crate) fn chance(counts: &[Count], subjects: &[usize], many: usize) -> Vec<f64> {
    let mut sums = vec![(0.5, 1.0); many];
    counts.iter().zip(subjects).for_each(|(count, subject)| {
        sums[*subject].0 += f64::from(count.below());
        sums[*subject].1 += f64::from(count.of());
    });
    let spread: Vec<f64> = sums.iter().map(|(below, of)| below / of * (1.0 - below / of)).collect();
    counts.iter().zip(subjects).map(|(count, subject)| spread[*subject] / f64::from(count.of().max(1))).collect()
}
