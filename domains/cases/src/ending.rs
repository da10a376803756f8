//! Verdicts, the end, another round, the way back.

use crate::{
    event::EventKind,
    form::needed,
    given::{Given, add, settle, tell},
    judged::judged,
    model::{CaseId, State, TakenDeficit, Verdict},
    rules::{Act, may, must},
    stage::{self, EvidenceKind, SourceKind, Strand},
    standing::{Standing, load},
    store::{cases, deficits as kept, evidence, forget, turns},
    url,
};
use access::{Actor, Role};
use audit::{Event, Record};
use deficits::DeficitId;
use kernel::{
    Error, FieldErrors, Result, Tx,
    news::{Listeners, News},
};
use serde_json::json;

/// The verdict on one deficit; the last one reaches rung 7.
///
/// # Errors
/// Not found: no such deficit in the case. Refusals: the repeat isn't there, or can't be compared; not a methodist. Stale. Field `words`.
pub fn set_verdict(tx: &mut Tx<'_>, standing: &Standing, actor: &Actor, deficit: DeficitId, (verdict, words): (Verdict, &str), version: i64) -> Result<()> {
    must(Act::Judge, standing, actor.role)?;
    let case = &standing.case;
    if case.rung < 7 {
        return Err(Error::refusal("Итог подводят после повторной диагностики. Пока её результата нет."));
    }
    let all = judged(tx, actor, case)?;
    let judged = all.iter().find(|one| one.deficit.id == deficit).ok_or(Error::NotFound)?;
    judged.may_be(verdict)?;
    let deficit = &judged.deficit;
    let mut errors = FieldErrors::default();
    let words = match verdict {
        Verdict::Removed | Verdict::Partly => Some(kernel::name::clean_text(words)),
        Verdict::NotRemoved | Verdict::NotAssessed => needed(&mut errors, "words", words, "Объясните в одном-двух предложениях: педагог прочтёт это первым"),
    };
    let words = errors.or(words)?;
    kept::judge(tx, case.id, deficit.id, (verdict, &words), Some(actor.account), version)?;
    tell(tx, &actor.by(), case.id, EventKind::VerdictGiven, &url::of(case.id, "deficits"), &format!("{}: {}", deficit.title, verdict.label()))?;
    tx.record(&actor.by(), Event::new("case.verdict_given", "case", case.id).of(case.person).with(json!({"competency": deficit.code, "verdict": verdict})))?;
    if kept::of(tx, case)?.iter().all(|one| one.verdict.is_some()) {
        // Once for the case: another verdict on the same deficit changes the row, not the rung.
        add(tx, &actor.by(), case.id, &Given::new((7, Strand::Teacher, EvidenceKind::Verdict), SourceKind::Deficit, case.id))?;
        settle(tx, &actor.by(), case.id)?;
    }
    Ok(())
}

fn verdicts(taken: &[TakenDeficit]) -> Result<Vec<Verdict>> {
    let lacking: Vec<&str> = taken.iter().filter(|one| one.verdict.is_none()).map(|one| one.title.as_str()).collect();
    if taken.is_empty() {
        return Err(Error::refusal("В сопровождении нет ни одного затруднения, завершать нечего. Если работа не началась, остановите его с причиной."));
    }
    if let Some(first) = lacking.first() {
        return Err(Error::refusal(format!("Нет итога по затруднению «{first}». Подведите итог по каждому.")));
    }
    Ok(taken.iter().filter_map(|one| one.verdict).collect())
}

/// Closes a case whose deficits all have their verdict.
///
/// # Errors
/// Refusals: a rung isn't reached, a verdict lacks, not a methodist. Stale.
pub fn close(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: CaseId, version: i64) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::Close, &standing, actor.role)?;
    let case = &standing.case;
    case.must_be_at(version)?;
    if case.rung < 7 {
        return Err(Error::refusal(format!("Завершать рано: сопровождение на ступени {} «{}». Если работа прекращается, остановите его с причиной.", case.rung, stage::title(case.rung))));
    }
    let outcome = Verdict::together(&verdicts(&kept::of(tx, case)?)?);
    if case.rung < stage::DONE {
        return Err(Error::refusal("Основание итога больше не действует. Подведите итог по затруднениям ещё раз."));
    }
    cases::end(tx, case, State::Closed, Some(outcome), "")?;
    tell(tx, &actor.by(), id, EventKind::Closed, &url::case(id), outcome.label())?;
    tx.record(&actor.by(), Event::new("case.closed", "case", id).of(case.person).with(json!({"outcome": outcome})))?;
    listeners.tell(tx, News::CaseEnded { case: id.0 })?;
    Ok(())
}

/// Whether the actor may stop it now: by the table of the team; and who proposed may take it back before an answer.
#[must_use]
pub(crate) fn may_stop(standing: &Standing, role: Role) -> bool {
    match standing.case.state {
        State::Proposed => standing.is_opener(),
        State::Open => may(Act::Stop, standing, role),
        State::Closed | State::Stopped | State::Declined => false,
    }
}

/// Stops a case before its end, with a reason.
///
/// # Errors
/// Field `reason`. Refusals: it has ended, not yours to stop. Stale.
pub fn stop(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: CaseId, (reason, version): (&str, i64)) -> Result<()> {
    let standing = load(tx, actor, id)?;
    let case = &standing.case;
    if !may_stop(&standing, actor.role) {
        must(Act::Stop, &standing, actor.role)?;
    }
    let mut errors = FieldErrors::default();
    let reason = needed(&mut errors, "reason", reason, "Напишите, почему работа прекращается");
    let reason = errors.or(reason)?;
    case.must_be_at(version)?;
    cases::end(tx, case, State::Stopped, None, &reason)?;
    tell(tx, &actor.by(), id, EventKind::Stopped, &url::case(id), &reason)?;
    tx.record(&actor.by(), Event::new("case.stopped", "case", id).of(case.person))?;
    if case.state == State::Proposed {
        // Nobody agreed to it: as after a no, only the fact is kept.
        forget::content(tx, id)?;
        cases::forget_reason(tx, id)?;
    }
    listeners.tell(tx, News::CaseEnded { case: id.0 })?;
    Ok(())
}

/// The loop begins again for what is left: round + 1 at rung 3. What was removed stays removed.
///
/// # Errors
/// Refusals: verdicts lack or leave nothing to do. Stale.
pub fn begin_next_round(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, version: i64) -> Result<i64> {
    let standing = load(tx, actor, id)?;
    must(Act::BeginRound, &standing, actor.role)?;
    let case = &standing.case;
    case.must_be_at(version)?;
    if case.rung < 7 {
        return Err(Error::refusal("Новый круг начинают после повторной диагностики и итогов."));
    }
    if !verdicts(&kept::of(tx, case)?)?.into_iter().any(Verdict::leaves_work) {
        return Err(Error::refusal("Все затруднения устранены или не оценивались: новый круг не нужен. Завершите сопровождение."));
    }
    cases::begin_round(tx, case)?;
    kept::forget_verdicts(tx, id)?;
    let round = case.round + 1;
    tell(tx, &actor.by(), id, EventKind::RoundBegun, &url::case(id), &format!("круг {round}"))?;
    tx.record(&actor.by(), Event::new("case.round_begun", "case", id).of(case.person).with(json!({"round": round})))?;
    settle(tx, &actor.by(), id)?;
    Ok(round)
}

/// Goes back to an earlier rung: what was reached from there on by the teacher's strand no longer holds.
/// Measurements of classes stay: they are facts.
///
/// # Errors
/// Fields `to`, `reason`. Refusals. Stale.
pub fn turn_back(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: CaseId, (to, reason, version): (i64, &str, i64)) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::TurnBack, &standing, actor.role)?;
    let case = &standing.case;
    let mut errors = FieldErrors::default();
    let reason = needed(&mut errors, "reason", reason, "Напишите, почему нужно вернуться");
    if !(1..case.rung).contains(&to) {
        errors.add("to", "Выберите ступень, которая уже пройдена");
    }
    let reason = errors.or(reason)?;
    case.must_be_at(version)?;
    turns::insert(tx, case, to, &reason, actor.account)?;
    evidence::withdraw_from(tx, id, case.round, to, &reason)?;
    kept::forget_verdicts(tx, id)?;
    tell(tx, &actor.by(), id, EventKind::TurnedBack, &url::case(id), &format!("{to}. {}: {reason}", stage::title(to)))?;
    tx.record(&actor.by(), Event::new("case.turned_back", "case", id).of(case.person).with(json!({"from": case.rung, "to": to})))?;
    settle(tx, &actor.by(), id)?;
    listeners.tell(tx, News::CaseTurnedBack { case: id.0, to })?;
    Ok(())
}
