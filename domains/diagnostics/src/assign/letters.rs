//! The letter that tells of an offer.

use crate::model::{Assignment, Instrument};
use jiff::tz::TimeZone;
use kernel::{Result, Tx};
use mail::Letter;

/// Puts the letter into the outbox, once per assignment; people without an address get none.
///
/// # Errors
/// The store fails.
pub fn offered(tx: &mut Tx<'_>, assignment: &Assignment, instrument: &Instrument, to: &people::PersonRow, zone: &TimeZone, site: &str) -> Result<bool> {
    let Some(address) = to.email.as_deref().filter(|address| kernel::contact::email(address).is_ok()) else { return Ok(false) };
    let last = assignment.closes_at.saturating_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(assignment.closes_at);
    let reason = if assignment.reason.is_empty() { String::new() } else { format!("Пояснение методиста: {}\n\n", assignment.reason) };
    let body = format!(
        "Здравствуйте, {}!\n\nВам предлагают пройти диагностику «{}».\n\n{reason}Пройти можно с {} по {} включительно. Это добровольно: можно отказаться одним нажатием, причину не спросят, и ничего за этим не последует. Результат первыми увидите вы.\n\nПосмотреть, о чём она и кто что увидит:\n{}/cabinet/diagnostics/{}\n",
        to.name.given,
        instrument.title,
        ui::ru::date(zone.to_datetime(assignment.opens_at).date()),
        ui::ru::date(zone.to_datetime(last).date()),
        site.trim_end_matches('/'),
        assignment.id
    );
    mail::enqueue(tx, Letter { once_key: format!("assigned/{}", assignment.id), person: Some(to.id), address: address.to_owned(), subject: format!("Вам предлагают диагностику: {}", instrument.title), body })?;
    Ok(true)
}
