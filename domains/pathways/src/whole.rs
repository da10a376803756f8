//! A pathway with all that it is judged, shown and signed by, read once.

use crate::{
    marks::{self, Around, Mark},
    model::{Pathway, PathwayId, State, Step},
    offers::{self, Offer},
    sections::Section,
    store::{self, pathways},
};
use cases::{Case, Member, SeatId, SeatState, TakenDeficit, TeamRole};
use deficits::DeficitId;
use kernel::{Result, Tx};
use resources::ResourceId;
use std::collections::BTreeMap;

/// Everything of a pathway.
#[derive(Debug, Clone)]
pub struct Whole {
    pub pathway: Pathway,
    pub case: Case,
    /// All five, with their histories.
    pub sections: Vec<Section>,
    /// In their order, struck ones too.
    pub steps: Vec<Step>,
    /// Everybody who ever sat in the team.
    pub team: Vec<Member>,
    pub deficits: Vec<TakenDeficit>,
    pub offers: BTreeMap<ResourceId, Offer>,
    /// Lines accepted in the versions that this one replaced.
    pub done_before: Vec<Step>,
}

impl Whole {
    /// The caller has found the pathway within a standing to the case.
    ///
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>, pathway: &Pathway, case: &Case) -> Result<Self> {
        Ok(Self {
            sections: store::sections::all(tx, pathway.id)?,
            steps: store::steps(tx, pathway.id)?,
            team: cases::team(tx, case.id)?,
            deficits: cases::deficits(tx, case)?,
            offers: offers::of(tx, pathway.id)?,
            done_before: done_before(tx, pathway)?,
            pathway: pathway.clone(),
            case: case.clone(),
        })
    }

    /// The team as it is now.
    pub fn joined(&self) -> impl Iterator<Item = &Member> {
        self.team.iter().filter(|member| member.state == SeatState::Joined)
    }

    /// Whoever sits or sat there.
    #[must_use]
    pub fn member(&self, seat: SeatId) -> Option<&Member> {
        self.team.iter().find(|member| member.seat == seat)
    }

    /// «Иванова А. П., тьютор»; who has left no trace is said so.
    #[must_use]
    pub fn name(&self, seat: Option<SeatId>) -> String {
        seat.and_then(|seat| self.member(seat)).map_or_else(|| "автор удалён из системы".to_owned(), |member| format!("{}, {}", member.name, member.role.label()))
    }

    #[must_use]
    pub fn teacher(&self) -> Option<&Member> {
        self.joined().find(|member| member.role == TeamRole::Teacher)
    }

    /// Lines that are a part of the pathway.
    pub fn lines(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.is_in())
    }

    /// Deficits that this round still works on.
    pub fn open_deficits(&self) -> impl Iterator<Item = &TakenDeficit> {
        self.deficits.iter().filter(|deficit| deficit.verdict.is_none_or(cases::Verdict::leaves_work))
    }

    /// Hours of all lines.
    #[must_use]
    pub fn hours(&self) -> i64 {
        self.lines().map(|step| step.hours).sum()
    }

    /// What is wrong with a line.
    #[must_use]
    pub fn marks(&self, step: &Step) -> Vec<Mark> {
        let joined: Vec<SeatId> = self.joined().map(|member| member.seat).collect();
        let deficits: Vec<DeficitId> = self.deficits.iter().map(|deficit| deficit.id).collect();
        let around = Around { offer: step.resource.and_then(|id| self.offers.get(&id)), joined: &joined, deficits: &deficits, starts_on: self.pathway.starts_on, ends_on: self.pathway.ends_on };
        let mut marks = marks::of(step, &around);
        if let Some(offer) = around.offer.filter(|_| step.is_in() && step.state.is_undone()) {
            let others = self.lines().filter(|other| other.id != step.id && other.state.is_undone()).filter_map(|other| self.offers.get(&other.resource?));
            marks.extend(marks::same_days(offer, others));
        }
        marks
    }

    /// Deficits of the case that no line with a live resource serves: they keep rung 3 from being reached.
    #[must_use]
    pub fn uncovered(&self) -> Vec<&TakenDeficit> {
        let serves = |step: &Step, deficit: DeficitId| step.deficits.contains(&deficit);
        let is_live = |step: &Step| step.resource.is_some_and(|id| step.state == crate::StepState::Accepted || self.offers.get(&id).is_some_and(|offer| offer.is_live));
        let is_covered = |deficit: DeficitId| self.lines().any(|step| serves(step, deficit) && is_live(step)) || self.done_before.iter().any(|step| serves(step, deficit) && step.resource.is_some());
        self.open_deficits().filter(|deficit| !is_covered(deficit.id)).collect()
    }
}

/// Accepted lines of the versions replaced on the way, the first version first. A closed version belongs to an earlier round.
fn done_before(tx: &mut Tx<'_>, pathway: &Pathway) -> Result<Vec<Step>> {
    let mut done = Vec::new();
    let mut follows: Option<PathwayId> = pathway.follows;
    while let Some(id) = follows {
        let before = pathways::by_id(tx, id)?;
        if before.state != State::Revised {
            break;
        }
        let mut accepted = store::steps(tx, id)?;
        accepted.retain(|step| step.state == crate::StepState::Accepted);
        done.splice(0..0, accepted);
        follows = before.follows;
    }
    Ok(done)
}
