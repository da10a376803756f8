//! What an expert of the pool did in the year of the entry, out of what other domains saw: nothing of it is typed here, nobody is compared.

use super::Expert;
use access::Actor;
use activities::{Expertise, days_of_expertise, expertise};
use kernel::{Date, Result, Tx, id::PersonId};
use std::{collections::HashMap, sync::Arc};

/// What a domain below knows of people over `[from, to)`: whose it is and its day, one line for each thing.
pub type Counting = fn(&mut Tx<'_>, &[PersonId], (Date, Date)) -> Result<Vec<(PersonId, Date)>>;

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

/// The days of calendar years, the last included.
fn days(first: i64, last: i64) -> Option<(Date, Date)> {
    let new_year = |year: i64| i16::try_from(year).ok().and_then(|year| Date::new(year, 1, 1).ok());
    new_year(first).zip(new_year(last + 1))
}

/// All that is known of the year.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, sources: &Sources, viewer: &Actor, expert: &Expert) -> Result<Deeds> {
    let Some(days) = days(expert.year, expert.year) else { return Ok(Deeds::default()) };
    let mut found = Deeds { done: expertise(tx, viewer, expert.person, days)?, counts: Vec::new() };
    for (words, counting) in sources.0.iter() {
        let count = counting(tx, &[expert.person], days)?.len();
        if count > 0 {
            found.counts.push((words, count as u64));
        }
    }
    Ok(found)
}

/// How many things of the year each of these entries has, a word of load beside a name: one question to each source, however many entries.
///
/// # Errors
/// The store fails.
pub fn counts(tx: &mut Tx<'_>, sources: &Sources, experts: &[Expert]) -> Result<Vec<u64>> {
    let years = experts.iter().map(|expert| expert.year);
    let Some(days) = years.clone().min().zip(years.max()).and_then(|(first, last)| days(first, last)) else { return Ok(vec![0; experts.len()]) };
    let mut people: Vec<PersonId> = experts.iter().map(|expert| expert.person).collect();
    people.sort_unstable();
    people.dedup();
    let mut done = days_of_expertise(tx, &people, days)?;
    for (_, counting) in sources.0.iter() {
        done.extend(counting(tx, &people, days)?);
    }
    let mut found: HashMap<(PersonId, i64), u64> = HashMap::new();
    for (person, day) in done {
        *found.entry((person, day.year().into())).or_default() += 1;
    }
    Ok(experts.iter().map(|expert| found.get(&(expert.person, expert.year)).copied().unwrap_or_default()).collect())
}
