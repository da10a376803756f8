//! Items on a scale: marginal maximum likelihood for Rasch, 2PL, PCM, GPCM and GRM.
//!
//! A person's θ is drawn from the normal distribution of his group and integrated out (Bock & Aitkin 1981):
//! `ln L = Σ_i w_i · ln ∫ Π_j P(x_ij | θ) φ(θ; μ_g, σ_g²) dθ`. The maximum is found by steps of EM made quick (`climb`),
//! persons with the same items pass through a table over their sufficient score (`table`), standard errors come from the observed information (`information`).
//!
//! ```
//! use psychometrics::{Responses, calibrate::{Model, Plan, calibrate}};
//!
//! let rows = [[1, 1, 0], [1, 0, 0], [0, 1, 1], [1, 1, 1], [0, 0, 0], [1, 0, 1], [0, 1, 0], [1, 1, 0]].map(|row| row.map(Some));
//! let found = calibrate(&Responses::from_rows(&rows)?, &Plan::new(Model::Rasch))?;
//! assert!(found.converged && found.items[2].item.intercepts[0] < found.items[0].item.intercepts[0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Slopes are per unit of θ; θ of the reference group is N(0, 1), or N(0, σ²) where all slopes are 1. Everything is deterministic.

mod blocks;
#[cfg(test)]
mod checks;
mod climb;
mod curves;
mod grid;
mod information;
mod layout;
mod loose;
mod outcome;
mod packed;
mod plan;
mod prior;
mod problem;
mod result;
mod start;
mod table;

pub use climb::{Progress, Watch};
pub use plan::{Model, Plan, Priors, Quadrature, StandardErrors};
pub use result::{CalibratedGroup, CalibratedItem, Calibration, CalibrationError, ItemFlag, MOST_ITEMS};

use crate::Responses;
use blocks::Blocks;
use climb::{Limits, Memory, Summit};
use grid::Grid;
use layout::Layout;
use problem::Problem;
use std::ops::ControlFlow;

/// Where a slope that runs away is stopped, per standard deviation of the reference group.
pub const LARGEST_SLOPE: f64 = 20.0;
/// Where the standard deviation of a group is stopped.
const SD_BOUNDS: (f64, f64) = (0.01, 30.0);

/// Answers below which an item is flagged: 100, or 30 when all slopes are 1.
#[must_use]
pub fn few_answers(model: Model) -> f64 {
    if model.has_slopes() { 100.0 } else { 30.0 }
}

/// Calibrates items and groups.
///
/// # Errors
/// Answers the model can't be fitted to, a plan that doesn't fit the answers: see [`CalibrationError`]. What can be fitted but not trusted is flagged instead.
pub fn calibrate(responses: &Responses, plan: &Plan<'_>) -> Result<Calibration, CalibrationError> {
    calibrate_watched(responses, plan, &mut |_| ControlFlow::Continue(()))
}

/// The same with somebody watching, who may stop it.
///
/// # Errors
/// As [`calibrate`], and [`CalibrationError::Cancelled`].
pub fn calibrate_watched(responses: &Responses, plan: &Plan<'_>, watch: &mut Watch<'_>) -> Result<Calibration, CalibrationError> {
    check_priors(plan)?;
    let layout = Layout::of(responses, plan)?;
    let blocks = Blocks::of(responses, &layout, plan.groups);
    if blocks.rows < 2 {
        return Err(CalibrationError::TooFewPersons { found: blocks.rows });
    }
    let start = start::point(&layout, &blocks.counts, plan.anchors);
    let parameters = layout.free.iter().filter(|free| **free).count();
    let (mut problem, summit) = fit(layout, &blocks, start, plan, watch)?;
    let errors = match plan.standard_errors {
        StandardErrors::Skip => vec![None; summit.point.len()],
        StandardErrors::Observed => information::standard_errors(&mut problem, &summit.point),
    };
    Ok(outcome::of(responses, plan, &problem, &summit, &errors, parameters))
}

/// The marginal log-likelihood of answers under items that are known, by a quadrature of one's own choice: a check of a calibration, or of a bank against new answers.
/// Each group is its mean and variance.
///
/// # Errors
/// As [`calibrate`]; every item needs parameters.
pub fn marginal_loglik(responses: &Responses, items: &[crate::Item], groups: Option<&[usize]>, abilities: &[(f64, f64)], quadrature: Quadrature) -> Result<f64, CalibrationError> {
    let anchors: Vec<_> = items.iter().cloned().map(Some).collect();
    let plan = Plan { groups, anchors: Some(&anchors), quadrature, ..Plan::new(Model::GeneralizedPartialCredit) };
    let layout = Layout::of(responses, &plan)?;
    if let Some(group) = (0..layout.groups).find(|group| abilities.get(*group).is_none_or(|(mean, variance)| !(mean.is_finite() && variance.is_finite() && *variance > 0.0))) {
        return Err(CalibrationError::NoAbility { group });
    }
    let blocks = Blocks::of(responses, &layout, groups);
    let mut point = start::point(&layout, &blocks.counts, plan.anchors);
    for (group, (mean, variance)) in abilities.iter().take(layout.groups).enumerate() {
        point[layout.mean_at(group)] = *mean;
        point[layout.log_sd_at(group)] = 0.5 * variance.ln();
    }
    let grid = Grid::of(quadrature, grid::nodes_needed(&layout, &point, blocks.share))?;
    Ok(Problem::new(layout, &blocks, grid, None).evaluate(&point).map_or(f64::NEG_INFINITY, |value| value.loglik))
}

fn check_priors(plan: &Plan<'_>) -> Result<(), CalibrationError> {
    let sound = |sd: f64| sd.is_finite() && sd > 0.0;
    match plan.priors {
        Some(priors) if !(sound(priors.log_slope) && sound(priors.difficulty)) => Err(CalibrationError::Priors),
        _ => Ok(()),
    }
}

/// Persons enough to begin with when there are many more.
const BEGIN_WITH: usize = 16_384;
/// From so many times [`BEGIN_WITH`] on it is worth it.
const WORTH_THINNING: usize = 4;

/// Climbs; with very many persons first on a part of them, which leaves little to do for all.
fn fit<'b>(layout: Layout, blocks: &'b Blocks, start: Vec<f64>, plan: &Plan<'_>, watch: &mut Watch<'_>) -> Result<(Problem<'b>, Summit), CalibrationError> {
    let every = blocks.rows / BEGIN_WITH;
    let thin = if every >= WORTH_THINNING { blocks.thinned(&layout, every) } else { None };
    let Some(thin) = thin else { return climb_on(layout, blocks, start, Memory::default(), plan, watch) };
    let rough = Plan { tolerance: plan.tolerance.max(1e-4), ..*plan };
    let (problem, found) = climb_on(layout.clone(), &thin, start.clone(), Memory::default(), &rough, watch)?;
    // What ran into a bound among few may not among all.
    let sound = found.converged && problem.layout.free == layout.free;
    let (start, memory) = if sound { (found.point, found.memory.scaled(every as f64)) } else { (start, Memory::default()) };
    climb_on(layout, blocks, start, memory, plan, watch)
}

/// Climbs, and climbs on with more nodes when the items found turn out to need them.
fn climb_on<'b>(layout: Layout, blocks: &'b Blocks, start: Vec<f64>, memory: Memory, plan: &Plan<'_>, watch: &mut Watch<'_>) -> Result<(Problem<'b>, Summit), CalibrationError> {
    let grid = Grid::of(plan.quadrature, grid::nodes_needed(&layout, &start, blocks.share))?;
    let mut problem = Problem::new(layout, blocks, grid, plan.priors);
    let (mut point, mut memory, mut done) = (start, memory, 0);
    loop {
        let limits = Limits { tolerance: plan.tolerance, most: plan.max_iterations.saturating_sub(done), slope: LARGEST_SLOPE, log_sd: (SD_BOUNDS.0.ln(), SD_BOUNDS.1.ln()) };
        let mut told = |progress: Progress| watch(Progress { iteration: progress.iteration + done, ..progress });
        let mut summit = climb::climb(&mut problem, point, memory, &limits, &mut told)?;
        done += summit.iterations;
        summit.iterations = done;
        let needed = grid::nodes_needed(&problem.layout, &summit.point, blocks.share);
        if plan.quadrature != Quadrature::Automatic || needed <= problem.grid.len() || done >= plan.max_iterations {
            return Ok((problem, summit));
        }
        problem.regrid(Grid::of(Quadrature::Automatic, needed)?);
        (point, memory) = (summit.point, summit.memory);
    }
}
