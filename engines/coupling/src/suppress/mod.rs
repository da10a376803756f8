//! Which figures of a table may be shown, so that neither a cell nor a difference of cells and totals tells of a few people.
//!
//! A table has rows in a tree (schools in municipalities in a region) and columns (subjects) with a total; every cell is a sum of those
//! below it, and whoever reads the table may subtract. Two steps:
//! 1. *primary* — [`Rule`]: a cell of few pupils, few teachers, or of one or two pupils on either side is hidden;
//! 2. *complementary* — for each of them further cells are hidden, as few pupils as possible, so that it stays open by three pupils or more.
//!
//! Why it holds: the cells of such a table are the arcs of one circulation (down the tree of every subject, through the school, up the tree
//! of totals), so what the published cells leave open are the cycles of hidden arcs (Gusfield 1988; Fischetti & Salazar 1999). Each hidden
//! cell lies on a cycle along which 3 pupils can be moved without a number below 0, both among those below the minimum and among the rest.
//! [`attack`] finds the exact bounds from the same published figures by flows of its own.
//!
//! Not covered: tables by another division (by year group) and the same table of another day published besides. One table has one
//! suppression; what is published of it must be taken from it. Where a table leaves the school, hidden cells must look alike: the reason
//! bounds the number.

mod attack;
mod network;
mod protect;
mod table;

pub use attack::{Quantity, Recovered, attack};
pub use table::{Cell, Shown, Suppressed, Table, Tally};

use crate::share::Count;
use network::Network;
use protect::Price;

/// What may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// At least so many pupils.
    pub pupils: u32,
    /// At least so many teachers (where nobody knows them, classes).
    pub teachers: u32,
    /// Under so many pupils one or two on either side are hidden too.
    pub counts_under: u32,
}

impl Rule {
    /// For anything that leaves the school.
    pub const OUTSIDE: Self = Self { pupils: 10, teachers: 3, counts_under: 30 };
    /// For those who may know the class: teacher, tutor, deputy head.
    pub const SCHOOL: Self = Self { pupils: 10, teachers: 0, counts_under: 30 };
    /// For people counted by themselves ([`Cell::people`]).
    pub const PEOPLE: Self = Self { pupils: 5, teachers: 0, counts_under: 0 };

    /// Why a cell standing alone is hidden, `None` when it may be shown. Nobody measured is nothing to hide.
    #[must_use]
    pub fn hides(&self, cell: Cell) -> Option<Reason> {
        let (below, of) = (cell.count.below(), cell.count.of());
        let near_edge = |count: u32| (1..=2).contains(&count);
        match () {
            () if of == 0 => None,
            () if of < self.pupils => Some(Reason::FewPupils),
            () if cell.teachers < self.teachers => Some(Reason::FewTeachers),
            () if of < self.counts_under && (near_edge(below) || near_edge(of - below)) => Some(Reason::NearEdge),
            () => None,
        }
    }

    /// Whether a share standing alone may be shown.
    #[must_use]
    pub fn shows(&self, count: Count, teachers: u32) -> bool {
        count.of() > 0 && self.hides(Cell { count, teachers }).is_none()
    }
}

/// For who may know it; never to be printed beside a hidden cell outside the school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    FewPupils,
    FewTeachers,
    /// One or two pupils below the minimum, or all but one or two.
    NearEdge,
    /// To keep another from being computed.
    Complementary,
}

/// Hides what the rule hides and what would give it away.
#[must_use]
pub fn suppress(table: &Table, rule: &Rule) -> Suppressed {
    let sums = table.sums();
    let mut why: Vec<Option<Reason>> = sums.iter().map(|cell| rule.hides(*cell)).collect();
    protect::protect(&Network::of(table, &sums), &mut why, |_| Price::Pupils);
    Suppressed::new(table, sums, why)
}

/// As [`suppress`], where totals over the columns are nobody's question: before a large cell is hidden to protect another, totals are.
#[must_use]
pub fn suppress_totals_first(table: &Table, rule: &Rule) -> Suppressed {
    let (sums, wide) = (table.sums(), table.columns() + 1);
    let mut why: Vec<Option<Reason>> = sums.iter().map(|cell| rule.hides(*cell)).collect();
    protect::protect(&Network::of(table, &sums), &mut why, |at| if at % wide + 1 == wide { Price::Hole } else { Price::Pupils });
    Suppressed::new(table, sums, why)
}

/// As [`suppress`], for a table whose totals stand elsewhere already: `told` says of a row's total whether it is told there, `None` where
/// it stands nowhere. What is told there isn't hidden here, nor told here what is hidden there.
///
/// `None` where something couldn't be hidden without a total that is told: then nothing of the table may be told.
#[must_use]
pub fn suppress_beside(table: &Table, rule: &Rule, told: impl Fn(usize) -> Option<bool>) -> Option<Suppressed> {
    let (sums, wide) = (table.sums(), table.columns() + 1);
    let beside: Vec<Option<bool>> = (0..sums.len()).map(|at| if at % wide + 1 == wide { told(at / wide) } else { None }).collect();
    let reason = |(cell, told): (&Cell, &Option<bool>)| match told {
        _ if cell.count.of() == 0 => None,
        Some(true) => None,
        Some(false) => rule.hides(*cell).or(Some(Reason::Complementary)),
        None => rule.hides(*cell),
    };
    let mut why: Vec<Option<Reason>> = sums.iter().zip(&beside).map(reason).collect();
    let price = |at: usize| if beside.get(at) == Some(&Some(true)) { Price::Kept } else { Price::Pupils };
    protect::protect(&Network::of(table, &sums), &mut why, price).then(|| Suppressed::new(table, sums, why))
}
