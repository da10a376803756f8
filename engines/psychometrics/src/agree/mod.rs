//! Do observers and experts agree, and do they stay as strict as they were?

mod kappa;
mod severity;

pub use kappa::{Kappa, Weights, weighted_kappa};
pub use severity::{Drift, Rating, Severities, Severity, Window, severities};
