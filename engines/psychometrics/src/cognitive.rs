//! Which skills somebody has: DINA and G-DINA, for tests whose items were assigned to skills by people who signed for it (the Q-matrix).
//!
//! A person has or lacks each of K skills; an item sees only the skills it needs. DINA (Junker & Sijtsma 2001): who has all of them succeeds but for a slip,
//! who lacks any succeeds only by a guess, `P(1) = 1 − slip` or `guess`. G-DINA (de la Torre 2011), saturated: a chance of its own for each subset of the needed skills.
//! Marginal maximum likelihood by EM, the shares of all `2^K` classes free.
//!
//! A view beside the measurement, never its core: with few items a skill the profile is right for little more than every second person, which
//! [`Diagnosis::posteriors`] shows.

use crate::{MISSING, Responses};
use thiserror::Error;

/// How needed skills turn into success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    Dina,
    Gdina,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosis {
    /// Of each item the chance of success: with [`Rule::Dina`] without and with all needed skills (guess, 1 − slip),
    /// with [`Rule::Gdina`] for each subset of the needed skills, the first needed skill being the lowest bit.
    pub success: Vec<Vec<f64>>,
    /// Share of each class of persons; skill k is had where bit k of the class's number is set.
    pub classes: Vec<f64>,
    /// Share of persons who have each skill.
    pub mastery: Vec<f64>,
    /// Of each person the probability of each skill, given the answers.
    pub posteriors: Vec<Vec<f64>>,
    pub loglik: f64,
    pub parameters: usize,
    pub iterations: usize,
    /// False when EM ended before it arrived.
    pub converged: bool,
}

/// Why nothing can be found. Items count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CognitiveError {
    #[error("{found} rows of the Q-matrix for {expected} items")]
    Rows { expected: usize, found: usize },
    #[error("row {item} of the Q-matrix has {found} skills where {expected} are expected")]
    Columns { item: usize, expected: usize, found: usize },
    #[error("{found} skills: from 1 to {MOST_SKILLS} can be told apart")]
    Skills { found: usize },
    #[error("item {item} needs no skill")]
    NoSkill { item: usize },
    #[error("item {item} has a score of {score}, the model knows 0 and 1 only")]
    NotDichotomous { item: usize, score: u8 },
    #[error("nobody answered item {item}")]
    Unanswered { item: usize },
}

/// More classes than `2^10` no test tells apart.
pub const MOST_SKILLS: usize = 10;
const MOST_ITERATIONS: usize = 10_000;

/// Estimates chances and shares; `needed[item][skill]` says whether the item needs the skill.
///
/// # Errors
/// A Q-matrix that doesn't fit the answers, scores other than 0 and 1, an item nobody answered.
pub fn diagnose(responses: &Responses, needed: &[Vec<bool>], rule: Rule) -> Result<Diagnosis, CognitiveError> {
    let skills = check(responses, needed)?;
    let classes = 1_usize << skills;
    let kinds: Vec<Vec<usize>> = needed.iter().map(|needed| (0..classes).map(|class| kind(class, needed, rule)).collect()).collect();
    let mut success: Vec<Vec<f64>> = needed.iter().map(|needed| start(needed, rule)).collect();
    let mut shares = vec![1.0 / classes as f64; classes];
    let mut before = f64::MIN;
    let mut iterations = 0;
    loop {
        let round = expect(responses, &kinds, &success, &shares);
        iterations += 1;
        let converged = round.loglik - before <= 1e-10 * round.loglik.abs();
        if converged || iterations >= MOST_ITERATIONS {
            let parameters = success.iter().map(Vec::len).sum::<usize>() + classes - 1;
            let mastery = (0..skills).map(|skill| shares.iter().enumerate().filter(|(class, _)| class >> skill & 1 == 1).map(|(_, share)| share).sum()).collect();
            let posteriors = (0..responses.persons()).map(|person| skills_of(responses.row(person), &kinds, &success, &shares, skills)).collect();
            return Ok(Diagnosis { success, classes: shares, mastery, posteriors, loglik: round.loglik, parameters, iterations, converged });
        }
        before = round.loglik;
        for (success, counts) in success.iter_mut().zip(&round.counts) {
            success.iter_mut().zip(counts).filter(|(_, (asked, _))| *asked > 0.0).for_each(|(chance, (asked, right))| *chance = right / asked);
        }
        let persons: f64 = round.classes.iter().sum();
        shares.iter_mut().zip(&round.classes).for_each(|(share, count)| *share = count / persons);
    }
}

fn check(responses: &Responses, needed: &[Vec<bool>]) -> Result<usize, CognitiveError> {
    if needed.len() != responses.items() {
        return Err(CognitiveError::Rows { expected: responses.items(), found: needed.len() });
    }
    let skills = needed.first().map_or(0, Vec::len);
    if !(1..=MOST_SKILLS).contains(&skills) {
        return Err(CognitiveError::Skills { found: skills });
    }
    for (item, row) in needed.iter().enumerate() {
        if row.len() != skills {
            return Err(CognitiveError::Columns { item, expected: skills, found: row.len() });
        }
        if !row.contains(&true) {
            return Err(CognitiveError::NoSkill { item });
        }
        match responses.range(item) {
            None => return Err(CognitiveError::Unanswered { item }),
            Some((_, score)) if score > 1 => return Err(CognitiveError::NotDichotomous { item, score }),
            Some(_) => {}
        }
    }
    Ok(skills)
}

/// Which of the item's chances a class has.
fn kind(class: usize, needed: &[bool], rule: Rule) -> usize {
    let own = needed.iter().enumerate().filter(|(_, needed)| **needed).map(|(skill, _)| class >> skill & 1);
    match rule {
        Rule::Dina => own.min().unwrap_or(0),
        Rule::Gdina => own.enumerate().map(|(place, has)| has << place).sum(),
    }
}

/// From .2 with no needed skill to .8 with all of them.
fn start(needed: &[bool], rule: Rule) -> Vec<f64> {
    let count = needed.iter().filter(|needed| **needed).count();
    match rule {
        Rule::Dina => vec![0.2, 0.8],
        Rule::Gdina => (0..1_usize << count).map(|subset| 0.2 + 0.6 * f64::from(subset.count_ones()) / count as f64).collect(),
    }
}

struct Round {
    loglik: f64,
    /// Per item and chance: expected persons asked, and of them right.
    counts: Vec<Vec<(f64, f64)>>,
    classes: Vec<f64>,
}

fn expect(responses: &Responses, kinds: &[Vec<usize>], success: &[Vec<f64>], shares: &[f64]) -> Round {
    let mut round = Round { loglik: 0.0, counts: success.iter().map(|success| vec![(0.0, 0.0); success.len()]).collect(), classes: vec![0.0; shares.len()] };
    for (person, row) in responses.rows().enumerate().filter(|(_, row)| row.iter().any(|score| *score != MISSING)) {
        let weight = responses.weight(person);
        let (posterior, loglik) = posterior(row, kinds, success, shares);
        round.loglik += weight * loglik;
        round.classes.iter_mut().zip(&posterior).for_each(|(count, p)| *count += weight * p);
        for ((kinds, counts), score) in kinds.iter().zip(&mut round.counts).zip(row).filter(|(_, score)| **score != MISSING) {
            for (kind, p) in kinds.iter().zip(&posterior) {
                counts[*kind].0 += weight * p;
                counts[*kind].1 += weight * p * f64::from(*score);
            }
        }
    }
    round
}

/// Probability of each class given the answers, and the logarithm of the answers' own.
fn posterior(row: &[u8], kinds: &[Vec<usize>], success: &[Vec<f64>], shares: &[f64]) -> (Vec<f64>, f64) {
    let mut logs: Vec<f64> = shares.iter().map(|share| share.max(f64::MIN_POSITIVE).ln()).collect();
    for ((kinds, success), score) in kinds.iter().zip(success).zip(row).filter(|(_, score)| **score != MISSING) {
        let by_kind: Vec<f64> = success.iter().map(|p| if *score == 1 { *p } else { 1.0 - p }.max(f64::MIN_POSITIVE).ln()).collect();
        logs.iter_mut().zip(kinds).for_each(|(log, kind)| *log += by_kind[*kind]);
    }
    let largest = logs.iter().copied().fold(f64::MIN, f64::max);
    logs.iter_mut().for_each(|log| *log = (*log - largest).exp());
    let sum: f64 = logs.iter().sum();
    logs.iter_mut().for_each(|p| *p /= sum);
    (logs, largest + sum.ln())
}

fn skills_of(row: &[u8], kinds: &[Vec<usize>], success: &[Vec<f64>], shares: &[f64], skills: usize) -> Vec<f64> {
    let (posterior, _) = posterior(row, kinds, success, shares);
    (0..skills).map(|skill| posterior.iter().enumerate().filter(|(class, _)| class >> skill & 1 == 1).map(|(_, p)| p).sum()).collect()
}
