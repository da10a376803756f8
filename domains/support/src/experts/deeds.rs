//! What an expert of the pool did in the year of the entry, out of what other domains saw: nothing of it is typed here, nobody is compared.

use super::Expert;
use access::Actor;
use activities::{Expertise, expertise};
use kernel::{Date, Result, Tx, id::PersonId};
use std::sync::Arc;

/// How many things of a person over `[from, to)` a domain knows that stands below.
pub type Counting = fn(&mut Tx<'_>, PersonId, (Date, Date)) -> Result<u64>;

/// What is counted, in words that stand before the number, and by whom.
#[derive(Clone, Default)]
pub struct Sources(Arc<[(&'static str, Counting)]>);

impl Sources {
    #[must_use]
    pub fn new(sources: Vec<(&'static str, Counting)>) -> Self {
        Self(sources.into())
    }
}

/// Deeds of a calendar year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deeds {
    pub done: Vec<Expertise>,
    /// What is only counted: reviews and the like; none of it is zero.
    pub counts: Vec<(&'static str, u64)>,
}

impl Deeds {
    #[must_use]
    pub fn minutes(&self) -> i64 {
        self.done.iter().map(|one| one.minutes).sum()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.done.is_empty() && self.counts.is_empty()
    }
}

/// The days of the entry's year.
fn days(expert: &Expert) -> Option<(Date, Date)> {
    let first = |year: i64| i16::try_from(year).ok().and_then(|year| Date::new(year, 1, 1).ok());
    first(expert.year).zip(first(expert.year + 1))
}

/// All that is known of the year.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, sources: &Sources, viewer: &Actor, expert: &Expert) -> Result<Deeds> {
    let Some(days) = days(expert) else { return Ok(Deeds::default()) };
    let mut found = Deeds { done: expertise(tx, viewer, expert.person, days)?, counts: Vec::new() };
    for (words, counting) in sources.0.iter() {
        let count = counting(tx, expert.person, days)?;
        if count > 0 {
            found.counts.push((words, count));
        }
    }
    Ok(found)
}

/// How many things of the year: a word of load beside a name.
///
/// # Errors
/// The store fails.
pub fn count(tx: &mut Tx<'_>, sources: &Sources, viewer: &Actor, expert: &Expert) -> Result<u64> {
    let found = of(tx, sources, viewer, expert)?;
    Ok(found.done.len() as u64 + found.counts.iter().map(|(_, count)| count).sum::<u64>())
}
