//! Records: append-only words of a side on an indicator. What stands is what nobody has followed.

use crate::model::{ObservationId, Side};
use kernel::{Timestamp, id::AccountId};
use std::collections::{BTreeMap, HashSet};

kernel::uuid_id! {
    /// A record; its id is made where it is written.
    RecordId,
}

/// A record as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub id: RecordId,
    pub observation: ObservationId,
    pub side: Side,
    pub account: AccountId,
    /// Of the device that it was made on; `site` for forms.
    pub device: String,
    pub seq: i64,
    /// Code of the indicator.
    pub indicator: String,
    pub score: Option<i64>,
    pub words: String,
    /// The records that the writer saw and replaces.
    pub after: Vec<RecordId>,
    /// By the device's clock, never later than it was received.
    pub recorded_at: Timestamp,
}

/// How an indicator stands on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'r> {
    Empty,
    One(&'r Written),
    /// Two devices wrote without seeing each other: the writer must choose.
    Clash,
}

/// All that one side has written, by indicator: the records that stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    heads: BTreeMap<String, Vec<Written>>,
}

impl Sheet {
    /// What stands among `records` (of one side of one visit), the oldest first.
    #[must_use]
    pub fn of(records: Vec<Written>) -> Self {
        let followed: HashSet<RecordId> = records.iter().flat_map(|record| record.after.iter().copied()).collect();
        let mut heads: BTreeMap<String, Vec<Written>> = BTreeMap::new();
        for record in records.into_iter().filter(|record| !followed.contains(&record.id)) {
            heads.entry(record.indicator.clone()).or_default().push(record);
        }
        Self { heads }
    }

    /// The records that stand for an indicator; several that say the same are no clash.
    #[must_use]
    pub fn heads(&self, indicator: &str) -> &[Written] {
        self.heads.get(indicator).map_or(&[], Vec::as_slice)
    }

    #[must_use]
    pub fn standing(&self, indicator: &str) -> Standing<'_> {
        let heads = self.heads(indicator);
        match heads.last() {
            None => Standing::Empty,
            Some(last) if heads.iter().all(|head| head.score == last.score && head.words == last.words) => Standing::One(last),
            Some(_) => Standing::Clash,
        }
    }

    /// The score that stands, if there is one and no clash.
    #[must_use]
    pub fn score(&self, indicator: &str) -> Option<i64> {
        match self.standing(indicator) {
            Standing::One(record) => record.score,
            Standing::Empty | Standing::Clash => None,
        }
    }

    /// The words that stand.
    #[must_use]
    pub fn words(&self, indicator: &str) -> &str {
        match self.standing(indicator) {
            Standing::One(record) => &record.words,
            Standing::Empty | Standing::Clash => "",
        }
    }

    /// Everything that stands.
    pub fn all(&self) -> impl Iterator<Item = &Written> {
        self.heads.values().flatten()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(indicator: &str, score: i64, after: &[RecordId]) -> Written {
        let id = RecordId::fresh();
        let observation = ObservationId(kernel::id::Uuid::nil());
        Written {
            id,
            observation,
            side: Side::Observer,
            account: AccountId(kernel::id::Uuid::nil()),
            device: "d".into(),
            seq: 1,
            indicator: indicator.into(),
            score: Some(score),
            words: String::new(),
            after: after.to_vec(),
            recorded_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_last_of_a_chain_stands() {
        let first = record("i1", 1, &[]);
        let second = record("i1", 2, &[first.id]);
        let sheet = Sheet::of(vec![second, first]);
        assert_eq!(sheet.score("i1"), Some(2));
        assert_eq!(sheet.standing("i2"), Standing::Empty);
    }

    #[test]
    fn two_that_follow_the_same_one_clash_and_a_choice_settles_it() {
        let first = record("i1", 1, &[]);
        let (here, there) = (record("i1", 2, &[first.id]), record("i1", 3, &[first.id]));
        let choice = record("i1", 3, &[here.id, there.id]);
        let sheet = Sheet::of(vec![first.clone(), here.clone(), there.clone()]);
        assert_eq!((sheet.standing("i1"), sheet.score("i1"), sheet.heads("i1").len()), (Standing::Clash, None, 2));
        assert_eq!(Sheet::of(vec![first, here, there, choice]).score("i1"), Some(3));
    }

    #[test]
    fn two_that_say_the_same_are_no_clash() {
        let sheet = Sheet::of(vec![record("i1", 2, &[]), record("i1", 2, &[])]);
        assert_eq!(sheet.score("i1"), Some(2));
    }
}
