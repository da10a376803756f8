//! How often a token may ask, and how often it did: kept in memory, since a write for each reading would hold everybody up.

use crate::token::{self, TokenId};
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Result};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use web::App;

/// Requests of a token in a minute.
pub const PER_MINUTE: u32 = 600;

/// What is counted of one installation.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<Counts>>);

/// Meters by the folder of data: a process may serve several regions, each with tokens of its own.
static METERS: Mutex<BTreeMap<PathBuf, Meter>> = Mutex::new(BTreeMap::new());

#[derive(Debug, Default)]
struct Counts {
    minutes: HashMap<TokenId, (i64, u32)>,
    unsaved: HashMap<(TokenId, Date), i64>,
    seen: HashSet<(TokenId, Date)>,
}

/// What a request may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Goes,
    /// The first of its day: the day is written down at once.
    GoesFirst,
    Waits {
        seconds: u64,
    },
}

impl Meter {
    /// The meter of an installation.
    #[must_use]
    pub fn of(app: &App) -> Self {
        METERS.lock().unwrap_or_else(PoisonError::into_inner).entry(app.settings.data_dir.clone()).or_default().clone()
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request, or says how long to wait.
    #[must_use]
    pub fn pass(&self, id: TokenId, now: Timestamp, day: Date) -> Verdict {
        let minute = now.as_second().div_euclid(60);
        let mut counts = self.counts();
        let entry = counts.minutes.entry(id).or_insert((minute, 0));
        if entry.0 != minute {
            *entry = (minute, 0);
        }
        if entry.1 >= PER_MINUTE {
            let left = 60 - now.as_second().rem_euclid(60);
            return Verdict::Waits { seconds: u64::try_from(left).unwrap_or(60) };
        }
        entry.1 += 1;
        *counts.unsaved.entry((id, day)).or_default() += 1;
        if counts.seen.insert((id, day)) { Verdict::GoesFirst } else { Verdict::Goes }
    }

    /// Writes down what was counted; how many tokens asked since the last time. What a failed writing lost is only a count.
    ///
    /// # Errors
    /// The store fails.
    pub fn save(&self, db: &Db) -> Result<u64> {
        let counted = std::mem::take(&mut self.counts().unsaved);
        if counted.is_empty() {
            return Ok(0);
        }
        db.write(|tx| {
            for ((id, day), calls) in &counted {
                token::count(tx, *id, *day, *calls)?;
            }
            Ok(counted.len() as u64)
        })
    }

    /// As [`Meter::save`], off the async threads.
    pub async fn save_soon(&self, db: &Db) -> Result<()> {
        let counted = std::mem::take(&mut self.counts().unsaved);
        db.writing(move |tx| counted.iter().try_for_each(|((id, day), calls)| token::count(tx, *id, *day, *calls))).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_so_many_requests_and_the_next_begins_anew() {
        let (meter, id, day) = (Meter::default(), TokenId::fresh(), jiff::civil::date(2026, 11, 23));
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        assert_eq!(meter.pass(id, at(600), day), Verdict::GoesFirst);
        for _ in 1..PER_MINUTE {
            assert_eq!(meter.pass(id, at(610), day), Verdict::Goes);
        }
        assert_eq!(meter.pass(id, at(615), day), Verdict::Waits { seconds: 45 });
        assert_eq!(meter.pass(TokenId::fresh(), at(615), day), Verdict::GoesFirst, "another's minute is its own");
        assert_eq!(meter.pass(id, at(660), day), Verdict::Goes);
    }
}
