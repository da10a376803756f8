//! The end of a pathway: what the repeat says beside each deficit, verdicts, the teacher's closing word, the close or another round.
//!
//! * A methodist decides; what was measured is never called removed without a repeat that can be compared.
//! * The teacher's words to the team are read by the team only if the teacher lets it.

mod views;
mod web;
mod word;
pub mod worked;

pub use self::web::router;
pub use word::{Word, WordForm, find as word, say};

use crate::{
    model::{Pathway, PathwayId, State},
    store::{Loaded, load, pathways},
};
use access::{Action, Actor};
use audit::{Event, Record};
use cases::{Case, EventKind, EvidenceKind, Member, SeatState, TakenDeficit, Task, TeamRole, Verdict};
use deficits::{DeficitId, Growth, Sight, Source};
use kernel::{Error, Result, Tx, name::clean_text, news::Listeners};

const LONGEST_REASON: usize = 2000;

/// A deficit with what a repeat says of it, as far as the reader may see results.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    pub deficit: TakenDeficit,
    pub growth: Option<Growth>,
}

impl Judged {
    /// Whether a repeat on the same scale stands beside the first measurement.
    #[must_use]
    pub fn is_compared(&self) -> bool {
        self.growth.as_ref().is_some_and(|growth| growth.verdict != deficits::Verdict::NotComparable)
    }

    /// # Errors
    /// A refusal: it can't be said of what was measured and not measured again.
    pub fn may_be(&self, verdict: Verdict) -> Result<()> {
        let says_better = match verdict {
            Verdict::Removed | Verdict::Partly => true,
            Verdict::NotRemoved | Verdict::NotAssessed => false,
        };
        if self.deficit.source == Source::Measured && says_better && !self.is_compared() {
            return Err(Error::refusal(format!(
                "Затруднение «{}» выявила диагностика, а повторной, которую можно с ней сравнить, вам не видно. Пока её нет или педагог не открыл её результат, отметьте «не оценивали».",
                self.deficit.title
            )));
        }
        Ok(())
    }
}

/// The deficits of the case beside what repeats since its opening say.
///
/// # Errors
/// The store fails.
pub fn judged(tx: &mut Tx<'_>, actor: &Actor, case: &Case) -> Result<Vec<Judged>> {
    let sight = Sight::of(actor);
    let mut grown: Vec<Growth> = Vec::new();
    for taken in deficits::results_of(tx, &sight, case.person)?.into_iter().filter(|taken| taken.is_repeat && taken.taken_on >= case.opened_on) {
        grown.extend(deficits::growth_of(tx, &sight, taken.attempt)?);
    }
    let of = |code: &str| grown.iter().find(|growth| growth.code == code && growth.verdict != deficits::Verdict::NotComparable).or_else(|| grown.iter().find(|growth| growth.code == code)).cloned();
    Ok(cases::deficits(tx, case)?.into_iter().map(|deficit| Judged { growth: of(&deficit.code), deficit }).collect())
}

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
    let all = judged(tx, actor, &loaded.standing.case)?;
    all.iter().find(|one| one.deficit.id == deficit).ok_or(Error::NotFound)?.may_be(verdict)?;
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
    pathways::save(tx, &Pathway { state: State::Stopped, stop_reason: reason.clone(), version, ..loaded.pathway.clone() })?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn one(source: Source, verdict: Option<deficits::Verdict>) -> Judged {
        let id = kernel::id::Uuid::now_v7();
        let growth = verdict.map(|verdict| Growth {
            code: "1.1".into(),
            title: String::new(),
            first: id.to_string().parse().unwrap(),
            second: id.to_string().parse().unwrap(),
            verdict,
            reason: String::new(),
            change: None,
            low: None,
            high: None,
            p_grew: None,
        });
        let deficit = TakenDeficit {
            id: DeficitId::fresh(),
            code: "1.1".into(),
            title: "Оценивание".into(),
            source,
            status: deficits::Status::Found,
            taken_on: date(2026, 9, 1),
            verdict: None,
            verdict_words: String::new(),
            verdict_on: None,
            version: 1,
        };
        Judged { deficit, growth }
    }

    #[test]
    fn what_was_measured_is_not_removed_without_a_repeat_to_compare() {
        for unmeasured in [None, Some(deficits::Verdict::NotComparable)] {
            let judged = one(Source::Measured, unmeasured);
            assert!(judged.may_be(Verdict::Removed).is_err() && judged.may_be(Verdict::Partly).is_err());
            assert!(judged.may_be(Verdict::NotAssessed).is_ok() && judged.may_be(Verdict::NotRemoved).is_ok());
        }
        assert!(one(Source::Measured, Some(deficits::Verdict::Grew)).may_be(Verdict::Removed).is_ok());
        assert!(one(Source::Declared, None).may_be(Verdict::Removed).is_ok(), "what the teacher named alone is the team's to judge");
    }
}
