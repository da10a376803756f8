//! Instruments, their assignment, the taking of them, experts' marks.
//!
//! * Voluntary (273-ФЗ, ст. 48): no attempt without the person's live consent to diagnostics; declining has no consequence.
//! * Answers are append-only and saved one by one; the server's clock decides; parameters of items are frozen with the attempt.
//! * No key reaches a browser before the result is shown. Experts never learn whose answer they mark.

mod bank;
mod instrument;
mod model;
mod scored;
mod store;

pub use model::{
    Assignment, AssignmentId, AssignmentState, Attempt, AttemptId, AttemptState, BlueprintLine, CalibrationId, CompetencyId, Family, Form, FormId, FormItem, FormState, FrameworkId, GivenItem, Instrument, InstrumentId,
    InstrumentState, ItemId, Mark, MarkId, Mode, Parameters, ScaleId, Settings, Shows,
};
pub use scored::{ScoredAttempt, ScoredItem, note_shown, scored_attempt, scored_of, scored_since};

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
