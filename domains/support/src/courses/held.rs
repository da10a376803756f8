//! A step of a cascade that was an activity: found by its number, counted from its attendance once it is closed.

use access::Actor;
use activities::{ActivityId, Sight, State};
use kernel::{Error, Result, Tx, id::PersonId, params};
use std::collections::BTreeSet;

/// The activity by its printed number or its address, within the actor's sight.
///
/// # Errors
/// A field error at `activity`: there is none such that the actor sees, or it was called off.
pub(super) fn named(tx: &mut Tx<'_>, actor: &Actor, raw: &str) -> Result<ActivityId> {
    let raw = raw.trim().trim_end_matches('/');
    let id = match raw.rsplit('/').next().and_then(|tail| tail.parse::<ActivityId>().ok()) {
        Some(id) => Some(id),
        None => tx.maybe("SELECT id FROM activity WHERE number = $1", params![raw], |row| row.get(0))?,
    };
    let unknown = || Error::field("activity", "Такого мероприятия не нашли. Укажите номер, как на его странице: М-2026-0123");
    let sight = Sight::of(tx, actor)?;
    match activities::store::find(tx, &sight, id.ok_or_else(unknown)?) {
        Ok(found) if found.state == State::Cancelled => Err(Error::field("activity", "Это мероприятие отменено. Укажите то, которое состоялось или состоится")),
        Ok(found) => Ok(found.id),
        Err(Error::NotFound) => Err(unknown()),
        Err(other) => Err(other),
    }
}

/// What a closed activity says of a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Held {
    /// Noted as present.
    pub people: BTreeSet<PersonId>,
    /// Came without a card: a number that can't be told apart.
    pub guests: usize,
    /// Those who held it.
    pub hosts: usize,
}

/// Attendance of a step's activity; nothing before it is closed: until then the list may still be mended.
///
/// # Errors
/// The store fails.
pub(crate) fn of(tx: &mut Tx<'_>, activity: ActivityId) -> Result<Held> {
    let one = match activities::store::find(tx, &Sight::program(), activity) {
        Ok(one) if one.state == State::Closed => one,
        Ok(_) | Err(Error::NotFound) => return Ok(Held::default()),
        Err(other) => return Err(other),
    };
    let people = activities::presence::present(tx, activity)?.into_iter().collect();
    let hosts = activities::store::hosts::of(tx, activity)?.into_iter().filter(|host| host.state == activities::HostState::Joined).count();
    Ok(Held { people, guests: usize::try_from(one.guests).unwrap_or(0), hosts })
}
