//! What becomes of a member's year when the person leaves, is erased or merged.

use super::store::papers;
use kernel::{Result, Tx, id::PersonId, news::News, params};

/// Erasure takes plans, reports and papers; a badge that bears a name goes as soon as the consent to publish does.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::PublicationWithdrawn { person } => {
            let count = take_off(tx, person, "AND badge_names = 1")?;
            Ok(if count > 0 { vec![format!("Значки с именем сняты с публикации ({count})")] } else { Vec::new() })
        }
        News::ProcessingWithdrawn { person } => {
            let count = take_off(tx, person, "")?;
            Ok(if count > 0 { vec![format!("Значки сняты с публикации ({count})")] } else { Vec::new() })
        }
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => merge(tx, gone, kept),
        News::InclusionWithdrawn { .. }
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

fn take_off(tx: &mut Tx<'_>, person: PersonId, and: &str) -> Result<usize> {
    let sql = format!("SELECT id, badge FROM activity_paper WHERE person_id = $1 AND badge <> '' {and}");
    let those = tx.query(&sql, params![person], |row| Ok((row.get(0)?, row.get::<String>(1)?)))?;
    for (id, badge) in &those {
        papers::unpublish(tx, *id, &papers::address_of(badge))?;
    }
    Ok(those.len())
}

fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    take_off(tx, person, "")?;
    tx.execute("DELETE FROM year_line WHERE plan_id IN (SELECT id FROM year_plan WHERE person_id = $1)", params![person])?;
    let mut done = Vec::new();
    for (sql, what) in [
        ("DELETE FROM year_plan WHERE person_id = $1", "Планы года"),
        ("DELETE FROM year_report WHERE person_id = $1", "Отчёты о работе в активе"),
        ("DELETE FROM activity_paper WHERE person_id = $1", "Справки о деятельности"),
    ] {
        let count = tx.execute(sql, params![person])?;
        if count > 0 {
            done.push(format!("{what} ({count})"));
        }
    }
    if let Some(account) = access::accounts::of_person(tx, person)? {
        tx.execute("UPDATE year_plan SET decided_by = NULL WHERE decided_by = $1", params![account.id])?;
        tx.execute("UPDATE year_report SET decided_by = NULL WHERE decided_by = $1", params![account.id])?;
    }
    Ok(done)
}

/// Where both cards have a plan or a report of one year, the kept card's stays: the other was written by mistake.
fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<Vec<String>> {
    tx.execute("DELETE FROM year_line WHERE plan_id IN (SELECT y.id FROM year_plan y WHERE y.person_id = $1 AND EXISTS (SELECT 1 FROM year_plan o WHERE o.person_id = $2 AND o.year = y.year))", params![gone, kept])?;
    tx.execute("DELETE FROM year_plan WHERE person_id = $1 AND EXISTS (SELECT 1 FROM year_plan o WHERE o.person_id = $2 AND o.year = year_plan.year)", params![gone, kept])?;
    tx.execute("DELETE FROM year_report WHERE person_id = $1 AND EXISTS (SELECT 1 FROM year_report o WHERE o.person_id = $2 AND o.year = year_report.year AND o.part = year_report.part)", params![gone, kept])?;
    for table in ["year_plan", "year_report", "activity_paper"] {
        tx.execute(&format!("UPDATE {table} SET person_id = $2 WHERE person_id = $1"), params![gone, kept])?;
    }
    Ok(Vec::new())
}
