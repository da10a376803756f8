//! The window to applications: who may be put on an agenda, and how a candidate's application stands now.

use crate::model::Words;
use access::Scope;
use applications::{AgendaCandidate, ApplicationId, State};
use kernel::{Result, Tx, params};

/// Whether the commission may decide on an application in this state.
#[must_use]
pub fn is_before_us(state: State) -> bool {
    matches!(state, State::Endorsed | State::Reserve)
}

/// Those who wait for the commission and are on no other agenda that is not closed yet.
///
/// # Errors
/// The store fails.
pub fn free(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<AgendaCandidate>> {
    let mut waiting = applications::for_agenda(tx, scope)?;
    let taken = taken(tx)?;
    waiting.retain(|candidate| !taken.contains(&candidate.application));
    Ok(waiting)
}

/// Applications on agendas of meetings that are not closed.
///
/// # Errors
/// The store fails.
pub fn taken(tx: &mut Tx<'_>) -> Result<Vec<ApplicationId>> {
    Ok(tx.query("SELECT i.application_id FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id WHERE m.state <> 'closed'", params![], |row| row.get(0))?)
}

/// How an application stands now.
///
/// # Errors
/// The store fails.
pub fn state(tx: &mut Tx<'_>, id: ApplicationId) -> Result<State> {
    applications::agenda::state_of(tx, id)
}

/// What the agenda keeps of a candidate.
#[must_use]
pub fn words(candidate: &AgendaCandidate) -> Words {
    Words {
        number: candidate.number.clone(),
        name: candidate.name.full(),
        post: candidate.position.clone(),
        school: candidate.school.to_string(),
        school_name: candidate.school_name.clone(),
        municipality: candidate.municipality.to_string(),
        municipality_name: candidate.municipality_name.clone(),
        kind: Some(candidate.kind),
        subject: candidate.subject.clone().unwrap_or_default(),
        direction: candidate.direction.clone().unwrap_or_default(),
        criteria: candidate.criteria.clone(),
        from_reserve: candidate.state == State::Reserve,
    }
}
