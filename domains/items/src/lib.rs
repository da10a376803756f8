//! The item bank: tasks with keys, reviews, imports, calibrations and statistics.
//!
//! * What is shown and what is right are two columns: the key never travels with the body.
//! * A revision that was shown to anybody never changes; an edit makes the next one.
//! * Parameters belong to a calibration: items of one calibration lie on one scale, others can't be compared.

use axum::Router;
use kernel::{Result, Tx, news::News};
use web::App;

/// The pages of this domain.
pub fn router() -> Router<App> {
    Router::new()
}

/// Hears of people who are merged, erased, or withdraw.
///
/// # Errors
/// The store fails.
pub fn listen(_: &mut Tx<'_>, _: News) -> Result<Vec<String>> {
    Ok(Vec::new())
}
