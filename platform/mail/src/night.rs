//! Quiet hours: what can wait for the morning does not come at night where its reader lives.

use jiff::{Timestamp, ToSpan, civil::Time, tz::TimeZone};

/// Hours of the reader's day in which letters go out.
const DAY: std::ops::Range<i8> = 8..21;

/// The moment itself if it is day in the zone, otherwise the next morning.
#[must_use]
pub fn by_day(at: Timestamp, zone: &TimeZone) -> Timestamp {
    let local = at.to_zoned_datetime(zone.clone());
    if DAY.contains(&local.hour()) {
        return at;
    }
    let day = if local.hour() < DAY.start { local.date() } else { local.date().checked_add(1.day()).unwrap_or(local.date()) };
    let morning = Time::new(DAY.start, 0, 0, 0).unwrap_or_default();
    day.to_datetime(morning).to_zoned_datetime(zone.clone()).map_or(at, |morning| morning.timestamp())
}

/// As [`by_day`], by the zone's name; a zone that is unknown knows no night.
pub(crate) fn by_day_of(at: Timestamp, zone: Option<&str>) -> Timestamp {
    zone.and_then(|name| TimeZone::get(name).ok()).map_or(at, |zone| by_day(at, &zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_the_night_waits_for_the_morning_of_its_reader() {
        let zone = TimeZone::fixed(jiff::tz::offset(10));
        for (at, then) in [
            ("2026-11-23T11:00:00Z", "2026-11-23T22:00:00Z"), // 21:00 there
            ("2026-11-23T10:59:00Z", "2026-11-23T10:59:00Z"), // 20:59
            ("2026-11-23T21:59:00Z", "2026-11-23T22:00:00Z"), // 07:59
            ("2026-11-23T22:00:00Z", "2026-11-23T22:00:00Z"), // 08:00
        ] {
            assert_eq!(by_day(at.parse().unwrap(), &zone), then.parse::<Timestamp>().unwrap(), "{at}");
        }
    }
}
