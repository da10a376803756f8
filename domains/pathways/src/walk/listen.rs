//! What the walk, the works and the calendar do when they hear news; before the pathways themselves, which they refer to.

use crate::{
    model::{Pathway, State},
    store::{current_of, pathways},
    works::{self, WorkId, store::forget_unused},
};
use audit::By;
use cases::{CaseId, EventKind};
use files::Digest;
use kernel::{Error, Result, Tx, id::PersonId, news::News, params};

/// Erasure takes a person's works, reports with their snapshots, closing words and calendar; in others' walks the person's name goes
/// and the words stay. A merge moves works. A case that ended ends its pathway.
///
/// # Errors
/// The store fails.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => {
            tx.execute("UPDATE work SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
            tx.execute("DELETE FROM calendar_feed WHERE person_id = $1", params![gone])?;
            Ok(Vec::new())
        }
        News::CaseEnded { case } => {
            end(tx, CaseId(case))?;
            Ok(Vec::new())
        }
        // The cases hear it after us and stop; who tells them can't tell us.
        News::ProcessingWithdrawn { person } => {
            cases::live_of(tx, person)?.into_iter().try_for_each(|case| end(tx, case))?;
            Ok(Vec::new())
        }
        // Works and reports are the teacher's own words and files: nothing in them was measured.
        News::DiagnosticsWithdrawn { .. }
        | News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
        | News::AttemptScored { .. }
        | News::ObservationAcknowledged { .. }
        | News::CaseTurnedBack { .. }
        | News::ResourceWithdrawn { .. }
        | News::CaseDeficitsChanged { .. }
        | News::MembershipEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}

fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    const STEPS: &str = "(SELECT s.id FROM pathway_step s JOIN pathway p ON p.id = s.pathway_id JOIN case_file c ON c.id = p.case_id WHERE c.person_id = $1)";
    const PATHWAYS: &str = "(SELECT p.id FROM pathway p JOIN case_file c ON c.id = p.case_id WHERE c.person_id = $1)";
    const SEATS: &str = "(SELECT id FROM case_seat WHERE person_id = $1)";
    let digests: Vec<Digest> = tx.query(&format!("SELECT DISTINCT t.digest FROM step_file t JOIN step_report r ON r.id = t.report_id WHERE r.step_id IN {STEPS}"), params![person], |row| row.get(0))?;
    let mut done = Vec::new();
    for (sql, what) in [
        (format!("DELETE FROM step_file WHERE report_id IN (SELECT id FROM step_report WHERE step_id IN {STEPS})"), ""),
        (format!("DELETE FROM step_report WHERE step_id IN {STEPS}"), "Отчёты о шагах маршрута"),
        (format!("DELETE FROM step_drop WHERE step_id IN {STEPS} OR seat_id IN {SEATS}"), ""),
        (format!("DELETE FROM presentation WHERE pathway_id IN {PATHWAYS}"), "Представления результатов"),
        (format!("DELETE FROM closing_word WHERE pathway_id IN {PATHWAYS}"), "Заключительные слова"),
        ("DELETE FROM calendar_feed WHERE person_id = $1".to_owned(), "Адрес календаря"),
        (format!("UPDATE step_report SET answered_by = NULL WHERE answered_by IN {SEATS}"), ""),
        (format!("UPDATE step_drop SET answered_by = NULL WHERE answered_by IN {SEATS}"), ""),
    ] {
        let rows = tx.execute(&sql, params![person])?;
        if rows > 0 && !what.is_empty() {
            done.push(format!("{what} ({rows})"));
        }
    }
    let own: Vec<WorkId> = tx.query("SELECT id FROM work WHERE person_id = $1", params![person], |row| row.get(0))?;
    if !own.is_empty() {
        done.push(format!("Работы с файлами ({})", own.len()));
    }
    own.into_iter().try_for_each(|work| works::store::remove(tx, work))?;
    digests.iter().try_for_each(|digest| forget_unused(tx, digest))?;
    Ok(done)
}

/// A case is closed from its own page as from the pathway's: after the presentation and the closing word. Where it was stopped, the
/// pathway stops with it.
fn end(tx: &mut Tx<'_>, id: CaseId) -> Result<()> {
    let Some(pathway) = current_of(tx, id)? else { return Ok(()) };
    let (case, of, closed_at) = (cases::find(tx, id)?, pathway.id, Some(tx.now()));
    if case.state == cases::State::Closed {
        if pathway.state != State::Presented || crate::closing::word(tx, of)?.is_none() {
            return Err(Error::refusal("Сопровождение завершают, когда результаты маршрута представлены и педагог написал заключительное слово: страница «Представление и завершение» маршрута."));
        }
        return pathways::save(tx, &Pathway { state: State::Closed, closed_at, ..pathway });
    }
    pathways::save(tx, &Pathway { state: State::Stopped, closed_at, stop_reason: "Сопровождение закончилось".into(), ..pathway })?;
    cases::tell(tx, &By::system(), id, EventKind::PathwayStopped, &crate::url::pathway(of), "")
}
