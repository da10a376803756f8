//! When a letter may go: never at night where the reader lives, a digest at the reader's hour and once a day. Pure.

use crate::model::Way;
use jiff::{Timestamp, ToSpan, civil::Time, tz::TimeZone};
use kernel::Date;

/// Hours among which a person chooses the digest's.
pub const DIGEST_HOURS: std::ops::RangeInclusive<i8> = 8..=20;
/// While nothing was chosen: after lessons.
pub const USUAL_HOUR: i8 = 16;

/// When a letter of a notice told now is to be made; never for the cabinet alone.
#[must_use]
pub fn due(way: Way, now: Timestamp, zone: &TimeZone, (hour, last): (i8, Option<Date>)) -> Option<Timestamp> {
    match way {
        Way::AtOnce => Some(mail::by_day(now, zone)),
        Way::Digest => Some(digest_after(now, zone, hour, last)),
        Way::Cabinet => None,
    }
}

/// The first digest hour that is still ahead, on a day that has had no digest yet.
fn digest_after(now: Timestamp, zone: &TimeZone, hour: i8, last: Option<Date>) -> Timestamp {
    let local = now.to_zoned_datetime(zone.clone());
    let start = Time::new(hour.clamp(*DIGEST_HOURS.start(), *DIGEST_HOURS.end()), 0, 0, 0).unwrap_or_default();
    let next = |day: Date| day.checked_add(1.day()).unwrap_or(day);
    let mut day = if local.time() < start { local.date() } else { next(local.date()) };
    if let Some(last) = last.filter(|last| *last >= day) {
        day = next(last);
    }
    day.to_datetime(start).to_zoned_datetime(zone.clone()).map_or(now, |at| at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_digest_comes_at_the_next_chosen_hour_of_the_readers_day() {
        let zone = TimeZone::fixed(jiff::tz::offset(10));
        // 05:59 UTC is 15:59 there.
        assert_eq!(digest_after(at("2026-11-23T05:59:00Z"), &zone, 16, None), at("2026-11-23T06:00:00Z"));
        assert_eq!(digest_after(at("2026-11-23T06:00:00Z"), &zone, 16, None), at("2026-11-24T06:00:00Z"));
    }

    #[test]
    fn a_moved_hour_makes_no_second_digest_on_one_day() {
        let zone = TimeZone::fixed(jiff::tz::offset(10));
        let today = jiff::civil::date(2026, 11, 23);
        assert_eq!(digest_after(at("2026-11-23T01:00:00Z"), &zone, 16, Some(today)), at("2026-11-24T06:00:00Z"));
    }

    #[test]
    fn what_is_for_the_cabinet_alone_makes_no_letter() {
        let zone = TimeZone::UTC;
        assert_eq!(due(Way::Cabinet, at("2026-11-23T12:00:00Z"), &zone, (16, None)), None);
        assert_eq!(due(Way::AtOnce, at("2026-11-23T12:00:00Z"), &zone, (16, None)), Some(at("2026-11-23T12:00:00Z")));
        assert_eq!(due(Way::AtOnce, at("2026-11-23T23:00:00Z"), &zone, (16, None)), Some(at("2026-11-24T08:00:00Z")));
    }
}
