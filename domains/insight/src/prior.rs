//! What worked, for whoever proposes resources: a gentle hint that never says more than the page does.

use crate::{
    answer::worked::{Grouping, WorkedAnswer, WorkedLine},
    model::Question,
    store::runs,
};
use kernel::{Result, Tx, id::PlaceId};
use pathways::proposal::{Helped, Prior};
use structure::places::REGION;

/// By code of the competency and resource, only where enough teachers stand behind it; empty until the answer was worked out.
///
/// # Errors
/// The store fails.
pub fn worked_prior(tx: &mut Tx<'_>) -> Result<Prior> {
    let Some(run) = runs::latest(tx, Question::Worked, &PlaceId::from(REGION))? else { return Ok(Prior::default()) };
    let answer: WorkedAnswer = serde_json::from_str(&run.result).map_err(anyhow::Error::new)?;
    let helped = |line: &WorkedLine| {
        let better = line.share.value - answer.usual_of(&line.code).unwrap_or(line.share.value);
        let resource = line.item.parse().ok()?;
        Some(((line.code.clone(), resource), Helped { better, teachers: line.teachers, removed: line.verdicts.map(|counts| counts[0]) }))
    };
    Ok(answer.of(Grouping::Resource).into_iter().filter_map(helped).collect())
}
