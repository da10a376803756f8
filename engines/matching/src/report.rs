//! What an answer means: what else there was for a teacher, what one more methodist would bring.

use crate::{Pair, Solved};

/// Another methodist for a teacher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alternative {
    pub methodist: usize,
    pub cost: i32,
    /// By how much the total grows at least if the teacher goes there (the reduced cost): zero is as good.
    pub worse_by: i64,
}

impl Solved {
    /// The best other methodists among these pairs, the least loss first; those without places are left out.
    #[must_use]
    pub fn alternatives(&self, teacher: usize, pairs: &[Pair], most: usize) -> Vec<Alternative> {
        let own = self.places.of(teacher);
        let required = self.problem.teachers[teacher].unserved >= crate::REQUIRED;
        let open = pairs.iter().filter(|pair| own != Some(pair.methodist as usize) && self.problem.capacities[pair.methodist as usize] > 0);
        let priced = |pair: &Pair| i64::from(pair.cost) + self.prices[pair.methodist as usize];
        // Whoever is pinned may sit where others would be better.
        let worth = if required && own.is_some() { self.worth(teacher) } else { self.worth(teacher).min(self.problem.teachers[teacher].unserved) };
        let mut found: Vec<Alternative> = open.map(|pair| Alternative { methodist: pair.methodist as usize, cost: pair.cost, worse_by: priced(pair) - worth }).collect();
        found.sort_by_key(|other| (other.worse_by, other.cost, other.methodist));
        found.truncate(most);
        found
    }

    /// The open pairs of a teacher.
    #[must_use]
    pub fn pairs_of(&self, teacher: usize) -> &[Pair] {
        self.problem.pairs_of(self.problem.teachers[teacher].row)
    }

    /// The price of one more place of a methodist, by which the total would fall at most.
    #[must_use]
    pub fn price_of_place(&self, methodist: usize) -> i64 {
        self.prices[methodist]
    }

    /// How many more teachers would have somebody if one more methodist with so many places came for these teachers: found by letting
    /// one come, so it counts what others pass on as well.
    #[must_use]
    pub fn one_more(&self, capacity: u32, wanted_by: &[(usize, i32)]) -> usize {
        let before = self.unserved().len();
        let mut with_one_more = self.clone();
        with_one_more.add_methodist(capacity, wanted_by);
        before - with_one_more.unserved().len().min(before)
    }
}
