use jiff::civil::date;
use structure::{
    calendar::{Calendar, working_days_after, working_days_between},
    profile::{BUNDLED, Profile},
};

fn calendar() -> Calendar {
    Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap().calendar
}

#[test]
fn new_year_2026_ends_on_12_january() {
    let calendar = calendar();
    assert_eq!(working_days_after(&calendar, date(2025, 12, 31), 1), date(2026, 1, 12));
    assert!(!calendar.is_working(date(2026, 1, 9)), "moved from Saturday 3 January");
    assert_eq!(working_days_after(&calendar, date(2026, 1, 8), 3), date(2026, 1, 14));
}

#[test]
fn the_last_day_of_2026_rests() {
    let calendar = calendar();
    assert!(!calendar.is_working(date(2026, 12, 31)), "moved from Sunday 4 January");
    assert_eq!(working_days_after(&calendar, date(2026, 12, 30), 1), date(2027, 1, 11));
}

#[test]
fn may_holidays_are_skipped() {
    let calendar = calendar();
    assert_eq!(working_days_after(&calendar, date(2026, 4, 30), 1), date(2026, 5, 4));
    assert_eq!(working_days_after(&calendar, date(2026, 5, 8), 1), date(2026, 5, 12));
    assert_eq!(working_days_after(&calendar, date(2026, 4, 29), 10), date(2026, 5, 15));
    assert_eq!(working_days_after(&calendar, date(2027, 4, 30), 1), date(2027, 5, 4));
    assert_eq!(working_days_after(&calendar, date(2027, 5, 7), 1), date(2027, 5, 11));
}

#[test]
fn an_ordinary_week_counts_from_the_day_after() {
    let calendar = calendar();
    assert_eq!(working_days_after(&calendar, date(2026, 11, 23), 3), date(2026, 11, 26));
    assert_eq!(working_days_after(&calendar, date(2026, 11, 20), 1), date(2026, 11, 23), "Friday to Monday");
    assert_eq!(working_days_after(&calendar, date(2026, 11, 21), 0), date(2026, 11, 21));
    assert_eq!(working_days_after(&calendar, date(2026, 3, 6), 1), date(2026, 3, 10), "8 March fell on a Sunday");
}

#[test]
fn between_is_the_reverse_of_after() {
    let calendar = calendar();
    for n in 0..60 {
        let day = working_days_after(&calendar, date(2026, 12, 1), n);
        assert_eq!(working_days_between(&calendar, date(2026, 12, 1), day), n);
    }
    assert_eq!(working_days_between(&calendar, date(2026, 12, 2), date(2026, 12, 1)), 0);
}

#[test]
fn a_year_has_the_official_number_of_working_days() {
    let calendar = calendar();
    assert_eq!(working_days_between(&calendar, date(2025, 12, 31), date(2026, 12, 31)), 247);
}

#[test]
fn what_is_provisional_or_unknown_says_so() {
    let calendar = calendar();
    assert!(!calendar.is_provisional(date(2026, 6, 1)));
    assert!(calendar.is_provisional(date(2027, 6, 1)));
    assert!(calendar.is_provisional(date(2031, 6, 1)) && !calendar.covers(2031));
    assert_eq!(working_days_after(&calendar, date(2031, 6, 6), 1), date(2031, 6, 9), "weekends still rest");
}
