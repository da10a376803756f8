//! Frameworks of professional competencies: a tree in versions, target levels, scales of levels.
//!
//! * A framework is a tree whose roots are blocks (subject, methodical, psychological-pedagogical, communicative; any others are data).
//! * A version that was made live never changes; the next one is a copy that is edited. A competency keeps its code from version to version.
//! * A scale turns percents into levels; a version of it never changes once an instrument uses it.

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
