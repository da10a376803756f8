//! What is asked: places of methodists, teachers, and what each pair would cost.

use crate::{Solved, places::price};
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

/// A pair that may be formed, and its cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pair {
    pub methodist: u32,
    pub cost: i32,
}

impl Pair {
    #[must_use]
    pub fn new(methodist: u32, cost: i32) -> Self {
        Self { methodist, cost }
    }
}

/// Pairs shared by all teachers with the same facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RowId(pub(crate) u32);

#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub from: u32,
    pub until: u32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Teacher {
    pub row: RowId,
    /// What it costs to leave the teacher without anybody.
    pub unserved: i64,
    pub present: bool,
}

/// An instance being put together.
#[derive(Debug, Clone, Default)]
pub struct Problem {
    pub(crate) capacities: Vec<u32>,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) rows: Vec<Span>,
    pub(crate) teachers: Vec<Teacher>,
    /// Rows by their hash: teachers with the same facts share one, and a search looks at it once.
    known: HashMap<u64, Vec<RowId>>,
}

impl Problem {
    /// Methodists by their places; a methodist is called by the index here.
    #[must_use]
    pub fn new(capacities: &[u32]) -> Self {
        Self { capacities: capacities.to_vec(), ..Self::default() }
    }

    /// Takes a row of pairs. Of two pairs with the same methodist the cheaper stays; unknown methodists are left out.
    pub fn row(&mut self, pairs: &[Pair]) -> RowId {
        let methodists = self.capacities.len();
        let mut sorted: Vec<Pair> = pairs.iter().copied().filter(|pair| (pair.methodist as usize) < methodists).collect();
        sorted.sort_unstable_by_key(|pair| (pair.methodist, pair.cost));
        sorted.dedup_by_key(|pair| pair.methodist);
        let mut hasher = DefaultHasher::new();
        sorted.hash(&mut hasher);
        let hash = hasher.finish();
        if let Some(same) = self.known.get(&hash).into_iter().flatten().find(|row| self.pairs_of(**row) == sorted) {
            return *same;
        }
        let row = RowId(index(self.rows.len()));
        let from = index(self.pairs.len());
        self.pairs.extend(sorted);
        self.rows.push(Span { from, until: index(self.pairs.len()) });
        self.known.entry(hash).or_default().push(row);
        row
    }

    /// Takes a teacher with the pairs of a row; what it costs to leave the teacher without anybody. The teacher's index.
    pub fn teacher(&mut self, row: RowId, unserved: i64) -> usize {
        self.teachers.push(Teacher { row, unserved, present: true });
        self.teachers.len() - 1
    }

    /// A teacher whose pair is required: it takes a place before all others.
    pub fn required(&mut self, methodist: u32, cost: i32) -> usize {
        let row = self.row(&[Pair::new(methodist, cost)]);
        self.teacher(row, crate::REQUIRED)
    }

    /// Methodists with more required pairs than places, and how many places lack.
    #[must_use]
    pub fn overfull(&self) -> Vec<(u32, u32)> {
        let mut required = vec![0u32; self.capacities.len()];
        for teacher in self.teachers.iter().filter(|teacher| teacher.unserved >= crate::REQUIRED) {
            for pair in self.pairs_of(teacher.row) {
                required[pair.methodist as usize] += 1;
            }
        }
        let lacks = required.iter().zip(&self.capacities).map(|(wanted, places)| wanted.saturating_sub(*places));
        lacks.enumerate().filter(|(_, lacking)| *lacking > 0).map(|(at, lacking)| (index(at), lacking)).collect()
    }

    /// How many pairs the rows hold, counted for each teacher.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.teachers.iter().map(|teacher| self.pairs_of(teacher.row).len()).sum()
    }

    /// Finds the least total.
    #[must_use]
    pub fn solve(self) -> Solved {
        Solved::of(self)
    }

    pub(crate) fn pairs_of(&self, row: RowId) -> &[Pair] {
        let span = self.rows[row.0 as usize];
        &self.pairs[span.from as usize..span.until as usize]
    }

    pub(crate) fn price(&self, methodist: usize, nth: usize) -> i64 {
        price(nth, self.capacities[methodist])
    }
}

/// Sizes of a region fit 32 bits with room to spare; a larger instance would not fit the memory either.
pub(crate) fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
