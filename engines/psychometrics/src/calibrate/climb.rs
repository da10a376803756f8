//! The way up: steps of EM made quick.
//!
//! EM's own step is the gradient divided by the complete data's information. It never goes wrong far from the top but creeps near it, the more so the less a person's
//! answers tell of θ. So it serves as the first guess of the inverse Hessian in L-BFGS (Jamshidian & Jennrich 1997; Nocedal & Wright, algorithm 7.4),
//! with steps halved until the height rises.

use super::{
    CalibrationError,
    layout::Layout,
    problem::{Problem, Value},
};
use std::{collections::VecDeque, ops::ControlFlow};

/// How far a climb has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Passes through the answers so far.
    pub iteration: usize,
    /// Log-likelihood (with priors, when there are any).
    pub loglik: f64,
    /// By how much it can still be expected to rise.
    pub gain: f64,
}

/// Told after every pass; breaking ends the calibration with [`CalibrationError::Cancelled`].
pub type Watch<'w> = dyn FnMut(Progress) -> ControlFlow<()> + 'w;

/// Where a climb ended.
pub(super) struct Summit {
    pub point: Vec<f64>,
    /// What was learned of the curvature.
    pub memory: Memory,
    pub value: Value,
    pub iterations: usize,
    pub converged: bool,
}

/// Limits of a climb.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub tolerance: f64,
    pub most: usize,
    pub slope: f64,
    pub log_sd: (f64, f64),
}

const REMEMBERED: usize = 10;
/// No parameter moves further than this in one step.
const LONGEST: f64 = 1.5;
const HALVINGS: usize = 12;

/// The last steps and how the gradient fell along each.
#[derive(Default)]
pub(super) struct Memory {
    pairs: VecDeque<Pair>,
}

impl Memory {
    /// The same curvature for so many times the persons.
    pub fn scaled(mut self, times: f64) -> Self {
        for pair in &mut self.pairs {
            pair.fall.iter_mut().for_each(|fall| *fall *= times);
            pair.inverse /= times;
        }
        self
    }

    fn remember(&mut self, point: &[f64], value: &Value, next: &[f64], reached: &Value) {
        let step: Vec<f64> = next.iter().zip(point).map(|(next, point)| next - point).collect();
        let fall: Vec<f64> = value.gradient.iter().zip(&reached.gradient).map(|(before, after)| before - after).collect();
        let curve = dot(&step, &fall);
        if curve > 1e-12 * dot(&step, &step).sqrt() * dot(&fall, &fall).sqrt() {
            if self.pairs.len() == REMEMBERED {
                self.pairs.pop_front();
            }
            self.pairs.push_back(Pair { step, fall, inverse: 1.0 / curve });
        }
    }
}

struct Pair {
    step: Vec<f64>,
    /// Fall of the gradient along it.
    fall: Vec<f64>,
    inverse: f64,
}

/// Climbs from a point until no more than the tolerance can be gained. The layout's `free` loses parameters that run into a bound.
pub(super) fn climb(problem: &mut Problem<'_>, start: Vec<f64>, mut memory: Memory, limits: &Limits, watch: &mut Watch<'_>) -> Result<Summit, CalibrationError> {
    let mut point = start;
    let mut iterations = 1;
    let Some(mut value) = problem.evaluate(&point) else {
        return Ok(Summit { value: nothing(&problem.layout), point, memory, iterations, converged: false });
    };
    let mut small = 0;
    while iterations < limits.most {
        let way = direction(&problem.layout, &value, &memory);
        let gain = 0.5 * dot(&way, &value.gradient);
        if watch(Progress { iteration: iterations, loglik: value.height, gain }).is_break() {
            return Err(CalibrationError::Cancelled);
        }
        small = if gain <= limits.tolerance { small + 1 } else { 0 };
        // One small step may be EM's creeping; two in a row with curvature learned are not.
        if small >= 2 || (small == 1 && gain <= 1e-4 * limits.tolerance) {
            return Ok(Summit { point, memory, value, iterations, converged: true });
        }
        match step(problem, &point, &value, &way, &mut iterations) {
            Some((next, reached)) => {
                memory.remember(&point, &value, &next, &reached);
                (point, value) = (next, reached);
                if stop_at_bounds(&mut problem.layout, &mut point, limits) {
                    memory.pairs.clear();
                    iterations += 1;
                    let Some(again) = problem.evaluate(&point) else { break };
                    value = again;
                }
            }
            // What was learned misleads: begin again with EM's own step.
            None if !memory.pairs.is_empty() => memory.pairs.clear(),
            None => return Ok(Summit { converged: gain <= 1e-6_f64.max(limits.tolerance), point, memory, value, iterations }),
        }
    }
    Ok(Summit { point, memory, value, iterations, converged: false })
}

fn nothing(layout: &Layout) -> Value {
    Value { loglik: f64::MIN, height: f64::MIN, gradient: vec![0.0; layout.free.len()], complete: Vec::new() }
}

/// Goes as far along the way as the height rises.
fn step(problem: &mut Problem<'_>, point: &[f64], value: &Value, way: &[f64], iterations: &mut usize) -> Option<(Vec<f64>, Value)> {
    let longest = way.iter().fold(0.0_f64, |longest, w| longest.max(w.abs()));
    let mut length = if longest > LONGEST { LONGEST / longest } else { 1.0 };
    let slope = dot(way, &value.gradient);
    // Rounding of a sum over many persons.
    let noise = 1e-10 * value.height.abs() + 1e-9;
    for _ in 0..HALVINGS {
        let next: Vec<f64> = point.iter().zip(way).map(|(p, w)| p + length * w).collect();
        *iterations += 1;
        if let Some(reached) = problem.evaluate(&next) {
            if reached.height >= value.height + 1e-4 * length * slope - noise {
                return Some((next, reached));
            }
            // The top of the parabola through both heights and the slope, within reason.
            let lost = value.height + length * slope - reached.height;
            length *= (0.5 * length * slope / lost).clamp(0.1, 0.5);
        } else {
            length *= 0.5;
        }
    }
    None
}

/// The two-loop recursion around EM's step.
fn direction(layout: &Layout, value: &Value, memory: &Memory) -> Vec<f64> {
    let mut way = value.gradient.clone();
    let mut parts = Vec::with_capacity(memory.pairs.len());
    for pair in memory.pairs.iter().rev() {
        let part = pair.inverse * dot(&pair.step, &way);
        way.iter_mut().zip(&pair.fall).for_each(|(w, fall)| *w -= part * fall);
        parts.push(part);
    }
    divide(layout, &value.complete, &mut way);
    for (pair, part) in memory.pairs.iter().zip(parts.into_iter().rev()) {
        let other = pair.inverse * dot(&pair.fall, &way);
        way.iter_mut().zip(&pair.step).for_each(|(w, step)| *w += (part - other) * step);
    }
    way.iter_mut().zip(&layout.free).filter(|(_, free)| !**free).for_each(|(w, _)| *w = 0.0);
    way
}

/// EM's step: each item's gradient divided by its complete information.
fn divide(layout: &Layout, complete: &[f64], way: &mut [f64]) {
    let mut start = 0;
    for shape in &layout.items {
        let size = shape.len();
        let mut square = complete[start..start + size * size].to_vec();
        let free = &layout.free[shape.range()];
        for row in 0..size {
            square[row * size + row] += 1e-9 * square[row * size + row] + 1e-12;
            for column in 0..size {
                if !(free[row] && free[column]) {
                    square[row * size + column] = if row == column { 1.0 } else { 0.0 };
                }
            }
        }
        solve(&mut square, size, &mut way[shape.range()]);
        start += size * size;
    }
    way[layout.group_at..].iter_mut().zip(&complete[start..]).for_each(|(w, information)| *w /= information.max(1e-12));
}

/// Cholesky's decomposition in place, then both substitutions; a pivot that vanishes leaves its parameter where it is.
fn solve(square: &mut [f64], size: usize, right: &mut [f64]) {
    for row in 0..size {
        for column in 0..=row {
            let known: f64 = (0..column).map(|k| square[row * size + k] * square[column * size + k]).sum();
            let rest = square[row * size + column] - known;
            square[row * size + column] = if row != column {
                rest / square[column * size + column]
            } else if rest > 1e-300 {
                rest.sqrt()
            } else {
                f64::MAX.sqrt()
            };
        }
        let known: f64 = (0..row).map(|k| square[row * size + k] * right[k]).sum();
        right[row] = (right[row] - known) / square[row * size + row];
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|k| square[k * size + row] * right[k]).sum();
        right[row] = (right[row] - known) / square[row * size + row];
    }
}

/// Parameters that ran away are stopped and no longer move.
fn stop_at_bounds(layout: &mut Layout, point: &mut [f64], limits: &Limits) -> bool {
    let mut stopped = false;
    let mut hold = |place: usize, low: f64, high: f64, free: &mut [bool]| {
        if free[place] && !(low..=high).contains(&point[place]) {
            point[place] = point[place].clamp(low, high);
            free[place] = false;
            stopped = true;
        }
    };
    for shape in &layout.items {
        hold(shape.at, -limits.slope, limits.slope, &mut layout.free);
    }
    for group in 0..layout.groups {
        let place = layout.log_sd_at(group);
        hold(place, limits.log_sd.0, limits.log_sd.1, &mut layout.free);
    }
    stopped
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
