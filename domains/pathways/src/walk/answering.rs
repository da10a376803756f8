//! The other side: a report is accepted as it is, for good, or returned with a reason.

use super::{Report, ReportId, ReportState, Snapshot, answerers, hinting, letters, must_walk, store};
use crate::{
    model::{PathwayId, Step, StepId, StepState},
    store::{Loaded, load, steps},
    works,
};
use access::Actor;
use audit::{Event, Record};
use cases::{EventKind, EvidenceKind, Given, SeatId, SourceKind, Strand, TeamRole};
use kernel::{Error, Result, Tx, name::clean_text};
use serde_json::json;

const LONGEST_WORDS: usize = 2000;

/// What is said to a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Words are welcome and may be left out.
    Accept { words: String },
    /// The reason: what to mend.
    Return { reason: String },
}

/// The seat by which the actor may answer about this step; nobody answers a report of one's own.
pub(super) fn answering_seat(tx: &mut Tx<'_>, loaded: &Loaded, step: &Step) -> Result<Option<(SeatId, TeamRole)>> {
    if loaded.standing.is_teacher() {
        return Ok(None);
    }
    let team = cases::team(tx, loaded.standing.case.id)?;
    let may = answerers(&team, &loaded.standing.case, step);
    Ok(may.iter().find(|member| loaded.standing.seats.iter().any(|seat| seat.id == member.seat)).map(|member| (member.seat, member.role)))
}

/// Answers a report that waits.
///
/// # Errors
/// Not found; a field error at `words`: no reason. Refusals: it is one's own, another answers, it was answered or taken back; stale.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, (pathway, step): (PathwayId, StepId), (report, version): (ReportId, i64), said: &Answer, site: &str) -> Result<()> {
    let loaded = load(tx, actor, pathway)?;
    let step = steps::find(tx, pathway, step)?;
    let report = store::find(tx, step.id, report)?;
    must_walk(&loaded)?;
    if loaded.standing.is_teacher() {
        return Err(Error::refusal("Свой отчёт принимает не сам педагог: его прочтёт тьютор или методист из команды."));
    }
    let Some((seat, role)) = answering_seat(tx, &loaded, &step)? else {
        return Err(Error::refusal("На отчёт об этом шаге отвечает другой участник команды: тьютор, а если его нет, ответственный за шаг или методист."));
    };
    if report.state != ReportState::Waiting {
        return Err(Error::refusal(format!("Этот отчёт сейчас не ждёт ответа: он {}. Откройте шаг заново.", report.state.label())));
    }
    match said {
        Answer::Accept { words } => accept(tx, actor, &loaded, (&step, Report { version, ..report.clone() }), (seat, role), words)?,
        Answer::Return { reason } => give_back(tx, actor, &loaded, (&step, Report { version, ..report.clone() }), (seat, role), reason)?,
    }
    letters::answered(tx, &loaded, &step, (report.id, version), matches!(said, Answer::Accept { .. }), site)
}

fn accept(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded, (step, report): (&Step, Report), (seat, role): (SeatId, TeamRole), words: &str) -> Result<()> {
    let words = said(words)?;
    let (on, version) = (tx.today(), report.version);
    let report_id = report.id;
    let work = report.work.map(|id| works::of_person(tx, loaded.standing.case.person, id)).transpose()?;
    // The work's files become the report's own: they stay when the work goes.
    if let Some(work) = &work {
        for file in works::store::files(tx, work.id)? {
            store::keep_file(tx, report.id, &file)?;
        }
    }
    let files = store::files(tx, report.id)?;
    let snapshot = Snapshot::of(step, &report, work.as_ref(), &files).answered(on, role, &words)?;
    let answered_at = Some(tx.now());
    store::save(tx, &Report { state: ReportState::Accepted, answered_by: Some(seat), answered_at, answer_words: words, snapshot, ..report }, version + 1)?;
    steps::save(tx, &Step { state: StepState::Accepted, progress: 100, accepted_on: Some(on), ..step.clone() })?;
    tx.record(&actor.by(), Event::new("report.accepted", "pathway_step", step.id).of(loaded.standing.case.person))?;
    cases::tell(tx, &actor.by(), loaded.standing.case.id, EventKind::StepAccepted, &super::url(step.pathway, step.id), &step.title)?;
    into_the_ledger(tx, actor, loaded, (step, report_id))?;
    hinting::one_day(tx, loaded)?;
    settle(tx, actor, loaded)
}

/// Reading a report is work of whoever answered; how long it took nobody measured, so it counts as a deed without hours.
fn into_the_ledger(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded, (step, report): (&Step, ReportId)) -> Result<()> {
    let Some(person) = actor.person else { return Ok(()) };
    let deed = ledger::Deed {
        person,
        kind: ledger::DeedKind::CaseStep,
        source: report.to_string(),
        direction: loaded.standing.case.direction.clone(),
        on: tx.today(),
        minutes: 0,
        part: "tutor",
        title: "Принят отчёт о шаге маршрута".to_owned(),
        url: super::url(step.pathway, step.id),
        reached: 1,
    };
    ledger::write(tx, &deed)
}

fn give_back(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded, (step, report): (&Step, Report), (seat, role): (SeatId, TeamRole), reason: &str) -> Result<()> {
    let reason = said(reason)?;
    if reason.is_empty() {
        return Err(Error::field("words", "Напишите, что дополнить или исправить: педагог увидит это первым"));
    }
    let (answered_at, on, version) = (Some(tx.now()), tx.today(), report.version);
    // The work is mended afterwards: what it was like at this try stays to be compared with. Its files stay the work's own.
    let work = report.work.map(|id| works::of_person(tx, loaded.standing.case.person, id)).transpose()?;
    let mut files = store::files(tx, report.id)?;
    if let Some(work) = &work {
        files.extend(works::store::files(tx, work.id)?.into_iter().filter(|file| !files.iter().any(|own| own.digest == file.digest)).collect::<Vec<_>>());
    }
    let snapshot = Snapshot::of(step, &report, work.as_ref(), &files).answered(on, role, &reason)?;
    store::save(tx, &Report { state: ReportState::Returned, answered_by: Some(seat), answered_at, answer_words: reason, snapshot, ..report.clone() }, version + 1)?;
    steps::save(tx, &Step { state: StepState::Returned, progress: 75, ..step.clone() })?;
    tx.record(&actor.by(), Event::new("report.returned", "pathway_step", step.id).of(loaded.standing.case.person).with(json!({"number": report.number})))?;
    cases::tell(tx, &actor.by(), loaded.standing.case.id, EventKind::StepReturned, &super::url(step.pathway, step.id), &step.title)
}

fn said(words: &str) -> Result<String> {
    let words = clean_text(&words.chars().take(LONGEST_WORDS * 2).collect::<String>());
    if words.chars().count() > LONGEST_WORDS { Err(Error::field("words", format!("Можно до {LONGEST_WORDS} знаков. Сократите"))) } else { Ok(words) }
}

/// Whether every step that is left is accepted, and at least one is: a pathway of nothing but dropped steps was not walked.
#[must_use]
pub fn is_walked(steps: &[Step]) -> bool {
    let mut left = steps.iter().filter(|step| step.is_in()).peekable();
    left.peek().is_some() && left.all(|step| step.state == StepState::Accepted)
}

/// Gives rung 5 its evidence once all that is left is accepted.
pub(crate) fn settle(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded) -> Result<()> {
    let all = steps::list(tx, loaded.pathway.id)?;
    if !is_walked(&all) {
        return Ok(());
    }
    let given = Given::new((5, Strand::Teacher, EvidenceKind::Walk), SourceKind::Pathway, loaded.pathway.id).words(loaded.pathway.caption());
    cases::give(tx, &actor.by(), loaded.standing.case.id, given)
}
