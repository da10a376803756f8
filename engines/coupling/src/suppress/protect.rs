//! The cheapest cycle through every cell that must stay open.

use super::{Reason, network::Network};
use std::{cmp::Reverse, collections::BinaryHeap};

/// A hidden cell costs its pupils and this for the hole in the table.
const HOLE: u64 = 20;

/// What hiding a cell costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Price {
    /// The hole and the pupils in it.
    Pupils,
    /// The hole only.
    Hole,
    /// It may not be hidden.
    Kept,
}

/// Hides further cells until each hidden one lies on a cycle of hidden cells along which pupils can be moved.
///
/// Every cell added lies on the cycle it was added for, so it is as open as the first; and cells hidden later only open more.
/// A cycle is always to be had where nothing is [`Price::Kept`]: larger numbers from the top to the cell and back to the top take nothing from
/// anybody. `false` where a cell that is kept would have to go.
pub(super) fn protect(network: &Network, why: &mut [Option<Reason>], price: impl Fn(usize) -> Price) -> bool {
    let prices: Vec<Price> = (0..why.len()).map(price).collect();
    let mut search = Search::new(network.nodes());
    let mut primary: Vec<u32> = (0..why.len() as u32).filter(|arc| why[*arc as usize].is_some()).collect();
    // The dearest first: their cycles are the least free to choose, and others may run along them.
    primary.sort_by_key(|arc| (Reverse(network.cells[*arc as usize].count.of()), *arc));
    let (mut circles, mut is_safe) = (Circles::new(network.nodes(), why.len()), true);
    for arc in primary {
        let (tail, head) = network.ends[arc as usize];
        if circles.hold(arc, (tail, head)) {
            continue;
        }
        let mut found = search.path(network, (why, &prices), arc, (head, tail), u64::MAX);
        if network.gives(arc)
            && found.0 > 0
            && let better @ (cost, _) = search.path(network, (why, &prices), arc, (tail, head), found.0)
            && cost < found.0
        {
            found = better;
        }
        is_safe &= !found.1.is_empty();
        for other in &found.1 {
            why[*other as usize].get_or_insert(Reason::Complementary);
        }
        circles.add(network, arc, &found.1);
    }
    is_safe
}

/// Nodes that cycles found so far run through together: from each a way leads to each along them.
struct Circles {
    above: Vec<u32>,
    is_on: Vec<bool>,
}

impl Circles {
    fn new(nodes: usize, arcs: usize) -> Self {
        Self { above: (0..nodes as u32).collect(), is_on: vec![false; arcs] }
    }

    fn top(&mut self, node: u32) -> u32 {
        let mut at = node;
        while self.above[at as usize] != at {
            self.above[at as usize] = self.above[self.above[at as usize] as usize];
            at = self.above[at as usize];
        }
        at
    }

    /// Whether a cycle through the arc needs no further cell: it is on one, or a way that can't run through it leads around.
    fn hold(&mut self, arc: u32, (tail, head): (u32, u32)) -> bool {
        self.is_on[arc as usize] || self.top(tail) == self.top(head)
    }

    fn add(&mut self, network: &Network, first: u32, others: &[u32]) {
        for arc in others.iter().chain([&first]) {
            self.is_on[*arc as usize] = true;
            let (tail, head) = network.ends[*arc as usize];
            let (one, other) = (self.top(tail), self.top(head));
            self.above[one as usize] = other;
        }
    }
}

/// Dijkstra's search with its memory kept between calls.
struct Search {
    round: u32,
    /// `(round, cost, arc by which it was reached, node before)`.
    reached: Vec<(u32, u64, u32, u32)>,
    heap: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Search {
    fn new(nodes: usize) -> Self {
        Self { round: 0, reached: vec![(0, 0, 0, 0); nodes], heap: BinaryHeap::new() }
    }

    /// Cost and arcs of the cheapest way that costs less than `limit`, not along `without`; `(limit, [])` when there is none.
    fn path(&mut self, network: &Network, (why, prices): (&[Option<Reason>], &[Price]), without: u32, (from, to): (u32, u32), limit: u64) -> (u64, Vec<u32>) {
        self.round += 1;
        self.heap.clear();
        self.reached[from as usize] = (self.round, 0, u32::MAX, from);
        self.heap.push(Reverse((0, from)));
        while let Some(Reverse((cost, node))) = self.heap.pop() {
            if node == to {
                return (cost, self.back(from, to));
            }
            if cost > self.reached[node as usize].1 {
                continue;
            }
            for (arc, next, grows) in network.steps(node) {
                if *arc == without || prices[*arc as usize] == Price::Kept || !(*grows || network.gives(*arc)) {
                    continue;
                }
                let price = match prices[*arc as usize] {
                    _ if why[*arc as usize].is_some() => 0,
                    Price::Hole => HOLE,
                    Price::Pupils | Price::Kept => HOLE + u64::from(network.cells[*arc as usize].count.of()),
                };
                let (seen, known) = (self.reached[*next as usize].0 == self.round, self.reached[*next as usize].1);
                let total = cost + price;
                if total < limit && (!seen || total < known) {
                    self.reached[*next as usize] = (self.round, total, *arc, node);
                    self.heap.push(Reverse((total, *next)));
                }
            }
        }
        (limit, Vec::new())
    }

    fn back(&self, from: u32, to: u32) -> Vec<u32> {
        let (mut node, mut arcs) = (to, Vec::new());
        while node != from {
            let (_, _, arc, before) = self.reached[node as usize];
            arcs.push(arc);
            node = before;
        }
        arcs
    }
}
