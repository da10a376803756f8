//! Days of meetings: for the feed, for a file of one meeting, and what overlaps.

use crate::{
    model::{Meeting, MeetingId, State, Union, clock, minute_of_day},
    store::{self, meeting::COLUMNS},
    url,
};
use icalendar::{Calendar, Component, Event, EventLike};
use jiff::{SignedDuration, Timestamp, civil::Time, tz::TimeZone};
use kernel::{Date, Result, Tx, id::PersonId, params};

/// Meetings of one's unions for the calendar feed: id, day, title, address.
///
/// # Errors
/// The store fails.
pub fn entries(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(String, Date, String, String)>> {
    let today = tx.today();
    // A year back is enough for a calendar; the rest is in the list.
    let from = today.saturating_sub(jiff::Span::new().days(366));
    let sql = format!(
        "SELECT {COLUMNS}, {} FROM union_meeting m JOIN union_member b ON b.union_id = m.union_id WHERE b.person_id = $1 AND m.state <> 'cancelled' AND m.held_on >= $2 AND b.joined_on <= m.held_on AND (b.left_on IS NULL OR b.left_on > m.held_on) ORDER BY m.held_on, m.id",
        store::title_sql("m.union_id", "m.held_on")
    );
    let found: Vec<(Meeting, String)> = tx.query(&sql, params![person, from], |row| Ok((store::meeting::shape(row)?, row.get(16)?)))?;
    Ok(found.into_iter().map(|(meeting, title)| (format!("union-meeting-{}", meeting.id), meeting.held_on, format!("{}: {}, {}", title, meeting.title, meeting.hours()), url::meeting(meeting.id))).collect())
}

/// When somebody is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    pub person: PersonId,
    /// `14:00–15:30`.
    pub hours: String,
    pub title: String,
    pub url: String,
}

/// Meetings of these people on a day that overlap `[begins, begins + minutes)`; `but` is the meeting asked about.
///
/// # Errors
/// The store fails.
pub fn overlaps(tx: &mut Tx<'_>, people: &[PersonId], on: Date, (begins, minutes): (&str, i64), but: Option<MeetingId>) -> Result<Vec<Busy>> {
    let (from, until) = (minute_of_day(begins), minute_of_day(begins) + minutes);
    let sql = format!(
        "SELECT b.person_id, {COLUMNS}, {} FROM union_meeting m JOIN union_member b ON b.union_id = m.union_id WHERE m.held_on = $1 AND m.state <> 'cancelled' AND b.joined_on <= $1 AND (b.left_on IS NULL OR b.left_on > $1) ORDER BY m.begins, m.id, b.person_id",
        store::title_sql("m.union_id", "$1")
    );
    let all = tx.query(&sql, params![on], |row| {
        let at: (PersonId, MeetingId, String, i64, String) = (row.get(0)?, row.get(1)?, row.get(6)?, row.get(7)?, row.get(17)?);
        Ok(at)
    })?;
    let found = all.into_iter().filter(|(person, id, begins, minutes, _)| {
        let (starts, ends) = (minute_of_day(begins), minute_of_day(begins) + minutes);
        Some(*id) != but && people.contains(person) && starts < until && from < ends
    });
    Ok(found.map(|(person, id, begins, minutes, title)| Busy { person, hours: format!("{begins}–{}", clock(minute_of_day(&begins) + minutes)), title, url: url::meeting(id) }).collect())
}

/// The zone of a union's place: a municipality may have one of its own.
pub(crate) fn zone(tx: &mut Tx<'_>, union: &Union) -> Result<TimeZone> {
    let today = tx.today();
    let mut next = Some(union.place.clone());
    while let Some(id) = next {
        let Some(place) = structure::places::find(tx, &id, today)? else { break };
        if let Some(zone) = place.facts.time_zone.as_deref().and_then(|name| TimeZone::get(name).ok()) {
            return Ok(zone);
        }
        next = place.parent;
    }
    structure::zone(tx)
}

/// One meeting as a file for a calendar (RFC 5545); a cancelled one takes itself back there.
#[must_use]
pub fn ics(union: &Union, meeting: &Meeting, zone: &TimeZone, site: &str, now: Timestamp) -> String {
    let host = site.split_once("://").map_or(site, |(_, rest)| rest).trim_end_matches('/');
    let begins = minute_of_day(&meeting.begins);
    let time = Time::new(i8::try_from(begins / 60).unwrap_or(0), i8::try_from(begins % 60).unwrap_or(0), 0, 0).unwrap_or(Time::midnight());
    let starts = zone.to_ambiguous_zoned_datetime(meeting.held_on.to_datetime(time)).compatible().map_or(now, |zoned| zoned.timestamp());
    let ends = starts.saturating_add(SignedDuration::from_mins(meeting.minutes)).unwrap_or(starts);
    let utc = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut event = Event::new();
    event.uid(&format!("union-meeting-{}@{host}", meeting.id));
    event.summary(&format!("{}: {}", union.title, meeting.title));
    event.url(&format!("{}{}", site.trim_end_matches('/'), url::meeting(meeting.id)));
    let place = if meeting.venue.is_empty() { &meeting.link } else { &meeting.venue };
    event.location(place);
    event.add_property("DTSTAMP", utc(now)).add_property("DTSTART", utc(starts)).add_property("DTEND", utc(ends));
    event.add_property("SEQUENCE", meeting.version.to_string());
    if meeting.state == State::Cancelled {
        event.add_property("STATUS", "CANCELLED");
    }
    let mut calendar = Calendar::new();
    calendar.push(event.done());
    calendar.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, UnionId};
    use jiff::civil::date;

    #[test]
    fn a_meeting_stands_in_a_calendar_at_its_own_hour() {
        let union = Union {
            id: UnionId::fresh(),
            kind: Kind::Municipal,
            parent: None,
            place: "mo-bikin".into(),
            direction: String::new(),
            about: String::new(),
            link: String::new(),
            quorum_percent: 0,
            opened_on: date(2026, 9, 1),
            closed_on: None,
            closed_why: String::new(),
            version: 1,
            title: "РМО учителей математики".into(),
            place_name: String::new(),
            place_path: String::new(),
        };
        let meeting = Meeting {
            id: MeetingId::fresh(),
            union: union.id,
            number: 1,
            title: "О плане".into(),
            held_on: date(2026, 12, 1),
            begins: "14:30".into(),
            minutes: 90,
            venue: "Школа № 6".into(),
            link: String::new(),
            direction: "d06".into(),
            invited: String::new(),
            state: State::Cancelled,
            cancelled_why: String::new(),
            minutes_number: 0,
            is_correcting: false,
            version: 3,
        };
        let zone = TimeZone::fixed(jiff::tz::offset(10));
        let text = ics(&union, &meeting, &zone, "https://active.example.ru", Timestamp::UNIX_EPOCH);
        for part in ["DTSTART:20261201T043000Z\r\n", "DTEND:20261201T060000Z\r\n", "STATUS:CANCELLED\r\n", "SEQUENCE:3\r\n"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(text.replace("\r\n ", "").contains("@active.example.ru"));
    }
}
