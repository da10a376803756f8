//! What becomes of results when a person goes: they name nobody but who teaches and who entered.

use crate::{store::teachers, teaching};
use kernel::{Result, Tx, id::PersonId, news::News, params};

/// Hears news.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => {
            merge(tx, gone, kept)?;
            Ok(Vec::new())
        }
        News::ProcessingWithdrawn { .. }
        | News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
        | News::DiagnosticsWithdrawn { .. }
        | News::AttemptScored { .. }
        | News::ResourceWithdrawn { .. }
        | News::ObservationAcknowledged { .. }
        | News::CaseTurnedBack { .. }
        | News::CaseDeficitsChanged { .. }
        | News::CaseEnded { .. }
        | News::MembershipEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}

fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let taught = teachers::of_person(tx, person)?;
    tx.execute("DELETE FROM class_teacher WHERE person_id = $1", params![person])?;
    teaching::follow_person(tx, &taught)?;
    let mut named = 0;
    for sql in [
        "UPDATE outcome SET entered_by = NULL WHERE entered_by IN (SELECT a.id FROM account a WHERE a.person_id = $1)",
        "UPDATE outcome_past SET entered_by = NULL WHERE entered_by IN (SELECT a.id FROM account a WHERE a.person_id = $1)",
        "UPDATE class_teacher SET made_by = NULL WHERE made_by IN (SELECT a.id FROM account a WHERE a.person_id = $1)",
    ] {
        named += tx.execute(sql, params![person])?;
    }
    let lessons = (!taught.is_empty()).then(|| format!("Какие классы вёл педагог ({})", taught.len()));
    let named = (named > 0).then(|| format!("Авторство результатов классов ({named})"));
    Ok(lessons.into_iter().chain(named).collect())
}

fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    let taught = teachers::of_person(tx, gone)?;
    tx.execute(
        "INSERT INTO class_teacher (place_id, school_year, subject, grade, letter, person_id, made_by, made_at)
         SELECT place_id, school_year, subject, grade, letter, $1, made_by, made_at FROM class_teacher WHERE person_id = $2 ON CONFLICT DO NOTHING",
        params![kept, gone],
    )?;
    tx.execute("DELETE FROM class_teacher WHERE person_id = $1", params![gone])?;
    teaching::follow_person(tx, &taught)
}
