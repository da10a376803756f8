//! What becomes of this domain's rows when the world changes.

use crate::{model::EndReason, pair, runs::forget};
use kernel::{Result, Tx, id::PersonId, news::News, params};

/// Hears news.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    let mentored = crate::mentoring::listen(tx, news)?;
    Ok([mentored, of_pairs(tx, news)?].concat())
}

fn of_pairs(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::MembershipEnded { person } => {
            let ended = pair::end_all_of(tx, person, EndReason::Left)?;
            Ok(told("Завершены закрепления педагогов", ended))
        }
        News::ProcessingWithdrawn { person } => {
            let ended = pair::end_all_of(tx, person, EndReason::Withdrawn)?;
            let left = forget::person(tx, person)?;
            Ok([told("Завершены пары педагога и методиста", ended), told("Строки в подборах пар", left)].concat())
        }
        News::DiagnosticsWithdrawn { person } => Ok(told("Глубина затруднений в подборах пар", forget::measured(tx, person)?)),
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => {
            merge(tx, gone, kept)?;
            Ok(Vec::new())
        }
        News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
        | News::AttemptScored { .. }
        | News::ResourceWithdrawn { .. }
        | News::ObservationAcknowledged { .. }
        | News::CaseTurnedBack { .. }
        | News::CaseDeficitsChanged { .. }
        | News::CaseEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}

fn told(what: &str, count: u64) -> Vec<String> {
    if count == 0 { Vec::new() } else { vec![format!("{what} ({count})")] }
}

fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let pairs = tx.execute("DELETE FROM pair WHERE person_id = $1 OR methodist_id = $1", params![person])?;
    let rows = forget::person(tx, person)?;
    let wishes = tx.execute("DELETE FROM pairing_wish WHERE person_id = $1 OR methodist_id = $1", params![person])?;
    let room = tx.execute("DELETE FROM member_capacity WHERE person_id = $1", params![person])?;
    Ok([told("Пары педагога и методиста", pairs), told("Строки в подборах пар", rows), told("Пожелания о паре", wishes), told("Число мест для сопровождения", room)].concat())
}

fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    forget::merge(tx, gone, kept)?;
    for (table, columns) in [("pair", ["person_id", "methodist_id"]), ("pairing_wish", ["person_id", "methodist_id"])] {
        for column in columns {
            tx.execute(&format!("UPDATE {table} SET {column} = $1 WHERE {column} = $2"), params![kept, gone])?;
        }
        // Nobody accompanies oneself.
        tx.execute(&format!("DELETE FROM {table} WHERE person_id = methodist_id"), params![])?;
    }
    tx.execute("DELETE FROM member_capacity WHERE person_id = $1 AND EXISTS (SELECT 1 FROM member_capacity c WHERE c.person_id = $2)", params![gone, kept])?;
    tx.execute("UPDATE member_capacity SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
    Ok(())
}
