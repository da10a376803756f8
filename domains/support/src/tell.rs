//! Notices of this domain.

use kernel::{Result, Tx, id::PersonId};
use notices::{Notice, Topic};

/// What somebody is told, once per key.
pub(crate) struct Told {
    pub key: String,
    pub person: PersonId,
    pub subject: &'static str,
    pub body: String,
    pub url: String,
}

/// Tells; how many notices are new, for the log of a job.
///
/// # Errors
/// The store fails.
pub(crate) fn tell(tx: &mut Tx<'_>, told: &Told) -> Result<u64> {
    let Told { key, person, subject, body, url } = told;
    let once_key = format!("support/{key}");
    if notices::is_told(tx, &once_key)? {
        return Ok(0);
    }
    notices::tell(tx, &Notice { once_key, person: *person, topic: Topic::Support, subject: (*subject).to_owned(), body: body.clone(), url: url.clone() })?;
    Ok(1)
}
