//! What weak beliefs add to the height of a point: `ln a ~ N(0, τ²)`, `b ~ N(0, υ²)` for every step's difficulty b.

use super::{
    Priors,
    layout::{Kind, Layout, Shape},
    problem::Value,
};

/// Adds height, gradient and Gauss–Newton curvature; nothing for a slope that isn't above 0.
pub(super) fn add(priors: &Priors, layout: &Layout, point: &[f64], value: &mut Value) -> Option<()> {
    let mut start = 0;
    for shape in &layout.items {
        let size = shape.len();
        if !shape.anchored {
            let square = &mut value.complete[start..start + size * size];
            let mut target = Target { height: &mut value.height, gradient: &mut value.gradient[shape.range()], square };
            if layout.free[shape.at] {
                let slope = Some(point[shape.at]).filter(|slope| *slope > 0.0)?;
                let z = slope.ln() / priors.log_slope;
                target.add(z, &[(0, 1.0 / (slope * priors.log_slope))], size);
            }
            for step in 1..size {
                let (z, by) = step_difficulty(shape, &point[shape.range()], step);
                let scaled: Vec<(usize, f64)> = by.into_iter().map(|(place, slope)| (place, slope / priors.difficulty)).collect();
                target.add(z / priors.difficulty, &scaled, size);
            }
        }
        start += size * size;
    }
    Some(())
}

/// The exact curvature (minus the second derivatives) of what [`add`] adds, told place by place.
pub(super) fn add_curvature(priors: &Priors, layout: &Layout, point: &[f64], add: &mut dyn FnMut(usize, usize, f64)) {
    for shape in layout.items.iter().filter(|shape| !shape.anchored) {
        let slope = point[shape.at];
        if layout.free[shape.at] {
            add(shape.at, shape.at, (1.0 - slope.ln()) / (slope * priors.log_slope).powi(2));
        }
        let precision = 1.0 / (priors.difficulty * priors.difficulty);
        for step in 1..shape.len() {
            let (b, by) = step_difficulty(shape, &point[shape.range()], step);
            // b is linear in the intercepts and goes with 1/a: ∂²b/∂a² = 2b/a², ∂²b/∂a∂d = −(∂b/∂d)/a.
            for (row, first) in &by {
                for (column, second) in by.iter().filter(|(column, _)| column <= row) {
                    let bend = match (*row, *column) {
                        (0, 0) => 2.0 * b / (slope * slope),
                        (_, 0) => -first / slope,
                        _ => 0.0,
                    };
                    add(shape.at + row, shape.at + column, precision * (first * second + b * bend));
                }
            }
        }
    }
}

/// The difficulty of a step and its derivatives by the item's places. Between scores that lie further apart than 1 the step is the mean of those skipped.
pub(super) fn step_difficulty(shape: &Shape, parameters: &[f64], step: usize) -> (f64, Vec<(usize, f64)>) {
    let slope = parameters[0];
    match shape.kind {
        Kind::Graded => (-parameters[step] / slope, vec![(0, parameters[step] / (slope * slope)), (step, -1.0 / slope)]),
        Kind::Sufficient => {
            let apart = f64::from(shape.scores[step] - shape.scores[step - 1]);
            let before = if step > 1 { parameters[step - 1] } else { 0.0 };
            let rise = (parameters[step] - before) / apart;
            let mut by = vec![(0, rise / (slope * slope)), (step, -1.0 / (slope * apart))];
            if step > 1 {
                by.push((step - 1, 1.0 / (slope * apart)));
            }
            (-rise / slope, by)
        }
    }
}

struct Target<'a> {
    height: &'a mut f64,
    gradient: &'a mut [f64],
    square: &'a mut [f64],
}

impl Target<'_> {
    /// `−z²/2`, where z has the derivatives `by`.
    fn add(&mut self, z: f64, by: &[(usize, f64)], size: usize) {
        *self.height -= 0.5 * z * z;
        for (row, slope) in by {
            self.gradient[*row] -= z * slope;
            for (column, other) in by {
                self.square[row * size + column] += slope * other;
            }
        }
    }
}
