//! Addresses of pages that others lead to.

use crate::model::{PairId, RunId};
use kernel::id::PersonId;

pub const RUNS: &str = "/matching";
pub const PAIRS: &str = "/pairs";
pub const CABINET: &str = "/cabinet/pairs";

/// A run.
#[must_use]
pub fn run(id: RunId) -> String {
    format!("{RUNS}/{id}")
}

/// A teacher of a run.
#[must_use]
pub fn line(id: RunId, person: PersonId) -> String {
    format!("{RUNS}/{id}/teachers/{person}")
}

/// A pair.
#[must_use]
pub fn pair(id: PairId) -> String {
    format!("{PAIRS}/{id}")
}
