//! What becomes of requests when people leave, are erased or merged, and when what a request grew into is gone.

use crate::{helping, private, store};
use kernel::{
    Result, Tx,
    id::{PersonId, Uuid},
    news::News,
    params,
};

/// Hears news. Whoever leaves the active no longer answers; who is erased leaves the fact that somebody asked, and nothing said.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::ProcessingWithdrawn { person } => {
            let held = leave(tx, person)?;
            let asked = stop_asking(tx, person)?;
            Ok(if held + asked > 0 { vec![format!("обращения за помощью: возвращено в очередь {held}, снято {asked}")] } else { Vec::new() })
        }
        // A methodist by office goes on answering without a membership.
        News::MembershipEnded { person } | News::InclusionWithdrawn { person } => {
            if private::helpers::answers_by_office(tx, person)? {
                return Ok(Vec::new());
            }
            leave(tx, person)?;
            Ok(Vec::new())
        }
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => merge(tx, gone, kept).map(|()| Vec::new()),
        News::ActivityCancelled { activity } => forget_activity(tx, activity).map(|()| Vec::new()),
        News::PublicationWithdrawn { .. }
        | News::DiagnosticsWithdrawn { .. }
        | News::AttemptScored { .. }
        | News::ResourceWithdrawn { .. }
        | News::ObservationAcknowledged { .. }
        | News::CaseTurnedBack { .. }
        | News::CaseDeficitsChanged { .. }
        | News::CaseEnded { .. } => Ok(Vec::new()),
    }
}

/// What is in the person's hands goes back: the open kind to the queue, the confidential kind to its askers.
fn leave(tx: &mut Tx<'_>, person: PersonId) -> Result<usize> {
    let held = store::held_by(tx, person)?;
    for request in &held {
        helping::release(tx, request)?;
    }
    Ok(held.len() + private::helpers::leave(tx, person)?)
}

fn stop_asking(tx: &mut Tx<'_>, person: PersonId) -> Result<usize> {
    let waiting = store::waiting_of(tx, person)?;
    for request in &waiting {
        store::end(tx, request, crate::model::State::Withdrawn, (None, ""))?;
    }
    Ok(waiting.len())
}

/// Of the open kind the row stays without a word and without a person, for the figures; of the confidential kind nothing stays.
fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    leave(tx, person)?;
    stop_asking(tx, person)?;
    for id in private::store::asked_by(tx, person)? {
        private::store::remove(tx, id)?;
    }
    let account = access::accounts::of_person(tx, person)?.map(|account| account.id.to_string()).unwrap_or_default();
    let mut gone = 0;
    for sql in [
        "DELETE FROM help_message WHERE help_id IN (SELECT id FROM help_request WHERE asker_person = $1 OR asker_account = $2)",
        "DELETE FROM help_message WHERE author_person = $1 OR author_account = $2",
        "UPDATE help_turn SET reason = '' WHERE help_id IN (SELECT id FROM help_request WHERE asker_person = $1 OR asker_account = $2) OR by_person = $1 OR by_account = $2",
        "UPDATE help_turn SET to_person = NULL, to_account = NULL WHERE to_person = $1 OR to_account = $2",
        "UPDATE help_turn SET by_person = NULL, by_account = NULL WHERE by_person = $1 OR by_account = $2",
        "UPDATE help_request SET words = '', outcome_words = '', asker_person = NULL, asker_account = NULL, version = version + 1 WHERE asker_person = $1 OR asker_account = $2",
        "UPDATE help_request SET helper_person = NULL, helper_account = NULL, version = version + 1 WHERE helper_person = $1 OR helper_account = $2",
    ] {
        gone += tx.execute(sql, params![person, account])?;
    }
    for sql in ["DELETE FROM private_message WHERE author_person = $1", "UPDATE private_help SET helper_person = NULL WHERE helper_person = $1", "DELETE FROM private_helper WHERE person_id = $1"] {
        gone += tx.execute(sql, params![person])?;
    }
    Ok(if gone > 0 { vec!["обращения за помощью: слова, переписка, кто просил и кто отвечал".to_owned()] } else { Vec::new() })
}

fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    for sql in [
        "UPDATE help_request SET asker_person = $2 WHERE asker_person = $1",
        "UPDATE help_request SET helper_person = $2 WHERE helper_person = $1",
        "UPDATE help_message SET author_person = $2 WHERE author_person = $1",
        "UPDATE help_turn SET to_person = $2 WHERE to_person = $1",
        "UPDATE help_turn SET by_person = $2 WHERE by_person = $1",
        "UPDATE private_help SET asker_person = $2 WHERE asker_person = $1",
        "UPDATE private_help SET helper_person = $2 WHERE helper_person = $1",
        "UPDATE private_message SET author_person = $2 WHERE author_person = $1",
        "UPDATE private_helper SET person_id = $2 WHERE person_id = $1 AND NOT EXISTS (SELECT 1 FROM private_helper o WHERE o.person_id = $2)",
    ] {
        tx.execute(sql, params![gone, kept])?;
    }
    tx.execute("DELETE FROM private_helper WHERE person_id = $1", params![gone])?;
    // Nobody answers their own request.
    tx.execute("UPDATE private_help SET helper_person = NULL, state = 'choosing', version = version + 1 WHERE asker_person = helper_person AND state <> 'closed'", params![])?;
    let own: Vec<_> = store::held_by(tx, kept)?.into_iter().filter(|request| request.asker.person == Some(kept)).collect();
    for request in &own {
        helping::release(tx, request)?;
    }
    Ok(())
}

/// A cancelled activity answers nothing.
fn forget_activity(tx: &mut Tx<'_>, activity: Uuid) -> Result<()> {
    tx.execute("UPDATE help_request SET activity_id = NULL, version = version + 1 WHERE activity_id = $1", params![activity.to_string()])?;
    Ok(())
}
