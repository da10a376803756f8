//! What is known before an answer.

use crate::error::Error;

/// A normal distribution of θ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Normal {
    pub mean: f64,
    pub sd: f64,
}

impl Normal {
    /// Mean 0, standard deviation 1.
    pub const STANDARD: Self = Self { mean: 0.0, sd: 1.0 };

    /// # Errors
    /// A mean that isn't finite, an sd that isn't above 0.
    pub fn check(&self) -> Result<(), Error> {
        if self.mean.is_finite() && self.sd.is_finite() && self.sd > 0.0 { Ok(()) } else { Err(Error::BadPrior) }
    }
}

/// Masses on even nodes `from, from + step, …`; they need not sum to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    pub from: f64,
    pub step: f64,
    pub masses: Vec<f64>,
}

/// The distribution of θ among those who could have been asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Prior {
    Normal(Normal),
    /// As a calibration found it. Nodes must lie closer than half the sd that the posterior will have.
    Grid(Grid),
}

impl From<Normal> for Prior {
    fn from(normal: Normal) -> Self {
        Self::Normal(normal)
    }
}

/// Logarithms of a density, up to a constant, on even nodes.
pub(super) struct LnGrid {
    pub from: f64,
    pub step: f64,
    pub ln: Vec<f64>,
}

/// The tail beyond 7 sd holds less than 1e-11.
const REACH: f64 = 7.0;
const COARSEST: f64 = 0.1;
const MOST_NODES: f64 = 2_000.0;

impl Prior {
    /// # Errors
    /// [`Error::BadPrior`].
    pub fn check(&self) -> Result<(), Error> {
        match self {
            Self::Normal(normal) => normal.check(),
            Self::Grid(grid) => {
                let sound = grid.masses.len() >= 3 && grid.from.is_finite() && grid.step.is_finite() && grid.step > 0.0;
                let positive = grid.masses.iter().all(|mass| mass.is_finite() && *mass >= 0.0) && grid.masses.iter().any(|mass| *mass > 0.0);
                if sound && positive { Ok(()) } else { Err(Error::BadPrior) }
            }
        }
    }

    /// First node, step and number of the nodes that [`super::posterior`] takes.
    pub(crate) fn nodes(&self, information_bound: f64) -> (f64, f64, usize) {
        let grid = self.on_grid(information_bound);
        (grid.from, grid.step, grid.ln.len())
    }

    /// A normal prior gets nodes close enough for the narrowest posterior that `information_bound` allows: no more than a third of its sd apart,
    /// where the trapezoid rule for bell-shaped densities is exact to all digits that matter. Few fixed nodes would bias long tests.
    pub(super) fn on_grid(&self, information_bound: f64) -> LnGrid {
        match self {
            Self::Normal(Normal { mean, sd }) => {
                let narrowest = 1.0 / (1.0 + information_bound * sd * sd).sqrt();
                let step = COARSEST.min(narrowest / 3.0).max(2.0 * REACH / MOST_NODES);
                let half = (REACH / step).ceil();
                let ln = (0..=2 * half as usize).map(|at| -0.5 * ((at as f64 - half) * step).powi(2)).collect();
                LnGrid { from: mean - half * step * sd, step: step * sd, ln }
            }
            Self::Grid(Grid { from, step, masses }) => LnGrid { from: *from, step: *step, ln: masses.iter().map(|mass| mass.ln()).collect() },
        }
    }
}
