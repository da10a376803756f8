//! The simple rule: again and again what gives most, with all it needs.

use crate::{fit::Problem, worth::Chosen};

/// The better of two runs: by worth per hour, and by worth alone.
pub fn choose(problem: &Problem<'_>) -> Chosen {
    let (per_hour, alone) = (run(problem, |worth, hours| worth / (f64::from(hours) + 4.0)), run(problem, |worth, _| worth));
    if alone.worth > per_hour.worth { alone } else { per_hour }
}

fn run(problem: &Problem<'_>, score: impl Fn(f64, u32) -> f64) -> Chosen {
    let mut chosen = Chosen::nothing(problem);
    loop {
        let mut best: Option<(f64, Chosen)> = None;
        for at in (0..problem.resources.len()).filter(|at| problem.can(*at)) {
            let Some(grown) = with(problem, &chosen, at) else { continue };
            let (more, hours) = (grown.worth - chosen.worth, grown.hours - chosen.hours);
            let rank = score(more, hours);
            if more > 1e-9 && best.as_ref().is_none_or(|(known, _)| rank > known + 1e-12) {
                best = Some((rank, grown));
            }
        }
        match best {
            Some((_, grown)) => chosen = grown,
            None => return chosen,
        }
    }
}

/// The selection with one more and all that it needs, if that keeps within the limits.
fn with(problem: &Problem<'_>, chosen: &Chosen, at: usize) -> Option<Chosen> {
    if chosen.has(at) || (problem.resources[at].strengths.is_empty() && problem.before[at].is_empty()) {
        return None;
    }
    let wanted = || problem.before[at].iter().chain([&at]).copied().filter(|one| !chosen.has(*one));
    let hours: u64 = wanted().map(|one| u64::from(problem.resources[one].hours)).sum();
    if u64::from(chosen.hours) + hours > u64::from(problem.limits.hours) || chosen.taken.len() + wanted().count() > problem.limits.lines {
        return None;
    }
    let mut grown = chosen.clone();
    wanted().for_each(|one| grown.take(problem, one));
    Some(grown)
}
