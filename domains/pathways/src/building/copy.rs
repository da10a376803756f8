//! What a new version takes over: the sections with their whole history, and what is undone.

use crate::{
    model::{Fate, PathwayId, Step, StepId, StepState},
    store::{sections, steps},
    whole::Whole,
};
use cases::{SeatId, Verdict};
use deficits::DeficitId;
use kernel::{Result, Tx};

/// Copies from one version into a new one. Lines that were proposed and not decided, or struck, stay behind; so does a deficit that is
/// settled or has left the case, and a responsible seat that has left the team.
pub(super) fn onto(tx: &mut Tx<'_>, from: &Whole, to: PathwayId) -> Result<()> {
    for section in &from.sections {
        for revision in &section.revisions {
            sections::insert(tx, to, section.component, revision)?;
        }
    }
    let left: Vec<DeficitId> = from.deficits.iter().filter(|deficit| deficit.verdict.is_none_or(Verdict::leaves_work)).map(|deficit| deficit.id).collect();
    let joined: Vec<SeatId> = from.joined().map(|member| member.seat).collect();
    let undone = from.lines().filter(|step| step.state.is_undone());
    for (position, step) in (1..).zip(undone) {
        let new = Step {
            id: StepId::fresh(),
            pathway: to,
            position,
            fate: Fate::Kept,
            state: if step.progress > 0 { StepState::InWork } else { StepState::Planned },
            responsible: step.responsible.filter(|seat| joined.contains(seat)),
            deficits: step.deficits.iter().copied().filter(|deficit| left.contains(deficit)).collect(),
            accepted_on: None,
            due_on: step.due(),
            moved_to: None,
            version: 1,
            ..step.clone()
        };
        steps::insert(tx, &new)?;
    }
    Ok(())
}
