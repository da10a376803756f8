//! What is counted by place, with the people it is of: a teacher may have several cases, and «fewer than five» is of teachers.

use crate::counts::ByPlace;
use kernel::id::PlaceId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Counts of a place by person; the person is for counting apart only and never leaves this.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfPeople(BTreeMap<PlaceId, BTreeMap<String, i64>>);

impl OfPeople {
    pub fn add(&mut self, place: PlaceId, person: String, count: i64) {
        *self.0.entry(place).or_default().entry(person).or_default() += count;
    }

    /// What is counted.
    #[must_use]
    pub fn counts(&self) -> ByPlace {
        self.0.iter().map(|(place, of)| (place.clone(), of.values().sum())).collect()
    }

    /// People by place, each at one place only.
    #[must_use]
    pub fn people(&self) -> ByPlace {
        apart(self.0.iter().map(|(place, of)| (place.clone(), of.keys().map(String::as_str).collect())).collect()).into_iter().collect()
    }

    /// Everybody, wherever.
    #[must_use]
    pub fn everybody(&self) -> BTreeSet<&str> {
        self.0.values().flat_map(BTreeMap::keys).map(String::as_str).collect()
    }
}

/// How many are behind each group if everybody is counted in one group only, the smallest they are in. So behind groups put together
/// there are at least the sum of theirs.
#[must_use]
pub fn apart<K: Ord + std::hash::Hash>(mut groups: Vec<(K, BTreeSet<&str>)>) -> HashMap<K, i64> {
    groups.sort_by(|(one, of), (other, than)| (of.len(), one).cmp(&(than.len(), other)));
    let mut seen = BTreeSet::new();
    groups.into_iter().map(|(key, of)| (key, of.into_iter().map(|person| i64::from(seen.insert(person))).sum())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_in_two_groups_is_counted_in_the_smaller() {
        let found = apart(vec![("large", BTreeSet::from(["a", "b", "c", "d"])), ("small", BTreeSet::from(["d"])), ("again", BTreeSet::from(["d", "a"]))]);
        assert_eq!(found, HashMap::from([("small", 1), ("again", 1), ("large", 2)]));
    }

    #[test]
    fn cases_are_counted_and_so_are_those_who_have_them() {
        let mut of = OfPeople::default();
        [("one", "a"), ("one", "a"), ("one", "b"), ("two", "b")].into_iter().for_each(|(place, person)| of.add(place.into(), person.into(), 1));
        let at = |counts: ByPlace| ["one", "two"].map(|place| counts[&PlaceId::from(place)]);
        assert_eq!((at(of.counts()), at(of.people()), of.everybody().len()), ([3, 1], [1, 1], 2));
    }
}
