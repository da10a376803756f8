//! From the top of the climb to items people can use.

use super::{
    CalibratedGroup, CalibratedItem, Calibration, ItemFlag, LARGEST_SLOPE, Plan,
    climb::Summit,
    few_answers,
    layout::{Kind, Shape},
    problem::Problem,
};
use crate::{Family, Item, MISSING, Responses};

/// How improbable a score is made that nobody has, against its neighbours, on the logarithm's scale.
const IMPROBABLE: f64 = 20.0;

pub(super) fn of(responses: &Responses, plan: &Plan<'_>, problem: &Problem<'_>, summit: &Summit, errors: &[Option<f64>], parameters: usize) -> Calibration {
    let layout = &problem.layout;
    let item = |(number, shape): (usize, &Shape)| {
        let at = &summit.point[shape.range()];
        let answers = problem.blocks.counts[shape.range()].iter().sum();
        let (item, intercept_errors) = whole(shape, at, &errors[shape.range()]);
        let mut calibrated = CalibratedItem { item, slope_error: errors[shape.at], intercept_errors, answers, anchored: shape.anchored, flags: Vec::new() };
        if !shape.anchored {
            calibrated.flags = flags(responses, plan, number, shape, &calibrated);
        }
        calibrated
    };
    let group = |number: usize| {
        let (mean_at, sd_at) = (layout.mean_at(number), layout.log_sd_at(number));
        let variance = (2.0 * summit.point[sd_at]).exp();
        let sd = summit.point[sd_at].exp();
        CalibratedGroup {
            mean: summit.point[mean_at],
            variance,
            mean_error: errors[mean_at],
            variance_error: errors[sd_at].map(|error| 2.0 * variance * error),
            persons: problem.blocks.persons[number],
            variance_at_bound: sd <= super::SD_BOUNDS.0 * 1.0001 || sd >= super::SD_BOUNDS.1 * 0.9999,
        }
    };
    Calibration {
        items: layout.items.iter().enumerate().map(item).collect(),
        groups: (0..layout.groups).map(group).collect(),
        loglik: summit.value.loglik,
        parameters,
        persons: problem.blocks.persons.iter().sum(),
        iterations: summit.iterations,
        converged: summit.converged,
        nodes: problem.grid.len(),
    }
}

/// The item with every score up to its highest, also those nobody has.
fn whole(shape: &Shape, at: &[f64], errors: &[Option<f64>]) -> (Item, Vec<Option<f64>>) {
    let top = shape.scores.last().copied().map_or(1, usize::from);
    let mut known: Vec<Option<f64>> = vec![None; top + 1];
    let mut error = vec![None; top + 1];
    for (category, score) in shape.scores.iter().enumerate() {
        known[usize::from(*score)] = Some(if category == 0 { 0.0 } else { at[category] });
        error[usize::from(*score)] = if category == 0 { None } else { errors[category] };
    }
    let intercepts = match shape.kind {
        Kind::Sufficient => sufficient(&known),
        Kind::Graded => graded(&known, shape.scores.first().copied().map_or(0, usize::from)),
    };
    let family = if shape.kind == Kind::Graded { Family::Graded } else { Family::PartialCredit };
    (Item { family, slope: at[0], intercepts }, error.split_off(1))
}

/// A missing score lies far below the line between its neighbours; so does 0 when the lowest score is above it.
fn sufficient(known: &[Option<f64>]) -> Vec<f64> {
    let mut d: Vec<f64> = Vec::with_capacity(known.len());
    for (score, value) in known.iter().enumerate() {
        let after = known[score..].iter().position(Option::is_some).map(|steps| (steps, known[score + steps].unwrap_or(0.0)));
        d.push(match (value, after) {
            (Some(value), _) => *value,
            (None, Some((steps, next))) => {
                let before = known[..score].iter().rposition(Option::is_some).map(|place| (score - place, known[place].unwrap_or(0.0)));
                let line = before.map_or(next, |(back, last)| last + (next - last) * back as f64 / (back + steps) as f64);
                line - IMPROBABLE
            }
            (None, None) => -IMPROBABLE,
        });
    }
    let zero = d.first().copied().unwrap_or(0.0);
    d.iter().skip(1).map(|d| d - zero).collect()
}

/// A missing score's bounds lie close together; below the lowest score everything is passed.
fn graded(known: &[Option<f64>], lowest: usize) -> Vec<f64> {
    const CLOSE: f64 = 1e-6;
    let mut d = vec![0.0; known.len()];
    for score in (1..known.len()).rev() {
        let next = d.get(score + 1).copied();
        d[score] = match (known[score].filter(|_| score > lowest), next) {
            (Some(value), _) => value,
            (None, Some(next)) if score > lowest => next + CLOSE,
            (None, next) => next.map_or(IMPROBABLE, |next| next.max(0.0) + IMPROBABLE),
        };
    }
    d.split_off(1)
}

fn flags(responses: &Responses, plan: &Plan<'_>, number: usize, shape: &Shape, item: &CalibratedItem) -> Vec<ItemFlag> {
    let mut flags = Vec::new();
    if item.answers < few_answers(plan.model) {
        flags.push(ItemFlag::FewAnswers);
    }
    let top = shape.scores.last().copied().unwrap_or(1);
    flags.extend((0..top).filter(|score| !shape.scores.contains(score)).map(ItemFlag::UnusedScore));
    if item.item.slope.abs() >= LARGEST_SLOPE {
        flags.push(ItemFlag::SlopeAtBound);
        if is_separated(responses, number, shape) {
            flags.push(ItemFlag::PerfectSeparation);
        }
    }
    if item.item.slope < 0.0 {
        flags.push(ItemFlag::NegativeSlope);
    }
    let asked = plan.standard_errors == super::StandardErrors::Observed;
    let known = item.intercept_errors.iter().zip(1..).all(|(error, score)| error.is_some() || !shape.scores[1..].contains(&score));
    if asked && !(known && (item.slope_error.is_some() || !plan.model.has_slopes() || item.item.slope.abs() >= LARGEST_SLOPE)) {
        flags.push(ItemFlag::NoError);
    }
    flags
}

/// Whether each score on the item stands above the lower ones in the share of points on the other items.
fn is_separated(responses: &Responses, number: usize, shape: &Shape) -> bool {
    let mut ends = vec![(f64::MAX, f64::MIN); shape.len()];
    for row in responses.rows().filter(|row| row[number] != MISSING) {
        let others = || row.iter().enumerate().filter(|(item, score)| *item != number && **score != MISSING);
        let most: f64 = others().map(|(item, _)| responses.range(item).map_or(0.0, |(_, high)| f64::from(high))).sum();
        if most > 0.0 {
            let share = others().map(|(_, score)| f64::from(*score)).sum::<f64>() / most;
            let (low, high) = &mut ends[shape.category(row[number])];
            (*low, *high) = (low.min(share), high.max(share));
        }
    }
    let rises = ends.windows(2).all(|pair| pair[0].1 <= pair[1].0);
    let falls = ends.windows(2).all(|pair| pair[1].1 <= pair[0].0);
    rises || falls
}
