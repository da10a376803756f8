//! What the program reminds of by itself: unread materials two days before, the meeting of tomorrow.

use crate::{
    model::{ActivityId, State},
    packet,
    sight::Sight,
    store, told,
    told::Words,
};
use jiff::SignedDuration;
use kernel::{Result, Tx, id::PersonId, params};

/// Reminds of what is near: each thing each person once. How many were told.
///
/// # Errors
/// The store fails.
pub fn remind_due(tx: &mut Tx<'_>) -> Result<u64> {
    let (now, zone) = (tx.now(), structure::zone(tx)?);
    let soon = now + SignedDuration::from_hours(48);
    let near: Vec<ActivityId> = tx.query("SELECT a.id FROM activity a WHERE a.state = 'announced' AND a.starts_at > $1 AND a.starts_at <= $2 ORDER BY a.id", params![now, soon], |row| row.get(0))?;
    let mut count = 0;
    for id in near {
        let one = store::find(tx, &Sight::program(), id)?;
        if one.state == State::Announced && packet::has_packet(tx, id)? {
            count += packet::remind_of(tx, &one)?;
        }
        if one.starts_at - now > SignedDuration::from_hours(24) {
            continue;
        }
        let coming: Vec<PersonId> =
            tx.query("SELECT person_id FROM activity_seat WHERE activity_id = $1 AND state = 'signed' UNION SELECT person_id FROM activity_host WHERE activity_id = $1 AND state = 'joined'", params![id], |row| {
                row.get(0)
            })?;
        // A meeting that was moved, in time or place, is reminded of anew.
        let place: String = files::Digest::of(format!("{}|{}", one.where_text, one.link).as_bytes()).to_string().chars().take(8).collect();
        let once = format!("near-{}-{place}", one.starts_at.as_second());
        for person in coming {
            if notices::is_told(tx, &format!("activity/{id}/{once}/{person}"))? {
                continue;
            }
            let body = format!("{}, {}; {}.", told::called(&one), told::when(one.starts_at, &zone), told::place(&one.where_text));
            told::tell(tx, id, person, &Words { once: &once, subject: format!("Скоро: {}", one.title), body, page: "" })?;
            count += 1;
        }
    }
    Ok(count)
}
