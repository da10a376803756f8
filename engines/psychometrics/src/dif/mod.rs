//! Is an item as hard for one group as for another at the same level? Differential item functioning of items scored 0 or 1.
//!
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

/// Answers of two groups to items scored 0 or 1: those without a gap.
pub struct Groups {
    /// Row by row.
    rows: Vec<Vec<bool>>,
    focal: Vec<bool>,
    items: usize,
}

/// Of which group a person is; people of neither are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Reference,
    Focal,
}

impl Groups {
    /// # Errors
    /// A group for not each person, a score above 1, a group without people who answered everything.
    pub fn new(responses: &Responses, groups: &[Option<Group>]) -> Result<Self, Error> {
        if groups.len() != responses.persons() {
            return Err(Error::Shape { what: "people with a group", found: groups.len(), wanted: responses.persons() });
        }
        if let Some((_, score)) = (0..responses.items()).filter_map(|item| responses.range(item)).find(|(_, highest)| *highest > 1) {
            return Err(Error::ScoreTooLarge { score: usize::from(score), largest: 1 });
        }
        let whole = responses.rows().zip(groups).filter_map(|(row, group)| Some((row, (*group)?))).filter(|(row, _)| !row.contains(&MISSING));
        let (rows, focal): (Vec<Vec<bool>>, Vec<bool>) = whole.map(|(row, group)| (row.iter().map(|score| *score == 1).collect::<Vec<bool>>(), group == Group::Focal)).unzip();
        for what in [false, true] {
            if !focal.contains(&what) {
                return Err(Error::TooFew { what: "people of a group without a gap", found: 0, needed: 1 });
            }
        }
        Ok(Self { rows, focal, items: responses.items() })
    }

    #[must_use]
    pub fn items(&self) -> usize {
        self.items
    }

    /// Each person's sum over the items that match people.
    fn sums(&self, matching: impl Fn(usize) -> bool) -> Vec<usize> {
        self.rows.iter().map(|row| row.iter().enumerate().filter(|(at, right)| **right && matching(*at)).count()).collect()
    }
}

/// Right and wrong of one item by group among people of one level.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    reference_right: f64,
    reference_wrong: f64,
    focal_right: f64,
    focal_wrong: f64,
}

impl Cell {
    fn reference(&self) -> f64 {
        self.reference_right + self.reference_wrong
    }

    fn focal(&self) -> f64 {
        self.focal_right + self.focal_wrong
    }

    fn all(&self) -> f64 {
        self.reference() + self.focal()
    }
}

/// One cell per sum score; `sums` are those of people.
fn cells(groups: &Groups, item: usize, sums: &[usize]) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); groups.items + 1];
    for ((row, focal), sum) in groups.rows.iter().zip(&groups.focal).zip(sums) {
        let cell = &mut cells[*sum];
        *match (focal, row[item]) {
            (false, true) => &mut cell.reference_right,
            (false, false) => &mut cell.reference_wrong,
            (true, true) => &mut cell.focal_right,
            (true, false) => &mut cell.focal_wrong,
        } += 1.0;
    }
    cells
}
