//! A pathway as it was signed: kept as JSON, never changed but by erasure; documents are made from it.

use crate::{
    model::{Component, Level, ResultForm, StepId},
    sections::Body,
    store::signatures::Signature,
    whole::Whole,
};
use cases::{SeatId, TeamRole};
use deficits::DeficitId;
use kernel::{Date, Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The words that stand in place of a name that was erased.
pub const ERASED: &str = "Данные удалены";

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    pub number: i64,
    pub case_number: String,
    pub teacher: String,
    pub place: String,
    /// Nothing in what was signed before it was kept.
    #[serde(default)]
    pub card: Option<Card>,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub hours_limit: Option<i64>,
    pub sections: BTreeMap<Component, Body>,
    pub deficits: Vec<FrozenDeficit>,
    pub lines: Vec<FrozenLine>,
    pub agreement: Vec<FrozenSignature>,
}

/// The teacher's card as it stood; what the team typed of it stands in the sections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub municipality: String,
    pub position: String,
    pub subject: String,
    /// In this position.
    pub since: Option<Date>,
    pub support: Vec<FrozenSeat>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenDeficit {
    pub id: DeficitId,
    pub code: String,
    pub title: String,
    pub source: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenLine {
    pub id: StepId,
    pub title: String,
    pub task: String,
    pub resource: String,
    pub technology: String,
    pub level: Option<Level>,
    pub responsible: Option<FrozenSeat>,
    pub hours: i64,
    pub starts_on: Option<Date>,
    pub due_on: Option<Date>,
    pub result_form: Option<ResultForm>,
    pub deficits: Vec<DeficitId>,
}

/// Somebody of the team by seat, so that erasure finds the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenSeat {
    pub seat: SeatId,
    pub name: String,
    pub role: TeamRole,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenSignature {
    pub by: FrozenSeat,
    /// `None`: the whole.
    pub component: Option<Component>,
    pub digest: String,
    pub words: String,
    pub signed_at: Timestamp,
}

impl Frozen {
    /// As it stands now, with the signatures in force.
    #[must_use]
    pub fn of(whole: &Whole, card: Card, signatures: &[&Signature]) -> Self {
        let seat = |seat: SeatId| whole.member(seat).map(|member| FrozenSeat { seat, name: member.name.clone(), role: member.role });
        Self {
            number: whole.pathway.number,
            case_number: whole.case.number.clone(),
            teacher: whole.case.teacher.clone(),
            place: whole.case.place_name.clone(),
            card: Some(card),
            starts_on: whole.pathway.starts_on,
            ends_on: whole.pathway.ends_on,
            hours_limit: whole.pathway.hours_limit,
            sections: whole.sections.iter().map(|section| (section.component, section.body())).collect(),
            deficits: whole.open_deficits().map(|one| FrozenDeficit { id: one.id, code: one.code.clone(), title: one.title.clone(), source: one.source.label().to_owned() }).collect(),
            lines: whole
                .lines()
                .map(|step| FrozenLine {
                    id: step.id,
                    title: step.title.clone(),
                    task: step.task.clone(),
                    resource: step.resource.and_then(|id| whole.offers.get(&id)).map(|offer| offer.title.clone()).unwrap_or_default(),
                    technology: step.technology.clone(),
                    level: step.level,
                    responsible: step.responsible.and_then(seat),
                    hours: step.hours,
                    starts_on: step.starts_on,
                    due_on: step.due_on,
                    result_form: step.result_form,
                    deficits: step.deficits.clone(),
                })
                .collect(),
            agreement: signatures
                .iter()
                .filter_map(|one| Some(FrozenSignature { by: seat(one.seat)?, component: one.component, digest: one.digest.to_string(), words: one.words.clone(), signed_at: one.signed_at }))
                .collect(),
        }
    }

    /// # Errors
    /// What is kept can't be read.
    pub fn parse(raw: &str) -> Result<Self> {
        serde_json::from_str(raw).map_err(|cause| Error::Internal(cause.into()))
    }

    /// # Errors
    /// Own structs of texts always become JSON.
    pub fn written(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|cause| Error::Internal(cause.into()))
    }

    #[must_use]
    pub fn text(&self, component: Component, field: &str) -> &str {
        self.sections.get(&component).and_then(|body| body.get(field)).map_or("", String::as_str)
    }

    /// Takes somebody's name and words out; what they helped to write is the teacher's and stays.
    #[must_use]
    pub fn without(mut self, gone: &[SeatId]) -> Self {
        let erase = |seat: &mut FrozenSeat| {
            if gone.contains(&seat.seat) {
                ERASED.clone_into(&mut seat.name);
            }
        };
        for line in &mut self.lines {
            if let Some(seat) = &mut line.responsible {
                erase(seat);
            }
        }
        if let Some(card) = &mut self.card {
            card.support.iter_mut().for_each(erase);
        }
        for signature in &mut self.agreement {
            if gone.contains(&signature.by.seat) {
                signature.words.clear();
            }
            erase(&mut signature.by);
        }
        self
    }

    /// Takes out what was measured: the titles of the deficits.
    #[must_use]
    pub fn without_measured(mut self) -> Self {
        self.deficits.clear();
        for line in &mut self.lines {
            line.deficits.clear();
        }
        self
    }
}
