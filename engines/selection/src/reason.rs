//! Why each was chosen, and why nothing was for some deficits.

use crate::{
    fit::{Fit, Problem},
    model::{Coverage, How, Line, Missing, Reason, Selection, Why},
    order::ordered,
    worth::{Chosen, given},
};

pub fn explained(problem: &Problem<'_>, chosen: &Chosen, how: How, considered: usize) -> Selection {
    let lines = ordered(problem, chosen).into_iter().map(|at| Line { resource: at, reasons: reasons(problem, chosen, at) }).collect();
    let coverage: Vec<Coverage> = problem.deficits.iter().zip(&chosen.strengths).map(|(deficit, given)| Coverage { given: *given, need: deficit.need.into() }).collect();
    let missing = (0..coverage.len()).filter(|at| coverage[*at].given == 0).map(|deficit| Missing { deficit, why: why(problem, chosen, deficit) }).collect();
    Selection { lines, coverage, missing, hours: chosen.hours, worth: chosen.worth, how, considered }
}

fn reasons(problem: &Problem<'_>, chosen: &Chosen, at: usize) -> Vec<Reason> {
    let resource = &problem.resources[at];
    let served = served(problem, chosen, at);
    let able = |deficit: usize| (0..problem.resources.len()).filter(|other| *other != at && problem.can(*other) && problem.strength(*other, deficit) > 0).count();
    let needed: Vec<usize> = chosen.taken.iter().copied().filter(|other| problem.resources[*other].needs.contains(&at)).collect();
    let only: Vec<usize> = served.iter().copied().filter(|deficit| able(*deficit) == 0).collect();
    let rivals = served.first().map_or(0, |deficit| able(*deficit));
    let is_other = chosen.taken.len() > 1 && !chosen.taken.iter().any(|other| *other != at && problem.resources[*other].form == resource.form);
    let is_dated = resource.starts.is_some() || resource.ends.is_some();
    [
        (!served.is_empty()).then_some(Reason::Serves(served)),
        (!needed.is_empty()).then_some(Reason::NeededBefore(needed)),
        (!only.is_empty()).then_some(Reason::OnlyOneFor(only)),
        (rivals > 0).then_some(Reason::BestOf(rivals)),
        is_other.then_some(Reason::AnotherForm),
        Some(if is_dated { Reason::FitsDates } else { Reason::AnyTime }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Deficits that would be worth less without it, by how much; for one that is there for others' sake, those that it works on.
fn served(problem: &Problem<'_>, chosen: &Chosen, at: usize) -> Vec<usize> {
    let loss = |(of, strength): (usize, u8)| {
        let (deficit, with) = (&problem.deficits[of], chosen.strengths[of]);
        (given(deficit, with) - given(deficit, with - u32::from(strength)), of)
    };
    let mut losses: Vec<(f64, usize)> = problem.resources[at].strengths.iter().copied().map(loss).filter(|(loss, _)| *loss > 1e-9).collect();
    losses.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
    losses.into_iter().map(|(_, of)| of).collect()
}

/// The nearest obstacle among the resources that work on the deficit.
fn why(problem: &Problem<'_>, chosen: &Chosen, deficit: usize) -> Why {
    let those = (0..problem.resources.len()).filter(|at| problem.strength(*at, deficit) > 0);
    those
        .map(|at| match problem.fits[at] {
            Fit::Dates => Why::Dates,
            Fit::NoSeats => Why::NoSeats,
            Fit::Prerequisite => Why::Prerequisite,
            Fit::TooMuch => too_much(problem, at),
            Fit::Fits => left_out(problem, chosen, at),
        })
        .max()
        .unwrap_or(Why::NoResource)
}

fn too_much(problem: &Problem<'_>, at: usize) -> Why {
    if problem.before[at].len() + 1 > problem.limits.lines { Why::Lines } else { Why::Hours }
}

/// It fits by itself: what else was in its way?
fn left_out(problem: &Problem<'_>, chosen: &Chosen, at: usize) -> Why {
    let more: Vec<usize> = problem.before[at].iter().chain([&at]).copied().filter(|one| !chosen.has(*one)).collect();
    let hours: u64 = more.iter().map(|one| u64::from(problem.resources[*one].hours)).sum();
    if u64::from(chosen.hours) + hours > u64::from(problem.limits.hours) {
        Why::Hours
    } else if chosen.taken.len() + more.len() > problem.limits.lines {
        Why::Lines
    } else {
        Why::NotWorth
    }
}
