//! The slope within schools, judged by exchanging competences there: exact however few schools there are.

use super::{How, Within};
use crate::{
    chance::Stream,
    error::Error,
    linear::{Line, Normal, residual},
    share::{Change, LEVEL},
};
use std::collections::BTreeMap;

const ROUNDS: usize = 1_999;
const NONCE: &[u8; 12] = b"coupling.per";

/// One permutation (the first is none): what competences gather of the shares and of themselves. For a slope `b` the statistic is `y − b·x`.
struct Round {
    y: f64,
    x: f64,
}

/// Estimate, interval by inverting the test, and its p for a slope of 0.
pub(super) fn permuted(lines: &[Line], levels: [usize; 2], seed: u64) -> Result<(Change, f64, How), Error> {
    let x = explained(lines, levels, |line| line.values[0])?;
    let y = explained(lines, levels, |line| line.outcome)?;
    let (within, strata) = strata(lines);
    let own = beside_subject(lines, within);
    let mut stream = Stream::short(seed, NONCE);
    let deviations = centred(&own, &strata);
    let rounds: Vec<Round> = (0..=ROUNDS)
        .map(|round| {
            let moved = if round == 0 { deviations.clone() } else { exchanged(&deviations, &strata, &mut stream) };
            let gather = |target: &[f64]| moved.iter().zip(target).zip(lines).map(|((deviation, value), line)| line.weight * deviation * value).sum::<f64>();
            Round { y: gather(&y), x: gather(&x) }
        })
        .collect();
    let scale: f64 = lines.iter().zip(&deviations).map(|(line, deviation)| line.weight * deviation * deviation).sum();
    if rounds[0].x <= 1e-9 * scale || scale <= 0.0 {
        return Err(Error::NoVariation { what: "competence between teachers of one school" });
    }
    let slope = rounds[0].y / rounds[0].x;
    let few = Error::TooFew { what: "teachers who could be exchanged within schools", found: strata.iter().filter(|one| one.len() > 1).map(Vec::len).sum(), needed: 8 };
    let spread = (rounds[1..].iter().map(|round| (round.y - slope * round.x).powi(2)).sum::<f64>() / ROUNDS as f64).sqrt() / rounds[0].x;
    let end = |side: f64| bound(&rounds, slope, side * spread.max(1e-6)).ok_or_else(|| few.clone());
    let change = Change { points: 100.0 * slope, low: 100.0 * end(-1.0)?, high: 100.0 * end(1.0)? };
    Ok((change, chance(&rounds, 0.0), How::Permuting { within, rounds: ROUNDS }))
}

/// Share of permutations at least as far from 0 as what was seen, if the slope were `b`.
fn chance(rounds: &[Round], b: f64) -> f64 {
    let seen = (rounds[0].y - b * rounds[0].x).abs();
    let further = rounds[1..].iter().filter(|round| (round.y - b * round.x).abs() >= seen * (1.0 - 1e-9)).count();
    (1 + further) as f64 / rounds.len() as f64
}

/// The slope on one side from which on it would be rejected; `None` when nothing is far enough.
fn bound(rounds: &[Round], slope: f64, step: f64) -> Option<f64> {
    let rejected = |b: f64| chance(rounds, b) < 1.0 - LEVEL;
    let mut far = step;
    while !rejected(slope + far) {
        far *= 1.6;
        if far.abs() > 200.0 * step.abs() {
            return None;
        }
    }
    let (mut near, mut far) = (0.0, far);
    for _ in 0..40 {
        let middle = 0.5 * (near + far);
        if rejected(slope + middle) { far = middle } else { near = middle }
    }
    Some(slope + far)
}

/// What subject and municipality leave of a value.
fn explained(lines: &[Line], levels: [usize; 2], value: impl Fn(&Line) -> f64) -> Result<Vec<f64>, Error> {
    let bare: Vec<Line> = lines.iter().map(|line| Line { values: Vec::new(), outcome: value(line), ..line.clone() }).collect();
    let coefficients = Normal::of(&bare, levels).solve().map_err(|_| Error::NoVariation { what: "subjects" })?;
    Ok(bare.iter().map(|line| residual(line, levels, &coefficients)).collect())
}

/// School by subject where at least half have a colleague there, else school.
fn strata(lines: &[Line]) -> (Within, Vec<Vec<usize>>) {
    let by = |key: fn(&Line) -> (usize, usize)| {
        let mut strata: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        lines.iter().enumerate().for_each(|(at, line)| strata.entry(key(line)).or_default().push(at));
        strata.into_values().collect::<Vec<_>>()
    };
    let fine = by(|line| (line.cluster, line.levels[0]));
    let paired: usize = fine.iter().filter(|one| one.len() > 1).map(Vec::len).sum();
    if 2 * paired >= lines.len() { (Within::SchoolAndSubject, fine) } else { (Within::School, by(|line| (line.cluster, 0))) }
}

/// Competence, less its subject's mean where teachers of different subjects are exchanged.
fn beside_subject(lines: &[Line], within: Within) -> Vec<f64> {
    let mut means: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    if within == Within::School {
        for line in lines {
            let mean = means.entry(line.levels[0]).or_default();
            *mean = (mean.0 + line.values[0], mean.1 + 1.0);
        }
    }
    lines.iter().map(|line| line.values[0] - means.get(&line.levels[0]).map_or(0.0, |(sum, count)| sum / count)).collect()
}

fn centred(values: &[f64], strata: &[Vec<usize>]) -> Vec<f64> {
    let mut left = vec![0.0; values.len()];
    for own in strata {
        let mean = own.iter().map(|at| values[*at]).sum::<f64>() / own.len() as f64;
        own.iter().for_each(|at| left[*at] = values[*at] - mean);
    }
    left
}

fn exchanged(values: &[f64], strata: &[Vec<usize>], stream: &mut Stream) -> Vec<f64> {
    let mut moved = values.to_vec();
    for own in strata {
        let mut order = own.clone();
        stream.shuffle(&mut order);
        own.iter().zip(order).for_each(|(to, from)| moved[*to] = values[from]);
    }
    moved
}
