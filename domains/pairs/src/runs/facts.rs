//! What is weighed of a teacher and of a methodist, read from the register at one moment.

use crate::model::Code;
use access::Scope;
use jiff::tz::TimeZone;
use kernel::{
    Date, Result, ToValue, Tx, Value,
    id::{PersonId, PlaceId},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use structure::{
    heads,
    places::{Facts as PlaceFacts, PlaceKind},
    profile::MembershipKind,
};

/// A teacher for whom somebody is sought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teacher {
    pub person: PersonId,
    pub code: Code,
    pub place: PlaceId,
    pub municipality: String,
    /// Hours from UTC.
    pub zone: i32,
    /// 0…100: how deep the need is.
    pub severity: i64,
    /// The case whose team has no methodist yet.
    pub case: Option<cases::CaseId>,
    pub before: Vec<PersonId>,
    pub wishes: Vec<PersonId>,
    pub never: Vec<PersonId>,
    pub superiors: Vec<PersonId>,
}

/// A member of the active who accompanies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Methodist {
    pub person: PersonId,
    pub kinds: Vec<MembershipKindWord>,
    pub codes: Vec<Code>,
    pub place: PlaceId,
    pub municipality: String,
    pub zone: i32,
    /// How many more teachers there is room for.
    pub places: u32,
    /// Hours of the year, where the run counts them and the member's plan is agreed.
    #[serde(default)]
    pub hours: Option<Hours>,
}

/// A member's hours of a study year, and how many of them one teacher takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// In minutes, as the two below.
    pub planned: i64,
    pub used: i64,
    /// In hours.
    pub each: u32,
}

impl Hours {
    /// Minutes of the plan that are left.
    #[must_use]
    pub fn left(self) -> i64 {
        (self.planned - self.used).max(0)
    }

    /// For so many teachers what is left suffices.
    #[must_use]
    pub fn places(self) -> u32 {
        u32::try_from(self.left() / (i64::from(self.each.max(1)) * 60)).unwrap_or(u32::MAX)
    }
}

/// How room is counted in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    /// Places of who has no figure of their own.
    pub usual: u32,
    /// Hours that one teacher takes; 0: hours aren't counted.
    pub hours_each: u32,
    /// The day whose study year is asked for hours.
    pub on: Date,
}

/// A kind of membership as stored.
pub type MembershipKindWord = String;

/// Where a person works.
#[derive(Debug, Clone)]
pub(crate) struct At {
    pub place: PlaceId,
    pub municipality: String,
    pub zone: i32,
    pub subject: String,
    pub subjects: Vec<String>,
}

const AT_ONCE: usize = 400;

/// Where people within a scope work and what they teach; who is out of reach or erased is left out.
pub(crate) fn at(tx: &mut Tx<'_>, scope: &Scope, people: &[PersonId]) -> Result<BTreeMap<PersonId, At>> {
    let regional = structure::profile(tx)?.region.time_zone.clone();
    let now = tx.now();
    let mut hours: BTreeMap<String, i32> = BTreeMap::new();
    let mut zone = |name: String| *hours.entry(name).or_insert_with_key(|name| TimeZone::get(name).map_or(0, |zone| zone.to_offset(now).seconds() / 3600));
    let mut found = BTreeMap::new();
    for some in people.chunks(AT_ONCE) {
        let list = (4..some.len() + 4).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
        let mut values: Vec<Value<'_>> = vec![scope.from().to_value(), scope.to().to_value(), scope.own().to_value()];
        values.extend(some.iter().map(ToValue::to_value));
        let sql = format!(
            "SELECT p.id, pl.id, pl.kind, pl.facts, COALESCE(mo.id, ''), COALESCE(mo.facts, '{{}}') FROM person p JOIN place pl ON pl.id = p.place_id LEFT JOIN place mo ON mo.id = pl.parent_id
             WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) AND p.erased_at IS NULL AND p.merged_into IS NULL AND p.id IN ({list})"
        );
        let rows = tx.query(&sql, &values, |row| Ok((row.get::<PersonId>(0)?, row.get::<PlaceId>(1)?, row.get::<PlaceKind>(2)?, row.get::<String>(3)?, row.get::<String>(4)?, row.get::<String>(5)?)))?;
        for (person, place, kind, own, parent, above) in rows {
            let named = |facts: &str| serde_json::from_str::<PlaceFacts>(facts).ok().and_then(|facts| facts.time_zone);
            let municipality = match kind {
                PlaceKind::Municipality => place.to_string(),
                PlaceKind::School => parent,
                PlaceKind::Region | PlaceKind::Ministry | PlaceKind::Institute => String::new(),
            };
            let zone = zone(named(&own).or_else(|| named(&above)).unwrap_or_else(|| regional.clone()));
            found.insert(person, At { place, municipality, zone, subject: String::new(), subjects: Vec::new() });
        }
        let list = (1..=some.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
        let taught = tx.query(&format!("SELECT person_id, subject FROM person_subject WHERE person_id IN ({list}) ORDER BY person_id, is_main DESC, subject"), &values[3..], |row| {
            Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?))
        })?;
        for (person, subject) in taught {
            if let Some(at) = found.get_mut(&person) {
                if at.subject.is_empty() {
                    at.subject.clone_from(&subject);
                }
                at.subjects.push(subject);
            }
        }
    }
    Ok(found)
}

/// Those who head the municipality: nobody is accompanied by their superior.
pub(crate) fn superiors(tx: &mut Tx<'_>, municipalities: &BTreeSet<String>) -> Result<BTreeMap<String, Vec<PersonId>>> {
    let today = tx.today();
    let mut found = BTreeMap::new();
    for one in municipalities.iter().filter(|one| !one.is_empty()) {
        let people = heads::on(tx, &PlaceId::from(one.as_str()), today)?.into_iter().filter_map(|head| head.person).collect();
        found.insert(one.clone(), people);
    }
    Ok(found)
}

/// Members of the active in force within a scope, with the room they have: places less the teachers of now, and no more than the hours left in the year's plan allow.
pub(crate) fn methodists(tx: &mut Tx<'_>, scope: &Scope, kinds: &[String], counted: Room) -> Result<Vec<Methodist>> {
    let today = tx.today();
    let rows = membership::list(tx, scope, &membership::Filter::default(), today, kernel::Slice::all(100_000))?.rows;
    let mut by_person: BTreeMap<PersonId, Vec<membership::Seat>> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| !row.membership.paused && kinds.iter().any(|kind| kind == row.membership.seat.kind.as_str())) {
        by_person.entry(row.membership.person).or_default().push(row.membership.seat);
    }
    let people: Vec<PersonId> = by_person.keys().copied().collect();
    let at = at(tx, scope, &people)?;
    let room = crate::capacity::all(tx)?;
    let busy = crate::pair::busy(tx)?;
    let years = if counted.hours_each > 0 { ledger::year_hours(tx, counted.on)? } else { BTreeMap::new() };
    let mut found = Vec::new();
    for (person, seats) in by_person {
        let Some(at) = at.get(&person) else { continue };
        let free = room.get(&person).copied().unwrap_or(counted.usual).saturating_sub(busy.get(&person).copied().unwrap_or(0));
        let hours = years.get(&person).map(|year| Hours { planned: year.planned, used: year.used, each: counted.hours_each });
        let places = hours.map_or(free, |hours| free.min(hours.places()));
        let municipality = if at.municipality.is_empty() { seats.first().map(|seat| seat.municipality.to_string()).unwrap_or_default() } else { at.municipality.clone() };
        let kinds = seats.iter().map(|seat| seat.kind.as_str().to_owned()).collect();
        found.push(Methodist { person, kinds, codes: codes(&seats, at), place: at.place.clone(), municipality, zone: at.zone, places, hours });
    }
    Ok(found)
}

/// A methodist helps with the subject or direction of the seat; a manager with the subjects they teach themselves.
fn codes(seats: &[membership::Seat], at: &At) -> Vec<Code> {
    let mut codes = BTreeSet::new();
    for seat in seats {
        match seat.kind {
            MembershipKind::SubjectMethodist => codes.extend(seat.subject.clone().map(Code::Subject)),
            MembershipKind::DirectionMethodist => codes.extend(seat.direction.clone().map(Code::Direction)),
            MembershipKind::MunicipalManager | MembershipKind::SchoolManager => codes.extend(at.subjects.iter().cloned().map(Code::Subject)),
        }
    }
    codes.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_the_year_suffices_for_whole_teachers_only() {
        let of = |planned: i64, used: i64| Hours { planned: planned * 60, used: used * 60, each: 10 }.places();
        assert_eq!([of(60, 18), of(60, 51), of(60, 80), of(0, 0)], [4, 0, 0, 0]);
    }
}
