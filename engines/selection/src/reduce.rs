//! Fewer resources for the exact part.
//!
//! **Outdone: no loss.** A resource that nothing else needs goes if at least as many others outdo it as any of its deficits needs
//! strengths: each of the same form and kind, not longer nor dearer, at least as strong for each deficit, needing nothing that it doesn't.
//! Proof: take a best selection with it. If one of the others isn't taken, put that in its place: no hour more, nothing less, the same
//! variety. If all are taken, each gives each of its deficits at least 1, so these have all they need: without it the selection is worth
//! more. Either way a selection without it is as good; the others are taken out in one order, so none leans on one that went.
//!
//! **The best dozen: a heuristic.** Per deficit, those with the most worth per hour stay, and the longest-reaching, with all that they
//! need and the greedy answer.

use crate::{
    fit::Problem,
    worth::{Chosen, given, price},
};

/// Resources to look at, by index.
pub fn candidates(problem: &Problem<'_>, simple: &Chosen, per_deficit: usize) -> Vec<usize> {
    let able = unbeaten(problem);
    let mut kept = vec![false; problem.resources.len()];
    for deficit in 0..problem.deficits.len() {
        let mut those: Vec<(f64, usize)> = able.iter().filter(|at| problem.strength(**at, deficit) > 0).map(|at| (alone(problem, *at), *at)).collect();
        let rate = |(worth, at): &(f64, usize)| worth / (f64::from(hours(problem, *at)) + 4.0);
        those.sort_by(|left, right| rate(right).total_cmp(&rate(left)).then(left.1.cmp(&right.1)));
        let half = per_deficit.div_ceil(2);
        those.iter().take(half).for_each(|(_, at)| kept[*at] = true);
        let mut rest = those.split_off(half.min(those.len()));
        rest.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
        rest.iter().take(per_deficit - half).for_each(|(_, at)| kept[*at] = true);
    }
    simple.taken.iter().for_each(|at| kept[*at] = true);
    for at in 0..kept.len() {
        if kept[at] {
            problem.before[at].iter().for_each(|needed| kept[*needed] = true);
        }
    }
    (0..kept.len()).filter(|at| kept[*at]).collect()
}

/// Hours with all that it needs.
fn hours(problem: &Problem<'_>, at: usize) -> u32 {
    problem.before[at].iter().chain([&at]).map(|one| problem.resources[*one].hours).fold(0, u32::saturating_add)
}

/// What it would be worth if it were the only one.
fn alone(problem: &Problem<'_>, at: usize) -> f64 {
    let resource = &problem.resources[at];
    resource.strengths.iter().map(|(of, strength)| given(&problem.deficits[*of], u32::from(*strength))).sum::<f64>() - price(resource)
}

/// Those that fit, give something and are not outdone.
fn unbeaten(problem: &Problem<'_>) -> Vec<usize> {
    let mut is_needed = vec![false; problem.resources.len()];
    problem.resources.iter().flat_map(|resource| &resource.needs).for_each(|needed| is_needed[*needed] = true);
    let mut able: Vec<usize> = (0..problem.resources.len()).filter(|at| problem.can(*at) && !problem.resources[*at].strengths.is_empty()).collect();
    // The shortest first: whoever outdoes another stands before it or costs the same.
    able.sort_by_key(|at| (problem.resources[*at].hours, *at));
    let mut kept: Vec<usize> = Vec::new();
    for at in able {
        let enough = problem.resources[at].strengths.iter().map(|(of, _)| usize::from(problem.deficits[*of].need)).max().unwrap_or(1);
        let is_outdone = !is_needed[at] && kept.iter().filter(|other| outdoes(problem, **other, at)).take(enough).count() == enough;
        if !is_outdone {
            kept.push(at);
        }
    }
    kept.sort_unstable();
    kept
}

fn outdoes(problem: &Problem<'_>, other: usize, at: usize) -> bool {
    let (better, worse) = (&problem.resources[other], &problem.resources[at]);
    better.form == worse.form
        && better.kind == worse.kind
        && better.hours <= worse.hours
        && price(better) <= price(worse)
        && worse.strengths.iter().all(|(of, strength)| problem.strength(other, *of) >= u32::from(*strength))
        && better.needs.iter().all(|needed| problem.before[at].contains(needed))
}
