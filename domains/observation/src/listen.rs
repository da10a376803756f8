//! What observation does when it hears news.

use crate::store;
use kernel::{Result, Tx, news::News, params};

/// Withdrawn consent and erasure take all visits to the person's lessons with what was written; an erased observer's name goes
/// from the visits to others. A merge moves the visits.
///
/// # Errors
/// The store fails.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => {
            let (visits, named) = (store::remove_of(tx, person)?, store::forget_observer(tx, person)?);
            let visits = (visits > 0).then(|| format!("Наблюдения уроков с баллами, примерами и комментариями ({visits})"));
            let named = (named > 0).then(|| format!("Имя наблюдателя в картах уроков ({named})"));
            Ok(visits.into_iter().chain(named).collect())
        }
        News::DiagnosticsWithdrawn { person } => {
            let visits = store::remove_of(tx, person)?;
            Ok(if visits > 0 { vec![format!("Наблюдения уроков удалены ({visits})")] } else { Vec::new() })
        }
        News::Merged { gone, kept } => {
            tx.execute("UPDATE observation SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
            Ok(Vec::new())
        }
        News::ProcessingWithdrawn { .. }
        | News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
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
