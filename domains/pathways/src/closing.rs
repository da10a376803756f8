//! The end of a pathway: what the repeat says beside each deficit, verdicts, the teacher's closing word, the close or another round.
//!
//! * A methodist decides; what was measured is never called removed without a repeat that can be compared.
//! * The teacher's words to the team are read by the team only if the teacher lets it.

mod views;
mod web;
mod word;

pub use self::web::router;
pub use cases::{Judged, judged};
pub use word::{Word, WordForm, find as word, say};

use crate::{
    model::{Pathway, PathwayId, State},
    store::{Loaded, load, pathways},
};
use access::{Action, Actor};
use audit::{Event, Record};
use cases::{Case, EventKind, EvidenceKind, Member, SeatState, Task, TeamRole, Verdict};
use deficits::{DeficitId, Sight};
use kernel::{Error, Result, Tx, name::clean_text, news::Listeners};

const LONGEST_REASON: usize = 2000;

/// Where the repeat of each measured deficit is assigned: code of the competency and address. Only who may assign, and only from
/// results within sight.
///
/// # Errors
/// The store fails.
pub fn repeats(tx: &mut Tx<'_>, actor: &Actor, case: &Case) -> Result<Vec<(String, String)>> {
    if !actor.can(Action::AssignDiagnostics) {
        return Ok(Vec::new());
    }
    let sight = Sight::of(actor);
    let mut found = Vec::new();
    for taken in deficits::results_of(tx, &sight, case.person)?.into_iter().filter(|taken| !taken.is_repeat) {
        let instrument = diagnostics::scored_attempt(tx, &access::Scope::program("whether the result may be seen was asked just now"), taken.attempt)?.instrument;
        let url = format!("/assignments/new?instrument={instrument}&person={}&repeat_of={}", case.person, taken.attempt);
        found.extend(deficits::lines_of(tx, &sight, taken.attempt)?.into_iter().map(|line| (line.code, url.clone())));
    }
    Ok(found)
}

fn must_be_methodist(loaded: &Loaded) -> Result<()> {
    let is_one = loaded.standing.methodist().is_some() && !loaded.standing.is_teacher();
    if is_one { Ok(()) } else { Err(Error::refusal("Итог подводит методист из команды. Напишите ему в сообщениях команды.")) }
}

/// The verdict on one deficit.
///
/// # Errors
/// Not found; refusals: the results weren't presented, not a methodist, a measured deficit without a repeat to compare; stale; fields of `cases`.
pub fn judge(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, deficit: DeficitId, (verdict, words): (Verdict, &str), version: i64) -> Result<()> {
    let loaded = load(tx, actor, id)?;
    loaded.pathway.must_be(&[State::Presented], "Итог подводят, когда результаты представлены.")?;
    must_be_methodist(&loaded)?;
    cases::set_verdict(tx, &loaded.standing, actor, deficit, (verdict, words), version)
}

/// Closes the pathway and its case: verdicts are there, the teacher has said the closing word.
///
/// # Errors
/// Not found; refusals: something lacks, not a methodist; stale.
pub fn close(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: PathwayId, (version, case_version): (i64, i64)) -> Result<()> {
    let loaded = load(tx, actor, id)?;
    loaded.standing.case.must_be_open()?;
    loaded.pathway.must_be(&[State::Presented], "Завершить можно маршрут, результаты которого представлены.")?;
    must_be_methodist(&loaded)?;
    if word::find(tx, id)?.is_none() {
        return Err(Error::refusal("Педагог ещё не написал заключительное слово. Попросите его об этом: страница «Представление и завершение» маршрута."));
    }
    for one in judged(tx, actor, &loaded.standing.case)? {
        if let Some(verdict) = one.deficit.verdict {
            one.may_be(verdict)?;
        }
    }
    let closed_at = Some(tx.now());
    pathways::save(tx, &Pathway { state: State::Closed, closed_at, version, ..loaded.pathway.clone() })?;
    tx.record(&actor.by(), Event::new("pathway.closed", "pathway", id).of(loaded.standing.case.person))?;
    cases::close(tx, listeners, actor, loaded.standing.case.id, case_version)
}

/// Begins another round for what is left: a new version of the pathway, the old one stays as it was.
///
/// # Errors
/// Not found; refusals of `cases` and of beginning a version; stale.
pub fn next_round(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, case_version: i64) -> Result<PathwayId> {
    let loaded = load(tx, actor, id)?;
    loaded.pathway.must_be(&[State::Presented], "Новый круг начинают, когда результаты представлены и итоги подведены.")?;
    cases::begin_next_round(tx, actor, loaded.standing.case.id, case_version)?;
    crate::building::revise(tx, actor, id, loaded.pathway.version, "Новый круг: устранено не всё")
}

/// Stops a pathway before its end; what it proved for the case no longer holds, the case itself goes on.
///
/// # Errors
/// Not found; a field error at `reason`; refusals: it has ended, not one's part; stale.
pub fn stop(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, version: i64, reason: &str) -> Result<()> {
    let loaded = load(tx, actor, id)?;
    loaded.standing.case.must_be_open()?;
    loaded.pathway.must_be(&[State::Draft, State::Agreed, State::Active, State::Presented], "Прекратить можно только маршрут, над которым работают.")?;
    if !loaded.standing.is_teacher() && loaded.standing.methodist().is_none() {
        return Err(Error::refusal("Прекратить маршрут могут педагог или методист. Напишите им в сообщениях команды."));
    }
    let reason = clean_text(&reason.chars().take(LONGEST_REASON * 2).collect::<String>());
    match reason.chars().count() {
        0 => return Err(Error::field("reason", "Напишите, почему работа по маршруту прекращается")),
        long if long > LONGEST_REASON => return Err(Error::field("reason", format!("Можно до {LONGEST_REASON} знаков. Сократите"))),
        _ => {}
    }
    let closed_at = Some(tx.now());
    pathways::save(tx, &Pathway { state: State::Stopped, closed_at, stop_reason: reason.clone(), version, ..loaded.pathway.clone() })?;
    let case = &loaded.standing.case;
    for kind in [EvidenceKind::Resources, EvidenceKind::Agreement, EvidenceKind::Walk] {
        cases::withdraw(tx, &actor.by(), case.id, kind, &id.to_string(), "маршрут прекращён")?;
    }
    tx.record(&actor.by(), Event::new("pathway.stopped", "pathway", id).of(case.person))?;
    cases::tell(tx, &actor.by(), case.id, EventKind::PathwayStopped, &format!("/pathways/{id}"), &reason)
}

/// What is next between the presentation and the close.
pub(crate) fn tasks(tx: &mut Tx<'_>, case: &Case, pathway: &Pathway, team: &[Member]) -> Result<Vec<Task>> {
    if word::find(tx, pathway.id)?.is_some() {
        return Ok(Vec::new());
    }
    let whose = team.iter().filter(|member| member.state == SeatState::Joined && member.role == TeamRole::Teacher).map(|member| member.seat).collect();
    let page = crate::presentation::page(pathway.id);
    Ok(vec![Task {
        what: "Написать заключительное слово".into(),
        hint: "Что изменилось, что помогло. После этого методист завершит сопровождение.".into(),
        url: page,
        whose,
        since: case.rung_since,
        by: None,
        is_late: false,
    }])
}
