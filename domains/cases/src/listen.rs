//! What a case does when it hears news: measurements become evidence by themselves, withdrawn consents take theirs away.

use crate::{
    event::EventKind,
    given::{Given, give, settle, tell},
    model::{Case, State},
    stage::{EvidenceKind, SourceKind, Strand},
    store::{cases, deficits as kept, evidence, forget},
    url,
};
use access::Scope;
use audit::{By, Event, Record};
use deficits::{DeficitId, Sight};
use diagnostics::AttemptId;
use kernel::{Result, Tx, id::PersonId, news::News, params};
use observation::{Eye, ObservationId};

const NOBODY_SEES: &str = "evidence is noted, nobody is shown anything";

/// Hears what concerns cases. It must stand before the deficits, whose rows it refers to, and after the pathways.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::AttemptScored { attempt } => {
            scored(tx, AttemptId(attempt))?;
            Ok(Vec::new())
        }
        News::ObservationAcknowledged { observation } => {
            acknowledged(tx, ObservationId(observation))?;
            Ok(Vec::new())
        }
        News::DiagnosticsWithdrawn { person } => withdrawn(tx, person),
        News::ProcessingWithdrawn { person } => stopped(tx, person),
        News::Erase { person } => erased(tx, person),
        News::Merged { gone, kept } => {
            merged(tx, gone, kept)?;
            Ok(Vec::new())
        }
        News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
        | News::ResourceWithdrawn { .. }
        | News::CaseTurnedBack { .. }
        | News::CaseEnded { .. }
        | News::CaseDeficitsChanged { .. }
        | News::MembershipEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}

/// Whether the pathway of this round has been agreed: what is measured after that is a repeat.
fn is_agreed(held: &[evidence::Evidence], case: &Case) -> bool {
    held.iter().any(|one| one.kind == EvidenceKind::Agreement && one.round == case.round)
}

/// A scored attempt is the result of rung 2; after the agreement it is the repeat of rung 6 if it measures a deficit of the case.
fn scored(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<()> {
    // Results are computed once whoever asks first: here they are needed before the deficits hear the same news.
    deficits::compute(tx, attempt)?;
    let taken = diagnostics::scored_attempt(tx, &Scope::program(NOBODY_SEES), attempt)?;
    for id in cases::open_of(tx, taken.person)? {
        let case = cases::find(tx, id)?.case;
        let held = evidence::of(tx, id)?;
        let end = if is_agreed(&held, &case) {
            let codes: Vec<String> = deficits::lines_of(tx, &Sight::program(), attempt)?.into_iter().map(|line| line.code).collect();
            if !kept::of(tx, &case)?.iter().any(|one| codes.contains(&one.code)) {
                continue;
            }
            (6, Strand::Teacher, EvidenceKind::Repeat)
        } else {
            (2, Strand::Teacher, EvidenceKind::Result)
        };
        let given = Given::new(end, SourceKind::Attempt, attempt).words(taken.title.clone());
        give(tx, &By::system(), id, given)?;
    }
    Ok(())
}

/// An acknowledged lesson card: before the agreement the result of rung 2, if it shows a difficulty; after it the lesson of rung 4, and
/// the repeat where a lesson card was the first measurement.
fn acknowledged(tx: &mut Tx<'_>, observation: ObservationId) -> Result<()> {
    let person: PersonId = tx.one("SELECT person_id FROM observation WHERE id = $1", params![observation], |row| row.get(0))?;
    // A card that the teacher hasn't opened is only in the teacher's own eye.
    let visit = observation::find(tx, &Eye::scope(&Scope::person(person)), observation)?;
    let (of, by) = (&visit.observation, By::system());
    for id in cases::open_of(tx, of.person)? {
        let case = cases::find(tx, id)?.case;
        let held = evidence::of(tx, id)?;
        let given = |end| Given::new(end, SourceKind::Observation, observation).words(visit.rubric.clone()).on(of.held_on);
        if is_agreed(&held, &case) {
            give(tx, &by, id, given((4, Strand::Pupils, EvidenceKind::Lesson)))?;
            let was_observed = held.iter().any(|one| one.kind == EvidenceKind::Result && one.source == SourceKind::Observation);
            if was_observed && case.rung >= 6 {
                give(tx, &by, id, given((6, Strand::Teacher, EvidenceKind::Repeat)))?;
            }
        } else if !observation::low_indicators(tx, observation)?.is_empty() {
            give(tx, &by, id, given((2, Strand::Teacher, EvidenceKind::Result)))?;
        }
    }
    Ok(())
}

fn withdrawn(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    const WHY: &str = "отозвано согласие на диагностику";
    let gone = forget::measured_of(tx, person, WHY)?;
    for id in cases::live_of(tx, person)? {
        tell(tx, &By::system(), id, EventKind::EvidenceWithdrawn, &url::case(id), WHY)?;
        settle(tx, &By::system(), id)?;
    }
    Ok(if gone > 0 { vec![format!("Основания сопровождения, взятые из диагностики ({gone})")] } else { Vec::new() })
}

/// Without the consent to process nothing is worked on; what was written waits for its destruction.
fn stopped(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    const WHY: &str = "Отозвано согласие на обработку персональных данных";
    let live = cases::live_of(tx, person)?;
    for id in &live {
        let case = cases::find(tx, *id)?.case;
        cases::end(tx, &case, State::Stopped, None, WHY)?;
        tell(tx, &By::system(), *id, EventKind::Stopped, &url::case(*id), WHY)?;
        tx.record(&By::system(), Event::new("case.stopped", "case", id).of(person))?;
    }
    Ok(if live.is_empty() { Vec::new() } else { vec![format!("Остановлено методическое сопровождение ({})", live.len())] })
}

fn erased(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let cases = forget::cases_of(tx, person)?;
    let words = forget::words_of_member(tx, person)?;
    let cases = (cases > 0).then(|| format!("Методическое сопровождение с командой, основаниями и записями ({cases})"));
    let words = (words > 0).then(|| format!("Слова в чужих сопровождениях ({words})"));
    Ok(cases.into_iter().chain(words).collect())
}

/// Two cards become one. Where both have an open deficit of one competency, the older stays: what refers to the other must follow now,
/// before the deficits let it go.
fn merged(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    tx.execute("UPDATE case_file SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
    tx.execute("UPDATE case_seat SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
    let sql = "SELECT id, competency_code FROM deficit WHERE person_id IN ($1, $2) AND closed_on IS NULL ORDER BY competency_code, found_on, id";
    let open: Vec<(DeficitId, String)> = tx.query(sql, params![gone, kept], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for pair in open.chunk_by(|left, right| left.1 == right.1) {
        let Some(((oldest, _), others)) = pair.split_first() else { continue };
        for (other, _) in others {
            tx.execute("DELETE FROM case_deficit WHERE deficit_id = $1 AND case_id IN (SELECT case_id FROM case_deficit WHERE deficit_id = $2)", params![other, oldest])?;
            tx.execute("UPDATE case_deficit SET deficit_id = $1 WHERE deficit_id = $2", params![oldest, other])?;
            tx.execute("UPDATE case_link SET deficit_id = $1 WHERE deficit_id = $2", params![oldest, other])?;
            tx.execute("UPDATE case_evidence SET source_id = $1 WHERE source_kind = 'deficit' AND source_id = $2", params![oldest, other])?;
        }
    }
    Ok(())
}
