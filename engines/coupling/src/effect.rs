//! Question B: did the pathway help the pupils?
//!
//! Among the eligible only (those who could have been taken), who walked against who still waits: the share below the minimum afterwards,
//! given the shrunken baseline, its square, the competence, subject and municipality. Not before against after: those chosen for a low value
//! return to the mean without any help. No adjustment repairs self-selection; only a queue by lot proves anything ([`Queue`]).

use crate::{
    error::Error,
    linear::{self, Line, numbered},
    link::{chance, share, told},
    normal::chance_of,
    share::{Change, Count, DISPERSION, Ladder, Population},
};

/// How it was decided who walks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    ByLot,
    /// By judgement, by the worst first, by wish.
    Otherwise,
}

impl Queue {
    /// What the effect may be called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ByLot => "доказано",
            Self::Otherwise => "сравнение похожих",
        }
    }
}

/// Someone eligible, in one subject.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eligible {
    pub before: Count,
    pub after: Count,
    /// Competence before, mean of its posterior.
    pub eap: f64,
    pub subject: usize,
    pub municipality: usize,
    pub school: usize,
    /// Walked between the two measurements; otherwise waited.
    pub walked: bool,
}

/// Who could be taken: a deficit as good as sure and a baseline on the worse side of the median.
#[must_use]
pub fn is_eligible(deficit: f64, before: Count, median: f64) -> bool {
    deficit >= 0.8 && before.share().is_some_and(|share| share > median)
}

#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Percentage points by which the share below the minimum came out higher (below 0: lower) than among those who waited; 90 %.
    pub change: Change,
    pub p: f64,
    pub queue: Queue,
    pub ladder: Ladder,
    pub walked: usize,
    pub waited: usize,
    pub schools: usize,
    pub pupils: u64,
    /// After less before among those who waited, percentage points: what happens without help and is not part of the effect.
    pub without_help: f64,
    /// After less before among those who walked: what a naive comparison would say.
    pub naive: f64,
    /// Under 20 schools: the interval is wide and rests on few.
    pub is_on_few_schools: bool,
}

/// On either side.
const TEACHERS: usize = 5;
const SCHOOLS: usize = 6;

/// Weighted least squares, CR3 by school, t with G − 1 degrees of freedom. `population` is of all teachers' classes of this kind, not of the eligible.
///
/// # Errors
/// Fewer than 5 who walked or waited with pupils both times, fewer than 6 schools, numbers that aren't finite, a walk that subject and municipality decide.
pub fn effect(eligible: &[Eligible], population: Population, queue: Queue) -> Result<Effect, Error> {
    let known: Vec<&Eligible> = eligible.iter().filter(|one| one.before.of() > 0 && one.after.of() > 0).collect();
    let walked = known.iter().filter(|one| one.walked).count();
    let waited = known.len() - walked;
    for (what, found) in [("teachers who walked", walked), ("teachers who waited", waited)] {
        if found < TEACHERS {
            return Err(Error::TooFew { what, found, needed: TEACHERS });
        }
    }
    if known.iter().any(|one| !one.eap.is_finite()) {
        return Err(Error::OutOfRange { what: "a competence" });
    }
    let (subjects, many) = numbered(known.iter().map(|one| one.subject));
    let (municipalities, places) = numbered(known.iter().map(|one| one.municipality));
    let (schools, count) = numbered(known.iter().map(|one| one.school));
    if count < SCHOOLS {
        return Err(Error::TooFew { what: "schools", found: count, needed: SCHOOLS });
    }
    let mut lines: Vec<Line> = known
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let baseline = population.expected(one.before, DISPERSION) - population.share();
            // The walk stands last: what the others explain is theirs.
            let values = vec![baseline, baseline * baseline, one.eap, f64::from(u8::from(one.walked))];
            Line { levels: [subjects[at], municipalities[at]], values, outcome: share(one.after), weight: 1.0, cluster: schools[at] }
        })
        .collect();
    let after: Vec<Count> = known.iter().map(|one| one.after).collect();
    linear::weigh(&mut lines, [many, places], &chance(&after, &subjects, many));
    let found = linear::fit(&lines, [many, places], "who walked, beside baseline, competence, subject and municipality")?;
    let (slope, error, freedom) = (found.slopes[3], found.error(3), found.freedom());
    let change = told(slope, error, freedom);
    let ladder = match () {
        () if change.high < 0.0 => Ladder::LikelyBetter,
        () if change.low > 0.0 => Ladder::LikelyWorse,
        () => Ladder::WithinError,
    };
    Ok(Effect {
        change,
        p: chance_of(slope, error, freedom),
        queue,
        ladder,
        walked,
        waited,
        schools: count,
        pupils: after.iter().map(|one| u64::from(one.of())).sum(),
        without_help: moved(&known, false),
        naive: moved(&known, true),
        is_on_few_schools: count < crate::link::SCHOOLS,
    })
}

/// Pooled share after less before, percentage points.
fn moved(known: &[&Eligible], walked: bool) -> f64 {
    let pooled = |pick: fn(&Eligible) -> Count| share(known.iter().filter(|one| one.walked == walked).fold(Count::default(), |sum, one| sum.and(pick(one))));
    100.0 * (pooled(|one| one.after) - pooled(|one| one.before))
}
