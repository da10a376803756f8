//! What somebody points at as evidence: only what is within their sight. What the program sees by itself comes by the news.

use crate::{
    form::needed,
    given::{Given, give},
    model::{Case, CaseId},
    opening::First,
    rules::{Act, may, must},
    stage::{EvidenceKind, SourceKind, Strand},
    standing::load,
    store::deficits as kept,
    taking::changed,
};
use access::Actor;
use deficits::{AssessmentId, DeficitId, Sight, Source};
use diagnostics::AttemptId;
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId, news::Listeners};
use observation::{Eye, ObservationId, State as Visit};

type End = (i64, Strand, EvidenceKind);

/// A finished card of the teacher's lesson within the actor's sight.
pub(crate) fn observed(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, id: ObservationId, end: End) -> Result<Given> {
    let row = observation::find(tx, &Eye::of(actor), id)?;
    if row.observation.person != person || !matches!(row.observation.state, Visit::Filled | Visit::Acknowledged) {
        return Err(Error::NotFound);
    }
    Ok(Given::new(end, SourceKind::Observation, id).words(row.rubric).on(row.observation.held_on))
}

/// A deficit of the teacher's within the actor's sight. What the teacher only named is a hypothesis.
pub(crate) fn deficit(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, id: DeficitId, end: End) -> Result<Given> {
    let found = deficits::deficit_of(tx, &Sight::of(actor), id)?;
    if found.person != person {
        return Err(Error::NotFound);
    }
    let given = Given::new(end, SourceKind::Deficit, id).words(found.title).on(found.found_on);
    Ok(if found.source == Source::Declared { given.hypothesis() } else { given })
}

/// A signal added to a case that runs.
///
/// # Errors
/// Not found: out of sight. Field `words`. Refusals.
pub fn signal(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: CaseId, first: &First) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::GiveSignal, &standing, actor.role)?;
    let end = (1, Strand::Teacher, EvidenceKind::Signal);
    let given = match first {
        First::Words(raw) => {
            let mut errors = FieldErrors::default();
            let words = needed(&mut errors, "words", raw, "Опишите в одном-двух предложениях, что даётся трудно");
            Given::new(end, SourceKind::Words, "").words(errors.or(words)?).hypothesis()
        }
        First::Observation(observation) => observed(tx, actor, standing.case.person, *observation, end)?,
        First::Deficit(id) => {
            let given = deficit(tx, actor, standing.case.person, *id, end)?;
            // To take it into work is the teacher's and the methodist's; anybody else's is a signal alone.
            if may(Act::TakeDeficit, &standing, actor.role) {
                if kept::insert(tx, standing.case.id, *id)? {
                    changed(tx, listeners, standing.case.id)?;
                }
            }
            given
        }
        First::Class(_) | First::Help { .. } => return Err(Error::NotFound),
    };
    give(tx, &actor.by(), id, given)
}

/// A measurement of the teacher that was there before, or that the program can't tell by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointed {
    Attempt(AttemptId),
    Observation(ObservationId),
    Assessment(AssessmentId),
}

/// Points at a measurement as the result of rung 2 or, after the walk, as the repeat of rung 6.
///
/// # Errors
/// Not found: out of sight. Refusals.
pub fn point_at(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, pointed: Pointed) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::GiveSignal, &standing, actor.role)?;
    let case = &standing.case;
    let end = if case.rung >= 6 { (6, Strand::Teacher, EvidenceKind::Repeat) } else { (2, Strand::Teacher, EvidenceKind::Result) };
    let given = match pointed {
        Pointed::Attempt(attempt) => {
            let taken = deficits::result(tx, &Sight::of(actor), attempt)?;
            own(case, taken.person)?;
            Given::new(end, SourceKind::Attempt, attempt).words(taken.title).on(taken.taken_on)
        }
        Pointed::Observation(observation) => {
            let given = observed(tx, actor, case.person, observation, end)?;
            if end.0 == 2 && observation::low_indicators(tx, observation)?.is_empty() {
                return Err(Error::refusal("В этой карте урока нет подтверждённых затруднений: как результат диагностики она не подходит. Её можно указать как сигнал."));
            }
            given
        }
        Pointed::Assessment(assessment) => {
            let found = deficits::assessment(tx, &Sight::of(actor), Some(actor.account), assessment)?;
            own(case, found.person)?;
            Given::new(end, SourceKind::Assessment, assessment).words(found.title).on(found.taken_on)
        }
    };
    since_round(tx, case, &given)?;
    give(tx, &actor.by(), id, given)
}

fn own(case: &Case, person: PersonId) -> Result<()> {
    if case.person == person { Ok(()) } else { Err(Error::NotFound) }
}

/// A repeat comes after the first measurement; the same measurement isn't its own repeat.
fn since_round(tx: &mut Tx<'_>, case: &Case, given: &Given) -> Result<()> {
    if given.kind != EvidenceKind::Repeat {
        return Ok(());
    }
    let held = crate::store::evidence::of(tx, case.id)?;
    let agreed = held.iter().filter(|one| one.kind == EvidenceKind::Agreement && one.round == case.round).map(|one| one.held_on).max();
    let is_used = held.iter().any(|one| one.source == given.source && one.source_id == given.source_id);
    if is_used || agreed.is_some_and(|agreed| given.on.is_some_and(|day| day < agreed)) {
        return Err(Error::refusal("Это измерение сделано до прохождения маршрута. Повторным считается то, которое проведено после согласования маршрута."));
    }
    Ok(())
}
