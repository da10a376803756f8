//! Answers: pure, out of gathered rows; kept as JSON. Nobody is in them.

pub mod change;
pub mod effect;
pub mod link;
pub mod worked;

use serde::{Deserialize, Serialize};

/// An estimate with its 90 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

impl From<coupling::share::Change> for Measured {
    /// Percentage points become parts of one.
    fn from(change: coupling::share::Change) -> Self {
        Self { value: change.points / 100.0, low: change.low / 100.0, high: change.high / 100.0 }
    }
}

impl Measured {
    /// Whether the interval leaves zero out.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// Numbers given to texts in the order in which they come.
#[derive(Debug, Default)]
pub(crate) struct Numbers(std::collections::BTreeMap<String, usize>);

impl Numbers {
    pub fn of(&mut self, text: &str) -> usize {
        let next = self.0.len();
        *self.0.entry(text.to_owned()).or_insert(next)
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }
}
