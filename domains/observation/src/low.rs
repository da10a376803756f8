//! What a finished card says against a competency: evidence for a deficit, never a deficit by itself.

use crate::{
    model::{ObservationId, Side, State},
    rubric::RubricId,
    store::{records, rubrics},
};
use kernel::{Result, Tx, params};

/// An indicator scored below half of its scale, with the competency it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LowIndicator {
    /// Code within the rubric's framework.
    pub competency: String,
    /// The indicator's title.
    pub indicator: String,
    pub score: i64,
    pub max: i64,
    /// The observer's example from the lesson.
    pub words: String,
}

/// The low indicators of a finished visit that are mapped to a competency; none of an unfinished one.
/// The caller has found the visit within its scope.
///
/// # Errors
/// The store fails.
pub fn low_indicators(tx: &mut Tx<'_>, observation: ObservationId) -> Result<Vec<LowIndicator>> {
    let found: Option<(RubricId, State)> = tx.maybe("SELECT rubric_id, state FROM observation WHERE id = $1", params![observation], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some((rubric, _)) = found.filter(|(_, state)| state.is_filled()) else { return Ok(Vec::new()) };
    let rubric = rubrics::find(tx, rubric)?;
    let sheet = records::sheet(tx, observation, Side::Observer)?;
    let low = rubric.body.indicators().filter(|indicator| !indicator.competency.is_empty()).filter_map(|indicator| {
        let score = sheet.score(&indicator.code).filter(|score| score * 2 < indicator.max())?;
        Some(LowIndicator { competency: indicator.competency.clone(), indicator: indicator.title.clone(), score, max: indicator.max(), words: sheet.words(&indicator.code).to_owned() })
    });
    Ok(low.collect())
}
