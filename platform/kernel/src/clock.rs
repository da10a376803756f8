//! Now as an argument. Everything asks a [`Clock`]; tests and the demo can hold or move it.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use std::sync::{Arc, Mutex};

/// A source of the present and the zone in which the region counts its days.
#[derive(Clone, Debug)]
pub struct Clock {
    hand: Arc<Mutex<Hand>>,
    zone: TimeZone,
}

#[derive(Debug)]
enum Hand {
    Runs { ahead: SignedDuration },
    Stands { at: Timestamp },
}

impl Clock {
    /// The machine's clock, days counted in `zone`.
    #[must_use]
    pub fn system(zone: TimeZone) -> Self {
        Self { hand: Arc::new(Mutex::new(Hand::Runs { ahead: SignedDuration::ZERO })), zone }
    }

    /// A clock that stands at `at` until moved.
    #[must_use]
    pub fn fixed(at: Timestamp, zone: TimeZone) -> Self {
        Self { hand: Arc::new(Mutex::new(Hand::Stands { at })), zone }
    }

    /// The present instant, cut to microseconds as the database keeps it.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> Timestamp {
        let at = match *self.hand() {
            Hand::Runs { ahead } => Timestamp::now().saturating_add(ahead).unwrap_or(Timestamp::MAX),
            Hand::Stands { at } => at,
        };
        Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
    }

    /// The present day in the region's zone.
    #[must_use]
    pub fn today(&self) -> Date {
        self.day_of(self.now())
    }

    /// The day of an instant in the region's zone.
    #[must_use]
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned_datetime(self.zone.clone()).date()
    }

    /// The region's zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Moves the clock forward by `by` (demo and tests only).
    pub fn advance(&self, by: SignedDuration) {
        match &mut *self.hand() {
            Hand::Runs { ahead } => *ahead = ahead.saturating_add(by),
            Hand::Stands { at } => *at = at.saturating_add(by).unwrap_or(Timestamp::MAX),
        }
    }

    fn hand(&self) -> std::sync::MutexGuard<'_, Hand> {
        self.hand.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
