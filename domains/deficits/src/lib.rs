//! Results, deficits, growth: what the answers prove, for whom they are open, what changed.
//!
//! * The teacher sees a result first; others as their role and the teacher's sharing allow.
//! * A deficit is declared by probability in three zones (deficit, none, undetermined), never by a raw percent.
//! * Change is shown only between forms of one scale, by the bivariate posterior, never as a raw difference.
//! * Groups are shown without names and with small cells hidden; nothing ranks people.

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
