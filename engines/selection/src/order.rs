//! In which order to walk what was chosen.

use crate::{
    fit::Problem,
    model::Day,
    worth::{Chosen, given},
};

/// What is needed comes before what needs it; among those that could come next, by the day by which it must have begun; those that
/// can wait stand at the beginning of the window, the heaviest first.
pub fn ordered(problem: &Problem<'_>, chosen: &Chosen) -> Vec<usize> {
    let mut left = chosen.taken.clone();
    left.sort_unstable();
    let mut order: Vec<usize> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_ready = |at: usize| problem.resources[at].needs.iter().all(|needed| order.contains(needed) || !chosen.has(*needed));
        let next = left.iter().copied().filter(|at| is_ready(*at)).min_by(|one, other| {
            let key = |at: usize| (begins_by(problem, chosen, at), problem.resources[at].starts.is_some());
            key(*one).cmp(&key(*other)).then(weight(problem, *other).total_cmp(&weight(problem, *one))).then(one.cmp(other))
        });
        // Never empty: the input has no cycles.
        let Some(next) = next else { break };
        left.retain(|at| *at != next);
        order.push(next);
    }
    order
}

/// Its own first day, or that of the first that needs it; the beginning of the window, if neither has any.
fn begins_by(problem: &Problem<'_>, chosen: &Chosen, at: usize) -> Day {
    let of = |one: usize| problem.resources[one].starts.or(problem.resources[one].ends);
    let later = chosen.taken.iter().filter(|other| problem.before[**other].contains(&at)).filter_map(|other| of(*other));
    of(at).into_iter().chain(later).min().unwrap_or(problem.limits.from)
}

fn weight(problem: &Problem<'_>, at: usize) -> f64 {
    problem.resources[at].strengths.iter().map(|(of, strength)| given(&problem.deficits[*of], u32::from(*strength))).sum()
}
