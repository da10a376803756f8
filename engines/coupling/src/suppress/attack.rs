//! What can be computed from the published cells, by whoever reads them all.

use super::{
    network::{Network, OPEN},
    table::Table,
};
use std::collections::VecDeque;

/// What was found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    Pupils,
    Below,
    /// Not below the minimum.
    Above,
}

/// A hidden cell that isn't hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recovered {
    pub row: usize,
    /// `None`: the row's total.
    pub column: Option<usize>,
    pub quantity: Quantity,
    /// The true number lies between these, and nothing else is possible; equal when it is known exactly.
    pub low: u32,
    pub high: u32,
}

/// The hidden cells that all published cells and totals together determine, or bound within ±2 because no number is below 0.
///
/// The bounds are exact: with everything published fixed, what is left is a circulation in the hidden cells, and the furthest a cell can
/// go is a maximal flow around it. `hidden` is row by row with the total after the last column ([`super::Suppressed::mask`]); missing ones are shown.
#[must_use]
pub fn attack(table: &Table, hidden: &[bool]) -> Vec<Recovered> {
    let network = Network::of(table, &table.sums());
    let wide = table.columns() + 1;
    let mut found = Vec::new();
    let is_hidden = |arc: u32| hidden.get(arc as usize).copied().unwrap_or(false);
    for quantity in [Quantity::Pupils, Quantity::Below, Quantity::Above] {
        let values: Vec<u32> = network
            .cells
            .iter()
            .map(|cell| match quantity {
                Quantity::Pupils => cell.count.of(),
                Quantity::Below => cell.count.below(),
                Quantity::Above => cell.count.of() - cell.count.below(),
            })
            .collect();
        let mut moved = vec![0_i64; values.len()];
        for arc in (0..values.len() as u32).filter(|arc| is_hidden(*arc) && network.cells[*arc as usize].count.of() > 0) {
            let (tail, head) = network.ends[arc as usize];
            let value = values[arc as usize];
            let mut around = |from, to, most| flow(&network, &values, &mut moved, &is_hidden, arc, (from, to), most);
            let up = around(head, tail, OPEN);
            let down = if up < OPEN { around(tail, head, OPEN.min(value)) } else { 0 };
            if up < OPEN && down < OPEN {
                let (row, column) = (arc as usize / wide, arc as usize % wide);
                found.push(Recovered { row, column: (column + 1 < wide).then_some(column), quantity, low: value - down, high: value + up });
            }
        }
    }
    found
}

/// The largest flow up to `most` through hidden cells other than `without`: a cell may grow as it likes and shrink to 0.
fn flow(network: &Network, values: &[u32], moved: &mut [i64], is_hidden: &dyn Fn(u32) -> bool, without: u32, (from, to): (u32, u32), most: u32) -> u32 {
    let mut touched = Vec::new();
    let mut total = 0;
    while total < most && unit(network, values, moved, is_hidden, without, (from, to), &mut touched) {
        total += 1;
    }
    touched.into_iter().for_each(|arc: u32| moved[arc as usize] = 0);
    total
}

/// Moves one pupil from one node to the other if there is a way.
fn unit(network: &Network, values: &[u32], moved: &mut [i64], is_hidden: &dyn Fn(u32) -> bool, without: u32, (from, to): (u32, u32), touched: &mut Vec<u32>) -> bool {
    let mut reached: Vec<Option<(u32, u32, bool)>> = vec![None; network.nodes()];
    let mut queue = VecDeque::from([from]);
    reached[from as usize] = Some((u32::MAX, from, true));
    while let Some(node) = queue.pop_front() {
        if node == to {
            break;
        }
        for (arc, next, grows) in network.steps(node) {
            let has = i64::from(values[*arc as usize]) + moved[*arc as usize];
            if *arc != without && is_hidden(*arc) && reached[*next as usize].is_none() && (*grows || has > 0) {
                reached[*next as usize] = Some((*arc, node, *grows));
                queue.push_back(*next);
            }
        }
    }
    let mut node = to;
    if reached[to as usize].is_none() {
        return false;
    }
    while node != from {
        let Some((arc, before, grows)) = reached[node as usize] else { return false };
        moved[arc as usize] += if grows { 1 } else { -1 };
        touched.push(arc);
        node = before;
    }
    true
}
