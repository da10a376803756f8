//! A repeat beside the first measurement: compared only on one scale, by the joint posterior of both, never as a difference.

use crate::{
    context::{self, Prior},
    measure::{self, ChangePrior, Changed},
    model::{AttemptId, CompetencyId, Growth, Incomparable, ResultLine},
    store::{growth as kept, results},
};
use access::Scope;
use audit::{By, Event, Record};
use diagnostics::{ScoredAttempt, ScoredItem};
use kernel::{Result, Tx};
use serde_json::json;

/// Compares a repeat with the attempt that it repeats, competency by competency of the repeat.
///
/// # Errors
/// The store fails.
pub(crate) fn compare(tx: &mut Tx<'_>, second: &ScoredAttempt, lines: &[ResultLine]) -> Result<()> {
    let Some(first) = second.repeat_of else { return Ok(()) };
    let Some(first) = scored(tx, first)?.filter(|first| first.person == second.person) else { return Ok(()) };
    let before = results::lines(tx, first.id)?;
    let linked = is_linked(tx, &first, second)?;
    let prior = prior_of_change(tx)?;
    for line in lines {
        let growth = one(tx, (&first, second), (&before, line), linked, &prior)?;
        kept::insert(tx, second.person, &second.place, &growth, &prior.as_json())?;
    }
    tx.record(&By::system(), Event::new("growth.computed", "attempt", second.id).of(second.person).with(json!({"first": first.id.to_string(), "competencies": lines.len()})))
}

/// A scored attempt, if it is still there.
fn scored(tx: &mut Tx<'_>, id: AttemptId) -> Result<Option<ScoredAttempt>> {
    match diagnostics::scored_attempt(tx, &Scope::program("a repeat is compared with the attempt that it repeats"), id) {
        Ok(found) => Ok(Some(found)),
        Err(kernel::Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// So many pairs are enough to learn from: the newest.
const MOST_PAIRS: u32 = 400;

/// What is believed of changes, learned from all repeaters. It is learned anew when a tenth more have come since.
fn prior_of_change(tx: &mut Tx<'_>) -> Result<ChangePrior> {
    let pairs = usize::try_from(kept::count_pairs(tx)?).unwrap_or(usize::MAX);
    let last: Option<ChangePrior> = kept::last_prior(tx)?.and_then(|prior| serde_json::from_str(&prior).ok());
    if let Some(last) = last.filter(|last| last.pairs.min(MOST_PAIRS as usize) * 11 >= pairs.min(MOST_PAIRS as usize) * 10) {
        return Ok(ChangePrior { pairs: last.pairs, ..last });
    }
    let mut evidence = Vec::new();
    for (first, second, code) in kept::pairs(tx, MOST_PAIRS)? {
        let (Some(first), Some(second)) = (scored(tx, first)?, scored(tx, second)?) else { continue };
        let (Some(before), Some(after)) = (competency_of(tx, &first, &code)?, competency_of(tx, &second, &code)?) else { continue };
        let abilities = abilities(tx, &second, &code)?;
        evidence.extend(measure::evidence(&scores(&first, before), &scores(&second, after), abilities));
    }
    Ok(ChangePrior { pairs, ..measure::learn(&evidence) })
}

fn competency_of(tx: &mut Tx<'_>, attempt: &ScoredAttempt, code: &str) -> Result<Option<CompetencyId>> {
    Ok(competencies::by_code(tx, attempt.framework, code)?.map(|competency| competency.id))
}

/// Mean and sd of a competency among those who could have been asked.
fn abilities(tx: &mut Tx<'_>, attempt: &ScoredAttempt, code: &str) -> Result<(f64, f64)> {
    let prior = Prior::read(tx, attempt, &[code.to_owned()])?;
    Ok((prior.means.first().copied().unwrap_or(0.0), prior.sds.first().copied().unwrap_or(1.0)))
}

fn is_linked(tx: &mut Tx<'_>, first: &ScoredAttempt, second: &ScoredAttempt) -> Result<bool> {
    match (first.calibration, second.calibration) {
        (Some(left), Some(right)) => items::are_linked(tx, left, right),
        (None, _) | (_, None) => Ok(false),
    }
}

fn one(tx: &mut Tx<'_>, (first, second): (&ScoredAttempt, &ScoredAttempt), (before, line): (&[ResultLine], &ResultLine), linked: bool, prior: &ChangePrior) -> Result<Growth> {
    let not = |why| kept::not_comparable(&line.code, &line.title, first.id, second.id, why);
    let Some(earlier) = before.iter().find(|earlier| earlier.code == line.code) else {
        return Ok(not(Incomparable::NotMeasuredBefore));
    };
    if let Some(why) = hindrance(first.framework == second.framework, line.is_preliminary || earlier.is_preliminary, linked) {
        return Ok(not(why));
    }
    let abilities = abilities(tx, second, &line.code)?;
    let evidence = measure::evidence(&scores(first, earlier.competency), &scores(second, line.competency), abilities);
    Ok(match evidence.and_then(|evidence| measure::change(&evidence, prior)) {
        Some(changed) => told(line, (first.id, second.id), &changed),
        None => not(Incomparable::Unmeasurable),
    })
}

/// Why two measurements of a competency can't be compared, if they can't.
fn hindrance(same_framework: bool, any_preliminary: bool, linked: bool) -> Option<Incomparable> {
    if !same_framework {
        Some(Incomparable::OtherFramework)
    } else if any_preliminary {
        Some(Incomparable::Preliminary)
    } else if !linked {
        Some(Incomparable::NotLinked)
    } else {
        None
    }
}

fn scores(attempt: &ScoredAttempt, competency: CompetencyId) -> Vec<(psychometrics::Item, usize)> {
    attempt.of(competency).map(score).collect()
}

fn score(one: &ScoredItem) -> (psychometrics::Item, usize) {
    let item = psychometrics::Item { family: context::engine_family(one.parameters.family), slope: one.parameters.slope, intercepts: one.parameters.intercepts.clone() };
    (item, usize::try_from(one.score).unwrap_or(0))
}

fn told(line: &ResultLine, (first, second): (AttemptId, AttemptId), changed: &Changed) -> Growth {
    Growth {
        code: line.code.clone(),
        title: line.title.clone(),
        first,
        second,
        verdict: changed.verdict,
        reason: String::new(),
        change: Some(changed.mean),
        low: Some(changed.low),
        high: Some(changed.high),
        p_grew: Some(changed.p_grew),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_are_not_of_one_scale_are_never_compared() {
        assert_eq!(hindrance(false, true, false), Some(Incomparable::OtherFramework));
        assert_eq!(hindrance(true, true, true), Some(Incomparable::Preliminary));
        assert_eq!(hindrance(true, false, false), Some(Incomparable::NotLinked));
        assert_eq!(hindrance(true, false, true), None);
    }
}
