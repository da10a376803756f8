//! News that reach applications: erasure, merging of cards, withdrawal of the wish or of the consent to process.

use crate::{
    agenda::needed_until,
    apply,
    check::{refresh_duplicate, step_by},
    model::Act,
    record::Application,
    store,
};
use audit::By;
use kernel::{Result, Tx, id::PersonId, news::News};

/// Hears what happened to a person.
///
/// # Errors
/// The store fails; then the act that told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => merge(tx, gone, kept),
        News::InclusionWithdrawn { person } | News::ProcessingWithdrawn { person } => withdraw(tx, person),
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
    }
}

/// The bare row, its number and its states stay: minutes and orders refer to them.
fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let all = store::of_person(tx, person)?;
    for application in &all {
        let Application { id, number: _, email, person: _, school: _, state: _, answers: _, sent: _, sent_before: _, trouble: _, started_at: _, saved_at: _, submitted_at: _, state_since: _, version: _ } = application;
        let digests = store::empty(tx, *id)?;
        apply::forget(tx, &digests)?;
        mail::erase_address(tx, email)?;
    }
    if all.is_empty() {
        return Ok(Vec::new());
    }
    Ok(["ответы анкеты", "адрес электронной почты заявителя", "приложенные документы", "замечания и пояснения к заявке", "представления"].map(String::from).to_vec())
}

fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<Vec<String>> {
    store::repoint(tx, gone, kept)?;
    for application in store::of_person(tx, kept)? {
        refresh_duplicate(tx, &application)?;
    }
    if needed_until(tx, kept)?.is_none() {
        for person in [gone, kept] {
            consent::duty::purpose_again(tx, person, "Человек подал новую заявку")?;
        }
    }
    Ok(Vec::new())
}

/// Applications that are still on their way stop; those in an order or over stay as they are.
fn withdraw(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    for application in store::of_person(tx, person)? {
        if application.state.allows(Act::Withdraw) {
            step_by(tx, &By::system(), &application, application.version, Act::Withdraw, "согласие отозвано")?;
        }
    }
    Ok(Vec::new())
}
