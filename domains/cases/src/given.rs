//! Evidence given and withdrawn, and the rung that follows from it. Called by the code that saw it happen.

use crate::{
    event::EventKind,
    model::{CaseId, EvidenceId, State},
    stage::{self, EvidenceKind, SourceKind, Stage, Strand},
    store::{cases, events, evidence},
    url,
};
use audit::{By, Event, Record};
use kernel::{Date, Error, Result, Tx};
use serde_json::json;

/// Something that happened and reaches a rung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub rung: i64,
    pub strand: Strand,
    pub kind: EvidenceKind,
    pub source: SourceKind,
    pub source_id: String,
    pub words: String,
    pub is_hypothesis: bool,
    /// The day it happened; `None`: today.
    pub on: Option<Date>,
}

impl Given {
    #[must_use]
    pub fn new((rung, strand, kind): (i64, Strand, EvidenceKind), source: SourceKind, source_id: impl ToString) -> Self {
        Self { rung, strand, kind, source, source_id: source_id.to_string(), words: String::new(), is_hypothesis: false, on: None }
    }

    #[must_use]
    pub fn words(mut self, words: impl Into<String>) -> Self {
        self.words = words.into();
        self
    }

    #[must_use]
    pub fn on(mut self, day: Date) -> Self {
        self.on = Some(day);
        self
    }

    #[must_use]
    pub fn hypothesis(mut self) -> Self {
        self.is_hypothesis = true;
        self
    }
}

/// Adds evidence to a case that runs: once per kind, source and round. Moves the rung and writes the event.
///
/// # Errors
/// A refusal if the case doesn't run; internal if such evidence belongs to another end.
pub fn give(tx: &mut Tx<'_>, by: &By, case: CaseId, given: Given) -> Result<()> {
    cases::find(tx, case)?.case.must_be_open()?;
    if add(tx, by, case, &given)? {
        settle(tx, by, case)?;
    }
    Ok(())
}

/// As [`give`], without asking whether the case runs and without moving the rung: for its opening.
pub(crate) fn add(tx: &mut Tx<'_>, by: &By, case: CaseId, given: &Given) -> Result<bool> {
    if !stage::fits(given.rung, given.strand, given.kind) {
        return Err(Error::Internal(anyhow::anyhow!("evidence {} is not of rung {} {}", given.kind, given.rung, given.strand)));
    }
    let (found, now, today) = (cases::find(tx, case)?.case, tx.now(), tx.today());
    let new = evidence::Evidence {
        id: EvidenceId::fresh(),
        round: found.round,
        rung: given.rung,
        strand: given.strand,
        kind: given.kind,
        source: given.source,
        source_id: given.source_id.clone(),
        is_hypothesis: given.is_hypothesis,
        words: given.words.clone(),
        held_on: given.on.unwrap_or(today),
        made_at: now,
    };
    if !evidence::insert(tx, case, &new, by.account)? {
        return Ok(false);
    }
    let about = match given.strand {
        Strand::Teacher => url::rung(case, given.rung),
        Strand::Pupils => url::pupils(case, given.rung),
    };
    let told = if given.words.is_empty() { given.kind.label().to_owned() } else { format!("{}: {}", given.kind.label(), given.words) };
    events::insert(tx, case, EventKind::EvidenceGiven, &about, &told, by.account)?;
    tx.record(by, Event::new("case.evidence_given", "case", case).of(found.person).with(json!({"kind": given.kind, "rung": given.rung, "source": given.source})))?;
    Ok(true)
}

/// Withdraws what a source gave. Nothing happens if nothing holds.
///
/// # Errors
/// The store fails.
pub fn withdraw(tx: &mut Tx<'_>, by: &By, case: CaseId, kind: EvidenceKind, source_id: &str, why: &str) -> Result<()> {
    if evidence::withdraw(tx, case, kind, source_id, why)? == 0 {
        return Ok(());
    }
    note_withdrawn(tx, by, case, kind.label(), why)?;
    settle(tx, by, case)
}

pub(crate) fn note_withdrawn(tx: &mut Tx<'_>, by: &By, case: CaseId, what: &str, why: &str) -> Result<()> {
    let person = cases::find(tx, case)?.case.person;
    events::insert(tx, case, EventKind::EvidenceWithdrawn, &url::case(case), &format!("{what}: {why}"), by.account)?;
    tx.record(by, Event::new("case.evidence_withdrawn", "case", case).of(person))
}

/// A line of the timeline.
///
/// # Errors
/// The store fails.
pub fn tell(tx: &mut Tx<'_>, by: &By, case: CaseId, kind: EventKind, about_url: &str, words: &str) -> Result<()> {
    events::insert(tx, case, kind, about_url, words, by.account)
}

/// Where a case stands by its evidence.
///
/// # Errors
/// The store fails.
pub fn stage_of(tx: &mut Tx<'_>, case: CaseId, round: i64) -> Result<Stage> {
    let held: Vec<_> = evidence::of(tx, case)?.iter().map(evidence::Evidence::held).collect();
    Ok(stage::of(round, &held))
}

/// Brings the rung to where the evidence puts it.
pub(crate) fn settle(tx: &mut Tx<'_>, by: &By, id: CaseId) -> Result<()> {
    let case = cases::find(tx, id)?.case;
    let current = stage_of(tx, id, case.round)?.current;
    if current == case.rung || case.state != State::Open {
        return Ok(());
    }
    cases::set_rung(tx, id, current)?;
    let kind = if current > case.rung { EventKind::RungReached } else { EventKind::RungLost };
    let words = if current == stage::DONE { stage::title(current).to_owned() } else { format!("{current}. {}", stage::title(current)) };
    events::insert(tx, id, kind, &url::case(id), &words, by.account)?;
    tx.record(by, Event::new("case.rung_changed", "case", id).of(case.person).with(json!({"from": case.rung, "to": current})))
}
