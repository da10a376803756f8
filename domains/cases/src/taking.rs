//! Which deficits a case works on.

use crate::{
    event::EventKind,
    given::{note_withdrawn, settle, tell},
    model::CaseId,
    pointing,
    rules::{Act, must},
    stage::{EvidenceKind, Strand},
    standing::load,
    store::{deficits as kept, evidence, links},
    url,
};
use access::Actor;
use audit::{Event, Record};
use deficits::DeficitId;
use kernel::{
    Error, Result, Tx,
    news::{Listeners, News},
};

/// Takes a deficit into the case: only one's own, or what the teacher has opened to the actor. From then on the team sees it.
/// What was complete for the deficits before isn't for one more.
///
/// # Errors
/// Not found: out of sight. Refusals.
pub fn take_in(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: CaseId, deficit: DeficitId) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::TakeDeficit, &standing, actor.role)?;
    let given = pointing::deficit(tx, actor, standing.case.person, deficit, (1, Strand::Teacher, EvidenceKind::Signal))?;
    if !kept::insert(tx, id, deficit)? {
        return Ok(());
    }
    tell(tx, &actor.by(), id, EventKind::DeficitTaken, &url::of(id, "deficits"), &given.words)?;
    tx.record(&actor.by(), Event::new("case.deficit_taken", "case", id).of(standing.case.person))?;
    verdict_lacks(tx, actor, id)?;
    changed(tx, listeners, id)
}

/// Leaves a deficit out of the case; the deficit itself stays as it is.
///
/// # Errors
/// Not found: it isn't in the case. Refusals.
pub fn leave_out(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: CaseId, deficit: DeficitId) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::TakeDeficit, &standing, actor.role)?;
    let case = &standing.case;
    let taken = kept::of(tx, case)?.into_iter().find(|one| one.id == deficit).ok_or(Error::NotFound)?;
    if case.rung > 4 {
        return Err(Error::refusal("Маршрут под это затруднение уже согласован. Чтобы убрать его, вернитесь на ступень «Ресурсы и связь» с причиной."));
    }
    for link in links::of(tx, case)?.into_iter().filter(|link| link.deficit == deficit) {
        links::withdraw(tx, id, link.id)?;
        if evidence::withdraw(tx, id, EvidenceKind::Link, &link.id.to_string(), "затруднение убрано из сопровождения")? > 0 {
            note_withdrawn(tx, &actor.by(), id, EvidenceKind::Link.label(), "затруднение убрано из сопровождения")?;
        }
    }
    kept::remove(tx, id, deficit)?;
    tell(tx, &actor.by(), id, EventKind::DeficitLeft, &url::of(id, "deficits"), &taken.title)?;
    tx.record(&actor.by(), Event::new("case.deficit_left", "case", id).of(case.person))?;
    settle(tx, &actor.by(), id)?;
    changed(tx, listeners, id)
}

/// What was enough for the deficits before is weighed anew.
pub(crate) fn changed(tx: &mut Tx<'_>, listeners: &Listeners, id: CaseId) -> Result<()> {
    listeners.tell(tx, News::CaseDeficitsChanged { case: id.0 })?;
    Ok(())
}

/// With one deficit more the verdict isn't whole.
fn verdict_lacks(tx: &mut Tx<'_>, actor: &Actor, id: CaseId) -> Result<()> {
    crate::given::withdraw(tx, &actor.by(), id, EvidenceKind::Verdict, &id.to_string(), "взято ещё одно затруднение")
}
