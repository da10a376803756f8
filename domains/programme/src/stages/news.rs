//! What becomes of an owner of a stage; what is kept about one.

use documents::{Grid, Section};
use kernel::{Result, Tx, date, id::PersonId, news::News, params};

use super::model::year_words;

/// An owner who is erased is no longer named; the role stays. Their account no longer stands in the history.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => {
            tx.execute("UPDATE programme_stage SET owner_id = $1, version = version + 1 WHERE owner_id = $2", params![kept, gone])?;
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
    let stages = tx.execute("UPDATE programme_stage SET owner_id = NULL, version = version + 1 WHERE owner_id = $1", params![person])?;
    let notes = match access::accounts::of_person(tx, person)? {
        Some(account) => tx.execute("UPDATE programme_change SET account_id = NULL WHERE account_id = $1", params![account.id])?,
        None => 0,
    };
    let mut done = Vec::new();
    if stages > 0 {
        done.push(format!("Этапы программы года: кто отвечает ({stages})"));
    }
    if notes > 0 {
        done.push(format!("История программы года: кто изменил ({notes})"));
    }
    Ok(done)
}

/// «Что обо мне хранится»: stages that a person answers for.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let rows: Vec<Vec<String>> = tx.query("SELECT title, year, starts_on, ends_on FROM programme_stage WHERE owner_id = $1 ORDER BY starts_on DESC, id", params![person], |row| {
        Ok(vec![row.get(0)?, year_words(row.get(1)?), date::short(row.get(2)?), date::short(row.get(3)?)])
    })?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let columns = ["Этап", "Учебный год", "С", "По"].map(str::to_owned).to_vec();
    Ok(vec![Section { title: "Этапы программы года, за которые вы отвечаете".into(), facts: Vec::new(), table: Some(Grid { columns, rows }) }])
}
