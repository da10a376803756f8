//! What membership does when it hears news.

use crate::{
    model::{NewLine, OrderKind},
    order, retention, store,
};
use audit::{By, Event, Record};
use kernel::{Result, Tx, id::PersonId, news::News, params};
use serde_json::json;

/// A withdrawn consent ends the membership at once; erasure takes the words of orders; a merge moves what was ordered.
///
/// # Errors
/// The store fails.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::ProcessingWithdrawn { person } => end_all(tx, person, "consent_withdrawn"),
        News::InclusionWithdrawn { person } => end_all(tx, person, "own_wish"),
        News::PublicationWithdrawn { .. }
        | News::DiagnosticsWithdrawn { .. }
        | News::AttemptScored { .. }
        | News::ResourceWithdrawn { .. }
        | News::ObservationAcknowledged { .. }
        | News::CaseTurnedBack { .. }
        | News::CaseEnded { .. }
        | News::CaseDeficitsChanged { .. }
        | News::MembershipEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => {
            let moved = tx.execute("UPDATE membership SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
            if moved > 0 {
                people::public_list::enter(tx, kept)?;
            }
            tx.execute("UPDATE order_line SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
            retention::joined(tx, gone, kept)?;
            crate::farewell::merge(tx, gone, kept)?;
            Ok(Vec::new())
        }
    }
}

/// Ends every open membership today, leaves unsigned drafts, and drafts the order that records the end.
fn end_all(tx: &mut Tx<'_>, person: PersonId, reason: &str) -> Result<Vec<String>> {
    let today = tx.today();
    let open = store::open_of(tx, person, today)?;
    tx.execute("DELETE FROM order_line WHERE person_id = $1 AND order_id IN (SELECT id FROM act_order WHERE state = 'draft')", params![person])?;
    tx.execute("DELETE FROM act_order WHERE state = 'draft' AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = act_order.id)", params![])?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let lines: Vec<NewLine> =
        open.iter().map(|membership| NewLine { person, application: None, membership: Some(membership.id), seat: Some(membership.seat.clone()), reason: reason.to_owned(), note: String::new() }).collect();
    order::draft(tx, &By::system(), OrderKind::End, None, &lines)?;
    for membership in &open {
        store::end(tx, membership.id, today, reason)?;
        tx.record(&By::system(), Event::new("membership.ended", "membership", membership.id).of(person).with(json!({"reason": reason})))?;
    }
    Ok(vec![format!("Участие в активе прекращено ({})", open.len())])
}

/// Signed orders stay as documents (125-ФЗ): their PDFs are untouched, the words about the person in the tables go.
fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let lines = tx.execute("UPDATE order_line SET snapshot = '{}', note = '' WHERE person_id = $1", params![person])?;
    let memberships = tx.count("SELECT COUNT(*) FROM membership WHERE person_id = $1", params![person])?;
    let mut done = Vec::new();
    if lines > 0 {
        done.push(format!("Строки приказов: фамилия, должность, школа ({lines})"));
    }
    if memberships > 0 {
        done.push(format!("Сведения об участии обезличены ({memberships})"));
    }
    Ok(done)
}
