//! Observation of lessons: rubrics, agreed visits, records that come from devices without a network.
//!
//! * A visit is agreed with the teacher, who sees what was written first, comments and acknowledges it.
//! * Records are append-only, made on a device with its id and counter; a clash keeps both.
//! * No pupil is ever named: the class is a word such as «7 Б».

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
