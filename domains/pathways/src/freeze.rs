//! A pathway that all have signed: frozen, evidence of rung 4, begun on its first day.

use crate::{
    agreement,
    frozen::Frozen,
    hints::{self, HintKind},
    letters,
    model::{Pathway, State},
    particulars,
    store::{self, Loaded, pathways, words},
    url,
    whole::Whole,
};
use access::Actor;
use audit::{By, Event, Record};
use cases::{EventKind, EvidenceKind, Given, SourceKind, Strand};
use jiff::SignedDuration;
use kernel::{Result, Tx};

/// Nobody reads a pathway in less.
const TOO_FAST: SignedDuration = SignedDuration::from_secs(60);

/// The list is full.
pub(crate) fn freeze(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded, whole: &Whole, site: &str) -> Result<()> {
    let (_, sheet) = agreement::read(tx, loaded)?;
    let (now, today) = (tx.now(), tx.today());
    let mut pathway = loaded.pathway.clone();
    pathway.state = if pathway.starts_on.is_none_or(|first| first <= today) { State::Active } else { State::Agreed };
    pathway.agreed_at = Some(now);
    let card = particulars::card(tx, whole)?;
    pathway.agreed_body = Frozen::of(whole, card, &sheet.in_force()).written()?;
    pathways::save(tx, &pathway)?;
    store::suggestions::outdate(tx, pathway.id)?;
    words::drop_drafts(tx, pathway.id)?;
    let by = actor.by();
    cases::tell(tx, &by, pathway.case, EventKind::PathwayAgreed, &url::pathway(pathway.id), &pathway.caption())?;
    tx.record(&by, Event::new("pathway.agreed", "pathway", pathway.id).of(whole.case.person))?;
    cases::give(tx, &by, pathway.case, Given::new((4, Strand::Teacher, EvidenceKind::Agreement), SourceKind::Pathway, pathway.id).words(pathway.caption()))?;
    for member in whole.joined() {
        letters::agreed(tx, &pathway, member, site)?;
    }
    // Who signed before it was sent again has read it then.
    let is_fast = |sent| now.duration_since(sent) <= TOO_FAST && sheet.in_force().iter().all(|one| one.signed_at >= sent);
    if loaded.pathway.sent_at.is_some_and(is_fast) {
        hints::note(tx, pathway.id, HintKind::FastAgreement, "", whole.teacher().map(|teacher| teacher.seat))?;
    }
    Ok(())
}

/// The daily work: agreed pathways whose first day has come are walked from now on. How many.
///
/// # Errors
/// The store fails.
pub fn begin_due(tx: &mut Tx<'_>) -> Result<usize> {
    let today = tx.today();
    let due: Vec<Pathway> = pathways::in_state(tx, State::Agreed)?.into_iter().filter(|pathway| pathway.starts_on.is_none_or(|first| first <= today)).collect();
    for pathway in &due {
        pathways::save(tx, &Pathway { state: State::Active, ..pathway.clone() })?;
        tx.record(&By::system(), Event::new("pathway.walk_begun", "pathway", pathway.id))?;
    }
    Ok(due.len())
}
