//! Is an item as hard for one group as for another at the same level? Differential item functioning.
//!
//! People are matched by their sum over all items, the studied one included, or, where forms have gaps, by the share they reached of what they answered.
//! A flag says that an item works differently, not why; a person decides whether that is unfair. Compare at least 100 in each group, or read the effect size only.

mod logistic;
mod mantel;
mod regression;
mod standard;

pub use logistic::{LogisticDif, logistic};
pub use mantel::{Correction, EtsClass, MantelHaenszel, Purified, mantel_haenszel, purified};
pub use standard::standardised;

use crate::{
    error::Error,
    responses::{MISSING, Responses},
};

/// Of which group a person is; people of neither are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Reference,
    Focal,
}

/// Answers of two groups.
pub struct Groups {
    /// Row by row; [`MISSING`] where there is no answer.
    rows: Vec<Vec<u8>>,
    focal: Vec<bool>,
    largest: Vec<u8>,
    matching: Matching,
}

/// How people are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matching {
    Sum,
    /// So many equal parts by share reached.
    Share {
        parts: usize,
    },
}

impl Groups {
    /// Those who answered everything, matched by their sum.
    ///
    /// # Errors
    /// A group for not each person, a group without people who answered everything.
    pub fn new(responses: &Responses, groups: &[Option<Group>]) -> Result<Self, Error> {
        Self::of(responses, groups, Matching::Sum, |row| !row.contains(&MISSING))
    }

    /// Everyone, gaps or none: matched in `parts` equal parts (5 to 10) by the share reached of what each answered. Coarser than the sum of whole rows.
    ///
    /// # Errors
    /// A group for not each person, a group without people, fewer than two parts.
    pub fn with_gaps(responses: &Responses, groups: &[Option<Group>], parts: usize) -> Result<Self, Error> {
        if parts < 2 {
            return Err(Error::TooFew { what: "parts to match in", found: parts, needed: 2 });
        }
        Self::of(responses, groups, Matching::Share { parts }, |_| true)
    }

    fn of(responses: &Responses, groups: &[Option<Group>], matching: Matching, fits: impl Fn(&[u8]) -> bool) -> Result<Self, Error> {
        if groups.len() != responses.persons() {
            return Err(Error::Shape { what: "people with a group", found: groups.len(), wanted: responses.persons() });
        }
        let taken = responses.rows().zip(groups).filter_map(|(row, group)| Some((row, (*group)?))).filter(|(row, _)| fits(row));
        let (rows, focal): (Vec<Vec<u8>>, Vec<bool>) = taken.map(|(row, group)| (row.to_vec(), group == Group::Focal)).unzip();
        for what in [false, true] {
            if !focal.contains(&what) {
                return Err(Error::TooFew { what: "people of a group without a gap", found: 0, needed: 1 });
            }
        }
        Ok(Self { rows, focal, largest: crate::classical::seen_largest(responses), matching })
    }

    #[must_use]
    pub fn items(&self) -> usize {
        self.largest.len()
    }

    /// People who answered the item, with their level among those by which they are matched: the sum (or the share) over the items that match people and the studied one.
    fn people(&self, item: usize, matching: impl Fn(usize) -> bool) -> Vec<Person> {
        let person = |(row, focal): (&Vec<u8>, &bool)| {
            let counted = row.iter().enumerate().filter(|(at, score)| **score != MISSING && (*at == item || matching(*at)));
            let (sum, possible) = counted.fold((0_usize, 0_usize), |(sum, possible), (at, score)| (sum + usize::from(*score), possible + usize::from(self.largest[at])));
            let level = match self.matching {
                Matching::Sum => sum as f64,
                Matching::Share { .. } => sum as f64 / possible.max(1) as f64,
            };
            (row[item] != MISSING).then_some(Person { score: f64::from(row[item]), focal: *focal, level })
        };
        self.rows.iter().zip(&self.focal).filter_map(person).collect()
    }

    /// One cell per level, or per part of the levels.
    fn cells(&self, item: usize, matching: impl Fn(usize) -> bool) -> Vec<Cell> {
        let mut people = self.people(item, matching);
        people.sort_by(|one, other| one.level.total_cmp(&other.level));
        let n = people.len();
        let mut cells: Vec<Cell> = Vec::new();
        let mut before = None;
        for (rank, person) in people.iter().enumerate() {
            // Equals stay together: a new part begins only where the level rises.
            let part = match self.matching {
                Matching::Sum => person.level,
                Matching::Share { parts } => (rank * parts / n) as f64,
            };
            let opens = before.is_none_or(|(level, last): (f64, f64)| level < person.level && last < part);
            if opens {
                cells.push(Cell::default());
                before = Some((person.level, part));
            } else if let Some((level, _)) = &mut before {
                *level = person.level;
            }
            if let Some(cell) = cells.last_mut() {
                cell.add(person);
            }
        }
        cells
    }
}

/// A person's answer to one item.
struct Person {
    score: f64,
    focal: bool,
    level: f64,
}

/// Scores on one item by group among people of one level.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    reference: f64,
    focal: f64,
    /// Sums of scores; for items scored 0 or 1 numbers of right answers.
    reference_sum: f64,
    focal_sum: f64,
    squares: f64,
}

impl Cell {
    fn add(&mut self, person: &Person) {
        let (count, sum) = if person.focal { (&mut self.focal, &mut self.focal_sum) } else { (&mut self.reference, &mut self.reference_sum) };
        *count += 1.0;
        *sum += person.score;
        self.squares += person.score * person.score;
    }

    fn all(&self) -> f64 {
        self.reference + self.focal
    }
}
