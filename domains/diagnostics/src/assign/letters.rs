//! What a teacher is told of an offer.

use crate::model::{Assignment, Instrument};
use jiff::tz::TimeZone;
use kernel::{Result, Tx};
use notices::{Notice, Topic};

/// Tells of an offer, once per assignment: a line in the cabinet, a letter as the person wishes. Whether a letter has where to go.
///
/// # Errors
/// The store fails.
pub fn offered(tx: &mut Tx<'_>, assignment: &Assignment, instrument: &Instrument, to: &people::PersonRow, zone: &TimeZone, site: &str) -> Result<bool> {
    let last = assignment.closes_at.saturating_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(assignment.closes_at);
    let reason = if assignment.reason.is_empty() { String::new() } else { format!("Пояснение методиста: {}\n\n", assignment.reason) };
    let body = format!(
        "Вам предлагают пройти диагностику «{}».\n\n{reason}Пройти можно с {} по {} включительно. Это добровольно: можно отказаться одним нажатием, причину не спросят, и ничего за этим не последует. Результат первыми увидите вы.\n\nНа странице написано, о чём она и кто что увидит.",
        instrument.title,
        ui::ru::date(zone.to_datetime(assignment.opens_at).date()),
        ui::ru::date(zone.to_datetime(last).date()),
    );
    let url = format!("{}/cabinet/diagnostics/{}", site.trim_end_matches('/'), assignment.id);
    notices::tell(tx, &Notice { once_key: format!("assigned/{}", assignment.id), person: to.id, topic: Topic::Diagnostics, subject: format!("Вам предлагают диагностику: {}", instrument.title), body, url })?;
    Ok(to.email.as_deref().is_some_and(|address| kernel::contact::email(address).is_ok()))
}
