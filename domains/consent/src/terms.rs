//! Legal deadlines: amounts and sources are data of the region profile, working days are its calendar.

use kernel::{Date, Error, Result, Tx};
use structure::profile::DeadlineKind;

/// When something must be done, and by which law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub due_on: Date,
    pub basis: String,
}

/// The last day for a deadline that began on `from`.
///
/// # Errors
/// A refusal when the profile does not set this deadline; or the store fails.
pub fn due(tx: &mut Tx<'_>, kind: DeadlineKind, from: Date) -> Result<Term> {
    let profile = structure::profile(tx)?;
    let missing = || Error::refusal(format!("В профиле региона не задан срок «{kind}». Попросите администратора дополнить раздел deadline и повторите действие."));
    let deadline = profile.deadline(kind).ok_or_else(missing)?;
    let calendar = structure::calendar(tx)?;
    Ok(Term { due_on: deadline.due(&calendar, from), basis: deadline.source.clone() })
}
